"""The files of TensorFlow's profiler, which it names itself: written beside their place, and noted first.

TensorFlow makes all of them at once, when the profile ends. They come into the folder of the logs when the
ledger knows them, so that a kill in between leaves no file that nobody knows.
"""

from __future__ import annotations

import shutil

from engine.record.ledger.safe_files import files_in
from engine.run.callbacks.context import CallbackContext


class Profiles:
    """The profiles of one callback.

    Args:
        folder: Where they belong, relative to the run folder.
        context: What the callbacks of the run share.

    Attributes:
        beside: The path that TensorFlow writes to.
    """

    def __init__(self, folder: str, context: CallbackContext) -> None:
        self._folder, self._context = folder, context
        # in the run folder, so that a rename never has to copy; the dot hides it in listings
        self.beside = context.folder / f".profile-{context.index}"
        self._delete()  # what a killed process has left

    def take(self) -> None:
        """Bring what TensorFlow has written to its place.

        Raises:
            RunError: When a run must not write there.
            OSError: When the ledger or a folder cannot be written.
        """
        for path in files_in(self.beside):
            name = f"{self._folder}/{path.relative_to(self.beside).as_posix()}"
            place = self._context.inside(name, "log_dir")
            if not place.exists():
                self._context.ledger.comes(name, path)
                place.parent.mkdir(parents=True, exist_ok=True)
                path.rename(place)
        self._delete()

    def _delete(self) -> None:
        if self.beside.is_dir() and not self.beside.is_symlink():
            shutil.rmtree(self.beside)
