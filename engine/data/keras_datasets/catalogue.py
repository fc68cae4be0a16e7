"""What is known of Keras's data sets before they are read: files, classes, and the call that loads them.

Loading them is left to `read`.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.language import tr
from engine.settings.declaration.call import Call

if TYPE_CHECKING:
    from engine.settings.data.keras_datasets import KerasData


FASHION = (
    "T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag",
    "ankle boot",
)  # fmt: skip
CIFAR_10 = (
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
)  # fmt: skip
CIFAR_100 = (
    "apple", "aquarium fish", "baby", "bear", "beaver", "bed", "bee", "beetle", "bicycle", "bottle",
    "bowl", "boy", "bridge", "bus", "butterfly", "camel", "can", "castle", "caterpillar", "cattle",
    "chair", "chimpanzee", "clock", "cloud", "cockroach", "couch", "crab", "crocodile", "cup",
    "dinosaur", "dolphin", "elephant", "flatfish", "forest", "fox", "girl", "hamster", "house",
    "kangaroo", "keyboard", "lamp", "lawn mower", "leopard", "lion", "lizard", "lobster", "man",
    "maple tree", "motorcycle", "mountain", "mouse", "mushroom", "oak tree", "orange", "orchid",
    "otter", "palm tree", "pear", "pickup truck", "pine tree", "plain", "plate", "poppy",
    "porcupine", "possum", "rabbit", "raccoon", "ray", "road", "rocket", "rose", "sea", "seal",
    "shark", "shrew", "skunk", "skyscraper", "snail", "snake", "spider", "squirrel", "streetcar",
    "sunflower", "sweet pepper", "table", "tank", "telephone", "television", "tiger", "tractor",
    "train", "trout", "tulip", "turtle", "wardrobe", "whale", "willow tree", "wolf", "woman",
    "worm",
)  # fmt: skip
CIFAR_100_GROUPS = (
    "aquatic mammals", "fish", "flowers", "food containers", "fruit and vegetables",
    "household electrical devices", "household furniture", "insects", "large carnivores",
    "large man-made outdoor things", "large natural outdoor scenes",
    "large omnivores and herbivores", "medium mammals", "non-insect invertebrates", "people",
    "reptiles", "small mammals", "trees", "vehicles 1", "vehicles 2",
)  # fmt: skip

HOUSES = (
    "longitude",
    "latitude",
    "median age of houses",
    "rooms",
    "bedrooms",
    "population",
    "households",
    "median income",
)
"""The columns as they are in the file; Keras's documentation names others (keras issue 21886)."""
PRICE = "median house value"
FIRST_WORD = 3
"""The id `rank + 3` is the word of that rank; 0 is padding, 1 begins a text, 2 is every unknown word."""


@dataclass(frozen=True, slots=True)
class KerasSet:
    """A data set of Keras.

    Attributes:
        title: its name for people.
        shape: of an example; () where it is a text.
        files: (name at its source, name in Keras's folder).
        memory: the bytes that reading takes.
        folder: the sub-folder in Keras's folder; "" for none.
        arguments: (argument of `load_data`, setting that it comes from).
        classes: their names; () where there are none, or Keras has them.
    """

    title: str
    shape: tuple[int, ...]
    files: tuple[tuple[str, str], ...]
    memory: int
    folder: str = ""
    arguments: tuple[tuple[str, str], ...] = ()
    classes: tuple[str, ...] = ()


def load_call(settings: KerasData) -> Call:
    """Return the call that loads (x_train, y_train), (x_test, y_test), without default arguments."""
    kwargs: dict[str, Any] = {}
    origin = {"class": "data.name"}
    for argument, name in SETS[settings.name].arguments:
        value = getattr(settings, name)
        if value is not None and value not in _DEFAULTS:
            kwargs[argument] = value
            origin[argument] = f"data.{name}"
    return Call(f"keras.datasets.{settings.name}.load_data", kwargs=kwargs, origin=origin)


_DEFAULTS = ("fine", "large")


def class_names(settings: KerasData) -> tuple[str, ...]:
    """Return the names of the classes 0, 1, 2, ...; () where there are none, or Keras has them."""
    if settings.name == "cifar100" and settings.label_mode == "coarse":
        return CIFAR_100_GROUPS
    return SETS[settings.name].classes


def by_hand(settings: KerasData) -> str:
    """Return which files a person may put where instead of a download, as the end of a sentence."""
    found = SETS[settings.name]
    names = [
        name if name == kept else tr("{name} under the name {kept}", name=name, kept=kept)
        for name, kept in found.files
    ]
    return tr("put {files} into the folder {folder}", files=", ".join(names), folder=folder_of(found))


def folder_of(found: KerasSet) -> Path:
    """Return the folder in which Keras stores the files of a data set."""
    home = Path(os.environ.get("KERAS_HOME") or "~/.keras").expanduser()
    if not os.access(home, os.W_OK):
        # as `keras.utils.get_file` does
        temporary = Path("/tmp")  # noqa: S108 - Keras's own choice
        home = (temporary if temporary.is_dir() else Path(tempfile.gettempdir())) / ".keras"
    return home / "datasets" / found.folder


def _same(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, name) for name in names)


_MB = 1_000_000

SETS = {
    "mnist": KerasSet("MNIST", (28, 28), _same("mnist.npz"), 120 * _MB, classes=tuple("0123456789")),
    "fashion_mnist": KerasSet(
        "Fashion-MNIST",
        (28, 28),
        _same(
            "train-labels-idx1-ubyte.gz",
            "train-images-idx3-ubyte.gz",
            "t10k-labels-idx1-ubyte.gz",
            "t10k-images-idx3-ubyte.gz",
        ),
        120 * _MB,
        folder="fashion-mnist",
        classes=FASHION,
    ),
    "cifar10": KerasSet(
        "CIFAR-10",
        (32, 32, 3),
        (("cifar-10-python.tar.gz", "cifar-10-batches-py-target_archive"),),
        400 * _MB,
        classes=CIFAR_10,
    ),
    "cifar100": KerasSet(
        "CIFAR-100",
        (32, 32, 3),
        (("cifar-100-python.tar.gz", "cifar-100-python-target_archive"),),
        400 * _MB,
        arguments=(("label_mode", "label_mode"),),
        classes=CIFAR_100,
    ),
    "imdb": KerasSet(
        "IMDB",
        (),
        _same("imdb.npz"),
        1200 * _MB,
        arguments=(("num_words", "vocabulary"),),
        classes=("negative", "positive"),
    ),
    "reuters": KerasSet(
        "Reuters", (), _same("reuters.npz"), 200 * _MB, arguments=(("num_words", "vocabulary"),)
    ),
    "california_housing": KerasSet(
        "California", (8,), _same("california_housing.npz"), 10 * _MB, arguments=(("version", "version"),)
    ),
}
