"""A network from keras.applications, with weights that were learned on other images."""

from __future__ import annotations

from typing import Literal

from engine.settings.presets.base import ModelSection, dropout
from engine.settings.presets.network import NetworkSection


class TransferModel(NetworkSection, ModelSection):
    """A known network without its last layer; it looks, and a new last layer judges."""

    title = "Transfer"
    about = (
        "A known network that has learned from millions of photographs, with a new last layer."
        " For photographs of which there are few."
    )
    group = "For images"

    kind: Literal["transfer"] = "transfer"
    dropout: float = dropout(0.2)
