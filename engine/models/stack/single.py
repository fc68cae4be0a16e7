"""Entries of a stack that are one layer of Keras, or one network, made for the shape that comes in."""

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
"""Steps and what is seen at each, times a kernel, are steps and their new width."""


def positions(section: PositionsLayer, path: str, *, shape: Shape) -> Call:
    """What brings each step of `shape` to a width, with a bias of its own for each place."""
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
    """A known network for images of `shape`, and what stands before it."""
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
