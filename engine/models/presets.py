"""The layers of every preset as calls: input, augmentation, scaling, the kind's own body, and the head.

What stands in the middle is one file a kind beside this one; the first and last layers are in `edges`. A
model that is read from a file has no layer calls (`engine.models.model_file`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from engine.models import cnn, dense, fcn1d, lstm, resnet, resnet1d, transfer, transformer, vgg
from engine.models.edges import beginning, head
from engine.settings.declare import alternatives
from engine.settings.model import CnnModel, CodeModel, DenseModel, FileModel, LstmModel, ModelSettings
from engine.settings.presets.images import ResnetModel, VggModel
from engine.settings.presets.sequences import FcnModel, SequenceResnetModel, TransformerModel
from engine.settings.presets.transfer import TransferModel

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.models.inputs import ModelInputs
    from engine.settings.declare import Section
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
}
FROM_FILES = (FileModel, CodeModel)
"""The kinds whose layers come from a file."""
# a kind of model that a person can choose is either made of layers here or comes from a file
if {*BODIES, *FROM_FILES} != set(alternatives(get_args(ModelSettings)[0])):
    raise TypeError("each kind of model needs a body here")


def layer_calls(project: Project, inputs: ModelInputs) -> tuple[Layer, ...]:
    """The project's model, layer by layer, beginning with `keras.Input`.

    Raises ModelError when the data's shape does not fit the kind of model, and KeyError for a model from a
    file.
    """
    first, shape = beginning(project, inputs)
    if isinstance(project.model, TransferModel):
        body = transfer.body(project.model, shape, scaled=inputs.scaling == "standard")
    else:
        body = BODIES[type(project.model)](project.model, shape)
    return first + body + head(project, inputs)
