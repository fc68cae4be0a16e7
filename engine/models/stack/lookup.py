"""Whether what an Embedding looks up is there: whole numbers from 0 on, below its number of entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language import tr
from engine.models.inputs import ModelError
from engine.settings.stack.dense import EmbeddingLayer

if TYPE_CHECKING:
    from engine.models.inputs import ModelInputs
    from engine.settings.stack.model import StackModel


def check_lookup(settings: StackModel, inputs: ModelInputs) -> None:
    """Raises ModelError where an Embedding would get numbers that were scaled, or has too few entries."""
    for number, section in enumerate(settings.layers):
        if not (section.enabled and isinstance(section, EmbeddingLayer)):
            continue
        if inputs.scaling != "none":
            raise ModelError(
                tr(
                    "Embedding looks up whole numbers, and this data is scaled; set scaling to none on the"
                    " Data page, or use another layer."
                ),
                path=f"model.layers.{number}",
            )
        if section.input_dim < inputs.vocabulary:
            raise ModelError(
                tr(
                    "Embedding has {entries} entries, and this data has {words}; set input_dim to {words}.",
                    entries=f"{section.input_dim:,}",
                    words=f"{inputs.vocabulary:,}",
                ),
                path=f"model.layers.{number}.input_dim",
            )
