"""The Train page: the curves of a run, its forecast, TensorBoard, and a comparison of runs, as tabs.

It shows the run of this window or one from the list. Which of them, and all that is done with it, is left to
`gui.control.runs`.
"""

from __future__ import annotations

from PySide6.QtCore import Signal, SignalInstance, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine.record.forecast_file import Forecast
from gui.control.runs.run_reader import OpenedRun
from gui.control.runs.shown_run import Continuation
from gui.pages.result_lead import ResultLead
from gui.pages.resume_bar import ResumeBar
from gui.style import SPACE
from gui.style.no_wheel import NoWheelTabBar
from gui.text import tr
from gui.views.forecast.forecast_view import ForecastView
from gui.views.parts.elided import ElidedLabel
from gui.views.run.compare_view import CompareView
from gui.views.run.train_view import TrainView
from gui.views.tensorboard.tensorboard_view import TensorBoardView

_CURVES, _FORECAST, _TENSORBOARD, _COMPARE = range(4)


class TrainPage(QWidget):
    """Tabs with the views of one run, below a line that names it.

    Args:
        curves: A view made before; None makes one.
        forecast: A view made before; None makes one.
        compare: A view made before; None makes one.

    Attributes:
        curves: The plots, facts and log of the run.
        forecast: The forecast of a time series.
        tensorboard: TensorBoard's page.
        compare: Several runs over each other.
        resume_bar: Resumes a run that has ended, or trains it for more epochs.
        lead: The result of a run that has ended, and the way to more of it.

    Signals:
        settings_asked(): The settings of the shown run from the list are to be used.
        live_asked(): The run of this window is to be shown again.
    """

    settings_asked = Signal()
    live_asked = Signal()

    def __init__(
        self,
        *,
        curves: TrainView | None = None,
        forecast: ForecastView | None = None,
        compare: CompareView | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.curves = curves if curves is not None else TrainView()
        self.forecast = forecast if forecast is not None else ForecastView()
        self.tensorboard = TensorBoardView()
        self.compare = compare if compare is not None else CompareView()
        self._tabs = NoWheelTabBar(self)
        self._tabs.setExpanding(False)
        self._tabs.setAccessibleName(tr("Views of the run"))
        self._tabs.setUsesScrollButtons(False)  # Qt shows them when a hidden tab becomes visible
        self._tabs.addTab(tr("Curves"))
        self._tabs.addTab(tr("Forecast"))
        self._tabs.setTabVisible(_FORECAST, False)
        self._tabs.addTab(tr("TensorBoard"))
        self._tabs.addTab(tr("Compare"))
        self._tabs.setTabVisible(_COMPARE, False)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.curves)
        self._stack.addWidget(self.forecast)
        self._stack.addWidget(self.tensorboard)
        self._stack.addWidget(self.compare)
        self._tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self._title, self._about = ElidedLabel(tr("Train")), ElidedLabel()
        self._title.setProperty("role", "title")
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._about.setProperty("role", "muted")
        self.resume_bar = ResumeBar()
        self.lead = ResultLead()
        self._settings = _button(tr("Use its settings"), self.settings_asked)
        self._live = _button(tr("Back to the present run"), self.live_asked)
        head = QHBoxLayout()
        head.setContentsMargins(SPACE.xl, SPACE.l, SPACE.xl, 0)
        head.setSpacing(SPACE.m)
        head.addWidget(self._title)
        head.addStrut(self.resume_bar.resume.sizeHint().height())  # so that nothing moves when buttons appear
        head.addWidget(self._about, 1)
        for widget in (self._settings, self._live, self.resume_bar):
            head.addWidget(widget)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(SPACE.xl, 0, SPACE.xl, 0)
        tabs.addWidget(self._tabs)
        tabs.addWidget(self.lead, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        column.addLayout(head)
        column.addLayout(tabs)
        column.addWidget(self._stack, 1)
        self.show_run(None, title=tr("Train"), about=tr("Press F5 to train. The curves appear here."))

    def show_run(
        self,
        run: OpenedRun | None,
        *,
        title: str,
        about: str,
        has_live: bool = False,
        continuation: Continuation | None = None,
    ) -> None:
        """Show in the header which run the views show.

        Args:
            run: A run from the list; None for the one of this window.
            title: The name of the run.
            about: A line about it.
            has_live: Whether this window has a run to return to.
            continuation: How the run can be resumed or trained longer; None when it cannot.
        """
        self._title.setText(title)
        self._about.setText(about)
        self.resume_bar.show_continuation(continuation)
        self._settings.setVisible(run is not None and run.project is not None)
        self._live.setVisible(run is not None and has_live)

    def show_forecast(self, forecast: Forecast | None) -> None:
        """Show the forecast of the run, or hide its tab.

        Args:
            forecast: What the run has forecast; None when there is none.
        """
        if forecast is not None:
            self.forecast.show_forecast(forecast)
        elif self._tabs.currentIndex() == _FORECAST:
            self._tabs.setCurrentIndex(_CURVES)
        self._tabs.setTabVisible(_FORECAST, forecast is not None)
        self._tabs.updateGeometry()

    @Slot()
    def show_tensorboard(self) -> None:
        """Open the tab of TensorBoard."""
        self._tabs.setCurrentIndex(_TENSORBOARD)

    @Slot(object)
    def show_comparison(self, runs: tuple[OpenedRun, ...]) -> None:
        """Plot these runs over each other, and open that tab.

        Args:
            runs: The runs to compare, the oldest first.
        """
        histories = {run.folder.name: run.history for run in runs}
        self.compare.show_runs(histories, [run.project for run in runs])
        self._tabs.setTabVisible(_COMPARE, True)
        self._tabs.setCurrentIndex(_COMPARE)

    @Slot()
    def show_curves(self) -> None:
        """Open the tab of the curves."""
        self._tabs.setCurrentIndex(_CURVES)

    @property
    def shows_tensorboard(self) -> bool:
        """Whether the tab of TensorBoard is open."""
        return self._tabs.currentIndex() == _TENSORBOARD


def _button(text: str, signal: SignalInstance) -> QPushButton:
    button = QPushButton(text)
    button.clicked.connect(signal)
    return button
