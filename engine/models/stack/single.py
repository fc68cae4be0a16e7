"""Entries of a stack that are one Keras layer or one network, created for the shape of their input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language import tr
from engine.models.parts.backbone import network_layers, unfit
from engine.models.stack.misfit import MisfitError, Shape, check_image, check_steps
from engine.settings.declaration.call import Call

if TYPE_CHECKING:
    from engine.settings.layers import Layer
    from engine.settings.stack.attention import PositionsLayer
    from engine.settings.stack.pretrained import PretrainedLayer

POSITIONS = "bsf,fw->bsw"
"""Equation of EinsumDense: (batch, steps, features) times a kernel (features, width)."""


def positions(section: PositionsLayer, path: str, *, shape: Shape) -> Call:
    """Return the layer that projects each step to a width, with a bias for each position.

    Args:
        section: The settings of the entry.
        path: Dotted path of the section, such as "model.layers.2".
        shape: (steps, features) of the input.

    Raises:
        MisfitError: The input is not a sequence.
    """
    check_steps(section, shape)
    return Call(
        "keras.layers.EinsumDense",
        args=(POSITIONS,),
        kwargs={
            "output_shape": (shape[0], section.units),
            "bias_axes": "sw",
            "bias_initializer": "uniform",
        },
        origin={"output_shape": f"{path}.units"},
    )


def network(section: PretrainedLayer, path: str, *, shape: Shape) -> tuple[Layer, ...]:
    """Return a pretrained network, with the layers before it.

    Args:
        section: The settings of the entry.
        path: Dotted path of the section, such as "model.layers.2".
        shape: (rows, columns, channels) of the input.

    Raises:
        MisfitError: The network cannot read such images, or the file with its weights is not chosen.
    """
    check_image(section, shape)
    found = unfit(
        section,
        shape,
        larger=tr("Make the images larger on the Data page, or put UpSampling2D before it."),
        coloured=tr("Put a Conv2D with 3 filters before it."),
    )
    if found is not None:
        raise MisfitError(found.message, field=found.field)
    return network_layers(section, shape, scales=section.preprocessing, path=path)
