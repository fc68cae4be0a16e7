"""Checks of augmentation: which changes do not apply to the data, so that none is silently left out."""

from __future__ import annotations

from collections.abc import Iterator

from engine.language import tr, tr_later
from engine.models.inputs import ModelInputs
from engine.models.parts.augmentation import fits
from engine.models.presets.layers_of import FROM_FILES
from engine.problems import Problem
from engine.settings import Project

_NOT_FOR = {
    "images": tr_later("{title} has no effect: it is for images, and this data has none."),
    "series": tr_later("{title} has no effect: it is for series, and this data has none."),
    "classes": tr_later("{title} has no effect: it is for examples of classes whose inputs can be blended."),
}


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
            sentence = tr(
                "{title} has no effect: it is a layer, and a model file brings its own layers.", title=title
            )
            yield Problem(f"augmentation.{index}", sentence, "warning")
