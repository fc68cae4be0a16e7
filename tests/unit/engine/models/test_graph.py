"""Models with branches are built, and the script's own lines build the very same."""

import numpy as np
import pytest

from engine.models.graph import connected
from engine.script.layers import write_layers
from engine.script.page import Page
from engine.settings.declaration.call import Call, Named
from engine.settings.layers import Backbone, Block, Branches, SelfAttention
from tests.marks import TRAINS, some_slow

pytestmark = TRAINS


def layer(name, **kwargs):
    return Call(f"keras.layers.{name}", kwargs=kwargs)


def block(units, *, more=()):
    return Block(
        "residual_block",
        "Two dense layers, added to what went in.",
        (
            Branches(
                (
                    (layer("Dense", units=Named("units", units), activation="relu"), layer("Dense", units=4)),
                    (),
                ),
                layer("Add"),
                ("changed", "kept"),
            ),
            *more,
        ),
        {"units": units},
        {"units": "model.units"},
    )


INPUT = Call("keras.Input", kwargs={"shape": (6, 4)})
HEAD = (layer("Flatten"), layer("Dense", units=3))
MODELS = {
    "a plain list": (INPUT, layer("Dense", units=2), *HEAD),
    "residual blocks": (INPUT, block(8), block(5), *HEAD),
    "three paths, one of them in two": (
        INPUT,
        Branches(
            (
                (
                    layer("Dense", units=4),
                    Branches(
                        ((layer("Dense", units=2),), (layer("Dense", units=2),)), layer("Add"), ("a", "b")
                    ),
                ),
                (layer("Dense", units=3),),
                (),
            ),
            layer("Concatenate"),
            ("first", "second", "third"),
        ),
        *HEAD,
    ),
    "attention": (INPUT, SelfAttention(layer("MultiHeadAttention", num_heads=2, key_dim=3)), *HEAD),
}


def backbone(learning):
    shape = (32, 32, 3)
    base = Call(
        "keras.applications.MobileNetV2",
        kwargs={"input_shape": shape, "alpha": 0.35, "include_top": False, "weights": None, "pooling": "avg"},
    )
    first = Call("keras.Input", kwargs={"shape": shape})
    return first, Backbone(base, learning, "model.fine_tune"), layer("Dense", units=2)


def scripted(layers, keras):
    """The lines of the script, and the model that they make."""
    page = Page()
    write_layers(page, layers)
    names = {"keras": keras}
    exec(page.text, names)  # noqa: S102 - the script is what is tested
    return page.text, names["model"]


@pytest.mark.parametrize("name", MODELS)
def test_program_and_script_draw_the_same_weights_and_give_the_same(name, kit):
    layers = MODELS[name]
    kit.keras.utils.set_random_seed(3)
    built = connected(layers)
    kit.keras.utils.set_random_seed(3)
    _, written = scripted(layers, kit.keras)
    x = np.random.default_rng(0).normal(size=(5, 6, 4)).astype("float32")
    assert built.count_params() > 0
    np.testing.assert_array_equal(built.predict_on_batch(x), written.predict_on_batch(x))


def test_a_block_is_one_function_that_is_called_with_its_settings(kit):
    page = Page()
    write_layers(page, MODELS["residual blocks"])
    assert page.text.count("def residual_block(x, units):") == 1
    assert "changed = keras.layers.Dense(units=units, " in page.text
    assert "x = keras.layers.Add()([changed, x])" in page.text
    script = page.script()
    assert script.path_at(script.text.index("units=5")) == "model.units"
    assert scripted(MODELS["residual blocks"], kit.keras)[1].count_params() == 40 + 36 + 25 + 24 + 75


def test_two_blocks_of_one_name_must_be_one(kit):
    layers = (INPUT, block(8), block(8, more=(layer("Dropout", rate=0.5),)), *HEAD)
    with pytest.raises(ValueError, match="residual_block"):
        scripted(layers, kit.keras)


def test_branches_of_a_plain_list_stay_a_sequential(kit):
    assert type(connected(MODELS["a plain list"])) is kit.keras.Sequential
    assert "keras.Sequential" in scripted(MODELS["a plain list"], kit.keras)[0]


@pytest.mark.parametrize("learning", some_slow([0, 4], [0]))
def test_of_a_backbone_only_the_last_layers_learn(learning, kit):
    layers = backbone(learning)
    kit.keras.utils.set_random_seed(3)
    built = connected(layers)
    kit.keras.utils.set_random_seed(3)
    _, written = scripted(layers, kit.keras)
    x = np.random.default_rng(0).normal(size=(4, 32, 32, 3)).astype("float32")
    np.testing.assert_array_equal(built(x), written(x))
    base = built.layers[1]
    # the last four are a convolution, its normalization, the activation and the pooling
    assert len(base.trainable_weights) == len(written.layers[1].trainable_weights) == (1 if learning else 0)
    built.compile("adam", "mse", run_eagerly=True)
    before = [weight.copy() for weight in base.get_weights()]
    built.train_on_batch(x, np.ones((4, 2), "float32"))
    changed = [(a != b).any() for a, b in zip(before, base.get_weights(), strict=True)]
    assert sum(changed) == (1 if learning else 0), "statistics do not move"
