"""A known network as an entry of a stack: its numbers, its scaling, its weights, and what it cannot read."""

from typing import get_args

import pytest

from engine.models.inputs import ModelError
from engine.models.parts.backbone import NETWORKS
from engine.models.presets.layers_of import layer_calls
from engine.models.stack.trace import trace
from engine.settings.declaration.call import Call
from engine.settings.layers import Backbone
from engine.settings.presets.network import Base
from engine.settings.stack.convolution import Conv2DLayer
from engine.settings.stack.model import StackModel
from engine.settings.stack.pooling import UpSampling2DLayer
from engine.settings.stack.pretrained import PretrainedLayer
from engine.settings.stack.shaping import ReshapeLayer
from tests.marks import TRAINS, some_slow

pytestmark = TRAINS

SMALL = "MobileNetV3Small"
PIXELS = (32, 32, 3)


def scalings(project, inputs):
    """The arguments of the layers that scale pixels."""
    calls = [layer for layer in layer_calls(project, inputs) if isinstance(layer, Call)]
    return [set(call.kwargs) for call in calls if call.path == "keras.layers.Rescaling"]


@pytest.mark.parametrize("base", some_slow(get_args(Base), set(get_args(Base)) - {SMALL, "DenseNet121"}))
def test_it_gives_and_has_what_the_table_says(base, kit):
    """Against the network that Keras makes."""
    made = getattr(kit.keras.applications, base)(
        input_shape=(71, 71, 3), include_top=False, weights=None, pooling="avg"
    )
    assert made.output_shape == (None, NETWORKS[base].width)
    assert made.count_params() == NETWORKS[base].parameters


def test_shape_and_parameters_are_known_before_it_is_built():
    (step,) = trace((PretrainedLayer(base=SMALL),), (32, 32, 1))
    assert (step.shape, step.parameters) == ((576,), 939_120)
    *_, network = step.layers
    assert isinstance(network, Backbone)
    assert network.model.origin == {"class": "model.layers.0.base", "weights": "model.layers.0.weights"}
    assert network.path == "model.layers.0.fine_tune"


def test_its_scaling_stands_in_place_of_the_input_scaling(kit):
    inputs = kit.inputs("images", shape=PIXELS, scaling="unit")
    entries = (PretrainedLayer(), PretrainedLayer(preprocessing=False), PretrainedLayer(enabled=False))
    custom, without, off = (
        scalings(kit.project(model=StackModel(layers=(entry,))), inputs) for entry in entries
    )
    assert custom == [{"scale", "offset"}]
    assert without == off == [{"scale"}]


def test_pixels_that_are_scaled_already_are_reported(kit):
    inputs = kit.inputs("images", shape=PIXELS, scaling="standard")
    with pytest.raises(ModelError, match="switch this off") as caught:
        layer_calls(kit.project(model=StackModel(layers=(PretrainedLayer(),))), inputs)
    assert caught.value.path == "model.layers.0.preprocessing"


@pytest.mark.parametrize(
    ("layers", "shape", "place", "words"),
    [
        (
            (PretrainedLayer(),),
            (28, 28, 1),
            "0",
            ["MobileNetV2", "32 × 32 px", "28 × 28. Make the images larger"],
        ),
        ((PretrainedLayer(),), (40, 40), "0", ["wants images", "Put a Reshape to 40, 40, 1"]),
        ((Conv2DLayer(filters=8), PretrainedLayer()), (40, 40, 3), "1", ["8 channels", "Conv2D with 3"]),
        ((PretrainedLayer(weights="file"),), PIXELS, "0.weights_path", ["Choose the file"]),
        (
            (
                PretrainedLayer(base="DenseNet121"),
                ReshapeLayer(target_shape=(32, 32, 1)),
                UpSampling2DLayer(),
                PretrainedLayer(base="DenseNet121"),
            ),
            PIXELS,
            "3",
            ["holds one"],
        ),
    ],
)
def test_what_it_cannot_read_is_said_at_the_layer(layers, shape, place, words, kit):
    with pytest.raises(ModelError) as caught:
        layer_calls(kit.project(model=StackModel(layers=layers)), kit.inputs("images", shape=shape))
    assert caught.value.path == f"model.layers.{place}"
    assert all(word in str(caught.value) for word in words), str(caught.value)


@pytest.mark.filterwarnings("ignore:Skipping nested container:UserWarning")
def test_a_file_with_other_weights_is_reported_at_the_layer(tmp_path, kit):
    other = kit.keras.Sequential([kit.keras.Input((5,)), kit.keras.layers.Dense(2)])
    other.save_weights(tmp_path / "other.weights.h5")
    network = PretrainedLayer(base=SMALL, weights="file", weights_path="other.weights.h5")
    with pytest.raises(ModelError, match=r"other\.weights\.h5 does not hold weights") as caught:
        kit.build(
            kit.project(model=StackModel(layers=(network,))),
            kit.inputs("images", shape=PIXELS),
            base=tmp_path,
        )
    assert caught.value.path == "model.layers.0.weights_path"
