"""The result of a run in a sentence, from what the run itself has measured at its end.

It needs no evaluation, so it is there at once; `engine.evaluate.result_words` puts the numbers into words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.evaluate.result_words import accuracy_sentence, error_sentence, over_targets, things_of, unit_in
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
            value, targets = outcome.saved[names[0]], started.targets or _targets(project)
            # each by itself is known when the run is evaluated
            name = tr("Mean absolute error") if len(targets) < 2 else over_targets(len(targets))
            target = targets[0] if len(targets) == 1 else ""
            return error_sentence(
                name,
                value,
                count=count,
                unit=unit_in(target),
                target=target,
                things=things,
                epoch=epoch,
            )
    return saved_words(outcome)


def _targets(project: Project | None) -> tuple[str, ...]:
    """The names of the target columns as they are set, of a run that has not written them; () for none."""
    data = project.data if project is not None else None
    names = getattr(data, "target", "")
    named = (names,) if isinstance(names, str) else tuple(names)
    marked = getattr(data, "columns", {})
    more = (name for name, kind in marked.items() if kind == "target") if isinstance(marked, dict) else ()
    return tuple(dict.fromkeys(name for name in (*named, *more) if name))
