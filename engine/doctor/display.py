"""Whether a window can be shown here, found without Qt, which aborts the program when it cannot.

Only Linux is checked: elsewhere a graphical program always has a screen, or the system reports the error.
"""

import ctypes
import re
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from engine.language import tr

SECONDS_TO_ANSWER = 2.0
TRIES = 4
SECONDS_BETWEEN_TRIES = 0.25
X_SOCKETS = Path("/tmp/.X11-unix")  # noqa: S108 - where every X server puts its socket
_DISPLAY = re.compile(r"^(?:[\w.-]*/)?(?P<host>[^/]*):(?P<number>\d+)(?:\.\d+)?$")


def display_problem(environment: Mapping[str, str]) -> str:
    """Say why no window can be shown.

    Args:
        environment: Environment variables; DISPLAY, WAYLAND_DISPLAY, XDG_RUNTIME_DIR and QT_QPA_PLATFORM are
            read.

    Returns:
        A clause without a full stop, "" if a window can be shown.
    """
    if sys.platform != "linux":
        return ""
    platforms = {name.partition(":")[0] for name in environment.get("QT_QPA_PLATFORM", "").split(";")} - {""}
    if platforms - {"xcb", "wayland", "wayland-egl"}:
        return ""  # offscreen, vnc and other platforms need no screen
    display, wayland = environment.get("DISPLAY", ""), environment.get("WAYLAND_DISPLAY", "")
    problems: list[str] = []
    if display and (not platforms or "xcb" in platforms):
        problems.append(_x_problem(display))
    if wayland and (not platforms or platforms - {"xcb"}):
        problems.append(_wayland_problem(wayland, environment.get("XDG_RUNTIME_DIR", "")))
    if not problems:
        return tr("there is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set)")
    return "" if "" in problems else problems[0]


def uses_x(environment: Mapping[str, str]) -> bool:
    """Whether Qt would open its windows on an X server."""
    return bool(environment.get("DISPLAY")) and "xcb" in environment.get("QT_QPA_PLATFORM", "xcb")


def _x_problem(display: str) -> str:
    match = _DISPLAY.match(display)
    if match is None:
        return tr("DISPLAY is set to {display}, which names no screen", display=display)
    host, number = match["host"], int(match["number"])
    none_answers = tr("no X server answers at DISPLAY {display}", display=display)
    is_local = host in {"", "unix"}
    if not is_local and not _answers(host, 6000 + number):
        return none_answers  # libxcb would wait for minutes
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        # the server cannot be asked any further without libxcb
        return "" if not is_local or _answers_locally(number) else none_answers
    xcb.xcb_connect.restype = ctypes.c_void_p
    for _ in range(TRIES):
        connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
        if not xcb.xcb_connection_has_error(connection):
            # left open until the program ends: a server whose last client leaves may start again, and would
            # then refuse the window that is opened a moment later
            return ""
        xcb.xcb_disconnect(connection)
        if is_local and not _answers_locally(number):
            return none_answers
        time.sleep(SECONDS_BETWEEN_TRIES)
    return tr("the X server at DISPLAY {display} refuses this user", display=display)


def _wayland_problem(name: str, runtime: str) -> str:
    # an absolute path is used as it is
    if _answers_at(str(Path(runtime) / name)):
        return ""
    return tr("no Wayland server answers at {name}", name=name)


def _answers_locally(number: int) -> bool:
    path = str(X_SOCKETS / f"X{number}")
    # the second is the same name as an abstract socket, which has no file
    return _answers_at(path) or _answers_at(f"\0{path}")


def _answers_at(path: str) -> bool:
    import socket  # imported late: the first paint on a local screen does not need it

    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(SECONDS_TO_ANSWER)
        try:
            connection.connect(path)
        except OSError:
            return False
    return True


def _answers(host: str, port: int) -> bool:
    import socket

    try:
        with socket.create_connection((host.strip("[]"), port), timeout=SECONDS_TO_ANSWER):
            return True
    except OSError:
        return False
