"""The first and last layers of every preset: input, augmentation and scaling, and the head.

Models that read tokens begin with `engine.models.parts.token_input` instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.models.parts.augmentation import image_layers, series_layers
from engine.models.parts.masks import masking
from engine.models.task_losses import HINGES
from engine.settings.declaration.call import Call, Named
from engine.settings.layers import Branches, Columns
from engine.settings.losses import Encoding
from engine.settings.presets.network import TransferModel
from engine.settings.stack.model import StackModel
from engine.settings.stack.pretrained import PretrainedLayer

if TYPE_CHECKING:
    from engine.models.inputs import ModelInputs
    from engine.settings.declaration.declare import Section
    from engine.settings.layers import Layer
    from engine.settings.project import Project

Shape = tuple[int, ...]


def beginning(project: Project, inputs: ModelInputs) -> tuple[tuple[Layer, ...], Shape]:
    """Return input, augmentation and scaling.

    Args:
        project: Its augmentation and its model are used.
        inputs: Shape and scaling of the data.

    Returns:
        (layers, shape): the layers, and the shape of their output for one example.

    Raises:
        ModelError: A change counts in grey levels, and the images are not bytes.
    """
    calls: list[Call] = [Call("keras.Input", kwargs={"shape": inputs.shape})]
    changes = image_layers(project, inputs)
    if (
        changes and len(inputs.shape) == 2
    ):  # the random layers need a channel axis; scaling sees the original shape
        changes = (reshape((*inputs.shape, 1)), *changes, reshape(inputs.shape))
    calls += changes
    scales_itself = inputs.scaling == "unit" and _scales_pixels(project.model)
    scaling = () if scales_itself else (*masking(project.model, inputs), *_scaling(inputs))
    if inputs.embedded:
        return (*calls, *_columns(inputs, scaling)), (_width(inputs),)
    return (*calls, *scaling, *series_layers(project, inputs)), inputs.shape


def _scales_pixels(model: Section) -> bool:
    """Whether the model has a pretrained network that comes with its own scaling of pixels."""
    if isinstance(model, StackModel):
        return any(
            layer.enabled and layer.preprocessing
            for layer in model.layers
            if isinstance(layer, PretrainedLayer)
        )
    return isinstance(model, TransferModel)


def _scaling(inputs: ModelInputs) -> tuple[Call, ...]:
    if inputs.scaling == "unit":
        return (
            Call(
                "keras.layers.Rescaling",
                kwargs={"scale": Named("1 / 255", 1 / 255)},
                origin={"scale": "data.scaling"},
            ),
        )
    if inputs.scaling == "standard":
        return (
            Call(
                "keras.layers.Normalization",
                kwargs={"mean": inputs.mean, "variance": inputs.variance},
                origin={"mean": "data.scaling", "variance": "data.scaling"},
            ),
        )
    return ()


def _columns(inputs: ModelInputs, scaling: tuple[Call, ...]) -> tuple[Layer, ...]:
    """Scale the quantities, embed each of the other columns, and concatenate them."""
    quantities = inputs.shape[0] - len(inputs.embedded)
    paths: list[tuple[Layer, ...]] = []
    names: list[str] = []
    if quantities:
        paths.append((Columns(0, quantities), *scaling))
        names.append("quantities")
    for at, column in enumerate(inputs.embedded, quantities):
        embedding = Call(
            "keras.layers.Embedding",
            kwargs={"input_dim": column.values, "output_dim": column.size},
            origin={"output_dim": column.path} if column.path else {},
        )
        paths.append((Columns(at, at + 1), embedding, Call("keras.layers.Flatten")))
        names.append(f"embedded_{at - quantities + 1}")
    if len(paths) == 1:  # there is one embedded column and nothing else
        return paths[0]
    return (Branches(tuple(paths), Call("keras.layers.Concatenate"), tuple(names)),)


def _width(inputs: ModelInputs) -> int:
    quantities = inputs.shape[0] - len(inputs.embedded)
    return quantities + sum(column.size for column in inputs.embedded)


def head(project: Project, inputs: ModelInputs) -> tuple[Call, ...]:
    """Return the last layers: as many outputs as the encoded targets have, in the range of the loss.

    Args:
        project: Its loss and precision are used.
        inputs: Encoding, number of outputs, and the scaling of the targets to undo.
    """
    kwargs: dict[str, Any] = {"units": 1 if inputs.encoding is Encoding.BINARY else inputs.outputs}
    origin = {"activation": "compile.loss"}
    if inputs.encoding in (Encoding.INDEX, Encoding.ONE_HOT):
        kwargs["activation"] = "softmax"
    elif inputs.encoding is Encoding.BINARY:
        # hinge losses expect -1 to 1, the others a probability
        kwargs["activation"] = "tanh" if project.compile.loss in HINGES else "sigmoid"
    precision = {"dtype": "float32"} if project.compile.mixed_precision else {}
    origin |= dict.fromkeys(precision, "compile.mixed_precision")
    calls = [Call("keras.layers.Dense", kwargs=kwargs | precision, origin=origin)]
    if inputs.target_mean is not None and inputs.target_std is not None:
        calls.append(
            Call(
                "keras.layers.Rescaling",
                kwargs={"scale": inputs.target_std, "offset": inputs.target_mean, **precision},
                origin={"scale": "data.scale_target", "offset": "data.scale_target", **origin},
            )
        )
    return tuple(calls)


def reshape(shape: Shape) -> Call:
    """Return a layer that gives each example this shape."""
    return Call("keras.layers.Reshape", kwargs={"target_shape": shape})
