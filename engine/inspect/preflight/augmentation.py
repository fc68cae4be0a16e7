"""Checks of augmentation: which changes do not apply to the data, so that none is silently left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.language import tr, tr_later
from engine.models.inputs import ModelInputs
from engine.models.measure_inputs import named_inputs
from engine.models.parts.augmentation import fits
from engine.models.presets.layers_of import FROM_FILES
from engine.problems import Problem
from engine.settings import Project
from engine.settings.augmentation import AugmentationSection, AugmentationSettings
from engine.settings.declaration.declare import Section, alternatives

if TYPE_CHECKING:
    from engine.data.facts import DatasetFacts

_NOT_FOR = {
    "images": tr_later("{title} has no effect: it is for images, and this data has none."),
    "series": tr_later("{title} has no effect: it is for series, and this data has none."),
    "classes": tr_later("{title} has no effect: it is for examples of classes whose inputs can be blended."),
}
_MODEL_FILE = tr_later("{title} has no effect: it is a layer, and a model file brings its own layers.")


def unfit_changes(project: Project, facts: DatasetFacts | None) -> dict[type[Section], str]:
    """Return the kinds of changes that have no effect, with a sentence that says why.

    Args:
        project: Says how the data is scaled, and whether the model comes from a file; its loss and its list
            of changes are not looked at.
        facts: What is known of the data; None while it has not been read, and nothing is said.
    """
    if facts is None:
        return {}
    inputs = named_inputs(Project(data=project.data), facts)
    unfit: dict[type[Section], str] = {}
    for kind in alternatives(AugmentationSettings):
        if not issubclass(kind, AugmentationSection):
            continue
        if not fits(kind(), inputs, task=facts.task):
            unfit[kind] = tr(_NOT_FOR[kind.acts_on], title=tr(kind.title))
        elif isinstance(project.model, FROM_FILES) and not kind.in_batch:
            unfit[kind] = tr(_MODEL_FILE, title=tr(kind.title))
    return unfit


def change_problems(project: Project, inputs: ModelInputs, *, task: str) -> Iterator[Problem]:
    """Yield a warning for each enabled change that has no effect.

    Args:
        project: The settings.
        inputs: What the model takes.
        task: "classification" or "regression".
    """
    for index, section in enumerate(project.augmentation):
        if not section.enabled:
            continue
        title = tr(section.title)
        if not fits(section, inputs, task=task):
            yield Problem(f"augmentation.{index}", tr(_NOT_FOR[section.acts_on], title=title), "warning")
        elif isinstance(project.model, FROM_FILES) and not section.in_batch:
            yield Problem(f"augmentation.{index}", tr(_MODEL_FILE, title=title), "warning")
