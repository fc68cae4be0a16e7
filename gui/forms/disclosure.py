"""A foldable area: for rarely used settings, which are declared in `engine.settings`, or for a whole card."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from gui.style import SPACE, set_icon
from gui.text import tr


class Disclosure(QWidget):
    """A button that shows and hides the widgets below it.

    Args:
        title: The translated heading of a whole card; "" for settings that are counted.
        parent: The Qt parent.

    Attributes:
        button: The button.
        inside: What is shown and hidden.
        body: The layout of `inside`, for the widgets to be added.
    """

    def __init__(self, parent: QWidget | None = None, *, title: str = "") -> None:
        super().__init__(parent)
        self.button = QToolButton(self)
        self.button.setProperty("kind", "heading" if title else "ghost")
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.inside = QWidget(self)
        self.body = QVBoxLayout(self.inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(SPACE.hair)
        self.inside.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0 if title else SPACE.s, 0, 0)
        column.setSpacing(SPACE.xs)
        column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.inside)
        if title:
            self.button.setText(title)
        else:
            self.show_counts(0, wrong=0)
        self._show(unfolded=False)
        self.button.clicked.connect(self._clicked)

    def unfold(self) -> None:
        """Show what is inside."""
        self._show(unfolded=True)

    def show_counts(self, changed: int, *, wrong: int) -> None:
        """Show on the button how many settings inside are not at their default, and how many are wrong."""
        parts = [tr("More")]
        if changed:
            parts.append(tr("{count} changed", count=changed))
        if wrong:
            parts.append(tr("{count} to fix", count=wrong))
        self.button.setText(" · ".join(parts))

    @Slot()
    def _clicked(self) -> None:
        self._show(unfolded=self.inside.isHidden())

    def _show(self, *, unfolded: bool) -> None:
        self.inside.setVisible(unfolded)
        set_icon(self.button, "down" if unfolded else "right", tint="muted")
        self.button.setAccessibleDescription(tr("Shown") if unfolded else tr("Folded away"))
