"""A run is shown in the language of the window, whichever it was trained in: in the list and on its page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from engine.language import SOURCE, tr
from engine.record.events import LogLine, Mark, Marked, Result, RunEnded
from engine.record.outcome import RunOutcome
from engine.record.recorder import Recorder
from engine.record.run_folder import RunFolder
from engine.settings import Project
from gui.control.runs.run_reader import OpenedRun, RunFacts, RunReader
from gui.views.run.progress_strip import ProgressStrip
from gui.views.run.runs_list import RunsList
from gui.views.run.train_view import TrainView
from tests.runs import small_project, train, write_small_data
from tests.started import started

DONE = {"en": "The one epoch is done.", "ko": "에포크 1개를 모두 마쳤습니다."}


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    tr.use(SOURCE)


def trained(parent: Path) -> None:
    """A real run."""
    write_small_data(parent)
    train(small_project(parent, fit__epochs=1), parent / "001-run")


def recorded(parent: Path) -> None:
    """The records of a run, without a training."""
    folder = RunFolder.create_at(parent / "001-run", Project())
    recorder, reason = Recorder(folder), tr("All {count} epochs are done.", count=1)
    ended = RunEnded(result=Result.COMPLETED, reason=reason, epochs_done=1)
    mark = Marked(mark=Mark.STOPPED, position=1.0, text=reason)
    for event in (started(), mark, LogLine(level="info", text=reason), ended):
        recorder(event)
    recorder.close()
    folder.write_outcome(RunOutcome.of(ended))


def read(parent: Path, qtbot: QtBot) -> tuple[tuple[RunFacts, ...], OpenedRun]:
    """The run as the window's reader finds it."""
    reader = RunReader()
    with qtbot.waitSignal(reader.listed) as listed:
        reader.list_in(parent)
    with qtbot.waitSignal(reader.was_read) as opened:
        reader.read(parent / "001-run")
    return (listed.args or [()])[0], (opened.args or [None])[0]


def shown(listed: tuple[RunFacts, ...], opened: OpenedRun, qtbot: QtBot) -> tuple[str, str, str]:
    """What list, log and progress strip say."""
    runs, view, strip = RunsList(), TrainView(), ProgressStrip()
    for widget in (runs, view, strip):
        qtbot.addWidget(widget)
        widget.resize(1000, 700)
        widget.show()
    runs.show_runs(listed)
    view.show_history(opened.history, live=False)
    strip.show_history(opened.history)
    return runs._list.item(0).toolTip(), view.log.toPlainText(), strip._reason.text()


@pytest.mark.parametrize(
    ("make", "made", "seen"), [(trained, "ko", "en"), (recorded, "en", "ko"), (recorded, "ko", "ko")]
)
def test_a_run_is_shown_in_the_windows_language(
    make: Callable[[Path], None], made: str, seen: str, tmp_path: Path, qtbot: QtBot
) -> None:
    tr.use(made)
    make(tmp_path)
    tr.use(seen)
    other = DONE["ko" if seen == "en" else "en"]
    for text in shown(*read(tmp_path, qtbot), qtbot):
        assert DONE[seen] in text
        assert other not in text
    content = json.loads((tmp_path / "001-run" / "outcome.json").read_text("utf-8"))
    assert content["reason"] == DONE["en"]


def test_a_run_that_is_shown_follows_a_change_of_the_language(tmp_path: Path, qtbot: QtBot) -> None:
    recorded(tmp_path)
    listed, opened = read(tmp_path, qtbot)
    tr.use("ko")  # the window is made again, and what it knows of the run stays
    for text in shown(listed, opened, qtbot):
        assert DONE["ko"] in text
        assert DONE["en"] not in text
