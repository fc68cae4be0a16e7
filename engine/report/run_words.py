"""The result of a run in a sentence, from what the run itself has measured at its end.

It needs no evaluation, so it is there at once; `engine.evaluate.result_words` puts the numbers into words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.evaluate.result_words import accuracy_sentence, error_sentence, things_of
from engine.language import tr
from engine.record.outcome import saved_words
from engine.settings.losses import VALIDATION

if TYPE_CHECKING:
    from engine.history.metric_history import MetricHistory
    from engine.settings import Project

_MEAN_ABSOLUTE = ("mean_absolute_error", "mae")


def run_sentence(history: MetricHistory, project: Project | None) -> str:
    """Say how good the saved model of a run was on its validation part.

    Args:
        history: Of the run.
        project: Its settings; None where they cannot be read.

    Returns:
        The share of right answers, or the error in the target's unit; of a run that has measured neither,
        what it has measured. "" where nothing is known of a saved model.
    """
    outcome, started = history.outcome, history.started
    if outcome is None or started is None or not outcome.saved_epoch:
        return ""
    kind = "" if project is None else project.data.kind
    things = things_of(kind, pictures=started.pictures)
    count, epoch = started.validation_examples, outcome.saved_epoch
    if started.classes:
        names = [name for name in outcome.saved if name.startswith(VALIDATION) and "acc" in name]
        if names and count:
            share = outcome.saved[names[0]]
            return accuracy_sentence(share, count=count, things=things, epoch=epoch)
    else:
        names = [VALIDATION + name for name in _MEAN_ABSOLUTE if VALIDATION + name in outcome.saved]
        if names and count:
            value, name = outcome.saved[names[0]], tr("Mean absolute error")
            return error_sentence(
                name, value, count=count, target=_target(project), things=things, epoch=epoch
            )
    return saved_words(outcome)


def _target(project: Project | None) -> str:
    """The name of the one target column; "" where there are several, or none has a name."""
    names = getattr(project.data, "target", "") if project is not None else ""
    if isinstance(names, str):
        return names
    return names[0] if len(names) == 1 else ""
