"""What models begin with that read texts: an embedding, which gives each token a row of numbers.

One table says which kinds of model read texts, and whether they know where a text ends (a mask): a memory and
a mean should not read what a text was filled up with, and convolutions cannot know.
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
    """How a kind of model reads tokens: with a mask or not, step by step or their mean."""

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
    """Raise ModelError when models of `kind` cannot read texts, or nothing else and `is_text` is false."""
    if is_text and kind is not StackModel and kind not in _READERS:
        raise ModelError(tr(_NOT_FOR_TEXT), path="model")
    if not is_text and kind is TextModel:
        raise ModelError(tr(_FOR_TEXT_ALONE), path="model")


def tokens_in(project: Project, inputs: ModelInputs) -> tuple[tuple[Call, ...], tuple[int, ...]]:
    """Input and embedding, and the shape of what they give for one example.

    The kind of model must be one that reads texts. A stack has its embedding among its own layers.
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
