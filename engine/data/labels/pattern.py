"""Classes in the names of files: cat.001.jpg, dog_12.png, 03-owl.png.

A pattern has LABEL where the class stands, and * for anything: "LABEL.*", "*_LABEL"; "LABEL#" has digits
behind the class. It is set, or found where a usual one fits every file and leaves few classes of several
files each.
"""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

LABEL = "LABEL"
_USUAL = tuple(f"{LABEL}{sign}*" for sign in (".", "_", "-", " ", "(")) + tuple(
    f"*{sign}{LABEL}" for sign in ("_", "-", ".", " ")
)
_NUMBERED = f"{LABEL}#"
"""A class and then digits alone: cat12.jpg."""
_FEWEST = 4  # files of a class on average, so that names do not become classes
_MOST = 200


def label_in(name: str, pattern: str) -> str:
    """Return the class in the name of a file; "" where the pattern does not fit.

    Args:
        name: the path of the file.
        pattern: with LABEL in it.
    """
    found = re.fullmatch(expression(pattern), PurePosixPath(name).stem)
    return found[1].strip() if found else ""


def pattern_of(names: Sequence[str]) -> str:
    """Return the usual pattern that fits all names; "" where none does.

    Args:
        names: the paths of the files.
    """
    best, fewest = "", _MOST + 1
    for pattern in (*_USUAL, _NUMBERED):
        labels = Counter(label_in(name, pattern) for name in names)
        several = min(labels.values(), default=0) >= 2 and len(names) >= _FEWEST * len(labels)
        words = not any(re.fullmatch(r"[\d\W_]*", label) for label in labels)
        if several and words and 2 <= len(labels) < fewest:
            best, fewest = pattern, len(labels)
    return best


def expression(pattern: str) -> str:
    """Return a pattern as a regular expression, whose first group is the class.

    Args:
        pattern: with LABEL in it.
    """
    before, _, after = pattern.partition(LABEL)
    behind = r"\d+" if after == "#" else _plain(after)
    return f"{_plain(before)}(.+?){behind}"


def _plain(text: str) -> str:
    return ".*".join(re.escape(piece) for piece in text.split("*"))
