"""Which models leave padding out: those whose layers know a mask. The mask comes from a Masking layer."""

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
"""Kinds whose layers are a free choice."""


def masking(model: Section, inputs: ModelInputs) -> tuple[Call, ...]:
    """The layer that marks padding, before the inputs are scaled, where the model can use that."""
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
    """Whether the model takes padding for data."""
    kind = getattr(model, "kind", "")
    return inputs.padding is not None and not _reads_masks(model) and kind not in _CHOSEN_LAYERS


def _reads_masks(model: Section) -> bool:
    """Whether what reads the inputs first has a memory; layers behind it get the mask from there."""
    if isinstance(model, StackModel):
        first = next((layer for layer in model.layers if layer.enabled), None)
        return isinstance(first, RecurrentSection)
    return isinstance(model, LstmModel)
