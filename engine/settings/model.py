"""Which model is trained, one section for each kind. The layers are made from them in `engine.models`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from engine.settings.declaration.declare import setting
from engine.settings.presets.base import (
    ACTIVATIONS,
    Activation,
    ModelSection,
    TokenSection,
    Units,
    dropout,
    kernel_size,
)
from engine.settings.presets.images import ResnetModel, VggModel
from engine.settings.presets.network import TransferModel
from engine.settings.presets.sequences import FcnModel, SequenceResnetModel, TransformerModel
from engine.settings.presets.text import TextModel
from engine.settings.stack.model import StackModel


class DenseModel(TokenSection):
    """Fully connected (Dense) layers; inputs of any shape are flattened."""

    title = "Dense"
    about = "Fully connected layers. The right first choice for tables, and a fair one for tiny images."
    group = "For any data"

    kind: Literal["dense"] = "dense"
    units: tuple[Units, ...] = setting(
        (64, 32),
        title="Units",
        help="The size of each hidden layer, one after the other, such as 64, 32.",
        lower="A smaller model: faster, and less able to memorize the data.",
        raise_="Can learn more, but overfits sooner; slower.",
        keras="units",
        max_length=32,
    )
    activation: Activation = setting(
        "relu",
        title="Activation",
        help="The function behind every hidden layer.",
        keras="activation",
        choices=ACTIVATIONS,
    )
    dropout: float = dropout(0.0)


class CnnModel(ModelSection):
    """Blocks of convolution and pooling, followed by a Dense layer."""

    title = "Small CNN"
    about = "Convolution and pooling in turn, then a dense layer. For images."
    group = "For images"

    kind: Literal["cnn"] = "cnn"
    filters: tuple[Units, ...] = setting(
        (32, 64),
        title="Filters",
        help="Filters of each convolution block, one after the other, such as 32, 64.",
        lower="Fewer patterns, faster.",
        raise_="More patterns can be distinguished, slower; a longer list sees larger shapes.",
        keras="filters",
        min_length=1,
        max_length=8,
    )
    kernel_size: Literal[1, 3, 5, 7] = kernel_size()
    batch_normalization: bool = setting(
        False,
        title="Batch normalization",
        help="Keep the values between layers in a steady range while training.",
        keras="BatchNormalization",
    )
    dense_units: int = setting(
        64,
        title="Dense units",
        help="Size of the dense layer behind the convolutions.",
        lower="Fewer parameters, less able to memorize the data.",
        raise_="More ways to combine what the convolutions found; overfits sooner.",
        keras="units",
        ge=1,
        le=65_536,
    )
    activation: Activation = setting(
        "relu",
        title="Activation",
        help="The function behind every hidden layer.",
        keras="activation",
        choices=ACTIVATIONS,
        more=True,
    )
    dropout: float = dropout(0.25)


class LstmModel(TokenSection):
    """LSTM layers over the time steps of a sequence; the rows of an image are its time steps."""

    title = "LSTM or GRU"
    about = "Layers with a memory that read step by step. For time series and other sequences."
    group = "For sequences"

    kind: Literal["lstm"] = "lstm"
    cell: Literal["lstm", "gru", "simple"] = setting(
        "lstm",
        title="Memory",
        help="LSTM remembers longest, GRU is smaller and often as good, SimpleRNN forgets after a few steps.",
        choices={"lstm": "LSTM", "gru": "GRU", "simple": "SimpleRNN"},
    )
    units: tuple[Units, ...] = setting(
        (32,),
        title="Units",
        help="The size of each layer, one after the other, such as 64, 32.",
        lower="A smaller model: faster, and less able to memorize the data.",
        raise_="Can learn more, but overfits sooner; slower.",
        keras="units",
        min_length=1,
        max_length=8,
    )
    bidirectional: bool = setting(
        False, title="Bidirectional", help="Read the sequence forwards and backwards.", keras="Bidirectional"
    )
    dropout: float = dropout(0.0, keras="dropout")
    recurrent_dropout: float = setting(
        0.0,
        title="Recurrent dropout",
        help="Dropout inside the memory from step to step. It keeps a GPU from its fast way.",
        lower="The memory keeps more, and overfits sooner.",
        raise_="Holds against overfitting; too much and the memory forgets.",
        keras="recurrent_dropout",
        ge=0.0,
        lt=1.0,
        more=True,
    )


class FileModel(ModelSection):
    """A model from a `.keras` file, or an architecture from JSON, always loaded with `safe_mode=True`."""

    title = "Model file"
    about = (
        "A .keras file saved before, here or elsewhere: training continues from its weights."
        " Or an architecture alone, as model.to_json() writes it."
    )
    group = "From elsewhere"

    kind: Literal["file"] = "file"
    path: str = setting(
        "",
        title="File",
        help="The .keras file, or .json with the architecture alone. Code inside a model file is never run."
        " A .h5 file or a SavedModel folder of Keras 2 is saved as .keras first, where it was made.",
        editor="path",
        suffixes=(".keras", ".json"),
    )

    @property
    def is_architecture(self) -> bool:
        """Whether the file describes layers alone, without weights."""
        return self.path.lower().endswith(".json")


class CodeModel(ModelSection):
    """A model that is built by a custom Python file. The file runs only if the user trusts it."""

    title = "Python file"
    about = (
        "A Python file with a function that builds a Keras model."
        " It runs only after you have said that you trust it."
    )
    group = "From elsewhere"

    kind: Literal["code"] = "code"
    path: str = setting(
        "",
        title="Python file",
        help="The file that builds the model. It is shown, and runs when you have said that you trust it.",
        editor="python",
        suffixes=(".py",),
    )
    function: str = setting(
        "build_model",
        title="Function",
        help="The function that gives a keras.Sequential or a keras.Model: build_model(), or"
        " build_model(input_shape, outputs) to be given the shape of an example and the number of outputs.",
        min_length=1,
    )


ModelSettings = Annotated[
    DenseModel
    | CnnModel
    | VggModel
    | ResnetModel
    | TransferModel
    | LstmModel
    | FcnModel
    | SequenceResnetModel
    | TransformerModel
    | TextModel
    | StackModel
    | FileModel
    | CodeModel,
    Field(discriminator="kind"),
]
