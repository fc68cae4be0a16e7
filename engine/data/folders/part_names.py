"""Which part of the data a folder, a key or a file is for, by its name: train, validation or test.

Names are compared as people write them: in any case and Unicode form, with or without "set" or "data", and
with any sign between the words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from engine.data.folders.class_names import normalized
from engine.data.problems import DataError
from engine.data.reading.context import PartName
from engine.language import tr

_NAMES: dict[PartName, frozenset[str]] = {
    "train": frozenset({"train", "training", "trn", "tr", "학습", "훈련", "학습용", "훈련용", "트레인"}),
    "validation": frozenset(
        {"val", "valid", "validation", "validate", "validating", "dev", "development", "eval", "evaluation"}
        | {"검증", "검증용", "밸리데이션"}
    ),
    "test": frozenset(
        {"test", "testing", "tst", "te", "holdout", "테스트", "시험", "시험용", "테스트용", "평가", "평가용"}
    ),
}
_BESIDE = frozenset(
    {"", "set", "data", "dataset", "split", "images", "imgs", "texts", "세트", "셋", "데이터"}
)
_ENDINGS = ("dataset", "set", "data", "데이터셋", "데이터세트", "데이터", "세트", "셋")


@dataclass(frozen=True, slots=True)
class PartFolders:
    """The sub-folders of the parts, by name.

    Attributes:
        train: of the training part.
        validation: of the validation part; "" where there is none.
        test: of the test part; "" where there is none.
        unused: sub-folders beside the parts, and parts without classes.
    """

    train: str
    validation: str = ""
    test: str = ""
    unused: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[tuple[PartName, str], ...]:
        """The parts that there are, with their folders, the training part first."""
        every: tuple[tuple[PartName, str], ...] = (
            ("train", self.train),
            ("validation", self.validation),
            ("test", self.test),
        )
        return tuple((part, name) for part, name in every if name)


def part_of(name: str) -> PartName | None:
    """Return the part that a name says, and nothing else: "Training", "test_set", "검증 데이터".

    Args:
        name: of a folder, without its path.

    Returns:
        The part; None for any other name, such as that of a class.
    """
    words = [word for word in re.split(r"[\s_\-.]+", _plain(name)) if word]
    found: set[PartName] = {part for word in words if (part := _part_of_word(word)) is not None}
    others = [word for word in words if _part_of_word(word) is None and word not in _BESIDE]
    return next(iter(found)) if len(found) == 1 and not others else None


def part_folders(names: Iterable[str], *, root: str) -> PartFolders | None:
    """Return the parts that the sub-folders of a folder are.

    Args:
        names: of all sub-folders that may be data.
        root: the name of the folder, for the sentence.

    Returns:
        The parts, where all sub-folders are parts and one of them trains, or where one trains and another is
        named alike but for the part ("seg_train", "seg_test"); None where they are anything else.

    Raises:
        DataError: two sub-folders are named for one part.
    """
    every = list(names)
    by_part: dict[PartName, str] = {}
    for name in every:
        part = part_of(name)
        if part is None:
            return _named_alike(every)
        if part in by_part:
            raise DataError(
                tr(
                    "The sub-folders {first} and {second} of {root} are named for the same part; rename one"
                    " of them, or switch “Folders of parts” off to take them as classes.",
                    first=by_part[part],
                    second=name,
                    root=root,
                ),
                path="data.parts",
            )
        by_part[part] = name
    if "train" not in by_part:
        return None
    return PartFolders(by_part["train"], by_part.get("validation", ""), by_part.get("test", ""))


def _named_alike(names: list[str]) -> PartFolders | None:
    """Return the parts among folders of any names: a training part, and another one named like it."""
    alike: dict[tuple[str, ...], dict[PartName, list[str]]] = {}
    for name in names:
        words = [word for word in re.split(r"[\s_\-.\d]+", _plain(name)) if word]
        parts: list[PartName] = [part for word in words if (part := _part_of_word(word)) is not None]
        rest = tuple(word for word in words if _part_of_word(word) is None and word not in _BESIDE)
        if len(parts) == 1:
            alike.setdefault(rest, {}).setdefault(parts[0], []).append(name)
    for found in alike.values():
        if "train" in found and len(found) > 1 and all(len(same) == 1 for same in found.values()):
            named = [same[0] for same in found.values()]
            unused = tuple(name for name in names if name not in named)
            first = {part: same[0] for part, same in found.items()}
            return PartFolders(first["train"], first.get("validation", ""), first.get("test", ""), unused)
    return None


def part_folders_before(names: Iterable[str]) -> PartFolders | None:
    """Return the parts by the reading rules of version 2: train and validation, the test part left alone."""
    known = {
        "train": ("train", "training"),
        "validation": ("val", "valid", "validation"),
        "test": ("test", "testing"),
    }
    every = list(names)
    named = {part: [name for name in every if name.casefold() in usual] for part, usual in known.items()}
    train, validation, test = named["train"], named["validation"], named["test"]
    if len(train) != 1 or len(validation) != 1 or len(train + validation + test) != len(every):
        return None
    return PartFolders(train[0], validation[0], test[0] if test else "")


def _plain(name: str) -> str:
    return normalized(name).casefold().strip()


def _part_of_word(word: str) -> PartName | None:
    for ending in ("", *_ENDINGS):
        stem = word.removesuffix(ending) if ending else word
        for part, names in _NAMES.items():
            if stem in names:
                return part
    return None
