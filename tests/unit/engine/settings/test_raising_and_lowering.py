"""A number can be raised and lowered, so its setting says what either does; few numbers are no amounts."""

from collections.abc import Iterator
from types import EllipsisType
from typing import Any, get_args, get_origin

import pytest

from engine.settings.declaration.declare import Section, info_of, literal_values, walk
from engine.settings.declaration.wording import forms
from tests.unit.engine.settings.strategies import all_sections

NO_AMOUNTS = {
    ("RunSettings", "seed"): "another number is another draw, not more of it",
    ("PythonData", "classes"): "a fact about the data",
    ("SeriesData", "season"): "a fact about the data",
    **{(kind, "header"): "a place in the file" for kind in ("TableData", "SeriesData", "TextData")},
    **{(kind, "header_rows"): "a fact about the file" for kind in ("TableData", "SeriesData", "TextData")},
    **{(kind, "first_year"): "a fact about the data" for kind in ("TableData", "SeriesData", "TextData")},
    ("MaskingLayer", "mask_value"): "a mark in the data",
    ("PReLULayer", "shared_axes"): "names of axes",
    ("PermuteLayer", "dims"): "names of axes",
    ("ReshapeLayer", "target_shape"): "a shape for the same values",
    ("FitSettings", "verbose"): "names of ways to print",
}


def parts(annotation: Any) -> Iterator[Any]:
    """The plain types that a value of this type is made of."""
    for form in forms(annotation):
        if get_origin(form) in (tuple, dict):
            items = get_args(form)[1:] if get_origin(form) is dict else get_args(form)
            yield from (part for item in items if not isinstance(item, EllipsisType) for part in parts(item))
        else:
            yield form


def is_number(annotation: Any) -> bool:
    """Whether a value can be a number, or a list or table of numbers, also where only a few are allowed."""
    if any(type(value) in (int, float) for value in literal_values(annotation)):
        return True
    return any(part in (int, float) for part in parts(annotation))


NUMBERS = [
    (section, declared.name)
    for section in all_sections()
    for declared in walk(section)
    if is_number(declared.annotation)
]


def names(item: Any) -> str:
    return item.__name__ if isinstance(item, type) else str(item)


@pytest.mark.parametrize(("section", "name"), NUMBERS, ids=names)
def test_a_number_says_what_raising_and_lowering_it_does(section: type[Section], name: str) -> None:
    info = info_of(section, name)
    reported = [info.lower, info.raise_]
    if (section.__name__, name) in NO_AMOUNTS:
        assert reported == ["", ""]
    else:
        assert all(reported)
        assert info.lower != info.raise_


def test_what_is_no_amount_is_still_there() -> None:
    assert NO_AMOUNTS.keys() <= {(section.__name__, name) for section, name in NUMBERS}
