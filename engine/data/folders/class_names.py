"""Names of class folders: the same class in another part, and folders that are no classes.

Names are the same in any Unicode form; case and spaces around them count only where they decide.
"""

import unicodedata
from collections.abc import Iterable, Sequence

from engine.data.problems import DataError
from engine.language import tr

_PICTURES = frozenset({"images", "image", "imgs", "img", "jpegimages", "pngimages", "photos", "pictures"})
_MARKS = frozenset(
    {"labels", "label", "masks", "mask", "annotations", "annotation", "gt", "ground_truth", "groundtruth"}
    | {"segmentationclass", "segmentationobject", "segmentation", "segmentations", "imagesets"}
)
_WITHOUT_LABEL = frozenset({"unsup", "unlabeled", "unlabelled"})


def normalized(name: str) -> str:
    """Return a name in the one Unicode form (NFC) in which names are compared: macOS writes another one."""
    return unicodedata.normalize("NFC", name)


class ClassNumbers:
    """The numbers of classes by the names of their folders.

    Args:
        names: of the classes 0, 1, 2, ...
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._exact = {normalized(name): number for number, name in enumerate(names)}
        loose = [_loose(name) for name in self._exact]
        self._loose = {
            _loose(name): number for name, number in self._exact.items() if loose.count(_loose(name)) == 1
        }

    def get(self, name: str) -> int | None:
        """Return the class of a folder; None where it is none of them, or may be several."""
        found = self._exact.get(normalized(name))
        return self._loose.get(_loose(name)) if found is None else found


def _loose(name: str) -> str:
    return normalized(name).strip().casefold()


def refuse_marked_pictures(names: Sequence[str], *, root: str) -> None:
    """Refuse folders of pictures with what is marked in them: they are no classes.

    Args:
        names: of all sub-folders.
        root: the name of the folder, for the sentence.

    Raises:
        DataError: the sub-folders are pictures and their boxes, outlines or masks.
    """
    plain = {_loose(name): name for name in names}
    pictures, marks = sorted(plain.keys() & _PICTURES), sorted(plain.keys() & _MARKS)
    if pictures and marks and len(pictures) + len(marks) == len(plain):
        raise DataError(
            tr(
                "In {root} the sub-folder {pictures} has pictures and {marks} what is marked in them (boxes,"
                " outlines or masks: object detection, segmentation), and a model here gives one class for"
                " each picture; put the pictures of each class into a folder of its own.",
                root=root,
                pictures=plain[pictures[0]],
                marks=plain[marks[0]],
            )
        )


def without_label(train: Sequence[str], others: Iterable[str]) -> tuple[str, ...]:
    """Return the folders of a training part that hold examples without a class, such as unsup of IMDB.

    Args:
        train: the sub-folders of the training part.
        others: those of the other parts.
    """
    elsewhere = {_loose(name) for name in others}
    return tuple(name for name in train if _loose(name) in _WITHOUT_LABEL - elsewhere)
