"""What the settings make of the facts about the data: the inputs of the model, and the validation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.models.inputs import ModelInputs
from engine.models.measure_inputs import scaling_of
from engine.models.task_losses import fitting_loss
from engine.script.layouts.custom import CustomLayout
from engine.settings.augmentation import mixes_labels
from engine.settings.data.sections import DataSection, TargetSection
from engine.settings.declaration.call import Named
from engine.settings.losses import encoding_of

if TYPE_CHECKING:
    from engine.script.layouts.facts import ScriptFacts
    from engine.settings.project import Project


def inputs_for(project: Project, facts: ScriptFacts) -> ModelInputs:
    """Describe the inputs of the model by the names that the script gives to its values.

    Args:
        project: The settings.
        facts: Facts about the data.

    Returns:
        Inputs whose statistics (`mean`, `variance`, `target_mean`, `target_std`, `padding`) are expressions
        of the script; the values of the first four are unknown here.

    Raises:
        ModelError: The loss does not fit the data.
    """
    mixed = mixes_labels(project.augmentation)
    loss = fitting_loss(project.compile.loss, facts.task, outputs=facts.outputs, mixed=mixed)
    chosen = "none" if facts.vocabulary else getattr(project.data, "scaling", "none")
    scaling = scaling_of(chosen, np.dtype(facts.dtype))
    standard = scaling == "standard"
    targets = facts.task == "regression" and _scales_target(project.data)
    return ModelInputs(
        kind=facts.kind,
        shape=facts.shape,
        outputs=facts.outputs,
        encoding=encoding_of(loss),
        scaling=scaling,
        mean=Named("input_mean", None) if standard else None,
        variance=Named("input_variance", None) if standard else None,
        target_mean=Named("target_mean", None) if targets else None,
        target_std=Named("target_std", None) if targets else None,
        vocabulary=facts.vocabulary,
        embedded=facts.embedded,
        padding=None if facts.padding is None else Named("PADDING", facts.padding),
        is_bytes=facts.dtype == "uint8",
    )


def trains_on_all(project: Project, facts: ScriptFacts) -> bool:
    """Whether no part of the data set is held out from training."""
    if facts.has_validation_part:
        return False
    is_separate = facts.validation is not None or bool(project.fit.validation_data)
    return is_separate or not project.fit.validation_split


def validates(project: Project, facts: ScriptFacts) -> bool:
    """Whether the script has validation data."""
    if isinstance(facts.layout, CustomLayout):
        return facts.layout.validated
    return facts.validation is not None or not trains_on_all(project, facts)


def _scales_target(data: DataSection) -> bool:
    return isinstance(data, TargetSection) and data.scale_target
