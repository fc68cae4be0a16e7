"""What a run is doing, in words; used by the strip at the bottom and by the facts at the side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.record.events import Phase, Result
from gui.text import tr

if TYPE_CHECKING:
    from engine.history.metric_history import MetricHistory


def phase_text(phase: Phase) -> str:
    """What a run in this phase is doing."""
    return {
        Phase.IMPORTING: tr("Importing TensorFlow…"),
        Phase.READING: tr("Reading data…"),
        Phase.BUILDING: tr("Building the model…"),
        Phase.TRAINING: tr("Training"),
        Phase.VALIDATING: tr("Validating"),
        Phase.PAUSED: tr("Paused"),
        Phase.SAVING: tr("Saving the model…"),
    }[phase]


def steps_ahead(steps: int) -> str:
    """How far ahead a forecast looks."""
    return tr("1 step ahead") if steps == 1 else tr("{steps} steps ahead", steps=steps)


def result_text(result: Result) -> str:
    """How a run ended, in one word."""
    match result:
        case Result.COMPLETED:
            return tr("Done")
        case Result.STOPPED:
            return tr("Stopped")
        case Result.FAILED:
            return tr("Failed")


def state_text(history: MetricHistory, *, live: bool, elsewhere: bool = False) -> str:
    """The state of a run.

    `live` is False for one that is only looked at, `elsewhere` is True for one that another process trains.
    """
    if history.outcome is not None:
        return result_text(history.outcome.result)
    if not live:
        return tr("Interrupted")
    state = phase_text(history.phase) if history.phase is not None else tr("Getting ready…")
    return tr("Running elsewhere: {state}", state=state) if elsewhere else state


def reason_text(history: MetricHistory, *, live: bool) -> str:
    """Why a run ended, "" while it runs."""
    if history.outcome is not None:
        return history.outcome.reason
    return "" if live else tr("The program ended before this run did.")


def state_color(history: MetricHistory, *, live: bool) -> str:
    """The name of the theme's colour that goes with the state."""
    if history.outcome is not None:
        colors = {Result.COMPLETED: "success", Result.STOPPED: "warning", Result.FAILED: "danger"}
        return colors[history.outcome.result]
    if not live or history.phase is Phase.PAUSED:
        return "warning"
    return "accent"
