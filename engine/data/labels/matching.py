"""How rows name files: by the last parts of their path, with or without ending, in any case where need be.

Tables come from other machines, with absolute paths, backslashes, another Unicode form or another case of the
ending. One way is used for all rows: the longest common tail that meets most files.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from engine.settings.data.sections import Rules

_DEEPEST = 4
_SAMPLE = 500
UPLOAD = "^[0-9a-f]{8}-"
"""What stands before the name of a file that was uploaded to Label Studio, in a way of depth 1."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a value becomes the key of a file.

    Attributes:
        depth: how many parts of the path, from its end; 0 for the whole value.
        stem: whether the ending of the name is left away.
        fold: whether the case of letters does not matter.
        upload: whether the eight signs are left away that Label Studio puts before the name of an upload.
        plain: whether the value is compared as it is, without another slash, Unicode form or %20.
    """

    depth: int = 0
    stem: bool = False
    fold: bool = False
    plain: bool = False
    upload: bool = False

    def key(self, name: str) -> str:
        """Return the key of a path in a row or of a file."""
        if not self.plain:
            name = unquote(name) if "%" in name else name  # an address, as exports have them
            name = unicodedata.normalize("NFC", name).replace("\\", "/")
        if self.depth:
            name = "/".join(name.rstrip("/").split("/")[-self.depth :])
        if self.upload:
            name = re.sub(UPLOAD, "", name)
        if self.stem:
            head, slash, last = name.rpartition("/")
            stem = last.rpartition(".")[0]
            name = f"{head}{slash}{stem or last}"
        return name.casefold() if self.fold else name


def ways(names: Sequence[str], rules: Rules) -> tuple[Way, ...]:
    """Return the ways that are tried, the strictest first.

    Args:
        names: the files' paths below their folder.
        rules: the reading rules of the data.
    """
    if rules == "version_2":
        return (Way(plain=True), Way(1, plain=True), Way(1, stem=True, plain=True))
    deepest = min(max((name.count("/") + 1 for name in names), default=1), _DEEPEST)
    depths = range(deepest, 0, -1)
    return (
        *(
            Way(depth, stem=stem, fold=fold)
            for fold in (False, True)
            for stem in (False, True)
            for depth in depths
        ),
        Way(1, upload=True),
    )


def matches(values: Iterable[str], names: Iterable[str], *, way: Way) -> int:
    """Return how many different files the values name in one way.

    Args:
        values: of a column.
        names: the files' paths below their folder.
        way: how both are compared.
    """
    return len({way.key(value) for value in values if value} & {way.key(name) for name in names})


def best_way(values: Sequence[str], names: Sequence[str], *, rules: Rules) -> tuple[Way, int]:
    """Return the way in which the values name most files, and how many; of equal ones the strictest.

    Args:
        values: of a column.
        names: the files' paths below their folder.
        rules: the reading rules of the data.
    """
    found = [(way, matches(values, names, way=way)) for way in ways(names, rules)]
    return max(found, key=lambda one: one[1])


def naming_column(
    columns: Sequence[tuple[str, Sequence[str]]], names: Sequence[str], *, rules: Rules
) -> tuple[str, Way] | None:
    """Return the column whose values name most files, and how; None where none names any.

    Args:
        columns: names and values.
        names: the files' paths below their folder.
        rules: the reading rules of the data.
    """
    if rules == "version_2":
        scored = [
            (matches(values, names, way=way), name, way)
            for name, values in columns
            for way in ways(names, rules)
        ]
        best = max(scored, key=lambda one: one[0], default=(0, "", Way()))
        return (best[1], best[2]) if best[0] else None
    loose = (Way(1, fold=True), Way(1, stem=True, fold=True), Way(1, fold=True, upload=True))
    keys = [{way.key(name) for name in names} for way in loose]
    best_name, most = "", 0
    for name, values in columns:
        sample = values[:_SAMPLE]
        hits = max(
            len({way.key(value) for value in sample if value} & known)
            for way, known in zip(loose, keys, strict=True)
        )
        if hits > most:
            best_name, most = name, hits
    if not most:
        return None
    way, _ = best_way(dict(columns)[best_name], names, rules=rules)
    return best_name, way
