from typing import Annotated, Literal

import pytest
from pydantic import Field

from engine.settings.declaration.declare import Section, setting, walk
from gui.forms.editors.declared_types import Bounds, allows_none, bounds_of, element, members, number_of

Positive = Annotated[int, Field(ge=1)]


class Example(Section):
    share: float = setting(0.5, title="Share", help="A share.", ge=0.0, lt=1.0)
    steps: Positive | None = setting(None, title="Steps", help="Steps.")
    rate: Annotated[float, Field(gt=0)] = setting(0.1, title="Rate", help="A rate.", le=100.0)
    free: float | None = setting(None, title="Free", help="Any number.")
    units: tuple[Positive, ...] = setting((1,), title="Units", help="Units.")


@pytest.mark.parametrize(
    ("name", "bounds"),
    [
        ("share", Bounds(0, 1, high_open=True)),
        ("steps", Bounds(low=1)),
        ("rate", Bounds(0, 100, low_open=True)),
        ("free", Bounds()),
        ("units", Bounds(low=1)),
    ],
)
def test_bounds_are_found_wherever_they_are_declared(name: str, bounds: Bounds) -> None:
    (declared,) = [declared for declared in walk(Example) if declared.name == name]
    assert bounds_of(declared) == bounds


def test_bounds_know_their_open_ends() -> None:
    bounds = Bounds(0, 1, low_open=True)
    assert [bounds.allow(number) for number in (-1, 0, 0.5, 1, 2)] == [False, False, True, True, False]


def test_only_numbers_above_zero_are_decades() -> None:
    assert Bounds(low=0, low_open=True).are_decades
    assert not Bounds(low=0).are_decades
    assert not Bounds().are_decades


def test_types_are_taken_apart() -> None:
    assert members(Positive | None) == (int,)
    assert members(Literal["epoch"] | Positive) == (Literal["epoch"], int)
    assert members(bool) == (bool,)
    assert allows_none(float | None)
    assert not allows_none(float)
    assert element(tuple[Positive, ...]) is int
    assert element(int) is None
    assert number_of(tuple[Positive, ...] | None) is int
    assert number_of(bool) is None
    assert number_of(Literal[1, 3]) is None
