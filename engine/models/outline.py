"""What is known of a model before it is built: the shapes in a stack, and what stands around its layers.

All of it is arithmetic, so it can be shown while TensorFlow is still being loaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.models.edges import beginning, head
from engine.models.inputs import ModelError
from engine.models.presets import BODIES
from engine.models.stack.begin import stack_of
from engine.models.stack.misfit import in_words
from engine.models.stack.trace import trace
from engine.models.tokens_in import check_reads, tokens_in
from engine.settings.call import Call
from engine.settings.stack.model import StackModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.models.inputs import ModelInputs
    from engine.settings.layers import Layer
    from engine.settings.project import Project


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One layer of a stack: the shape that it gives in words, "" where it gives none; and its parameters."""

    shape: str
    parameters: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What stands before the layers and behind them, in words, and a row for each layer of a stack.

    `stack` is a stack with the same layers as the model of another kind; None where there is none.
    """

    first: str
    last: str
    rows: tuple[OutlineRow, ...] = ()
    stack: StackModel | None = None


def outline(project: Project, inputs: ModelInputs) -> Outline | None:
    """The outline of the project's model; None for one that is read from a file."""
    body = BODIES.get(type(project.model))
    if body is None:
        return None
    before, shape = _beginning(project, inputs)
    first = _in_a_row([*map(_name, before)], in_words(shape))
    last = [_name(layer) for layer in head(project, inputs)]
    outputs = in_words((inputs.outputs,))
    if isinstance(project.model, StackModel):
        steps = trace(project.model.layers, shape)
        end = next((step.shape for step in reversed(steps) if step.shape is not None), shape)
        if len(end) != 1:
            last = ["Flatten", *last]
        rows = tuple(
            OutlineRow(in_words(step.shape) if step.shape is not None else "", step.parameters)
            for step in steps
        )
        return Outline(first, _in_a_row(last, outputs), rows)
    if inputs.vocabulary:  # a stack reads no texts
        return Outline(first, _in_a_row(last, outputs))
    try:
        layers = body(project.model, shape)
    except ModelError:  # the check before a run says why
        return Outline(first, _in_a_row(last, outputs))
    return Outline(first, _in_a_row(last, outputs), stack=stack_of(layers, shape))


def _beginning(project: Project, inputs: ModelInputs) -> tuple[Sequence[Layer], tuple[int, ...]]:
    """The first layers, and the shape of what they give for one example."""
    if inputs.vocabulary:
        try:
            check_reads(type(project.model), is_text=True)
            return tokens_in(project, inputs)
        except ModelError:  # the check before a run says why
            pass
    return beginning(project, inputs)


def _in_a_row(names: list[str], shape: str) -> str:
    return f"{' → '.join(names)} → {shape}"


def _name(layer: Layer) -> str:
    if isinstance(layer, Call):
        return layer.path.rpartition(".")[2]
    return type(layer).__name__
