"""Reads runs from their folders in a worker thread; who wants them is left to `run_library`."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.history.metric_history import MetricHistory
from engine.record.events import RunEnded
from engine.record.following import FolderFollower, News
from engine.record.holder import holder_words
from engine.record.outcome import RunOutcome, State
from engine.record.replay import read_events
from engine.record.run_folder import RunFolder, list_runs
from engine.record.trash import TrashedRun, delete_for_good, empty_old
from engine.settings import Project
from gui.control.runs.run_names import RunNames, Signature, name_of, signature, state_of
from gui.control.workers.unexpected_errors import reported
from gui.text import tr

_SAID = 3  # of the settings that are invalid


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
        data: What identifies its data; "" while they are not read.
        differs: What differs from the run of the same name before it, in one line; "" for nothing.
        is_paused: Whether it is held, in whatever process.
    """

    folder: Path
    number: int
    name: str
    state: State
    started: datetime
    outcome: RunOutcome | None
    data: str = ""
    differs: str = ""
    is_paused: bool = False


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
    looked_in = Signal()  # `look_in` is done

    def __init__(self) -> None:
        super().__init__()
        self._names = RunNames(lambda folder: settings_of(folder)[0])
        self._seen: Signature = ()
        self._unended: tuple[Path, ...] = ()

    @Slot(object)
    def list_in(self, parent: Path) -> None:
        """List the runs in the folder `parent`."""
        with self._answered(parent):
            found = [facts for folder in list_runs(parent) if (facts := _facts(folder)) is not None]
            self._unended = tuple(facts.folder for facts in found if facts.outcome is None)
            self._seen = signature(parent, self._unended)
            differ = self._names.differences([facts.folder for facts in found])
            self.listed.emit(tuple(replace(facts, differs=differ[facts.folder]) for facts in found))

    @Slot(object)
    def look_in(self, parent: Path) -> None:
        """List the runs in the folder `parent` if other processes have changed something there."""
        if signature(parent, self._unended) != self._seen:
            self.list_in(parent)
        self.looked_in.emit()

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


def _facts(folder: RunFolder) -> RunFacts | None:
    try:
        started = folder.started
    except (OSError, OverflowError, ValueError):  # deleted after the listing, or without a valid time
        return None
    state, is_paused = state_of(folder)
    return RunFacts(
        folder=folder.path,
        number=folder.number,
        name=name_of(folder.path),
        state=state,
        is_paused=is_paused,
        started=started,
        outcome=folder.outcome(),
        data=folder.data_fingerprint,
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


def settings_of(folder: RunFolder) -> tuple[Project | None, str]:
    """Read the settings of a run.

    Returns:
        The settings, None if none can be read; and which of them are invalid and why, in sentences, "" for
        none.
    """
    try:
        loaded = folder.read_project()
    except OSError:
        return None, ""
    if not all(problem.path for problem in loaded.problems):
        return None, ""
    if not loaded.problems:
        return loaded.project, ""
    opened = tr("{name} was opened without some settings.", name=folder.path.name)
    return loaded.project, " ".join([opened, *(problem.message for problem in loaded.problems[:_SAID])])
