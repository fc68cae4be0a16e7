"""The plots of a run with a shared epoch axis, zoom and cursor: loss, a chosen metric, learning rate.

Responsible for what they share, smoothing, log axis and the previous run; each plot draws itself.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from engine.coach.finding import Finding
from engine.history.metric_history import MetricHistory
from engine.settings.losses import VALIDATION
from gui.style import SPACE
from gui.style.no_wheel import NoWheelSlider
from gui.text import tr
from gui.views.parts.elided import ElidedLabel
from gui.views.plots.curve_plot import CurvePlot
from gui.views.plots.curves import LEARNING_RATE

_RATE_LEAST, _RATE_MOST = 96, 132  # the height of the plot of the learning rate, in pixels


def make_plots() -> Generator[CurvePlot]:
    """Make the three plots of a stack one by one: loss, metric, learning rate.

    Yields:
        A plot without a parent.
    """
    yield CurvePlot("loss", hue=0)
    yield CurvePlot("", hue=1)
    yield CurvePlot(LEARNING_RATE, hue=2)


class PlotStack(QWidget):
    """Three plots below each other; a person chooses the metric, at first it is the one after the loss.

    Args:
        plots: The plots made by `make_plots`; () makes them.

    Attributes:
        loss: The plot of the loss.
        chosen: The plot of the chosen metric; hidden while there is none.
        rate: The plot of the learning rate.

    Signals:
        metric_chosen(str): The metric that the person has chosen.
        menu_asked(CurvePlot): A menu is wanted for this plot.
    """

    metric_chosen = Signal(str)
    menu_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, plots: Sequence[CurvePlot] = ()) -> None:
        super().__init__(parent)
        self.loss, self.chosen, self.rate = plots or tuple(make_plots())
        self._wanted = ""
        self._previous_run: MetricHistory | None = None
        self._plots = (self.loss, self.chosen, self.rate)
        self._splitter = splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.setChildrenCollapsible(False)
        for plot in self._plots:
            splitter.addWidget(plot)
        self._sized_by_hand = False
        splitter.splitterMoved.connect(self._resized_by_user)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE.s)
        layout.addLayout(self._make_tools())
        layout.addWidget(splitter, 1)
        for plot in self._plots:
            plot.canvas.show_epoch_labels(plot is self.rate)
            plot.moved.connect(self._moved)
            plot.follow_asked.connect(self.follow)
            plot.canvas.menu_asked.connect(partial(self.menu_asked.emit, plot))
            plot.cursor_moved.connect(self._cursor_moved)
        self.chosen.quantity_chosen.connect(self._metric_chosen)
        self._sharing = False
        for plot in self._plots:
            plot.canvas.box.sigXRangeChanged.connect(self._share_epochs)
        self.chosen.hide()

    def draw_in_turns(self, history: MetricHistory) -> Generator[None]:
        """Draw what changed in a history, one plot at a time, so that the event loop can run in between.

        Args:
            history: The run that is shown.

        Yields:
            None after each plot; what is left is drawn when the generator is exhausted.
        """
        metrics = tuple(name for name in history.names if name != "loss")
        if self.chosen.isHidden() is bool(metrics):
            self.chosen.setVisible(bool(metrics))
            self._share_height()
        self.chosen.offer(metrics)
        if metrics and self.chosen.quantity not in metrics:
            self.chosen.show_quantity(self._wanted if self._wanted in metrics else metrics[0])
        for plot in self._plots:
            plot.refresh(history)
            yield
        self._draw_previous_run()

    def show_previous_run(self, number: int, history: MetricHistory | None, *, changes: str) -> None:
        """Draw the curves of the previous run behind the others.

        Args:
            number: The number of the previous run.
            history: Its history; None where there is no previous run.
            changes: The settings that were changed since, in words; "" for none.
        """
        self._previous_run = history
        self._with_previous_run.setText(tr("run {number} behind", number=f"{number:03d}"))
        self._with_previous_run.setVisible(history is not None)
        self._changes.setText(tr("changed since: {changes}", changes=changes) if changes else "")
        self._changes.setVisible(history is not None)
        self._draw_previous_run()

    @Slot()
    @Slot(bool)
    def _draw_previous_run(self, _on: bool = True) -> None:
        history = self._previous_run if self._with_previous_run.isChecked() else None
        for plot in (self.loss, self.chosen):
            plot.canvas.previous_run.show(history, plot.quantity, log=plot.is_log)
            plot.canvas.finding_marks.place()

    def mark(self, findings: Sequence[Finding]) -> None:
        """Mark the epochs of these findings on the plots of their metrics, in place of the last ones.

        Args:
            findings: What the coach has found.
        """
        for plot in self._plots:
            about = [item for item in findings if item.metric.removeprefix(VALIDATION) == plot.quantity]
            plot.canvas.finding_marks.show(about)

    @property
    def metric_plots(self) -> list[CurvePlot]:
        """The visible plots of loss and metric."""
        return [plot for plot in (self.loss, self.chosen) if not plot.isHidden()]

    @Slot()
    def follow(self) -> None:
        """Follow the run again, after a zoom."""
        for plot in self._plots:
            plot.follow()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Divide the height among the plots, until the person has moved a handle."""
        super().resizeEvent(event)
        self._share_height()

    def _share_height(self) -> None:
        if self._sized_by_hand:
            return
        height = self._splitter.height()
        rate = min(max(height // 6, _RATE_LEAST), _RATE_MOST)
        rest = max(height - rate, 0) // (1 if self.chosen.isHidden() else 2)
        self._splitter.setSizes([rest, rest, rate])

    @Slot()
    def _resized_by_user(self) -> None:
        self._sized_by_hand = True

    def _make_tools(self) -> QHBoxLayout:
        self._smoothing = NoWheelSlider(Qt.Orientation.Horizontal)
        self._smoothing.setRange(0, 99)
        self._smoothing.setMaximumWidth(160)
        self._smoothing.setAccessibleName(tr("Smoothing"))
        self._smoothing.valueChanged.connect(self._smooth)
        self._amount = QLabel("0.00")
        self._amount.setProperty("role", "muted")
        self._log = QCheckBox(tr("log axis"))
        self._log.setToolTip(tr("Show losses and metrics on a log axis"))
        self._log.toggled.connect(self._set_log)
        self._with_previous_run = QCheckBox()
        self._with_previous_run.setToolTip(tr("Draw the run before, pale, behind the curves"))
        self._with_previous_run.setChecked(True)
        self._with_previous_run.toggled.connect(self._draw_previous_run)
        self._with_previous_run.hide()
        self._changes = ElidedLabel()
        self._changes.setProperty("role", "muted")
        self._changes.hide()
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, SPACE.xs, 0)
        row.setSpacing(SPACE.s)
        label = QLabel(tr("Smoothing"))
        label.setProperty("role", "muted")
        label.setBuddy(self._smoothing)
        row.addWidget(label)
        row.addWidget(self._smoothing)
        row.addWidget(self._amount)
        row.addSpacing(SPACE.l)
        row.addWidget(self._log)
        row.addSpacing(SPACE.m)
        row.addWidget(self._with_previous_run)
        row.addWidget(self._changes, 1)
        row.addStretch()
        return row

    @Slot(int)
    def _smooth(self, hundredths: int) -> None:
        self._amount.setText(f"{hundredths / 100:.2f}")
        for plot in (self.loss, self.chosen):
            plot.set_smoothing(hundredths / 100)

    @Slot(bool)
    def _set_log(self, on: bool) -> None:
        for plot in (self.loss, self.chosen):
            plot.set_log(on)
        self._draw_previous_run()

    @Slot(object, object)
    def _share_epochs(self, box: object, epochs: tuple[float, float]) -> None:
        """Give all plots the same range of epochs.

        pyqtgraph's `setXLink` aligns pixels, and loses the end of the range while plots differ in width.
        """
        if self._sharing:
            return
        self._sharing = True
        for plot in self._plots:
            if plot.canvas.box is not box:
                plot.canvas.box.setXRange(*epochs, padding=0)
        self._sharing = False

    @Slot()
    def _moved(self) -> None:
        for plot in self._plots:
            plot.stay()

    @Slot(float)
    def _cursor_moved(self, place: float) -> None:
        for plot in self._plots:
            if plot is not self.sender():
                plot.show_cursor(place)

    @Slot(str)
    def _metric_chosen(self, name: str) -> None:
        self._wanted = name
        self._draw_previous_run()
        self.metric_chosen.emit(name)
