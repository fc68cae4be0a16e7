"""The card on which a page shows a custom Python file and asks whether it is trusted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from gui.control.program.trusted_files import CustomFile, TrustedFiles
from gui.pages.page import Page
from gui.text import tr
from gui.views.side.custom_file_view import CustomFileView


class CustomFileCard(QObject):
    """A card on a page, visible while there is a file to show.

    Args:
        page: The page that gets the card; it owns this object.
        trust: Reads the file and remembers whether it is trusted.

    Attributes:
        view: The view with the source and the buttons.
    """

    def __init__(self, page: Page, trust: TrustedFiles) -> None:
        super().__init__(page)
        self._trust = trust
        self.view = CustomFileView()
        self._card = page.add_card(self.view, title=tr("Your file"))
        self._card.hide()
        self.view.trust_asked.connect(trust.trust)
        self.view.forget_asked.connect(trust.forget)
        trust.shown.connect(self.show_custom_file)

    def look_at(self, path: str, base: Path | None) -> None:
        """Show another file.

        Args:
            path: The file; "" shows none.
            base: The folder that a relative path starts from; None for the working directory.
        """
        self._trust.look_at(path, base)

    @Slot(object)
    def show_custom_file(self, file: CustomFile | None) -> None:
        """Show a file as it is on disk now; None hides the card."""
        self._card.setVisible(file is not None)
        if file is not None and file.problem:
            self.view.show_problem(file.problem)
        elif file is not None:
            self.view.show_file(file.text, name=file.path.name, trusted=file.trusted)
