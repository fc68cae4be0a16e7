"""The self-test's own behaviour: it tells what failed, and leaves nothing. Steps and children are made up."""

import subprocess
import sys
from pathlib import Path

import pytest

from engine.self_test import children as child
from engine.self_test import run
from engine.self_test.children import Children, SelfTestError


@pytest.fixture
def python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Children are Python with a line of code, in the place of the program."""
    monkeypatch.setattr(child, "program_command", lambda *words: [sys.executable, "-c", *words])


@pytest.fixture
def children(tmp_path: Path, request: pytest.FixtureRequest):
    request.getfixturevalue("python")
    made = Children(tmp_path)
    yield made
    made.end_all()


def test_all_steps_are_reported_in_their_order() -> None:
    said: list[str] = []
    steps = [("one", lambda _children: "first"), ("two", lambda _children: "second")]
    assert run(steps, say=said.append) == 0
    assert [line.split(":")[0] for line in said[1:-1]] == ["ok      one", "ok      two"]
    assert said[-1] == "Everything works."


@pytest.mark.usefixtures("python")
def test_a_failure_ends_it_and_its_children() -> None:
    started: list[subprocess.Popen[bytes]] = []
    homes: list[Path] = []

    def fail(children: Children) -> str:
        homes.append(children.home)
        started.append(children.start("import time; time.sleep(60)"))
        raise SelfTestError("the curve is flat")

    said: list[str] = []
    assert run([("train", fail), ("never", fail)], say=said.append) == 1
    assert said[-1] == "FAILED  train: the curve is flat"
    assert len(started) == 1
    assert started[0].poll() is not None
    assert not homes[0].exists()


def test_a_child_has_the_home_and_no_language_of_the_machine(children: Children) -> None:
    printed = children.run(
        "import os; print(os.environ['FITROOM_HOME'], repr(os.environ['FITROOM_LANGUAGE']))"
    )
    assert printed.split() == [str(children.home), "''"]


def test_a_bad_end_is_reported_with_what_was_printed(children: Children) -> None:
    with pytest.raises(SelfTestError, match=r"ended with status 3\. It printed: no disk"):
        children.run("import sys; print('no disk'); sys.exit(3)")


def test_errors_are_reported_and_do_not_mix_with_what_is_printed(children: Children) -> None:
    both = "import sys; print('no driver', file=sys.stderr); print('report')"
    assert children.run(both).split() == ["report"]
    with pytest.raises(SelfTestError, match=r"It printed: report\n+no driver"):
        children.run(f"{both}; sys.exit(3)")


def test_waiting_ends_when_the_child_does(children: Children) -> None:
    ended = children.start("print('too soon')")
    with pytest.raises(SelfTestError, match=r"before the address\. It printed: too soon"):
        children.wait_for("the address", lambda: "", child=ended)


def test_waiting_gives_what_was_found(children: Children) -> None:
    started = children.start("import time; print('ready', flush=True); time.sleep(60)")
    assert children.wait_for("a word", lambda: children.printed(started).strip(), child=started) == "ready"


def test_waiting_has_an_end(children: Children, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "PATIENCE", 0.1)
    started = children.start("import time; time.sleep(60)")
    with pytest.raises(SelfTestError, match="no word within"):
        children.wait_for("word", lambda: "", child=started)


@pytest.mark.skipif(sys.platform != "linux", reason="processes of others are looked for on Linux only")
def test_grandchildren_are_found(children: Children) -> None:
    script = (
        "import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)',"
        " 'grandchild']).pid, flush=True); sys.stdin.read()"
    )
    started = children.start(script)
    pid = children.wait_for("the process", lambda: children.printed(started).strip(), child=started)
    assert any("grandchild" in line for line in children.running())
    subprocess.run(["kill", pid], check=True)


def test_without_a_screen_the_window_is_drawn_off_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    made = Children(tmp_path)
    if sys.platform == "linux":
        assert made.environment["QT_QPA_PLATFORM"] == "offscreen"
        assert made.screen == "drawn off the screen"
