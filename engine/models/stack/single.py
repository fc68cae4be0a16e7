"""Entries of a stack that are one layer of Keras, or one network, made for the shape that comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language import tr
from engine.models.network import NETWORKS, network_layers
from engine.models.stack.misfit import MisfitError, Shape, check_image, check_steps
from engine.settings.call import Call

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
    if section.weights == "file" and not section.weights_path:
        raise MisfitError(tr("Choose the file with the network's weights."), field="weights_path")
    check_image(section, shape)
    height, width, channels = shape
    smallest = NETWORKS[section.base].smallest
    if min(height, width) < smallest:
        raise MisfitError(
            tr(
                "{base} reads images of at least {least} × {least} px, and {height} × {width} come in; make"
                " the images larger on the Data page, or put UpSampling2D before it.",
                base=section.base,
                least=smallest,
                height=height,
                width=width,
            )
        )
    if channels not in (1, 3):
        raise MisfitError(
            tr(
                "{base} reads grey images or colour, and {channels} channels come in; put a Conv2D with 3"
                " filters before it.",
                base=section.base,
                channels=channels,
            )
        )
    return network_layers(section, (height, width, channels), scales=section.preprocessing, path=path)
