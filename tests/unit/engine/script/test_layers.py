"""How a model with branches reads in a script. What the lines build: models/test_graph."""

from engine.script.layers import write_layers
from engine.script.page import Page
from engine.settings.declaration.call import Call
from engine.settings.layers import Backbone, Branches, SelfAttention

INPUT = Call("keras.Input", kwargs={"shape": (8, 4)})
HEAD = Call("keras.layers.Dense", kwargs={"units": 2})
ADD = Call("keras.layers.Add")


def written(*layers):
    page = Page()
    write_layers(page, (INPUT, *layers, HEAD))
    return page


def test_a_path_has_a_variable_of_its_own():
    norm = Call("keras.layers.LayerNormalization")
    attention = SelfAttention(Call("keras.layers.MultiHeadAttention", kwargs={"num_heads": 2, "key_dim": 2}))
    assert written(HEAD, Branches(((norm, attention), ()), ADD, ("attended", "kept"))).text == (
        "inputs = keras.Input(shape=(8, 4))\n"
        "x = keras.layers.Dense(units=2)(inputs)\n"
        "attended = keras.layers.LayerNormalization()(x)\n"
        "attended = keras.layers.MultiHeadAttention(num_heads=2, key_dim=2)(attended, attended)\n"
        "x = keras.layers.Add()([attended, x])\n"
        "outputs = keras.layers.Dense(units=2)(x)\n"
        "model = keras.Model(inputs, outputs)\n"
    )


def test_branches_in_a_path_do_not_take_its_variables():
    inner = Branches(((HEAD,), ()), ADD, ("deep", "flat"))
    text = written(Branches(((inner, HEAD), ()), ADD, ("deep", "flat"))).text
    assert (
        "deep_deep = keras.layers.Dense(units=2)(inputs)\ndeep = keras.layers.Add()([deep_deep, inputs])"
        in text
    )
    assert "x = keras.layers.Add()([deep, inputs])" in text


def test_what_learns_of_a_backbone_leads_to_its_setting():
    script = written(Backbone(Call("keras.applications.MobileNetV2"), 20, "model.fine_tune")).script()
    at = script.text.index("-20")
    assert script.path_at(at) == "model.fine_tune"
    assert "    layer.trainable = layer in learning and not frozen\nx = base(inputs)\n" in script.text
    frozen = written(Backbone(Call("keras.applications.MobileNetV2"), 0, "model.fine_tune")).text
    assert "base.trainable = False\n" in frozen
