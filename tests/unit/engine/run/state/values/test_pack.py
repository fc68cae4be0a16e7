"""What a callback keeps in its attributes comes back equal, type for type and bit for bit."""

import json
import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.run.state.values.pack import pack
from engine.run.state.values.restore import unpack

KEPT: list[Any] = [
    None,
    True,
    "loss",
    3,
    10**40,
    0.1,
    -math.inf,
    [0.1, -0.0, math.inf, 5e-324],
    [0.1, 2],
    [],
    [[0.5, 0.25], [0.125]],
    (0.5, 0.25),
    {"loss": [0.5, 0.25], 3: None},
    {1, 2},
    frozenset({"a"}),
    np.float32(0.1),
]


@pytest.mark.parametrize("value", KEPT, ids=repr)
def test_it_comes_back_equal(value: Any) -> None:
    arrays: dict[str, NDArray[Any]] = {}
    packed = json.loads(json.dumps(pack({"it": value}, arrays, prefix="callback/0")))
    found = unpack(packed, arrays)["it"]
    assert repr(found) == repr(value)
    assert type(found) is type(value)


def test_no_number_stays_none() -> None:
    arrays: dict[str, NDArray[Any]] = {}
    found = unpack(pack({"it": [1.0, math.nan]}, arrays, prefix="p"), arrays)["it"]
    assert math.isnan(found[1])


def test_an_array_is_copied() -> None:
    arrays: dict[str, NDArray[Any]] = {}
    mine = np.arange(3.0)
    packed = pack({"it": mine}, arrays, prefix="p")
    mine[:] = 9
    assert unpack(packed, arrays)["it"].tolist() == [0.0, 1.0, 2.0]


@pytest.mark.parametrize("value", [open, [open], {"a": open}, np.array([open])], ids=repr)
def test_what_cannot_be_kept_is_left_out(value: Any) -> None:
    assert pack({"it": value, "other": 1}, {}, prefix="p") == {"other": {"int": "1"}}
