"""Whether the script holds examples out of training, and whether it validates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.models.inputs import ModelInputs
from engine.models.measure_inputs import named_inputs
from engine.script.augmentation import mixes_weights
from engine.script.layouts.custom import CustomLayout
from engine.settings.data.kinds import TableData
from engine.settings.declaration.call import Named

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
        """Whether the data is a table that pandas and scikit-learn prepare."""
        return not self.exact and isinstance(self.project.data, TableData)

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
    def mixes_by_layers(self) -> bool:
        """Whether Keras's layers can mix examples: images with channels, of classes, without weights."""
        is_image = len(self.facts.shape) == 3 and self.facts.task == "classification"
        return not self.exact and is_image and not self.weighted

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
    inputs = named_inputs(draft.project, draft.facts)
    if draft.exact:
        return inputs
    scales_target = inputs.target_mean is not None
    return replace(
        inputs,
        mean=None if inputs.mean is None else _measured(draft, "mean"),
        variance=None if inputs.variance is None else _measured(draft, "variance"),
        target_mean=Named("y_train.mean(axis=0)", None) if scales_target else None,
        target_std=Named("y_train.std(axis=0)", None) if scales_target else None,
    )


def _measured(draft: Draft, what: str) -> Named:
    """Mean or variance of each feature in the plain script."""
    facts = draft.facts
    if facts.embedded:
        function = "mean" if what == "mean" else "var"
        return Named(f"x_train[:, :{-len(facts.embedded)}].{function}(axis=0)", None)
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
    method = "random" if is_random else fit.validation_method
    return f"{method}_groups" if facts.grouped else method


def validates(project: Project, facts: ScriptFacts) -> bool:
    """Whether the script has validation data."""
    if isinstance(facts.layout, CustomLayout):
        return facts.layout.validated or facts.validation is not None
    return facts.validation is not None or not trains_on_all(project, facts)
