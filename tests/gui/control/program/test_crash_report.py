import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.control.program.crash_report import CrashReporter


@pytest.fixture
def reporter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object) -> Iterator[CrashReporter]:
    del qapp
    monkeypatch.setattr(sys, "__excepthook__", lambda *_: None)
    made = CrashReporter(tmp_path / "settings")
    yield made
    made.remove()


def report_one(reporter: CrashReporter) -> None:
    try:
        divmod(1, 0)
    except ZeroDivisionError as error:
        reporter.report(error)


def test_a_report_holds_the_traceback(reporter: CrashReporter, qtbot: QtBot) -> None:
    with qtbot.waitSignal(reporter.written) as written:
        report_one(reporter)
    path, line = written.args or []
    assert line == "ZeroDivisionError: integer division or modulo by zero"
    assert "report_one" in path.read_text()


def test_reports_do_not_overwrite_each_other(reporter: CrashReporter, tmp_path: Path) -> None:
    report_one(reporter)
    report_one(reporter)
    assert len(list((tmp_path / "settings").glob("crash-*.txt"))) == 2


def test_a_folder_that_cannot_be_written_is_said(
    reporter: CrashReporter, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "settings").touch()
    with qtbot.waitSignal(reporter.written) as written:
        report_one(reporter)
    assert (written.args or [])[0] is None


def test_an_exception_of_a_python_thread_is_reported_too(reporter: CrashReporter, tmp_path: Path) -> None:
    reporter.install()

    def fail() -> None:
        raise ValueError("in a thread")

    thread = threading.Thread(target=fail, name="helper")
    thread.start()
    thread.join()
    (found,) = (tmp_path / "settings").glob("crash-*.txt")
    assert "Thread: helper" in found.read_text()
