"""The text of `.ts`, `.tsv` and `.txt` files -> series with their labels.

`.ts` has a header of lines that begin with @, then a line a series: its dimensions between colons, their
values between commas, and the label after the last colon. `.tsv` and `.txt` have the label first, then the
values, between tabs, spaces or commas. "?" and "NaN" are missing values; series may have
different lengths. Filling and padding is left to `labelled`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import DataError
from engine.language import tr

_MISSING = ("?", "nan", "")


def nobody() -> None:
    """Report progress to nobody."""


@dataclass(slots=True)
class Labelled:
    """Series with their labels.

    Attributes:
        series: each (steps, dimensions) float64 with NaN where missing.
        labels: as texts, one a series.
        lines: the line of the file in which each is.
        numbers: whether the file declares its labels as regression targets.
    """

    series: list[NDArray[np.float64]] = field(default_factory=list[NDArray[np.float64]])
    labels: list[str] = field(default_factory=list[str])
    lines: list[int] = field(default_factory=list[int])
    numbers: bool = False

    def add(self, dimensions: list[NDArray[np.float64]], label: str, *, line: int) -> None:
        """Add one series; dimensions that are shorter than the longest one are filled with NaN.

        Args:
            dimensions: each (steps,) float64.
            label: as text.
            line: of the file.
        """
        longest = max(len(values) for values in dimensions)
        whole = np.full((longest, len(dimensions)), np.nan)
        for number, values in enumerate(dimensions):
            whole[: len(values), number] = values
        self.series.append(whole)
        self.labels.append(label)
        self.lines.append(line)


def parse_ts(text: str, name: str, *, look: Callable[[], object] = nobody) -> Labelled:
    """Parse a `.ts` file.

    Args:
        text: of the file.
        name: of the file.
        look: called for each series; may raise.

    Raises:
        DataError: a line is not valid; the sentence names it.
    """
    head, lines = _head(text, name)
    if head.get("timestamps", "false") == "true":
        raise DataError(
            tr(
                "{name} has a time at each value, which cannot be read here; save it without times.",
                name=name,
            )
        )
    numbers = head.get("targetlabel", "false").startswith("true")
    if not numbers and not head.get("classlabel", "true").startswith("true"):
        raise DataError(tr("{name} has no labels, so there is nothing to learn from.", name=name))
    found = Labelled(numbers=numbers)
    for number, line in lines:
        look()
        *dimensions, label = line.split(":")
        if not dimensions or not label.strip():
            raise _broken(name, number, tr("it needs values, a colon and a label"))
        found.add(
            [_values(part.split(","), name=name, line=number) for part in dimensions],
            label.strip(),
            line=number,
        )
    return found


def parse_tsv(text: str, name: str, *, look: Callable[[], object] = nobody) -> Labelled:
    """Parse a `.tsv` or `.txt` file.

    Args:
        text: of the file.
        name: of the file.
        look: called for each series; may raise.

    Raises:
        DataError: a line is not valid; the sentence names it.
    """
    found = Labelled()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        look()
        label, *values = re.split("\t" if "\t" in line else r"[,\s]+", line.strip())
        if not values:
            raise _broken(
                name, number, tr("it needs a label and then values, with tabs, spaces or commas between them")
            )
        found.add([_values(values, name=name, line=number)], label.strip(), line=number)
    return found


def _head(text: str, name: str) -> tuple[dict[str, str], Iterator[tuple[int, str]]]:
    """Return what the lines with @ say, in lower case, and the lines after @data with their numbers."""
    head: dict[str, str] = {}
    lines = ((number, line.strip()) for number, line in enumerate(text.splitlines(), start=1))
    lines = ((number, line) for number, line in lines if line and not line.startswith("#"))
    for _, line in lines:
        if line.casefold() == "@data":
            return head, lines
        key, _, value = line.casefold().removeprefix("@").partition(" ")
        head[key] = value.strip()
    raise DataError(tr("{name} has no line @data, so it is no file of this kind.", name=name))


def _values(parts: list[str], *, name: str, line: int) -> NDArray[np.float64]:
    try:
        values = [np.nan if part.strip().casefold() in _MISSING else float(part) for part in parts]
    except ValueError as error:
        wrong = str(error).partition(": ")[2]
        raise _broken(name, line, tr("{text} is no number", text=wrong[:60])) from error
    return np.where(np.abs(values) <= float(np.finfo(np.float32).max), values, np.nan)


def _broken(name: str, line: int, reason: str) -> DataError:
    return DataError(
        tr("Line {line} of {name} cannot be read: {reason}.", line=line, name=name, reason=reason)
    )
