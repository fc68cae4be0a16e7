"""The parts of the data among the arrays of a file, by their names: x_train, x_val, x_test.

Two arrays belong together where their names are the same beside the word for the part. Which array holds the
training inputs is decided in `names`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engine.data.arrays.file import Member
from engine.data.folders.part_names import part_of
from engine.data.problems import PARTS, noted
from engine.data.reading.context import PartName
from engine.language import tr

_STEM = "x|y|data|images?|inputs?|features?|samples?|labels?|targets?|weights?|lengths?"
_GLUED = re.compile(rf"^(train|test|valid|val)({_STEM})$|^({_STEM})(train|test|valid|val)$")


@dataclass(frozen=True, slots=True)
class NamedPart:
    """The arrays of one part, by name.

    Attributes:
        part: which part.
        x: the inputs.
        y: the targets.
    """

    part: PartName
    x: str
    y: str


def stem_and_part(name: str) -> tuple[str, PartName | None]:
    """Return what a name says beside the part, and the part: ("x", "test") for "X_test", "testX", "test_x".

    Args:
        name: of an array.

    Returns:
        The rest of the name in small letters; the part, None where the name has none.
    """
    words = [word for word in re.split(r"[\s_\-./]+", name.casefold()) if word]
    if len(words) == 1 and (glued := _GLUED.match(words[0])):
        words = [word for word in glued.groups() if word]
    parts: list[PartName] = [part for word in words if (part := part_of(word)) is not None]
    if len(parts) != 1 or len(words) < 2:
        return "_".join(words), None
    return "_".join(word for word in words if part_of(word) is None and word != "set"), parts[0]


def counterpart(name: str, part: PartName, *, found: Mapping[str, Member]) -> str:
    """Return the array that is for `part` what `name` is for training; "" where there is none.

    Args:
        name: of an array.
        part: the other part.
        found: the arrays of the file, by name.
    """
    wanted = (stem_and_part(name)[0], part)
    return next((other for other in found if other != name and stem_and_part(other) == wanted), "")


def parts_of(x_name: str, y_name: str, *, found: Mapping[str, Member]) -> tuple[list[NamedPart], list[str]]:
    """Return the other parts of the data in a file, and notes on those that do not fit.

    Args:
        x_name: of the training inputs.
        y_name: of the training targets.
        found: the arrays of the file, by name.

    Returns:
        The parts with inputs and targets of the shape and kind of the training part; sentences for people.
    """
    kept: list[NamedPart] = []
    notes: list[str] = []
    for part in ("validation", "test"):
        x, y = counterpart(x_name, part, found=found), counterpart(y_name, part, found=found)
        if not x and not y:
            continue
        reason = _reason(x, y, found, like=(found[x_name], found[y_name]))
        if reason:
            names = ", ".join(filter(None, (x, y)))
            notes.append(noted(tr("Not used: {names}. {reason}", names=names, reason=reason), PARTS))
        else:
            kept.append(NamedPart(part, x, y))
    return kept, notes


def _reason(x: str, y: str, found: Mapping[str, Member], *, like: tuple[Member, Member]) -> str:
    """Return why a part cannot be used, "" where it can."""
    if not x or not y:
        return tr("A part needs inputs and targets.")
    inputs, targets = found[x], found[y]
    if inputs.shape[1:] != like[0].shape[1:] or inputs.dtype.kind != like[0].dtype.kind:
        return tr("Its inputs have another shape or type than those of training.")
    if targets.shape[1:] != like[1].shape[1:] or _kind(targets) != _kind(like[1]):
        return tr("Its targets have another shape or type than those of training.")
    if not inputs.shape or not targets.shape or inputs.shape[0] != targets.shape[0] or not inputs.shape[0]:
        return tr("It has other numbers of inputs and targets.")
    return ""


def _kind(member: Member) -> str:
    return "text" if member.dtype.kind in "USO" else "number"


def part_sentences(parts: list[NamedPart]) -> list[str]:
    """Return the sentences that say which arrays are which part."""
    notes: list[str] = []
    alone = (tr("Leave other parts alone"), "data.parts=false")
    for one in parts:
        if one.part == "validation":
            said = tr("{x} and {y} validate, so there is no validation share.", x=one.x, y=one.y)
        else:
            said = tr("{x} and {y} are the test part: neither trained nor validated on.", x=one.x, y=one.y)
        notes.append(noted(said, PARTS, cure=alone))
    return notes
