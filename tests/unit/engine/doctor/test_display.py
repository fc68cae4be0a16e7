import ctypes
import socket
import sys

import pytest

from engine.doctor import display
from engine.doctor.display import display_problem, uses_x

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a display is only looked for on Linux")


@pytest.fixture
def x_server(tmp_path, monkeypatch):
    """Something that listens where X server 7 would."""
    monkeypatch.setattr(display, "X_SOCKETS", tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "X7"))
        server.listen()
        yield server


@pytest.fixture
def no_xcb(monkeypatch):
    def missing(name):
        raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", missing)


@pytest.mark.parametrize(
    "platform", ["offscreen", "minimal", "vnc:size=800x600", "eglfs", "linuxfb:fb=/dev/fb0", "xcb;offscreen"]
)
def test_a_platform_with_a_screen_of_its_own_needs_none(platform):
    assert display_problem({"QT_QPA_PLATFORM": platform}) == ""


@pytest.mark.parametrize(
    "environment", [{}, {"DISPLAY": ""}, {"QT_QPA_PLATFORM": "xcb"}, {"QT_QPA_PLATFORM": "wayland"}]
)
def test_no_screen_at_all(environment):
    assert display_problem(environment).startswith("there is no screen here")


def test_a_screen_of_the_wrong_kind_is_none():
    environment = {"QT_QPA_PLATFORM": "wayland", "DISPLAY": ":7"}
    assert display_problem(environment).startswith("there is no screen here")


@pytest.mark.parametrize("name", ["banana", ":x", "7", "host:"])
def test_a_display_that_is_no_name(name):
    assert display_problem({"DISPLAY": name}) == f"DISPLAY is set to {name}, which names no screen"


@pytest.mark.parametrize("name", [":93", "unix:93", ":93.0"])
def test_no_server_at_a_local_display(name, tmp_path, monkeypatch):
    monkeypatch.setattr(display, "X_SOCKETS", tmp_path)
    assert display_problem({"DISPLAY": name}) == f"no X server answers at DISPLAY {name}"


def test_no_server_at_a_distant_display():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    name = f"127.0.0.1:{port - 6000}"
    assert display_problem({"DISPLAY": name}) == f"no X server answers at DISPLAY {name}"


@pytest.mark.usefixtures("x_server", "no_xcb")
@pytest.mark.parametrize("name", [":7", ":7.0", "unix:7"])
def test_a_server_that_answers_is_enough_where_no_more_can_be_asked(name):
    assert display_problem({"DISPLAY": name}) == ""


@pytest.mark.usefixtures("no_xcb")
def test_a_distant_server_that_answers():
    with socket.create_server(("127.0.0.1", 0)) as server:
        name = f"127.0.0.1:{server.getsockname()[1] - 6000}"
        assert display_problem({"DISPLAY": name}) == ""


@pytest.mark.usefixtures("x_server")
def test_a_server_that_turns_us_away(monkeypatch):
    class Xcb:
        class Function:
            restype = None

            def __init__(self, answer):
                self.answer = answer

            def __call__(self, *_arguments):
                return self.answer

        xcb_connect = Function(1)
        xcb_connection_has_error = Function(5)
        xcb_disconnect = Function(None)

    monkeypatch.setattr(ctypes, "CDLL", lambda _name: Xcb)
    assert display_problem({"DISPLAY": ":7"}) == "the X server at DISPLAY :7 refuses this user"


def test_wayland(tmp_path):
    environment = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert display_problem(environment) == "no Wayland server answers at wayland-0"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-0"))
        server.listen()
        assert display_problem(environment) == ""
        # one of the two is enough, as Qt takes the one that works
        assert display_problem({**environment, "DISPLAY": ":93"}) == ""


def test_elsewhere_there_is_always_a_screen(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    assert display_problem({}) == ""


@pytest.mark.parametrize(
    ("environment", "asked"),
    [
        ({"DISPLAY": ":0"}, True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "wayland;xcb"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, False),
    ],
)
def test_whether_qt_would_ask_an_x_server(environment, asked):
    assert uses_x(environment) is asked
