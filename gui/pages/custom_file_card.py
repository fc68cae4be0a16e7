"""The card on which a page shows a custom Python file and asks whether it is trusted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from engine.files import write_atomically
from gui.control.program.trusted_files import CustomFile, TrustedFiles
from gui.pages.page import Page
from gui.text import tr
from gui.views.side.custom_file_view import CustomFileView


class CustomFileCard(QObject):
    """A card on a page, visible while there is a file to show.

    Args:
        page: The page that gets the card; it owns this object.
        trust: Reads the file and remembers whether it is trusted.
        example: A Python file to start from; None for none.

    Attributes:
        view: The view with the source and the buttons.

    Signals:
        saved(str): The path of a file that was saved from the example.
    """

    saved = Signal(str)

    def __init__(self, page: Page, trust: TrustedFiles, *, example: Path | None = None) -> None:
        super().__init__(page)
        self._trust = trust
        self._example = example
        self._starts = False
        self.view = CustomFileView()
        self._card = page.add_card(self.view, title=tr("Your file"))
        self._card.hide()
        self.view.trust_asked.connect(trust.trust)
        self.view.forget_asked.connect(trust.forget)
        trust.shown.connect(self.show_custom_file)
        self.view.example_asked.connect(self._ask_where)

    def look_at(self, path: str, base: Path | None, *, starts: bool = False) -> None:
        """Show another file.

        Args:
            path: The file; "" shows none.
            base: The folder that a relative path starts from; None for the working directory.
            starts: Whether the example is offered while there is no file.
        """
        self._starts = starts and not path
        self._trust.look_at(path, base)
        self.show_custom_file(self._trust.file)

    @Slot(object)
    def show_custom_file(self, file: CustomFile | None) -> None:
        """Show a file as it is on disk now; with None the example is offered, or the card is hidden."""
        self._card.setVisible(file is not None or self._starts)
        if file is None and self._starts:
            self.view.show_start(
                tr(
                    "Choose a Python file, or start from an example that has all sixteen hooks of a callback,"
                    " each with when it is called and what it gets."
                )
            )
        elif file is not None and file.problem:
            self.view.show_problem(file.problem)
        elif file is not None:
            self.view.show_file(file.text, name=file.path.name, trusted=file.trusted)

    @Slot()
    def _ask_where(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self.view, tr("Save an example"), "my_callback.py", tr("Python (*.py)")
        )
        if name:
            self.save_example(Path(name))

    def save_example(self, path: Path) -> None:
        """Save the example as `path`, which is overwritten; emits `saved`, or says why that failed."""
        if self._example is None:
            return
        try:
            write_atomically(path, self._example.read_bytes())
        except OSError as error:
            reason = error.strerror or str(error)
            self.view.show_problem(tr("{path} cannot be written to: {reason}", path=path, reason=reason))
        else:
            self.saved.emit(str(path))
