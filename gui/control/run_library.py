"""The runs on disk: lists them, reads one back into a history, puts one into the trash.

The reading is done by `RunReader` in a worker thread, as a long run has many events; `RunLibrary` asks and
passes on.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QFile, QObject, Qt, Signal, Slot

from engine.run.events import RunEnded
from engine.run.following import FolderFollower, News
from engine.run.holder import holder_words
from engine.run.metric_history import MetricHistory
from engine.run.replay import read_events
from engine.run.run_folder import RunFolder, RunOutcome, State, list_runs
from engine.settings import Project
from gui.text import tr


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One line of the list of runs."""

    folder: Path
    number: int
    name: str
    state: State
    started: datetime
    outcome: RunOutcome | None


@dataclass(frozen=True, slots=True)
class OpenedRun:
    """A run read back from its folder.

    Attributes:
        project: Its settings; None when they cannot be read.
        outcome: How it ended; None while it runs, or when it was cut off.
        follower: What reads on while another process trains it; None for a run that is over.
        trainer: Who that other process is, as a part of a sentence; "" for a run that is over.
    """

    folder: Path
    state: State
    history: MetricHistory
    project: Project | None
    outcome: RunOutcome | None
    follower: FolderFollower | None = None
    trainer: str = ""


class RunReader(QObject):
    """Reads runs; lives in a worker thread."""

    listed = Signal(object)  # tuple of RunFacts
    was_read = Signal(object)  # OpenedRun
    were_read = Signal(object)  # tuple of OpenedRun, those that shall be compared
    before_read = Signal(object, object)  # OpenedRun of the run before another, and the Project of that other
    looked = Signal(object, object)  # an OpenedRun, and the News of it

    @Slot(object)
    def list_in(self, parent: Path) -> None:
        """Look which runs there are."""
        found = (_facts(folder) for folder in list_runs(parent))
        self.listed.emit(tuple(facts for facts in found if facts is not None))

    @Slot(object)
    def read(self, path: Path) -> None:
        """Replay one run into a history of its own."""
        self.was_read.emit(_opened(path))

    @Slot(object)
    def read_several(self, paths: tuple[Path, ...]) -> None:
        """Replay several runs, each into a history of its own."""
        self.were_read.emit(tuple(_opened(path) for path in paths))

    @Slot(object, object)
    def read_before(self, path: Path, later: Path) -> None:
        """Replay the run that came before the one in `later`, whose settings alone are read."""
        self.before_read.emit(_opened(path), _project(RunFolder(later)))

    @Slot(object)
    def look_for_news(self, run: OpenedRun) -> None:
        """What another process has told of a run since it was read, or that one has begun to train it."""
        if run.follower is not None:
            self.looked.emit(run, run.follower.look())
        else:
            state = RunFolder(run.folder).state
            self.looked.emit(run, News((), state, anew=state == "running"))


class RunLibrary(QObject):
    """What the window knows of the runs. `failed` carries a sentence."""

    list_requested = Signal(object)
    read_requested = Signal(object)
    several_requested = Signal(object)
    listed = Signal(object)  # tuple of RunFacts
    opened = Signal(object)  # OpenedRun
    compared = Signal(object)  # tuple of OpenedRun
    deleted = Signal(object)  # the folder that is gone
    no_trash = Signal(object)  # the folder that could not be moved to the trash
    failed = Signal(str)

    def __init__(self, reader: RunReader, runs: Path, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = runs
        self._wanted: Path | None = None
        self.runs: tuple[RunFacts, ...] = ()
        self.list_requested.connect(reader.list_in)
        self.read_requested.connect(reader.read)
        self.several_requested.connect(reader.read_several)
        reader.were_read.connect(self.compared)
        reader.listed.connect(self._on_listed)
        reader.was_read.connect(self._on_read)

    @Slot()
    @Slot(object)
    def look(self, _what: object = None) -> None:
        """See which runs there are now."""
        self.list_requested.emit(self.folder)

    @Slot(Qt.ApplicationState)
    def look_when_active(self, state: Qt.ApplicationState) -> None:
        """The person comes back to the window: other processes may have trained meanwhile."""
        if state is Qt.ApplicationState.ApplicationActive:
            self.look()

    @Slot(object)
    def open(self, folder: Path) -> None:
        """Read the run in `folder`; `opened` follows, for the latest request only."""
        self._wanted = folder
        self.read_requested.emit(folder)

    @Slot(object)
    def compare(self, folders: tuple[Path, ...]) -> None:
        """Read these runs; `compared` follows."""
        self.several_requested.emit(folders)

    def forget_wanted(self) -> None:
        """A run that is being read is no longer of interest."""
        self._wanted = None

    def delete(self, folder: Path) -> None:
        """Move the run to the trash; whoever calls has asked the person.

        `no_trash` where there is no trash for it.
        """
        if self._may_delete(folder):
            if QFile(str(folder)).moveToTrash():
                self.deleted.emit(folder)
                self.look()
            else:
                self.no_trash.emit(folder)

    def delete_for_good(self, folder: Path) -> None:
        """Delete the run's folder; it cannot be brought back."""
        if self._may_delete(folder):
            try:
                shutil.rmtree(folder)
            except OSError as error:
                reason = error.strerror or str(error)
                self.failed.emit(tr("{folder} cannot be deleted: {reason}.", folder=folder, reason=reason))
            else:
                self.deleted.emit(folder)
            self.look()

    def _may_delete(self, folder: Path) -> bool:
        run = RunFolder(folder)
        if run.state == "running":
            trainer = holder_words(run.holder())
            self.failed.emit(
                tr("This run is being trained by {process}. Stop it there first.", process=trainer)
            )
            return False
        return True

    @Slot(object)
    def _on_listed(self, runs: tuple[RunFacts, ...]) -> None:
        self.runs = runs
        self.listed.emit(runs)

    @Slot(object)
    def _on_read(self, run: OpenedRun) -> None:
        if run.folder == self._wanted:
            self._wanted = None
            self.opened.emit(run)


def _facts(folder: RunFolder) -> RunFacts | None:
    try:
        started = folder.started
    except OSError:  # it was deleted between the listing and now
        return None
    return RunFacts(
        folder=folder.path,
        number=folder.number,
        name=folder.path.name.partition("-")[2] or folder.path.name,
        state=folder.state,
        started=started,
        outcome=folder.outcome(),
    )


def _opened(path: Path) -> OpenedRun:
    folder = RunFolder(path)
    history = MetricHistory()
    if folder.state == "running":
        return _opened_while_it_runs(folder, history)
    ended = False
    for event in read_events(folder):
        history.apply(event)
        ended = isinstance(event, RunEnded)
    outcome = folder.outcome()
    if outcome is not None and not ended:
        history.apply(outcome.as_event())
    return OpenedRun(path, folder.state, history, _project(folder), outcome)


def _opened_while_it_runs(folder: RunFolder, history: MetricHistory) -> OpenedRun:
    follower = FolderFollower(folder)
    trainer = holder_words(folder.holder())
    for event in follower.look().events:
        # a run that is resumed still has the end that it had, until it goes on
        if not isinstance(event, RunEnded):
            history.apply(event)
    return OpenedRun(folder.path, "running", history, _project(folder), None, follower, trainer)


def _project(folder: RunFolder) -> Project | None:
    try:
        return folder.project()
    except (OSError, ValueError):
        return None
