"""A folder whose sub-folders are the parts of the data: train and validation, and test, which is not used.

Each part has one sub-folder a class, as a folder without parts has (`files`).
"""

from dataclasses import dataclass, replace
from pathlib import Path

from engine.data.images.files import FoundImages, class_folders, images_in
from engine.data.reading.context import Reading
from engine.language import tr

_TRAIN = ("train", "training")
_VALIDATION = ("val", "valid", "validation")
_TEST = ("test", "testing")


@dataclass(frozen=True, slots=True)
class Parts:
    """The sub-folders of the parts, by name.

    Attributes:
        train: of the training part.
        validation: of the validation part.
        test: of the test part; "" where there is none.
    """

    train: str
    validation: str
    test: str = ""


def parts_in(root: Path) -> Parts | None:
    """Return the parts of a folder; None where its sub-folders are anything else, so classes."""
    names = [path.name for path in class_folders(root)]
    named = {
        part: [name for name in names if name.casefold() in known]
        for part, known in (("train", _TRAIN), ("validation", _VALIDATION), ("test", _TEST))
    }
    train, validation, test = named["train"], named["validation"], named["test"]
    if len(train) != 1 or len(validation) != 1 or len(train + validation + test) != len(names):
        return None
    return Parts(train[0], validation[0], test[0] if test else "")


def images_of_parts(root: Path, parts: Parts, *, reading: Reading) -> FoundImages:
    """Return the images that train, then those that validate.

    Args:
        root: the folder.
        parts: its sub-folders.
        reading: as in `images_in`.

    Raises:
        DataError: as in `images_in`.
        LoadCancelled: `reading` was cancelled.
    """
    train = images_in(root / parts.train, reading, base=root)
    validation = images_in(root / parts.validation, reading, base=root, known=train.names)
    notes = [
        tr(
            "The sub-folder {train} trains and {validation} validates, so there is no validation share.",
            train=parts.train,
            validation=parts.validation,
        )
    ]
    if parts.test:
        notes.append(tr("The sub-folder {test} is left alone.", test=parts.test))
    return FoundImages(
        names=train.names,
        files=[*train.files, *(replace(found, is_validation=True) for found in validation.files)],
        left_out=[*train.left_out, *validation.left_out],
        notes=tuple(notes),
    )
