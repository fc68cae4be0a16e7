"""Results in words, the same in the window, in a report and on the command line: numbers and sentences.

Which numbers these are is left to `engine.evaluate.words` and `engine.report.run_words`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Literal, Protocol

from engine.language import percent, tr, tr_later, with_minus

Things = Literal["pictures", "texts", "rows", "windows", "examples"]
Part = Literal["validation", "test", "train", ""]

_COUNTED = {
    ("validation", "pictures"): tr_later("{count} validation pictures"),
    ("validation", "texts"): tr_later("{count} validation texts"),
    ("validation", "rows"): tr_later("{count} validation rows"),
    ("validation", "windows"): tr_later("{count} validation windows"),
    ("validation", "examples"): tr_later("{count} validation examples"),
    ("test", "pictures"): tr_later("{count} test pictures"),
    ("test", "texts"): tr_later("{count} test texts"),
    ("test", "rows"): tr_later("{count} test rows"),
    ("test", "windows"): tr_later("{count} test windows"),
    ("test", "examples"): tr_later("{count} test examples"),
    ("train", "pictures"): tr_later("{count} training pictures"),
    ("train", "texts"): tr_later("{count} training texts"),
    ("train", "rows"): tr_later("{count} training rows"),
    ("train", "windows"): tr_later("{count} training windows"),
    ("train", "examples"): tr_later("{count} training examples"),
    ("", "pictures"): tr_later("{count} pictures"),
    ("", "texts"): tr_later("{count} texts"),
    ("", "rows"): tr_later("{count} rows"),
    ("", "windows"): tr_later("{count} windows"),
    ("", "examples"): tr_later("{count} examples"),
}


_THINGS: dict[str, Things] = {"images": "pictures", "text": "texts", "table": "rows", "series": "windows"}


_UNIT = re.compile(r"[(\[]\s*([^()\[\]]{1,12}?)\s*[)\]]\s*$")


class _Written(Protocol):
    """Writes a number; `sign` is whether its unit stands behind it."""

    def __call__(self, number: float, /, *, sign: bool = True) -> str: ...


def amount(number: float, *, unit: str = "", digits: int = 4) -> str:
    """Write an amount with a few digits, thousands separated, and its unit behind it.

    Args:
        number: Any float; NaN is a dash.
        unit: Such as "€" or "°C"; "" for none.
        digits: How many digits a small number has; of a large one no digit is rounded off before the point.
    """
    if not math.isfinite(number):
        return "–"
    size = abs(number)
    places = 0 if size == 0 else max(digits - 1 - math.floor(math.log10(size)), 0)
    text = f"{number:.3g}" if size and (size < 1e-4 or size >= 1e9) else f"{number:,.{min(places, 8)}f}"
    return f"{with_minus(text)} {unit}".rstrip()


def things_of(kind: str, *, pictures: bool = False) -> Things:
    """Return what the examples of a kind of data are called.

    Args:
        kind: The kind, such as "images".
        pictures: Whether they are shown as pictures, as those of arrays can be.
    """
    return "pictures" if pictures else _THINGS.get(kind, "examples")


def counted(count: int, *, part: Part = "validation", things: Things = "examples") -> str:
    """Say how many examples of which part: "1,000 validation pictures"."""
    return tr(_COUNTED[part, things], count=f"{count:,}")


def accuracy_sentence(
    share: float,
    *,
    count: int,
    interval: tuple[float, float] | None = None,
    part: Part = "validation",
    things: Things = "examples",
    epoch: int | None = None,
) -> str:
    """Say which share of the answers is right.

    Args:
        share: Accuracy, 0 to 1.
        count: How many examples were answered.
        interval: Ends of its 95 % interval; None leaves it out.
        part: Which part of the data they are; "" for other data.
        things: What they are.
        epoch: Of the model, from 1; None leaves it out.
    """
    text = tr(
        "{share} of {examples} right",
        share=percent(share),
        examples=counted(count, part=part, things=things),
    )
    return _with_details(text, _interval(interval, percent), epoch)


def error_sentence(
    name: str,
    value: float,
    *,
    count: int,
    interval: tuple[float, float] | None = None,
    unit: str = "",
    target: str = "",
    part: Part = "validation",
    things: Things = "examples",
    epoch: int | None = None,
) -> str:
    """Say how large an error is, in the target's unit.

    Args:
        name: Of the error, as it is shown, such as "Mean absolute error".
        value: The error.
        count: Over how many examples.
        interval: Ends of its 95 % interval; None leaves it out.
        unit: Of the target; "" for none.
        target: Its name; "" leaves it out.
        part: Which part of the data they are; "" for other data.
        things: What they are.
        epoch: Of the model, from 1; None leaves it out.
    """
    text = tr(
        "{error} {value} on {examples}",
        error=tr("{error} of {target}:", error=name, target=target) if target else f"{name}:",
        value=amount(value, unit=unit),
        examples=counted(count, part=part, things=things),
    )

    def written(number: float, *, sign: bool = True) -> str:
        return amount(number, unit=unit if sign else "")

    return _with_details(text, _interval(interval, written), epoch)


def errors_sentence(
    name: str,
    values: Sequence[tuple[str, float, str]],
    *,
    count: int,
    part: Part = "validation",
    things: Things = "examples",
    epoch: int | None = None,
) -> str:
    """Say how large the errors of several targets are, each in its unit.

    Args:
        name: Of the error, as it is shown, such as "Mean absolute error".
        values: Name, error and unit of each target.
        count: Over how many examples.
        part: Which part of the data they are; "" for other data.
        things: What they are.
        epoch: Of the model, from 1; None leaves it out.
    """
    text = tr(
        "{error} {value} on {examples}",
        error=f"{name}:",
        value=", ".join(f"{target} {amount(value, unit=unit)}" for target, value, unit in values),
        examples=counted(count, part=part, things=things),
    )
    return _with_details(text, "", epoch)


def unit_in(name: str) -> str:
    """Return the unit in brackets at the end of the name of a column, as in "Mass (kg)"; "" for none."""
    found = _UNIT.search(name)
    return "" if found is None else found[1]


def over_targets(count: int) -> str:
    """Return the name of the mean of the errors of several targets.

    Args:
        count: How many targets.
    """
    return tr("Mean absolute error over {count} targets", count=count)


def with_unit(name: str, unit: str) -> str:
    """Return a name with its unit in brackets, which it may have already.

    Args:
        name: Of a column.
        unit: Of its values; "" for none.
    """
    return f"{name} ({unit})" if unit and not {f"({unit})", f"[{unit}]"} & set(name.split()) else name


def _interval(interval: tuple[float, float] | None, written: _Written) -> str:
    if interval is None or not all(map(math.isfinite, interval)):
        return ""
    return tr("95 %: {low} to {high}", low=written(interval[0], sign=False), high=written(interval[1]))


def _with_details(text: str, interval: str, epoch: int | None) -> str:
    if interval:
        text = tr("{result} ({interval})", result=text, interval=interval)
    return text if epoch is None else tr("{result}, epoch {epoch}", result=text, epoch=epoch)
