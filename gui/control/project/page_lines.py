"""What the strip at the foot of the window says of each page while nothing is trained: one line.

Plain functions of settings and of what is known of the data; the strip shows the results.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.message import joined
from engine.settings import Project
from gui.control.project.page_status import PageState, Readiness, Step
from gui.text import tr

if TYPE_CHECKING:
    from engine.inspect.facts import DataFacts
    from engine.models.overview.summary import ModelSummary


def page_line(
    step: Step,
    project: Project,
    *,
    state: PageState,
    facts: DataFacts | None,
    summary: ModelSummary | None,
) -> str:
    """Return what there is to say of a page.

    Args:
        step: The page.
        project: The settings.
        state: The state of the page; what is wrong comes first.
        facts: What is known of the data; None while it has not been read.
        summary: The model as it was built; None while it has not been.
    """
    if state.standing in (Readiness.ATTENTION, Readiness.WARNING):
        return state.reason
    if step is Step.DATA:
        return _of_data(facts)
    if step is Step.MODEL:
        title = tr(type(project.model).title)
        if summary is None:
            return title
        return tr("{model}: {count} parameters", model=title, count=f"{summary.total:,}")
    if step is Step.FIT:
        return _of_fit(project, facts)
    on = [tr(type(callback).title) for callback in project.callbacks if callback.enabled]
    return joined(on, ", ") if on else tr("No callback is on.")


def _of_data(facts: DataFacts | None) -> str:
    if facts is None:
        return tr("The data has not been read yet.")
    parts = [tr("{count} examples to train", count=f"{facts.train:,}")]
    if facts.validation:
        parts.append(tr("{count} to validate", count=f"{facts.validation:,}"))
    if facts.class_names:
        parts.append(tr("{count} classes", count=f"{len(facts.class_names):,}"))
    return joined(parts, " · ")


def _of_fit(project: Project, facts: DataFacts | None) -> str:
    fit = project.fit
    if facts is None:
        return tr("{epochs} epochs, batch {size}", epochs=fit.epochs, size=fit.batch_size)
    steps = fit.steps_per_epoch or -(-facts.train // fit.batch_size)
    return tr("{epochs} epochs of {steps} steps", epochs=f"{fit.epochs:,}", steps=f"{steps:,}")
