"""The key of the marks in a plot: the ring of the best epoch and the ticks on the epoch axis, in words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from engine.history.metric_history import MetricHistory
from engine.record.events import Mark
from gui.style import colors
from gui.text import tr


class MarkKey(QLabel):
    """A label that names the marks that are present; the tool tip says how to read one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "caption")
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setToolTip(tr("Hold the pointer over a ring or a mark to read what it stands for."))

    def show_signs(self, history: MetricHistory) -> None:
        """Name the marks in the plots of `history`."""
        theme, kinds = colors(), {mark.mark for mark in history.marks}
        signs = []
        if history.best() is not None:
            signs.append((theme.text, "○", tr("best epoch")))
        if Mark.CHECKPOINT in kinds:
            signs.append((theme.muted, "|", tr("checkpoint")))
        if kinds - {Mark.CHECKPOINT}:
            signs.append((theme.warning, "❙", tr("event")))
        self.setText(
            "&nbsp;&nbsp; ".join(
                f'<span style="color:{color}"><b>{sign}</b></span>&nbsp;{name}' for color, sign, name in signs
            )
        )
