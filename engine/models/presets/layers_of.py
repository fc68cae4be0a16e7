"""The layers of every preset as calls: input, augmentation, scaling, the body of its kind, and the head.

The bodies are the modules beside this one; the first and last layers are in
`engine.models.parts.input_and_head`. A model that is read from a file has no layer calls
(`engine.models.saved.model_file`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from engine.models.parts.input_and_head import beginning, head
from engine.models.parts.token_input import check_reads, tokens_in
from engine.models.presets import cnn, dense, fcn1d, lstm, resnet, resnet1d, text, transfer, transformer, vgg
from engine.models.stack import trace as stack
from engine.models.stack.first_layer import check_inputs
from engine.settings.declaration.declare import alternatives
from engine.settings.model import CnnModel, CodeModel, DenseModel, FileModel, LstmModel, ModelSettings
from engine.settings.presets.images import ResnetModel, VggModel
from engine.settings.presets.network import TransferModel
from engine.settings.presets.sequences import FcnModel, SequenceResnetModel, TransformerModel
from engine.settings.presets.text import TextModel
from engine.settings.stack.model import StackModel

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.models.inputs import ModelInputs
    from engine.settings.declaration.declare import Section
    from engine.settings.layers import Layer
    from engine.settings.project import Project

    Body = Callable[[Any, tuple[int, ...]], tuple[Layer, ...]]

BODIES: dict[type[Section], Body] = {
    DenseModel: dense.body,
    CnnModel: cnn.body,
    VggModel: vgg.body,
    ResnetModel: resnet.body,
    TransferModel: transfer.body,
    LstmModel: lstm.body,
    FcnModel: fcn1d.body,
    SequenceResnetModel: resnet1d.body,
    TransformerModel: transformer.body,
    StackModel: stack.body,
    TextModel: text.body,
}
FROM_FILES = (FileModel, CodeModel)
"""The kinds whose layers come from a file."""
# every kind of model is either made of layers here or comes from a file
if {*BODIES, *FROM_FILES} != set(alternatives(get_args(ModelSettings)[0])):
    raise TypeError("each kind of model needs a body here")


def layer_calls(project: Project, inputs: ModelInputs) -> tuple[Layer, ...]:
    """Return the layers of the project's model, beginning with `keras.Input`.

    Raises:
        ModelError: The data does not fit the kind of model.
        KeyError: The model is read from a file.
    """
    if isinstance(project.model, StackModel):
        check_inputs(project.model, inputs)
    first, shape = first_layers(project, inputs)
    return first + body_layers(project, inputs, shape=shape) + head(project, inputs)


def first_layers(project: Project, inputs: ModelInputs) -> tuple[tuple[Layer, ...], tuple[int, ...]]:
    """Return the layers before the body.

    Returns:
        (layers, shape): the layers, and the shape of their output for one example.

    Raises:
        ModelError: The kind of model does not read such data.
    """
    check_reads(type(project.model), is_text=bool(inputs.vocabulary))
    return (tokens_in if inputs.vocabulary else beginning)(project, inputs)


def body_layers(project: Project, inputs: ModelInputs, *, shape: tuple[int, ...]) -> tuple[Layer, ...]:
    """Return the layers of the body.

    Args:
        project: Its model is used.
        inputs: How the data was scaled.
        shape: Shape of one example behind the first layers.

    Raises:
        ModelError: The data does not fit the kind of model.
        KeyError: The model is read from a file.
    """
    if isinstance(project.model, TransferModel):
        return transfer.body(project.model, shape, scaled=inputs.scaling == "standard")
    return BODIES[type(project.model)](project.model, shape)
