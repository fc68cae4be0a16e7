"""What a run is doing, in words, for the progress strip and the facts panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.record.events import Phase, Result
from gui.text import tr

if TYPE_CHECKING:
    from engine.history.metric_history import MetricHistory


def phase_text(phase: Phase) -> str:
    """Return what a run does in this phase."""
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
    """Return how many time steps ahead a forecast is, in words."""
    return tr("1 step ahead") if steps == 1 else tr("{steps} steps ahead", steps=steps)


def result_text(result: Result) -> str:
    """Return how a run ended, in one word."""
    match result:
        case Result.COMPLETED:
            return tr("Done")
        case Result.STOPPED:
            return tr("Stopped")
        case Result.FAILED:
            return tr("Failed")


def state_text(history: MetricHistory, *, live: bool, elsewhere: bool = False) -> str:
    """Return the state of a run.

    Args:
        history: The run.
        live: False for a run that was opened from its folder.
        elsewhere: Whether another process trains it.
    """
    if history.outcome is not None:
        return result_text(history.outcome.result)
    if not live:
        return tr("Interrupted")
    state = phase_text(history.phase) if history.phase is not None else tr("Getting ready…")
    return tr("Running elsewhere: {state}", state=state) if elsewhere else state


def reason_text(history: MetricHistory, *, live: bool) -> str:
    """Return why a run ended, "" while it runs.

    Args:
        history: The run.
        live: False for a run that was opened from its folder.
    """
    if history.outcome is not None:
        return tr.again(history.outcome.reason)
    return "" if live else tr("The program ended before this run did.")


def state_color(history: MetricHistory, *, live: bool) -> str:
    """Return the name of the theme's colour that belongs to the state.

    Args:
        history: The run.
        live: False for a run that was opened from its folder.
    """
    if history.outcome is not None:
        colors = {Result.COMPLETED: "success", Result.STOPPED: "warning", Result.FAILED: "danger"}
        return colors[history.outcome.result]
    if not live or history.phase is Phase.PAUSED:
        return "warning"
    return "accent"
