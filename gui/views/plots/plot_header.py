"""The line above a plot: quantity, legend, epoch under the pointer, and a button that follows the run."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from engine.history.metric_history import MetricHistory
from gui.style import SPACE, set_icon
from gui.style.no_wheel import NoWheelComboBox
from gui.text import tr
from gui.views.plots.curves import CurveKind
from gui.views.plots.legend import Legend, LegendEntry, MarkKey

_CHOOSER_WIDTH = 230
_KEY_NEEDS = 520


class PlotHeader(QWidget):
    """The line above a plot.

    Args:
        names: For each kind of curve its name and a short one for narrow plots, "" for none.
        with_key: Whether the key of the marks is shown.

    Attributes:
        legend: The entry of each kind of curve.
        title: The quantity, while there is no choice.
        chooser: The selector of the quantity.
        where: The epoch under the pointer.
        follow: The button that follows the run again.

    Signals:
        follow_asked(): The view is to follow the run again.
        chosen(int): The index of the chosen quantity among those offered.
    """

    follow_asked = Signal()
    chosen = Signal(int)

    def __init__(
        self, names: Mapping[CurveKind, tuple[str, str]], *, with_key: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.legend = {kind: LegendEntry(name, short=short) for kind, (name, short) in names.items()}
        self._entries = Legend(self.legend.values())
        self.title = QLabel()
        self.title.setProperty("role", "heading")
        self.chooser = NoWheelComboBox()
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.chooser.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.chooser.setMaximumWidth(_CHOOSER_WIDTH)
        self.chooser.hide()
        self.chooser.activated.connect(self.chosen)
        self._key = MarkKey() if with_key else None
        self.where = QLabel()
        self.where.setProperty("role", "caption")
        self.follow = self._make_follow()
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.l, SPACE.s, SPACE.s, 0)
        row.setSpacing(SPACE.xs)
        row.addWidget(self.title)
        row.addWidget(self.chooser)
        row.addSpacing(SPACE.s)
        row.addWidget(self._entries, 1)
        if self._key is not None:
            row.addWidget(self._key)
            row.addSpacing(SPACE.s)
        row.addWidget(self.where)
        row.addWidget(self.follow)

    def offer(self, quantities: tuple[str, ...], *, shown: str) -> None:
        """Offer quantities to choose from; the title becomes a selector.

        Args:
            quantities: The names; () shows the title.
            shown: The present one.
        """
        if [self.chooser.itemText(index) for index in range(self.chooser.count())] != list(quantities):
            self.chooser.clear()
            self.chooser.addItems(list(quantities))
            self.chooser.setCurrentIndex(self.chooser.findText(shown))
        self.chooser.setVisible(bool(quantities))
        self.title.setVisible(not quantities)

    def arrange(self, history: MetricHistory, *, quantity: str) -> None:
        """Say what the values of batches are, fit the legend to the width, and update the key of the marks.

        Args:
            history: The run that is shown.
            quantity: What is drawn.
        """
        if entry := self.legend.get(CurveKind.BATCHES):
            of_each = history.started is not None and quantity in history.started.per_batch
            name = tr("batches") if of_each else tr("batches (running mean)")
            entry.set_name(name, short=tr("batches"))
        if self._key is not None:
            self._key.show_signs(history)
        self._entries.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Show the key only where there is room beside the values."""
        super().resizeEvent(event)
        if self._key is not None:
            self._key.setVisible(self.width() >= _KEY_NEEDS)

    def _make_follow(self) -> QToolButton:
        button = QToolButton()
        button.setProperty("kind", "ghost")
        button.setToolTip(tr("Follow the run again"))
        button.setAccessibleName(tr("Follow"))
        set_icon(button, "follow", tint="accent")
        # it keeps its space while hidden, so that the header does not move
        policy = button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        button.setSizePolicy(policy)
        button.hide()
        button.clicked.connect(self.follow_asked)
        return button
