"""Values go back into the objects that are there, keep what they share, and make no class from a file."""

from __future__ import annotations

import datetime as dt
import functools
import json
import random
from collections import Counter, OrderedDict, defaultdict, deque
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import keras
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine.run.state.values.pack import Packer, Scope, pack
from engine.run.state.values.restore import Unpacker, unpack
from engine.run.state.values.stateless import description, needs_nothing
from engine.run.state.values.value_paths import may_be_set

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.binary(max_size=5)
    | st.complex_numbers(allow_nan=False)
    | st.fractions()
    | st.decimals(allow_nan=False)
    | st.datetimes()
    | st.timedeltas()
)
KEYS = st.integers() | st.text(max_size=3) | st.tuples(st.integers(), st.booleans())
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
        | st.lists(inner, max_size=3).map(lambda items: deque(items, maxlen=7))
        | st.dictionaries(KEYS, inner, max_size=3)
        | st.dictionaries(KEYS, inner, max_size=3).map(OrderedDict)
        | st.dictionaries(KEYS, inner, max_size=3).map(lambda items: defaultdict(list, items))
        | st.dictionaries(KEYS, st.integers(), max_size=3).map(Counter)
        | st.sets(KEYS, max_size=3)
        | st.frozensets(KEYS, max_size=3)
    ),
    max_leaves=12,
)


@dataclass
class Window:
    size: int = 2
    values: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Best:
    value: float = 1.0


class Pair(NamedTuple):
    left: Any
    right: Any


def moved(
    before: dict[str, Any], after: dict[str, Any], *, module: str = ""
) -> tuple[dict[str, Any], list[str]]:
    """What `before` has become after a way through a file into `after`, and what was left out."""
    arrays: dict[str, NDArray[Any]] = {}
    scope = Scope(module=module)
    Packer({}, scope, prefix="p").fields(after, "", shown="")  # what a resume has there
    scope.known = scope.seen
    packer = Packer(arrays, scope, prefix="p")
    packed = json.loads(json.dumps(packer.fields(before, "", shown="")))
    unpacker = Unpacker(arrays, module=module)
    found = unpacker.fields(packed, after, place="")
    assert unpacker.missed == []
    return found, packer.left_out


@given(VALUES)
def test_data_come_back_equal_and_of_the_same_types(value: Any) -> None:
    arrays: dict[str, NDArray[Any]] = {}
    found = unpack(json.loads(json.dumps(pack({"it": value}, arrays, prefix="p"))), arrays)["it"]
    assert found == value
    assert str(type(found)) == str(type(value))
    assert repr(found) == repr(value) or isinstance(value, set | frozenset) or "{" in repr(value)


@pytest.mark.parametrize(
    "value",
    [
        Decimal("1.50"),
        Fraction(1, 3),
        dt.date(2024, 2, 29),
        np.array(["a", "bc"]),
        np.datetime64("2024-01-01"),
    ],
    ids=repr,
)
def test_other_kinds_come_back(value: Any) -> None:
    found, left_out = moved({"it": value}, {"it": None})
    assert repr(found["it"]) == repr(value)
    assert left_out == []


def test_what_is_there_is_filled_and_not_replaced() -> None:
    there: dict[str, Any] = {
        "list": [1],
        "dict": {"a": [2]},
        "set": {3},
        "deque": deque([4], 9),
        "array": np.zeros(2),
        "window": Window(),
    }
    inner, view = there["dict"]["a"], there["array"][1:]
    before = {
        "list": [5, 6],
        "dict": {"a": [7, 8]},
        "set": set[int](),
        "deque": deque([9], 9),
        "array": np.ones(2),
        "window": Window(3, [0.5]),
    }
    found, left_out = moved(before, there)
    assert left_out == []
    for name, value in there.items():
        assert found[name] is value, name
    assert inner == [7, 8]
    assert view.tolist() == [1.0]
    assert there["window"] == Window(3, [0.5])


def test_what_was_shared_is_shared_again_and_what_was_not_is_not() -> None:
    rng = np.random.default_rng(1)
    items = [1, 2]
    before = {"first": rng, "second": [rng], "left": items, "right": items, "other": [9]}
    same = [0]
    found, _ = moved(
        before, {"first": np.random.default_rng(2), "second": [], "left": same, "right": [], "other": same}
    )
    assert found["second"][0] is found["first"]
    assert found["left"] is found["right"] is same
    assert found["left"] == [1, 2]
    assert found["other"] == [9]
    assert found["first"].random() == rng.random()


def test_a_value_that_holds_itself() -> None:
    before: list[Any] = [1]
    before.append(before)
    found, _ = moved({"it": before}, {"it": []})
    assert found["it"][1] is found["it"]


def test_a_frozen_value_that_others_may_hold_stays_as_it_is() -> None:
    default = Best()
    found, _ = moved({"best": Best(0.25), "stage": Pair(1, [2])}, {"best": default, "stage": Pair(0, [])})
    assert found == {"best": Best(0.25), "stage": Pair(1, [2])}
    assert default == Best(1.0)


@pytest.mark.parametrize(
    "value",
    [[Window()], {"a": Best()}, {Best()}, Pair(1, 2), defaultdict(lambda: 3)],
    ids=["list", "dict", "set", "named tuple", "defaultdict"],
)
def test_what_a_resume_would_have_no_class_for_is_named(value: Any) -> None:
    found, left_out = moved({"it": value}, {"it": None})
    assert found == {}
    assert left_out == ["it"]


def test_spawned_generators_go_on() -> None:
    before, after = np.random.default_rng(5), np.random.default_rng(5)
    before.spawn(3)
    found, _ = moved({"it": before}, {"it": after})
    assert found["it"] is after
    assert after.spawn(1)[0].random() == before.spawn(1)[0].random()


def test_no_state_puts_behaviour_in_the_place_of_data() -> None:
    assert may_be_set(Window(), "size")
    for name in ("__class__", "__dict__", "__eq__", "not a name", "a.b"):
        assert not may_be_set(Window(), name), name
    assert not may_be_set([], "append")


def test_functions_hold_nothing_unless_they_count() -> None:
    count, factor = 0, 2

    def counts() -> int:
        nonlocal count
        count += 1
        return count

    def multiplies(value: int) -> int:
        return factor * value

    def remembers(value: int, seen: list[int] = []) -> list[int]:  # noqa: B006 - what is looked for
        seen.append(value)
        return seen

    def known(_value: object) -> bool:
        return False

    rng = np.random.default_rng(1)
    assert needs_nothing(multiplies, known)
    assert needs_nothing(np.tanh, known)
    assert needs_nothing(len, known)
    assert not needs_nothing(counts, known)
    assert not needs_nothing(remembers, known)
    assert not needs_nothing(rng.normal, known)
    assert needs_nothing(rng.normal, lambda value: value is rng)
    assert not needs_nothing(iter([1]), known)
    for function in (np.mean, random.random, keras.activations.relu, functools.partial(np.mean, axis=0)):
        assert needs_nothing(function, known), function
    assert not needs_nothing(random.Random(1).random, known)


def test_another_function_in_the_place_of_one_is_seen() -> None:
    def made(factor: float) -> Any:
        return lambda value: factor * value

    first = made(2.0)
    assert description(first) == description(first)
    assert description(first) != description(made(3.0))
    assert description(range(3)) != description(range(4))
    assert description(np.tanh) != description(np.sin)
