"""A whole network of keras.applications as one entry of the list."""

from __future__ import annotations

from typing import Any, Literal

from engine.language import tr_later
from engine.settings.declaration.declare import setting
from engine.settings.declaration.section_list import Phrase
from engine.settings.presets.network import NetworkSection
from engine.settings.stack.base import LayerSection


class PretrainedLayer(NetworkSection, LayerSection):
    """A network of `keras.applications` without its last layer, with the preprocessing that it expects."""

    title = "Pretrained network"
    about = (
        "A known network that has learned from millions of photographs, up to the mean of what it sees."
        " For photographs."
    )
    phrases = (
        Phrase(tr_later("{base}, frozen"), lambda section: section.is_known and not section.fine_tune),
        Phrase(
            tr_later("{base}, the last {fine_tune:,} layers learn"),
            lambda section: section.is_known and section.fine_tune,
        ),
        Phrase(tr_later("{base}, from scratch"), lambda section: not section.is_known),
    )
    kind: Literal["pretrained"] = "pretrained"
    preprocessing: bool = setting(
        True,
        title="Scale pixels",
        help="Bring pixels of 0 to 255 to the scale that the network has learned with, in place of the input"
        " scaling. Off takes what comes in as it is.",
        keras="preprocess_input",
    )

    @property
    def is_known(self) -> bool:
        """Whether the network starts with pretrained weights."""
        return self.weights != "none"


COMPOSED: tuple[type[Any], ...] = (PretrainedLayer,)
"""The sections here that stand for something other than one Keras layer with its arguments."""
