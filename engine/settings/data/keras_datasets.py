"""Which data set of `keras.datasets` is read, and with which arguments."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import override

from engine.settings.data.sections import NumberTargetSection
from engine.settings.declaration.declare import setting

TEXTS = ("imdb", "reuters")
"""The data sets whose examples are texts, as sequences of word indices."""


class KerasData(NumberTargetSection):
    """A data set of `keras.datasets`, read from Keras's cache or downloaded into it."""

    title = "Keras's own data sets"
    about = (
        "MNIST, CIFAR, IMDB and others, as keras.datasets gives them. A set is downloaded once,"
        " and from then on read from Keras's own folder."
    )

    source_settings = ("name",)

    kind: Literal["keras"] = "keras"
    name: Literal[
        "mnist", "fashion_mnist", "cifar10", "cifar100", "imdb", "reuters", "california_housing"
    ] = setting(
        "mnist",
        title="Data set",
        help="Which set is learned from. It is downloaded when it is not on this machine yet;"
        " how much that is stands behind its name.",
        keras="keras.datasets",
        choices={
            "mnist": "MNIST: digits (11 MB)",
            "fashion_mnist": "Fashion-MNIST: clothes (31 MB)",
            "cifar10": "CIFAR-10: 10 kinds (171 MB)",
            "cifar100": "CIFAR-100: 100 kinds (169 MB)",
            "imdb": "IMDB: film reviews (19 MB)",
            "reuters": "Reuters: news (3 MB)",
            "california_housing": "California: house prices (1 MB)",
        },
    )
    test_part: Literal["validates", "tests", "unused"] = setting(
        "validates",
        title="Test part",
        help="Each set has a part for training and one for testing. The test part can validate, as in most"
        " examples for Keras, or test: then a share of the training part validates (Fit page), and it stays"
        " for a last judgement.",
        choices={
            "validates": "Validates",
            "tests": "Tests: a last judgement",
            "unused": "Left alone",
        },
    )
    vocabulary: Annotated[int, Field(ge=4, le=1_000_000)] | None = setting(
        10_000,
        title="Vocabulary",
        help="Of IMDB and Reuters: how many numbers of words there are, the most frequent words first."
        " All other words are one and the same unknown word.",
        keras="num_words",
        unit="words",
        none_title="all words",
        lower="More words are unknown; less can be memorized.",
        raise_="Rarer words are known, of which little can be learned.",
    )
    length: int = setting(
        200,
        title="Length",
        help="Of IMDB and Reuters: how many words of each text the model reads. Longer texts are cut,"
        " shorter ones are filled up with 0 at their end.",
        keras="maxlen",
        unit="words",
        lower="Faster; more texts are cut.",
        raise_="Fewer texts are cut; slower.",
        ge=1,
        le=100_000,
    )
    truncating: Literal["pre", "post"] = setting(
        "pre",
        title="Cut off",
        help="Which end of a text that is too long is cut off. A review judges at its end.",
        keras="truncating",
        choices={"pre": "The beginning", "post": "The end"},
        more=True,
    )
    label_mode: Literal["fine", "coarse"] = setting(
        "fine",
        title="Classes of CIFAR-100",
        help="CIFAR-100 has 100 classes, and each of them belongs to one of 20 groups.",
        keras="label_mode",
        choices={"fine": "100 classes", "coarse": "20 groups"},
        more=True,
    )
    version: Literal["large", "small"] = setting(
        "large",
        title="Size of California",
        help="All 20,640 districts, or the first 600 of them.",
        keras="version",
        choices={"large": "All districts", "small": "600 districts"},
        more=True,
    )

    @property
    @override
    def source(self) -> str | None:
        """None: there is no file to choose."""
        return None

    @property
    @override
    def called(self) -> str:
        """The name of the data set."""
        return self.name

    @property
    def is_text(self) -> bool:
        """Whether the examples of the chosen set are texts."""
        return self.name in TEXTS
