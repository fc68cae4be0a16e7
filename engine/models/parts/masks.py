"""Which models ignore padding: those whose layers accept a mask. The mask comes from a Masking layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.settings.declaration.call import Call
from engine.settings.model import LstmModel
from engine.settings.stack.model import StackModel
from engine.settings.stack.recurrent import RecurrentSection

if TYPE_CHECKING:
    from engine.models.inputs import ModelInputs
    from engine.settings.declaration.declare import Section

_CHOSEN_LAYERS = ("file", "code", "stack")
"""Kinds of model whose layers the user chooses."""


def masking(model: Section, inputs: ModelInputs) -> tuple[Call, ...]:
    """Return the layer that masks padding, before the scaling.

    Args:
        model: The settings of the model.
        inputs: The value of the padding, if any.

    Returns:
        () where there is no padding, or the model cannot use a mask.
    """
    if inputs.padding is None or not _reads_masks(model):
        return ()
    return (
        Call(
            "keras.layers.Masking",
            kwargs={"mask_value": inputs.padding},
            origin={"mask_value": "data.padding"},
        ),
    )


def learns_padding(model: Section, inputs: ModelInputs) -> bool:
    """Return whether the model treats padding as data."""
    kind = getattr(model, "kind", "")
    return inputs.padding is not None and not _reads_masks(model) and kind not in _CHOSEN_LAYERS


def _reads_masks(model: Section) -> bool:
    """Whether the first layer of the model is recurrent; the layers after it get the mask from there."""
    if isinstance(model, StackModel):
        first = next((layer for layer in model.layers if layer.enabled), None)
        return isinstance(first, RecurrentSection)
    return isinstance(model, LstmModel)
