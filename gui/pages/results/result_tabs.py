"""Which tabs a result has: those of its task."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gui.control.result_data import ResultData
from gui.pages.results.class_tabs import ClassesTab, CurvesTab, ThresholdTab
from gui.pages.results.confusion_tab import ConfusionTab
from gui.pages.results.number_tabs import (
    ForecastTab,
    FutureTab,
    NumbersTab,
    StepsTab,
    WorstTab,
)
from gui.pages.results.result_tab import ResultTab

_MAKERS: Mapping[str, Callable[[], ResultTab]] = {
    "mistakes": ConfusionTab,
    "classes": ClassesTab,
    "curves": CurvesTab,
    "threshold": ThresholdTab,
    "forecast": ForecastTab,
    "steps": StepsTab,
    "future": FutureTab,
    "errors": NumbersTab,
    "worst": WorstTab,
}


def kinds_of(data: ResultData) -> tuple[str, ...]:
    """Return which tabs a result has, in their order."""
    found, ahead = data.classes, data.ahead
    has = {
        "mistakes": found is not None,
        "classes": found is not None,
        "curves": found is not None and bool(found.roc or found.calibration is not None),
        "threshold": found is not None and found.second is not None,
        "forecast": ahead is not None and ahead.forecast is not None,
        "steps": ahead is not None,
        "future": ahead is not None and bool(ahead.future),
        # the numbers of a forecast are those by step
        "errors": data.numbers is not None and ahead is None,
        "worst": data.numbers is not None,
    }
    return tuple(name for name, there in has.items() if there)


def make_tabs(kinds: tuple[str, ...]) -> tuple[ResultTab, ...]:
    """Make these tabs, empty."""
    return tuple(_MAKERS[kind]() for kind in kinds)
