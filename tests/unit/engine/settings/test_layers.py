"""Layers as plain data: which of them make a plain list, and what is no branch."""

import pytest

from engine.settings.declaration.call import Call
from engine.settings.layers import Backbone, Block, Branches, SelfAttention, in_a_row

INPUT, DENSE, ADD = (Call(f"keras.{name}") for name in ("Input", "layers.Dense", "layers.Add"))


def test_calls_alone_are_a_plain_list():
    assert in_a_row((INPUT, DENSE)) == (INPUT, DENSE)


@pytest.mark.parametrize(
    "layer",
    [
        Branches(((DENSE,), ()), ADD, ("changed", "kept")),
        SelfAttention(DENSE),
        Backbone(DENSE, 1, "model"),
        Block("block", "A block.", (DENSE,)),
    ],
)
def test_anything_else_is_not(layer):
    assert in_a_row((INPUT, layer)) is None


@pytest.mark.parametrize(("paths", "names"), [(((DENSE,),), ("one",)), (((DENSE,), ()), ("one",))])
def test_branches_are_two_or_more_with_a_name_each(paths, names):
    with pytest.raises(ValueError, match="two paths or more"):
        Branches(paths, ADD, names)
