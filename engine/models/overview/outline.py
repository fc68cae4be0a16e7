"""What is known of a model before it is built: the shapes in a stack, and the layers around its own.

All of it is calculated without Keras, so it can be shown while TensorFlow is still being imported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.models.inputs import ModelError
from engine.models.parts.input_and_head import head
from engine.models.presets.layers_of import FROM_FILES, body_layers, first_layers
from engine.models.stack.from_preset import stack_of
from engine.models.stack.misfit import in_words
from engine.models.stack.trace import trace
from engine.settings.declaration.call import Call
from engine.settings.stack.model import StackModel

if TYPE_CHECKING:
    from engine.models.inputs import ModelInputs
    from engine.settings.layers import Layer
    from engine.settings.project import Project


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One layer of a stack.

    Attributes:
        shape: Output shape in words, "" where it has none.
        parameters: Number of parameters.
    """

    shape: str
    parameters: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What is known of a model before it is built.

    Attributes:
        first: The layers before its own and the shape they give, such as "Input → Rescaling → 28 × 28".
        last: Likewise, the layers after its own.
        rows: A row for each layer of a stack.
        stack: A stack with the same layers as a model of another kind; None where there is none.
    """

    first: str
    last: str
    rows: tuple[OutlineRow, ...] = ()
    stack: StackModel | None = None


def outline(project: Project, inputs: ModelInputs) -> Outline | None:
    """Return the outline of the project's model; None for one that is read from a file.

    Where data does not fit the model, the outline lacks what cannot be known; preflight reports the reason.
    """
    if isinstance(project.model, FROM_FILES):
        return None
    last = [_name(layer) for layer in head(project, inputs)]
    outputs = in_words((inputs.outputs,))
    try:
        before, shape = first_layers(project, inputs)
    except ModelError:  # preflight reports why
        return Outline("", _in_a_row(last, outputs))
    first = _in_a_row([*map(_name, before)], in_words(shape))
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
    try:
        layers = body_layers(project, inputs, shape=shape)
    except ModelError:  # preflight reports why
        return Outline(first, _in_a_row(last, outputs))
    if inputs.vocabulary:  # the embedding of the tokens is an entry of the stack
        layers, shape = before[1:] + layers, inputs.shape
    stack = stack_of(layers, shape)
    if stack is not None:
        stack = stack.model_copy(update={"start_weights": project.model.start_weights})
    return Outline(first, _in_a_row(last, outputs), stack=stack)


def _in_a_row(names: list[str], shape: str) -> str:
    return f"{' → '.join(names)} → {shape}"


def _name(layer: Layer) -> str:
    if isinstance(layer, Call):
        return layer.path.rpartition(".")[2]
    return type(layer).__name__
