"""The runs on disk as the window knows them: listed, opened, deleted.

`run_reader` reads them in a worker thread.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from engine.record.holder import holder_words
from engine.record.lock import FolderBusyError
from engine.record.run_folder import RunFolder
from engine.record.trash import TrashedRun, in_trash, move_to_trash, put_back
from gui.control.runs.run_reader import OpenedRun, RunFacts, RunReader
from gui.text import tr

_WATCH_MS = 1200  # a run of another process is in the list within 2 s


class RunLibrary(QObject):
    """The runs of one folder.

    Args:
        reader: Reads them; gets the signals `*_requested`, and answers in its thread.
        runs: The folder with the run folders.
        parent: The Qt parent.

    Attributes:
        folder: The folder with the run folders.
        runs: The runs as they were listed last.
    """

    list_requested = Signal(object)  # Path of the folder with the runs
    look_requested = Signal(object)  # Path of the folder with the runs
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
        self.folder = runs
        self._wanted: Path | None = None
        self.runs: tuple[RunFacts, ...] = ()
        self._looking = False
        self._watch = QTimer(self)
        self._watch.setInterval(_WATCH_MS)
        self._watch.timeout.connect(self._look_for_changes)
        self.look_requested.connect(reader.look_in)
        reader.looked_in.connect(self._on_looked_in)
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
        """Request the list of runs; `listed` follows, and again whenever other processes change something."""
        self.list_requested.emit(self.folder)
        self._watch.start()

    @Slot()
    def _look_for_changes(self) -> None:
        if not self._looking:  # the thread may be busy with a long run
            self._looking = True
            self.look_requested.emit(self.folder)

    @Slot()
    def _on_looked_in(self) -> None:
        self._looking = False

    @Slot(Qt.ApplicationState)
    def look_when_active(self, state: Qt.ApplicationState) -> None:
        """List the runs when the window becomes active: other processes may have trained meanwhile."""
        if state is Qt.ApplicationState.ApplicationActive:
            self.look()

    @Slot(object)
    def open(self, folder: Path) -> None:
        """Request a run; `opened` follows for the latest request only.

        Args:
            folder: The run folder.
        """
        self._wanted = folder
        self.read_requested.emit(folder)

    @Slot(object)
    def compare(self, folders: tuple[Path, ...]) -> None:
        """Request several runs; `compared` follows.

        Args:
            folders: The run folders.
        """
        self.several_requested.emit(folders)

    def forget_wanted(self) -> None:
        """Discard the run that is being read."""
        self._wanted = None

    def delete(self, folder: Path) -> TrashedRun | None:
        """Move a run to the trash.

        Args:
            folder: The run folder.

        Returns:
            Where it is in the trash; None, with `failed` emitted, if it cannot be moved.
        """
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
            if self._wanted == folder:
                self.forget_wanted()
            self.deleted.emit(folder)
            self.look()
            return trashed
        return None

    def put_back(self, trashed: TrashedRun) -> Path | None:
        """Restore a run from the trash.

        Args:
            trashed: Where it is in the trash.

        Returns:
            The run folder; None, with `failed` emitted, if it cannot be restored.
        """
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
        """Delete the files that a run in the trash has written; `left` follows if there are others.

        Args:
            trashed: Where it is in the trash.
        """
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
