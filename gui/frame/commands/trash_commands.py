"""Deletes runs and puts them back, and says so: a deleted run is in the trash for 30 days."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.record.trash import KEPT_DAYS, TrashedRun
from gui.control.runs.run_library import RunLibrary
from gui.frame.banner import Banner
from gui.text import tr


class TrashCommands(QObject):
    """The commands for runs that are, or shall be, in the trash.

    Args:
        parent: The Qt parent.
        banner: Shows the messages.
        library: The runs on disk.
        show: Shows the run in a folder.

    Signals:
        deleted(): Runs were moved to the trash.
    """

    deleted = Signal()

    def __init__(
        self, parent: QObject, banner: Banner, *, library: RunLibrary, show: Callable[[Path], object]
    ) -> None:
        super().__init__(parent)
        self._banner, self._library, self._show = banner, library, show
        self._last: tuple[TrashedRun, ...] = ()
        self._said = ""

    @Slot(object)
    def delete(self, folders: tuple[Path, ...]) -> None:
        """Move the runs in `folders` to the trash, and offer to undo that."""
        found = (self._library.delete(folder) for folder in folders)
        trashed = tuple(run for run in found if run is not None)
        if not trashed:
            return
        self._last = trashed
        self.deleted.emit()
        if len(trashed) == 1:
            text = tr(
                "Run {name} is in the trash, from which it can be put back for {days} days.",
                name=trashed[0].name,
                days=KEPT_DAYS,
            )
        else:
            text = tr(
                "{count} runs are in the trash, from which they can be put back for {days} days.",
                count=len(trashed),
                days=KEPT_DAYS,
            )
        self._said = text
        self._banner.show_message(
            text,
            role="note",
            actions={
                tr("Undo"): partial(self._put_back, trashed),
                tr("Delete for good"): partial(self._delete_for_good, trashed),
            },
        )

    @Slot()
    def put_back_last(self) -> None:
        """Restore what was deleted last: all runs that were deleted at once."""
        if self._last:
            self._put_back(self._last)
            return
        trashed = self._library.last_deleted
        if trashed is None:
            self._banner.show_message(tr("There is no run in the trash."), role="note")
        else:
            self._put_back((trashed,))

    @Slot(object, object)
    def say_left(self, trashed: TrashedRun, names: tuple[str, ...]) -> None:
        """Show which files a deleted run has not written, as these were not deleted."""
        self._banner.show_message(
            tr(
                "{count} files that run {name} has not written were left: {first} and what is beside it.",
                count=len(names),
                name=trashed.name,
                first=names[0],
            ),
            role="note",
            actions={tr("Show the folder"): self._banner.folder(trashed.path)},
        )

    def _put_back(self, runs: tuple[TrashedRun, ...]) -> None:
        self._last = ()
        self._banner.withdraw(self._said)
        folders = [folder for run in runs if (folder := self._library.put_back(run)) is not None]
        if folders:
            self._show(folders[0])

    def _delete_for_good(self, runs: tuple[TrashedRun, ...]) -> None:
        self._last = ()
        for run in runs:
            self._library.delete_for_good(run)
