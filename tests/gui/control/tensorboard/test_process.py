"""Drives real TensorBoard children; each test must leave none, which tests/conftest.py checks too."""

import os
import signal
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path

import pytest

from engine.tensorboard_server import ANNOUNCEMENT
from gui.control.tensorboard import process as tensorboard_process
from gui.control.tensorboard.process import ChildEnd, Listening, TensorBoardProcess
from tests.marks import TIMING

pytestmark = TIMING

ROOT = Path(__file__).parents[4]
PATIENCE_MS = 60_000


@pytest.fixture
def board():
    process = TensorBoardProcess()
    yield process
    process.close()
    process.deleteLater()


def use_script(monkeypatch, script):
    """A child that is not TensorBoard, for what TensorBoard itself does rarely."""
    command = [sys.executable, "-c", script]
    monkeypatch.setattr(tensorboard_process, "program_command", lambda *_arguments: command)


def started(qtbot, board, logdir):
    with qtbot.waitSignal(board.started, timeout=PATIENCE_MS) as said:
        board.start(logdir)
    return said.args[0]


def test_starts_and_stops(qtbot, board, tmp_path):
    url = started(qtbot, board, tmp_path)
    assert url.startswith("http://127.0.0.1:")
    assert len(urllib.parse.urlsplit(url).path) > 20, "a path that can be guessed"
    assert (board.url, board.logdir, board.running) == (url, tmp_path, True)
    with qtbot.waitSignal(board.stopped, timeout=PATIENCE_MS):
        board.stop()
    assert (board.url, board.running) == ("", False)
    assert board.end == ChildEnd(exit_code=0, last_lines=(), asked=True)


def test_the_same_folder_is_announced_again_and_another_one_served_instead(qtbot, board, tmp_path):
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    url = started(qtbot, board, first)
    assert started(qtbot, board, first) == url
    with qtbot.waitSignals([board.stopped, board.started], timeout=PATIENCE_MS, order="strict"):
        board.start(second)
    assert board.logdir == second
    assert board.url


def test_stop_before_it_is_ready(qtbot, board, tmp_path):
    board.start(tmp_path)
    with qtbot.waitSignal(board.stopped, timeout=PATIENCE_MS), qtbot.assertNotEmitted(board.started):
        board.stop()
    assert not board.running


def test_stop_without_a_child_says_nothing(qtbot, board):
    with qtbot.assertNotEmitted(board.stopped):
        board.stop()


def test_a_bad_folder_fails_with_the_childs_own_sentence(qtbot, board, tmp_path):
    with qtbot.waitSignal(board.failed, timeout=PATIENCE_MS) as said:
        board.start(tmp_path / "gone")
    assert "gone is not a folder" in said.args[0]
    assert board.end.exit_code == 2
    assert not board.end.asked


def test_a_killed_child_fails_and_can_be_started_again(qtbot, board, tmp_path):
    started(qtbot, board, tmp_path)
    with qtbot.waitSignal(board.failed, timeout=PATIENCE_MS) as said:
        os.kill(board._process.processId(), signal.SIGKILL)
    assert board.end.exit_code is None
    assert said.args[0] == "TensorBoard was ended by the system. Start it again."
    assert started(qtbot, board, tmp_path)


def test_a_program_that_cannot_be_started_fails(qtbot, board, tmp_path, monkeypatch):
    monkeypatch.setattr(tensorboard_process, "program_command", lambda *_arguments: [str(tmp_path / "none")])
    with qtbot.waitSignal(board.failed, timeout=PATIENCE_MS) as said:
        board.start(tmp_path)
    assert said.args[0].startswith("TensorBoard ended: ")
    assert not board.running


def test_a_child_that_never_answers_is_given_up(qtbot, board, tmp_path, monkeypatch):
    use_script(monkeypatch, "import sys; sys.stdin.read()")
    board._ready_timer.setInterval(200)
    with qtbot.waitSignal(board.failed, timeout=PATIENCE_MS) as said:
        board.start(tmp_path)
    assert "did not answer" in said.args[0]
    assert not board.running


def test_a_child_that_does_not_end_when_asked_is_killed(qtbot, board, tmp_path, monkeypatch):
    script = f"import time; print({ANNOUNCEMENT!r} + 'http://nowhere/', flush=True); time.sleep(600)"
    use_script(monkeypatch, script)
    board._stop_timer.setInterval(200)
    assert started(qtbot, board, tmp_path) == "http://nowhere/"
    with qtbot.waitSignal(board.stopped, timeout=PATIENCE_MS):
        board.stop()
    assert board.end.exit_code is None
    assert board.end.sentence() == "TensorBoard was stopped."


def test_an_address_that_comes_in_pieces_is_put_together(qtbot, board, tmp_path, monkeypatch):
    half = len(ANNOUNCEMENT) // 2
    script = (
        "import sys, time\n"
        f"print('noise'); print({ANNOUNCEMENT[:half]!r}, end='', flush=True); time.sleep(0.3)\n"
        f"print({ANNOUNCEMENT[half:]!r} + 'http://nowhere/', flush=True); sys.stdin.read()\n"
    )
    use_script(monkeypatch, script)
    assert started(qtbot, board, tmp_path) == "http://nowhere/"


def test_close_waits_for_the_end(qtbot, board, tmp_path):
    started(qtbot, board, tmp_path)
    pid = board._process.processId()
    board.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not board.running


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (ChildEnd(0, (), asked=True), "TensorBoard was stopped."),
        (ChildEnd(2, ("first", "The port is taken."), asked=False), "TensorBoard ended: The port is taken."),
        (ChildEnd(3, (), asked=False), "TensorBoard ended with status 3. Start it again."),
        (ChildEnd(None, (), asked=False), "TensorBoard was ended by the system. Start it again."),
    ],
)
def test_an_end_has_a_sentence(end, said):
    assert end.sentence() == said


def children_of(pid):
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(line) for line in listed.stdout.split()]


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_nothing_is_left_when_the_window_is_killed(tmp_path):
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from PySide6.QtCore import QCoreApplication\n"
        "from gui.control.tensorboard.process import TensorBoardProcess\n"
        "app = QCoreApplication([])\n"
        "board = TensorBoardProcess()\n"
        "board.started.connect(lambda url: print(board._process.processId(), flush=True))\n"
        "board.start(Path(sys.argv[1]))\n"
        "app.exec()\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as window:
        child = int(next(iter(window.stdout or [])))
        family = [child, *children_of(child)]
        assert len(family) >= 2  # TensorBoard and its data server
        window.kill()
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while any(map(alive, family)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [pid for pid in family if alive(pid)] == []


def test_it_listens_where_it_shall(qtbot, board, tmp_path):
    first = started(qtbot, board, tmp_path)
    assert urllib.parse.urlsplit(first).hostname == "127.0.0.1"
    board.listening = Listening("localhost", 0)
    assert not board.serves(tmp_path)
    second = started(qtbot, board, tmp_path)  # another server, as it listens elsewhere
    assert urllib.parse.urlsplit(second).hostname == "localhost"
    assert board.serves(tmp_path)
