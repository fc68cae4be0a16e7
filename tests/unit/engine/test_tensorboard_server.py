"""Real children: each is started as the window starts it, and must be gone afterwards."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from engine.cli.main import main
from engine.tensorboard_server import ANNOUNCEMENT
from tests.marks import TIMING

pytestmark = TIMING

MAIN = Path(__file__).parents[3] / "main.py"
PATIENCE = 60.0
SERVER = [sys.executable, str(MAIN), "tensorboard", "--logdir"]


def start(logdir, *options, stdin=subprocess.PIPE):
    return subprocess.Popen(
        [*SERVER, str(logdir), *options],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def first_line(process):
    return process.stdout.readline()


def hang_up(process):
    process.stdin.close()


def address_of(child):
    line = first_line(child)
    assert line.startswith(ANNOUNCEMENT), (line, child.stderr.read())
    return line.removeprefix(ANNOUNCEMENT).strip()


def finish(child):
    """Its exit status, at the latest after a bound; whatever happens, it is gone."""
    try:
        return child.wait(PATIENCE)
    finally:
        child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout, child.stderr):
            if stream is not None:
                stream.close()


def children_of(pid):
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = stat.read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(text.rpartition(")")[2].split()[1]) == pid:
            found.append(int(stat.parent.name))
    return found


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until_gone(pids):
    deadline = time.monotonic() + PATIENCE
    while any(alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [pid for pid in pids if alive(pid)] == []


def test_serves_the_page_and_ends_when_its_stdin_does(tmp_path):
    child = start(tmp_path, "--parent", str(os.getpid()))
    try:
        address = address_of(child)
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(address, timeout=PATIENCE) as page:  # noqa: S310 - our own child's address
            assert b"TensorBoard" in page.read()
        helpers = children_of(child.pid)
        hang_up(child)
    finally:
        status = finish(child)
    assert status == 0
    wait_until_gone(helpers)


def ask(address, path, *, host=None):
    """Status and content of the answer to a request for `path`, which names the server as `host`."""
    place = urllib.parse.urlsplit(address)
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Host": host or place.netloc})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_its_path_cannot_be_guessed_and_nothing_is_reported_beside_it(tmp_path):
    children = [start(tmp_path, "--parent", str(os.getpid())) for _ in range(2)]
    try:
        first, second = (address_of(child) for child in children)
        paths = [urllib.parse.urlsplit(address).path for address in (first, second)]
        assert paths[0] != paths[1]
        for path in paths:
            assert len(path.strip("/")) > 20
            assert path.endswith("/")
        assert ask(first, f"{paths[0]}data/environment")[0] == 200
        for wrong in ("/", "/data/environment", f"{paths[1]}data/environment", paths[0][:-2] + "/"):
            status, content = ask(first, wrong)
            assert status == 404
            assert str(tmp_path).encode() not in content
        # the command line of a process can be read by every user of the machine
        if Path("/proc").exists():
            assert paths[0].strip("/").encode() not in Path(f"/proc/{children[0].pid}/cmdline").read_bytes()
    finally:
        for child in children:
            hang_up(child)
            finish(child)


def test_a_name_that_points_to_this_machine_from_elsewhere_is_refused(tmp_path):
    child = start(tmp_path, "--path-prefix", "/board/", "--parent", str(os.getpid()))
    try:
        address = address_of(child)
        place = urllib.parse.urlsplit(address)
        assert place.path == "/board/"
        asked = "/board/data/environment"
        for custom in (place.netloc, "127.0.0.1", f"localhost:{place.port}", "LOCALHOST", "[::1]:6006"):
            assert ask(address, asked, host=custom)[0] == 200, custom
        for other in ("evil.example", f"evil.example:{place.port}", "127.0.0.1.evil.example", "[evil]"):
            status, content = ask(address, asked, host=other)
            assert (status, str(tmp_path).encode() in content) == (403, False), other
    finally:
        hang_up(child)
        finish(child)


def test_the_page_can_be_served_at_the_root(tmp_path):
    child = start(tmp_path, "--path-prefix", "/", "--parent", str(os.getpid()))
    try:
        address = address_of(child)
        assert urllib.parse.urlsplit(address).path == "/"
        assert ask(address, "/data/environment")[0] == 200
    finally:
        hang_up(child)
        finish(child)


@pytest.mark.parametrize("prefix", ["//board", "/a board", "/../board", "/board?x", "/böard", "https://x"])
def test_refuses_a_path_that_no_address_can_have(tmp_path, prefix, capsys):
    assert main(["tensorboard", "--logdir", str(tmp_path), "--path-prefix", prefix]) == 2
    said = capsys.readouterr().err
    assert prefix in said
    assert "--path-prefix" in said
    assert said.count("\n") == 1


def test_leaves_tensorflow_alone(tmp_path):
    child = start(tmp_path, "--parent", str(os.getpid()))
    try:
        address_of(child)
        maps = Path(f"/proc/{child.pid}/maps")
        if not maps.exists():
            pytest.skip("what a process has loaded can be read on Linux only")
        assert "tensorflow" not in maps.read_text()
    finally:
        hang_up(child)
        finish(child)


def test_ends_on_a_signal_with_its_data_server(tmp_path):
    child = start(tmp_path, stdin=subprocess.DEVNULL)
    try:
        address_of(child)
        helpers = children_of(child.pid)
        child.send_signal(signal.SIGINT)
    finally:
        status = finish(child)
    assert status == 130
    wait_until_gone(helpers)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's part is Linux's")
def test_is_no_orphan_after_its_parent_was_killed(tmp_path):
    # `holder` keeps a copy of the end of the pipe, which hides the end of stdin: only the kernel can tell
    script = (
        "import os, subprocess, sys\n"
        "child = subprocess.Popen([*sys.argv[1:], '--parent', str(os.getpid())], stdin=subprocess.PIPE,"
        " stdout=subprocess.PIPE, text=True)\n"
        "os.set_inheritable(child.stdin.fileno(), True)\n"
        "holder = subprocess.Popen(['sleep', '600'], close_fds=False)\n"
        "print(child.pid, holder.pid, child.stdout.readline(), flush=True)\n"
        "child.wait()\n"
    )
    command = [sys.executable, "-c", script, *SERVER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        child, holder, *said = first_line(parent).split()
        assert " ".join(said).startswith(ANNOUNCEMENT.strip())
        family = [int(child), *children_of(int(child))]
        parent.kill()
    try:
        wait_until_gone(family)
        assert alive(int(holder))
    finally:
        os.kill(int(holder), signal.SIGKILL)


def test_ends_when_its_parent_is_gone_before_it_looks(tmp_path):
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    child = start(tmp_path, "--parent", str(gone.pid))
    try:
        assert finish(child) == 0
    finally:
        child.kill()


@pytest.mark.parametrize("kind", ["missing", "file"])
def test_refuses_what_is_no_folder(tmp_path, kind):
    path = tmp_path / "logs"
    if kind == "file":
        path.write_text("no folder")
    child = start(path, stdin=subprocess.DEVNULL)
    output, errors = child.communicate(timeout=PATIENCE)
    assert finish(child) == 2
    assert output == ""
    assert errors == f"{path} is not a folder; give the folder with the logs, such as RUN_FOLDER/logs.\n"


def test_refuses_a_port_that_is_taken(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        child = start(tmp_path, "--port", str(port), stdin=subprocess.DEVNULL)
        _, errors = child.communicate(timeout=PATIENCE)
        assert finish(child) == 2
    assert errors.count("\n") == 1
    assert str(port) in errors
    assert "--port" in errors


def test_refuses_an_address_that_is_not_its_own(tmp_path):
    child = start(tmp_path, "--host", "no.such.host.invalid", stdin=subprocess.DEVNULL)
    _, errors = child.communicate(timeout=PATIENCE)
    assert finish(child) == 2
    assert errors.count("\n") == 1
    assert "--host" in errors


def test_a_system_that_does_not_know_its_own_name_gets_advice(tmp_path):
    script = (
        "import runpy, socket, sys; from tensorboard import program\n"
        "def unknown(*_): raise socket.gaierror(-2, 'Name or service not known')\n"
        "program.TensorBoard.launch = unknown\n"
        f"sys.argv = ['main.py', 'tensorboard', '--logdir', {str(tmp_path)!r}]\n"
        f"sys.path.insert(0, {str(MAIN.parent)!r}); runpy.run_path({str(MAIN)!r}, run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "127.0.0.1 localhost" in done.stderr
    assert "Traceback" not in done.stderr


def test_announces_an_address_that_other_machines_can_go_to(tmp_path):
    everywhere = "0.0.0.0"  # noqa: S104 - what a person gives who wants just that
    child = start(tmp_path, "--host", everywhere, "--parent", str(os.getpid()))
    try:
        address = address_of(child)
        assert address.startswith(f"http://{socket.gethostname()}:")
        # by whatever name others know this machine: the path alone lets them in
        path = urllib.parse.urlsplit(address).path
        assert ask(address, f"{path}data/environment", host="board.example")[0] == 200
        assert ask(address, "/data/environment")[0] == 404
    finally:
        hang_up(child)
        finish(child)
