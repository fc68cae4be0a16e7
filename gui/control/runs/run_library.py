"""The runs on disk: `RunReader` reads them in a worker thread, `RunLibrary` opens, lists and deletes them."""

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
from gui.control.runs.run_settings import settings_of
from gui.control.workers.mistakes import reported
from gui.text import tr


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One row of the list of runs.

    Attributes:
        folder: The run folder.
        number: The number at the start of the folder's name.
        name: The rest of the folder's name.
        state: How the run stands.
        started: When it was created, in local time.
        outcome: How it ended; None if it is under way or was interrupted.
    """

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
        folder: The run folder.
        state: How the run stood when it was read.
        history: All its recorded values.
        project: Its settings; None if they cannot be read.
        outcome: How it ended; None while it runs, or if it was interrupted.
        follower: Reads new events while another process trains the run; None for one that has ended.
        trainer: That other process, as a part of a sentence; "" for a run that has ended.
        refused: Which of its settings are invalid and why, in sentences; "" for none.
    """

    folder: Path
    state: State
    history: MetricHistory
    project: Project | None
    outcome: RunOutcome | None
    follower: FolderFollower | None = None
    trainer: str = ""
    refused: str = ""


class RunReader(QObject):
    """Reads runs, which takes long for many events. A request is answered by its signal, or by `failed`."""

    listed = Signal(object)  # tuple of RunFacts
    was_read = Signal(object)  # OpenedRun
    were_read = Signal(object)  # tuple of OpenedRun, to be compared
    before_read = Signal(object, object)  # OpenedRun of the previous run, Project or None of the later one
    looked = Signal(object, object)  # OpenedRun, News
    left = Signal(object, object)  # TrashedRun, tuple of the names of files that the run has not written
    failed = Signal(str)  # a sentence

    @Slot(object)
    def list_in(self, parent: Path) -> None:
        """List the runs in the folder `parent`."""
        with self._answered(parent):
            found = (_facts(folder) for folder in list_runs(parent))
            self.listed.emit(tuple(facts for facts in found if facts is not None))

    @Slot(object)
    def read(self, path: Path) -> None:
        """Replay one run into a new history."""
        with self._answered(path):
            self.was_read.emit(_opened(path))

    @Slot(object)
    def read_several(self, paths: tuple[Path, ...]) -> None:
        """Replay several runs, each into a new history."""
        with self._answered(paths[0].parent):
            self.were_read.emit(tuple(_opened(path) for path in paths))

    @Slot(object, object)
    def read_before(self, path: Path, later: Path) -> None:
        """Replay the run in `path`, and read the settings of the one in `later`."""
        with self._answered(path):
            self.before_read.emit(_opened(path), settings_of(RunFolder(later))[0])

    @Slot(object)
    def look_for_news(self, run: OpenedRun) -> None:
        """Read the events that another process has written since, or whether one has resumed the run."""
        with self._answered(run.folder):
            if run.follower is not None:
                self.looked.emit(run, run.follower.look())
            else:
                state = RunFolder(run.folder).state
                self.looked.emit(run, News((), state, again=state == "running"))

    @Slot(object)
    def delete_for_good(self, trashed: TrashedRun) -> None:
        """Delete the files that a run in the trash has written; `left` names the others."""
        with self._answered(trashed.path):
            if names := delete_for_good(trashed):
                self.left.emit(trashed, tuple(names))

    @Slot(object)
    def empty_trash(self, runs: Path) -> None:
        """Delete the runs that are due in the trash of the folder `runs`."""
        with self._answered(runs):
            empty_old(runs)

    @contextmanager
    def _answered(self, folder: Path) -> Generator[None]:
        """Emit `failed` instead of raising."""
        try:
            yield
        except OSError as error:
            reason = error.strerror or str(error)
            self.failed.emit(tr("{folder} cannot be used: {reason}.", folder=folder, reason=reason))
        except BaseException as error:  # noqa: BLE001 - the edge of a worker: who asked must not wait on
            self.failed.emit(tr("{folder} cannot be read: {reason}", folder=folder, reason=reported(error)))


class RunLibrary(QObject):
    """The runs of the folder `runs` as the window knows them; `*_requested` go to the reader."""

    list_requested = Signal(object)  # Path of the folder with the runs
    read_requested = Signal(object)  # Path of a run folder
    several_requested = Signal(object)  # tuple of Path
    listed = Signal(object)  # tuple of RunFacts
    opened = Signal(object)  # OpenedRun
    compared = Signal(object)  # tuple of OpenedRun
    deleted = Signal(object)  # Path of the run folder that was moved to the trash
    delete_requested = Signal(object)  # TrashedRun
    empty_requested = Signal(object)  # Path of the folder with the runs
    left = Signal(object, object)  # TrashedRun, tuple of the names of files that the run has not written
    failed = Signal(str)  # a sentence

    def __init__(self, reader: RunReader, runs: Path, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = runs  # the folder with the run folders
        self._wanted: Path | None = None
        self.runs: tuple[RunFacts, ...] = ()  # as listed last
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
        """Request the list of runs; `listed` follows."""
        self.list_requested.emit(self.folder)

    @Slot(Qt.ApplicationState)
    def look_when_active(self, state: Qt.ApplicationState) -> None:
        """List the runs when the window becomes active: other processes may have trained meanwhile."""
        if state is Qt.ApplicationState.ApplicationActive:
            self.look()

    @Slot(object)
    def open(self, folder: Path) -> None:
        """Request the run in `folder`; `opened` follows for the latest request only."""
        self._wanted = folder
        self.read_requested.emit(folder)

    @Slot(object)
    def compare(self, folders: tuple[Path, ...]) -> None:
        """Request several runs; `compared` follows."""
        self.several_requested.emit(folders)

    def forget_wanted(self) -> None:
        """Discard the run that is being read."""
        self._wanted = None

    def delete(self, folder: Path) -> TrashedRun | None:
        """Move the run to the trash; None, with `failed` emitted, if that is not possible."""
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
        """Restore a run from the trash; None, with `failed` emitted, if that is not possible."""
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
        """The run that was deleted last and can be restored; None if the trash is empty."""
        return next(iter(in_trash(self.folder)), None)

    def delete_for_good(self, trashed: TrashedRun) -> None:
        """Delete the files that a run in the trash has written; `left` follows if there are others."""
        self.delete_requested.emit(trashed)

    @Slot()
    def empty_trash(self) -> None:
        """Delete the runs that were moved to the trash long ago."""
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
            if run.refused:
                self.failed.emit(run.refused)


def _facts(folder: RunFolder) -> RunFacts | None:
    try:
        started = folder.started
    except (OSError, OverflowError, ValueError):  # deleted after the listing, or without a valid time
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
    project, refused = settings_of(folder)
    return OpenedRun(path, folder.state, history, project, outcome, refused=refused)


def _opened_while_it_runs(folder: RunFolder, history: MetricHistory) -> OpenedRun:
    follower = FolderFollower(folder)
    trainer = holder_words(folder.holder())
    for event in follower.look().events:
        # the recorded end of a resumed run is the one before it was resumed
        if not isinstance(event, RunEnded):
            history.apply(event)
    project, refused = settings_of(folder)
    return OpenedRun(folder.path, "running", history, project, None, follower, trainer, refused)
