"""The runs on disk: lists them, reads one back into a history, puts one into the trash.

The reading is done by `RunReader` in a worker thread, as a long run has many events; `RunLibrary` asks and
passes on.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot

from engine.history.metric_history import MetricHistory
from engine.record.events import RunEnded
from engine.record.following import FolderFollower, News
from engine.record.holder import holder_words
from engine.record.lock import FolderBusyError
from engine.record.replay import read_events
from engine.record.run_folder import RunFolder, RunOutcome, State, list_runs
from engine.record.trash import TrashedRun, delete_for_good, empty_old, in_trash, move_to_trash, put_back
from engine.settings import Project
from gui.control.workers.mistakes import reported
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
    left = Signal(object, object)
    failed = Signal(str)

    @Slot(object)
    def list_in(self, parent: Path) -> None:
        """Look which runs there are."""
        with self._answered(parent):
            found = (_facts(folder) for folder in list_runs(parent))
            self.listed.emit(tuple(facts for facts in found if facts is not None))

    @Slot(object)
    def read(self, path: Path) -> None:
        """Replay one run into a history of its own."""
        with self._answered(path):
            self.was_read.emit(_opened(path))

    @Slot(object)
    def read_several(self, paths: tuple[Path, ...]) -> None:
        """Replay several runs, each into a history of its own."""
        with self._answered(paths[0].parent):
            self.were_read.emit(tuple(_opened(path) for path in paths))

    @Slot(object, object)
    def read_before(self, path: Path, later: Path) -> None:
        """Replay the run that came before the one in `later`, whose settings alone are read."""
        with self._answered(path):
            self.before_read.emit(_opened(path), _project(RunFolder(later)))

    @Slot(object)
    def look_for_news(self, run: OpenedRun) -> None:
        """What another process has told of a run since it was read, or that one has begun to train it."""
        with self._answered(run.folder):
            if run.follower is not None:
                self.looked.emit(run, run.follower.look())
            else:
                state = RunFolder(run.folder).state
                self.looked.emit(run, News((), state, again=state == "running"))

    @Slot(object)
    def delete_for_good(self, trashed: TrashedRun) -> None:
        """Delete what a run in the trash has written."""
        with self._answered(trashed.path):
            if names := delete_for_good(trashed):
                self.left.emit(trashed, tuple(names))

    @Slot(object)
    def empty_trash(self, runs: Path) -> None:
        """Delete what was put into the trash of `runs` long ago."""
        with self._answered(runs):
            empty_old(runs)

    @contextmanager
    def _answered(self, folder: Path) -> Generator[None]:
        """Within this nothing is raised: what goes wrong with the files in `folder` is told."""
        try:
            yield
        except OSError as error:
            reason = error.strerror or str(error)
            self.failed.emit(tr("{folder} cannot be used: {reason}.", folder=folder, reason=reason))
        except BaseException as error:  # noqa: BLE001 - the edge of a worker: who asked must not wait on
            self.failed.emit(tr("{folder} cannot be read: {reason}", folder=folder, reason=reported(error)))


class RunLibrary(QObject):
    """What the window knows of the runs. `failed` carries a sentence."""

    list_requested = Signal(object)
    read_requested = Signal(object)
    several_requested = Signal(object)
    listed = Signal(object)  # tuple of RunFacts
    opened = Signal(object)  # OpenedRun
    compared = Signal(object)  # tuple of OpenedRun
    deleted = Signal(object)  # the folder that is gone
    delete_requested = Signal(object)
    empty_requested = Signal(object)
    left = Signal(object, object)  # a TrashedRun, and the names of the files in it that are not the run's
    failed = Signal(str)

    def __init__(self, reader: RunReader, runs: Path, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = runs
        self._wanted: Path | None = None
        self.runs: tuple[RunFacts, ...] = ()
        self.list_requested.connect(reader.list_in)
        self.read_requested.connect(reader.read)
        self.several_requested.connect(reader.read_several)
        self.delete_requested.connect(reader.delete_for_good)
        self.empty_requested.connect(reader.empty_trash)
        reader.left.connect(self.left)
        reader.failed.connect(self.failed)
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

    def delete(self, folder: Path) -> TrashedRun | None:
        """Move the run to the trash; None, and `failed`, where that cannot be done."""
        run = RunFolder(folder)
        try:
            trashed = move_to_trash(run)
        except FolderBusyError as error:
            trainer = holder_words(error.holder)
            self.failed.emit(
                tr("This run is being trained by {process}. Stop it there first.", process=trainer)
            )
        except OSError as error:
            reason = error.strerror or str(error)
            self.failed.emit(tr("{folder} cannot be deleted: {reason}.", folder=folder, reason=reason))
        else:
            self.deleted.emit(folder)
            self.look()
            return trashed
        return None

    def put_back(self, trashed: TrashedRun) -> Path | None:
        """Put a deleted run back among the others; None, and `failed`, where that cannot be done."""
        try:
            folder = put_back(trashed)
        except OSError as error:
            reason = error.strerror or str(error)
            self.failed.emit(tr("Run {name} cannot be put back: {reason}.", name=trashed.name, reason=reason))
            return None
        self.look()
        return folder

    @property
    def last_deleted(self) -> TrashedRun | None:
        """The run that was deleted last and can be put back."""
        return next(iter(in_trash(self.folder)), None)

    def delete_for_good(self, trashed: TrashedRun) -> None:
        """Delete what a run in the trash has written; `left` follows where it holds more than that."""
        self.delete_requested.emit(trashed)

    @Slot()
    def empty_trash(self) -> None:
        """Delete what was put into the trash long ago."""
        self.empty_requested.emit(self.folder)

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
    except (OSError, OverflowError, ValueError):  # deleted between the listing and now, or of no time
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
        loaded = folder.read_project()
        return loaded.project if all(problem.path for problem in loaded.problems) else None
    except OSError:
        return None
