from itertools import combinations

from engine.models.overview.drawing import draw_model
from engine.settings.model import DenseModel


def arrows(drawing):
    """The ends of all arrows, as names of layers."""
    return {(drawing.cards[one.start].name, drawing.cards[one.end].name) for one in drawing.arrows}


def overlap(one, other):
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def test_a_plain_list_is_one_column(kit):
    model = kit.build(kit.project(model=DenseModel(units=(4,))), kit.inputs("table"))
    found = draw_model(model)
    assert [card.layer for card in found.cards] == ["InputLayer", "Dense", "Dense"]
    assert [card.parameters for card in found.cards] == [0, 24, 15]
    assert [card.output for card in found.cards] == ["5", "4", "3"]
    assert [(one.start, one.end) for one in found.arrows] == [(0, 1), (1, 2)]
    assert len({card.x for card in found.cards}) == 1


def test_branches_stand_side_by_side_and_a_long_arrow_goes_around(kit):
    keras = kit.keras
    inputs = keras.Input((4,), name="in")
    left = keras.layers.Dense(4, name="left")(inputs)
    right = keras.layers.Dense(4, name="right")(inputs)
    both = keras.layers.Add(name="both")([left, right, inputs])
    found = draw_model(keras.Model(inputs, both))
    by_name = {card.name: card for card in found.cards}
    assert by_name["left"].y == by_name["right"].y
    assert arrows(found) == {
        ("in", "left"),
        ("in", "right"),
        ("left", "both"),
        ("right", "both"),
        ("in", "both"),
    }
    assert not any(overlap(one, other) for one, other in combinations(found.cards, 2))
    skip = next(one for one in found.arrows if found.cards[one.end].name == "both" and one.start == 0)
    for x, y in skip.points[1:-1]:
        for card in found.cards:
            assert not (card.x < x < card.x + card.width and card.y < y < card.y + card.height)


def test_a_model_inside_is_a_frame_around_its_cards(kit):
    keras = kit.keras
    inside = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, name="deep")], name="inside")
    inside.trainable = False
    inputs = keras.Input((4,), name="in")
    found = draw_model(keras.Model(inputs, keras.layers.Dense(2, name="out")(inside(inputs))))
    frame = next(card for card in found.cards if card.name == "inside")
    deep = next(card for card in found.cards if card.name == "deep")
    assert frame.is_frame
    assert frame.frozen
    assert deep.frozen
    assert frame.x < deep.x < deep.x + deep.width < frame.x + frame.width
    assert frame.y < deep.y < deep.y + deep.height < frame.y + frame.height
    assert {("in", "inside"), ("inside", "out")} < arrows(found)


def test_a_layer_that_is_called_twice_has_two_cards(kit):
    keras = kit.keras
    inputs, again = keras.Input((4,)), keras.layers.Dense(4, name="again")
    found = draw_model(keras.Model(inputs, again(again(inputs))))
    assert [card.name for card in found.cards].count("again") == 2
    assert [(one.start, one.end) for one in found.arrows] == [(0, 1), (1, 2)]
