"""The plots of a run on one epoch axis, zoom and cursor shared: loss, a metric of choice, learning rate."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from engine.coach.finding import Finding
from engine.history.metric_history import VALIDATION, MetricHistory
from gui.style import SPACE
from gui.style.no_wheel import NoWheelSlider
from gui.text import tr
from gui.views.parts.elided import ElidedLabel
from gui.views.plots.curve_plot import CurvePlot
from gui.views.plots.curves import LEARNING_RATE

_RATE_LEAST, _RATE_MOST = 96, 132  # the height of the learning rate's strip, in pixels


def make_plots() -> Generator[CurvePlot]:
    """The three plots of a stack, one after the other."""
    yield CurvePlot("loss", hue=0)
    yield CurvePlot("", hue=1)
    yield CurvePlot(LEARNING_RATE, hue=2)


class PlotStack(QWidget):
    """`refresh` draws a history. The metric is the person's choice, at first the one after the loss.

    `plots` are those of `make_plots`, where they have been made before.
    """

    metric_chosen = Signal(str)
    menu_asked = Signal(object)  # the CurvePlot for which a menu is wanted

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
        """Draw what changed, a plot at each step."""
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
        """Draw the run before, of this number, behind the curves, and say what was changed since.

        None where there is none.
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

    def mark(self, findings: Sequence[Finding]) -> None:
        """Mark the stretches of these findings on the curves that they are about."""
        for plot in self._plots:
            about = [item for item in findings if item.metric.removeprefix(VALIDATION) == plot.quantity]
            plot.canvas.finding_bands.show(about)

    @property
    def metric_plots(self) -> list[CurvePlot]:
        """The plots of loss and metric that are shown."""
        return [plot for plot in (self.loss, self.chosen) if not plot.isHidden()]

    @Slot()
    def follow(self) -> None:
        """Move with the run again, after a zoom."""
        for plot in self._plots:
            plot.follow()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Share the height out, until the person has done so."""
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
        """Give all plots the same epochs.

        pyqtgraph's own link matches pixels, and loses the end where plots differ in width for a moment.
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
