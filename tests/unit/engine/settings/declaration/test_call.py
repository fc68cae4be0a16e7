"""A call is printed as Python source, with the settings that its pieces came from."""

from engine.settings.declaration.call import Call, Named, source


def test_a_call_is_python_source() -> None:
    rate = Call(
        "keras.optimizers.schedules.CosineDecay", (0.1,), {"decay_steps": 5}, {"decay_steps": "a.steps"}
    )
    call = Call("keras.optimizers.Adam", (), {"learning_rate": rate, "beta_1": 0.9}, {"beta_1": "b.beta"})
    inner = "keras.optimizers.schedules.CosineDecay(0.1, decay_steps=5)"
    text = f"keras.optimizers.Adam(learning_rate={inner}, beta_1=0.9)"
    assert call.source() == source(call) == text
    assert {piece for piece in call.pieces() if piece[1]} == {
        ("decay_steps=5", "a.steps"),
        ("beta_1=0.9", "b.beta"),
    }


def test_values_are_literals() -> None:
    assert source((1,)) == "(1,)"
    assert source(("a", None)) == "('a', None)"
    assert source([True, Named("x.mean()", 3)]) == "[True, x.mean()]"
    assert source(()) == "()"
