"""What the settings make of the facts about the data: the inputs of the model, and the validation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.models.inputs import ModelInputs
from engine.models.measure_inputs import scaling_of
from engine.models.task_losses import fitting_loss
from engine.script.augmentation import mixes_weights
from engine.script.layouts.custom import CustomLayout
from engine.script.reading.short_tables import is_simple
from engine.settings.augmentation import mixes_labels
from engine.settings.data.kinds import TableData
from engine.settings.data.sections import DataSection, TargetSection
from engine.settings.declaration.call import Named
from engine.settings.losses import encoding_of

if TYPE_CHECKING:
    from engine.script.layouts.facts import ScriptFacts
    from engine.settings.fit import FitSettings
    from engine.settings.project import Project

SHARE = "fit.validation_split"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a script is written from.

    Attributes:
        project: The settings.
        facts: Facts about the data.
        exact: Whether the order of batches and the rows that validate are the program's.
    """

    project: Project
    facts: ScriptFacts
    exact: bool

    @property
    def short_table(self) -> bool:
        """Whether the data is a table that pandas and scikit-learn prepare in a few lines."""
        return not self.exact and isinstance(self.project.data, TableData) and is_simple(self.facts.layout)

    @property
    def layered_table(self) -> bool:
        """Whether the data is a table that Keras layers turn into numbers."""
        return isinstance(self.project.data, TableData) and not self.short_table

    @property
    def validates(self) -> bool:
        """Whether the script has validation data."""
        return validates(self.project, self.facts)

    @property
    def weighted(self) -> bool:
        """Whether training examples have weights."""
        return self.facts.weighted or mixes_weights(self.project, self.facts)

    @property
    def lasts_the_run(self) -> bool:
        """Whether the learning rate schedule decays over the steps of the whole run."""
        return getattr(self.project.compile.schedule, "decay_steps", 0) is None


def inputs_for(draft: Draft) -> ModelInputs:
    """Describe the inputs of the model by the names that the script gives to its values.

    Args:
        draft: Settings, facts and form.

    Returns:
        Inputs whose statistics (`mean`, `variance`, `target_mean`, `target_std`, `padding`) are expressions
        of the script; the values of the first four are unknown here.

    Raises:
        ModelError: The loss does not fit the data.
    """
    project, facts = draft.project, draft.facts
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
        mean=_measured(draft, "mean") if standard else None,
        variance=_measured(draft, "variance") if standard else None,
        target_mean=Named("target_mean" if draft.exact else "y_train.mean(axis=0)", None)
        if targets
        else None,
        target_std=Named("target_std" if draft.exact else "y_train.std(axis=0)", None) if targets else None,
        vocabulary=facts.vocabulary,
        embedded=facts.embedded,
        padding=None if facts.padding is None else Named("PADDING", facts.padding),
        is_bytes=facts.dtype == "uint8",
    )


def _measured(draft: Draft, what: str) -> Named:
    """Mean or variance of each feature: a variable of the exact script, an expression in the plain one."""
    facts = draft.facts
    if draft.exact or facts.embedded:
        return Named(f"input_{what}", None)
    axes = ", ".join(str(axis) for axis in range(len(facts.shape)))
    axis = axes if len(facts.shape) == 1 else f"({axes})"
    if facts.padding is not None:
        return Named(f"real.{'mean' if what == 'mean' else 'var'}(axis=0)", None)
    return Named(f"x_train.{'mean' if what == 'mean' else 'var'}(axis={axis})", None)


def trains_on_all(project: Project, facts: ScriptFacts) -> bool:
    """Whether no part of the data set is held out from training."""
    if facts.has_validation_part:
        return False
    is_separate = facts.validation is not None or bool(project.fit.validation_data)
    return is_separate or not project.fit.validation_split


def method_of(fit: FitSettings, facts: ScriptFacts) -> str:
    """Return the way of drawing that the settings name, unless the data decides it: "whole_series", ..."""
    if facts.whole_series:
        return "whole_series"
    if facts.ordered:
        return "last_of_series" if facts.many_series else "last"
    is_random = fit.validation_method == "stratified" and facts.task == "regression"
    return "random" if is_random else fit.validation_method


def validates(project: Project, facts: ScriptFacts) -> bool:
    """Whether the script has validation data."""
    if isinstance(facts.layout, CustomLayout):
        return facts.layout.validated
    return facts.validation is not None or not trains_on_all(project, facts)


def _scales_target(data: DataSection) -> bool:
    return isinstance(data, TargetSection) and data.scale_target
