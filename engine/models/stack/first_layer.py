"""Checks that the layers of a stack can read the data itself: its tokens, integers or pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language import tr
from engine.models.inputs import ModelError
from engine.settings.stack.dense import EmbeddingLayer
from engine.settings.stack.pretrained import PretrainedLayer

if TYPE_CHECKING:
    from engine.models.inputs import ModelInputs
    from engine.settings.stack.model import StackModel


def check_inputs(settings: StackModel, inputs: ModelInputs) -> None:
    """Check the layers against what the data holds.

    Raises:
        ModelError: A layer cannot read the data; its path is that of the layer.
    """
    if inputs.vocabulary:
        _check_tokens(settings)
    for number, section in enumerate(settings.layers):
        if not section.enabled:
            continue
        if isinstance(section, EmbeddingLayer):
            _check_inputs(section, inputs, path=f"model.layers.{number}")
        if isinstance(section, PretrainedLayer):
            _check_pixels(section, inputs, path=f"model.layers.{number}")


def _check_tokens(settings: StackModel) -> None:
    number = next((number for number, section in enumerate(settings.layers) if section.enabled), None)
    if number is None:
        sentence = tr("Texts come in as the numbers of their tokens; add Embedding as the first layer.")
        raise ModelError(sentence, path="model.layers")
    first = settings.layers[number]
    if not isinstance(first, EmbeddingLayer):
        sentence = tr(
            "Texts come in as the numbers of their tokens, which {layer} would take for quantities; put"
            " Embedding before it.",
            layer=tr(first.title),
        )
        raise ModelError(sentence, path=f"model.layers.{number}")


def _check_inputs(section: EmbeddingLayer, inputs: ModelInputs, *, path: str) -> None:
    """Check that the inputs are integers, and that the embedding has an entry for each."""
    if inputs.scaling != "none":
        raise ModelError(
            tr(
                "Embedding looks up whole numbers, and this data is scaled; set scaling to none on the"
                " Data page, or use another layer."
            ),
            path=path,
        )
    if section.input_dim < inputs.vocabulary:
        raise ModelError(
            tr(
                "Embedding has {entries} entries, and this data has {words}; set input_dim to {words}.",
                entries=f"{section.input_dim:,}",
                words=f"{inputs.vocabulary:,}",
            ),
            path=f"{path}.input_dim",
        )


def _check_pixels(section: PretrainedLayer, inputs: ModelInputs, *, path: str) -> None:
    if section.preprocessing and inputs.scaling == "standard":
        raise ModelError(
            tr(
                "{base} would scale pixels of 0 to 255, and these are brought to mean 0 and spread 1 before;"
                " switch this off, or choose another input scaling on the Data page.",
                base=section.base,
            ),
            path=f"{path}.preprocessing",
        )
