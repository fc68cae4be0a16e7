"""Recurrent layers, which read a sequence step by step."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import model_validator

from engine.language import tr, tr_later
from engine.settings.declaration.declare import setting
from engine.settings.declaration.section_list import Phrase
from engine.settings.stack.base import (
    Initializer,
    LayerActivation,
    LayerSection,
    Penalty,
    activation,
    initializer,
    regularizer,
    share,
    units,
    use_bias,
)

MergeMode = Literal["concat", "sum", "mul", "ave"]
_MERGE: dict[Any, str] = {
    "concat": "Side by side",
    "sum": "Sum",
    "mul": "Product",
    "ave": "Mean",
}


class RecurrentSection(LayerSection):
    """Base class of recurrent layers."""

    required: ClassVar[frozenset[str]] = frozenset({"units"})
    phrases = (
        Phrase(tr_later("{units:,} units")),
        Phrase(tr_later("reads both ways"), lambda section: section.bidirectional),
        Phrase(tr_later("gives every step"), lambda section: section.return_sequences),
        Phrase(tr_later("gives the last step"), lambda section: not section.return_sequences),
    )
    units: int = units(32)
    return_sequences: bool = setting(
        False,
        title="Give every step",
        help="Give what it knows at every step, for another layer with a memory; off gives the last alone.",
        keras="return_sequences",
    )
    bidirectional: bool = setting(
        False,
        title="Bidirectional",
        help="Read the sequence forwards and backwards (keras.layers.Bidirectional).",
        keras="Bidirectional",
    )
    merge_mode: MergeMode = setting(
        "concat",
        title="Both ways become",
        help="How both ways of reading are brought together, where it is bidirectional.",
        keras="merge_mode",
        choices=_MERGE,
        more=True,
    )
    dropout: float = share(
        help="Share of what comes in that is set to zero at random in training.",
        title="Dropout",
        keras="dropout",
        default=0.0,
    )
    recurrent_dropout: float = setting(
        0.0,
        title="Recurrent dropout",
        help="Dropout inside the memory from step to step. It keeps a GPU from its fast kernels.",
        lower="The memory keeps more, and overfits sooner.",
        raise_="Holds against overfitting; too much and the memory forgets.",
        keras="recurrent_dropout",
        ge=0.0,
        lt=1.0,
        more=True,
    )
    activation: LayerActivation = activation("tanh", more=True)
    use_bias: bool = use_bias()
    go_backwards: bool = setting(
        False,
        title="Backwards",
        help="Read from the last step to the first.",
        keras="go_backwards",
        more=True,
    )
    kernel_initializer: Initializer = initializer()
    recurrent_initializer: Initializer = initializer(
        "orthogonal", name="recurrent_initializer", title="First weights inside"
    )
    kernel_regularizer: Penalty | None = regularizer()
    recurrent_regularizer: Penalty | None = regularizer(
        name="recurrent_regularizer", title="L2 penalty inside"
    )

    @model_validator(mode="after")
    def _one_way(self) -> RecurrentSection:
        if self.bidirectional and self.go_backwards:
            sentence = tr("a bidirectional layer reads both ways already; switch one of the two off")
            raise ValueError(f"go_backwards: {sentence}")
        return self


class LSTMLayer(RecurrentSection):
    """Arguments of `keras.layers.LSTM`."""

    title = "LSTM"
    about = "A memory with three gates; keeps what was long ago."
    keras_class = "keras.layers.LSTM"
    kind: Literal["lstm"] = "lstm"
    recurrent_activation: LayerActivation = activation("sigmoid", name="recurrent_activation", more=True)
    unit_forget_bias: bool = setting(
        True,
        title="Remember at first",
        help="Begin with a forget gate that keeps the memory.",
        keras="unit_forget_bias",
        more=True,
    )


class GRULayer(RecurrentSection):
    """Arguments of `keras.layers.GRU`."""

    title = "GRU"
    about = "A memory with two gates; smaller and faster than LSTM, often as good."
    keras_class = "keras.layers.GRU"
    kind: Literal["gru"] = "gru"
    recurrent_activation: LayerActivation = activation("sigmoid", name="recurrent_activation", more=True)
    reset_after: bool = setting(
        True,
        title="Reset after",
        help="Where the reset gate acts. On is the form that a GPU computes fast.",
        keras="reset_after",
        more=True,
    )


class SimpleRNNLayer(RecurrentSection):
    """Arguments of `keras.layers.SimpleRNN`."""

    title = "SimpleRNN"
    about = "The simplest memory: what was a few steps ago. Good to learn from."
    keras_class = "keras.layers.SimpleRNN"
    kind: Literal["simple_rnn"] = "simple_rnn"
