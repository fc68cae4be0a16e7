"""The first layers of models that read texts: an embedding, which gives each token a vector.

One table says which kinds of model read texts, and whether with a mask: recurrent layers and means should
ignore padding, and convolutions cannot.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.language import tr, tr_later
from engine.models.inputs import ModelError
from engine.settings.declaration.call import Call
from engine.settings.model import DenseModel, LstmModel
from engine.settings.presets.base import TokenSection
from engine.settings.presets.sequences import FcnModel, SequenceResnetModel, TransformerModel
from engine.settings.presets.text import TextModel
from engine.settings.stack.model import StackModel

if TYPE_CHECKING:
    from engine.models.inputs import ModelInputs
    from engine.settings.declaration.declare import Section
    from engine.settings.project import Project


@dataclass(frozen=True, slots=True)
class _Reader:
    """How a kind of model reads tokens: with a mask or not, as a sequence or as the mean of their vectors."""

    masked: Callable[[Any], bool]
    in_steps: bool = True


_READERS: dict[type[Section], _Reader] = {
    DenseModel: _Reader(lambda _model: True, in_steps=False),
    LstmModel: _Reader(lambda _model: True),
    FcnModel: _Reader(lambda _model: False),
    SequenceResnetModel: _Reader(lambda _model: False),
    TransformerModel: _Reader(lambda _model: False),
    TextModel: _Reader(lambda model: model.gather == "mean"),
}
if not all(issubclass(kind, TokenSection) for kind in _READERS):
    raise TypeError("each kind of model that reads texts needs the settings of TokenSection")

_FOR_TEXT_ALONE = tr_later("This model reads texts, and this data is none; choose another model.")
_NOT_FOR_TEXT = tr_later("This model does not read texts; choose the text model, LSTM, or one for sequences.")


def check_reads(kind: type[Section], *, is_text: bool) -> None:
    """Check that models of a kind read such data.

    Args:
        kind: The class of the model's settings.
        is_text: Whether the examples are tokens.

    Raises:
        ModelError: The kind does not read texts, or reads nothing else.
    """
    if is_text and kind is not StackModel and kind not in _READERS:
        raise ModelError(tr(_NOT_FOR_TEXT), path="model")
    if not is_text and kind is TextModel:
        raise ModelError(tr(_FOR_TEXT_ALONE), path="model")


def tokens_in(project: Project, inputs: ModelInputs) -> tuple[tuple[Call, ...], tuple[int, ...]]:
    """Return input and embedding; a stack has its embedding among its layers, so it gets the input only.

    Args:
        project: Its model must be of a kind that reads texts.
        inputs: Length and vocabulary of the texts.

    Returns:
        (layers, shape): the layers, and the shape of their output for one example.
    """
    model = project.model
    first = Call(
        "keras.Input", kwargs={"shape": inputs.shape, "dtype": "int32"}, origin={"shape": "data.length"}
    )
    if isinstance(model, StackModel):
        return (first,), inputs.shape
    reader = _READERS[type(model)]
    size = model.embedding if isinstance(model, TokenSection) else 1
    kwargs: dict[str, Any] = {"input_dim": inputs.vocabulary, "output_dim": size}
    if reader.masked(model):
        kwargs["mask_zero"] = True
    origin = {"input_dim": "data.vocabulary", "output_dim": "model.embedding"}
    calls = (first, Call("keras.layers.Embedding", kwargs=kwargs, origin=origin))
    if reader.in_steps:
        return calls, (*inputs.shape, size)
    return (*calls, Call("keras.layers.GlobalAveragePooling1D")), (size,)
