"""Networks from keras.applications: their scaling, their weights, and what cannot be done with them."""

from typing import get_args

import numpy as np
import pytest

from engine.models.inputs import ModelError
from engine.models.parts.backbone import NETWORKS
from engine.models.presets.layers_of import layer_calls
from engine.settings.layers import Backbone, Branches
from engine.settings.presets.network import Base, TransferModel
from tests.marks import TRAINS

pytestmark = TRAINS

SMALL = "MobileNetV3Small"


@pytest.fixture(scope="module")
def weights(tmp_path_factory, kit):
    """A file with the weights of the small network without its last layers."""
    network = getattr(kit.keras.applications, SMALL)
    made = network(input_shape=(32, 32, 3), include_top=False, weights=None, pooling="avg")
    path = tmp_path_factory.mktemp("weights") / "small.weights.h5"
    made.save_weights(path)
    return path, made


def inputs(kit, shape=(32, 32, 3), **more):
    return kit.inputs("images", shape=shape, **more)


def from_file(path, **values):
    return TransferModel(base=SMALL, weights="file", weights_path=str(path), **values)


@pytest.mark.parametrize("base", get_args(Base))
def test_the_scaling_is_the_one_that_the_network_learned_with(base, kit):
    """Against Keras's own preprocess_input."""
    module = {
        "MobileNetV2": "mobilenet_v2",
        "MobileNetV3Small": "mobilenet_v3",
        "MobileNetV3Large": "mobilenet_v3",
        "EfficientNetV2B0": "efficientnet_v2",
        "ResNet50V2": "resnet_v2",
        "DenseNet121": "densenet",
        "Xception": "xception",
    }[base]
    pixels = np.random.default_rng(0).uniform(0, 255, (2, 4, 4, 3)).astype("float32")
    wanted = getattr(kit.keras.applications, module).preprocess_input(pixels.copy())
    given = pixels
    for call in NETWORKS[base].scaling:
        given = transfer_layer(call, given)
    np.testing.assert_allclose(given, wanted, rtol=1e-4, atol=1e-4)


def transfer_layer(call, values):
    from engine.models.construct import construct

    return np.asarray(construct(call)(values))


def test_weights_from_a_file_stay_while_the_head_learns(weights, kit):
    path, made = weights
    model = kit.build(kit.project(model=from_file(path)), inputs(kit, scaling="unit"))
    base = next(layer for layer in model.layers if layer.name == SMALL)
    model.run_eagerly = True  # one step is sooner done than compiled
    model.train_on_batch(*kit.batch(inputs(kit)))
    for kept, custom in zip(made.get_weights(), base.get_weights(), strict=True):
        np.testing.assert_array_equal(kept, custom)
    assert len(model.trainable_weights) == 2
    tuned = kit.build(kit.project(model=from_file(path, fine_tune=20)), inputs(kit))
    assert 2 < len(tuned.trainable_weights) < len(tuned.weights) / 4


def test_grey_images_become_three_channels(weights, kit):
    layers = layer_calls(kit.project(model=from_file(weights[0])), inputs(kit, shape=(32, 32, 1)))
    assert any(isinstance(layer, Branches) and layer.paths == ((), (), ()) for layer in layers)
    built = kit.build(kit.project(model=from_file(weights[0])), inputs(kit, shape=(32, 32)))
    assert built.output_shape == (None, 3)


def test_pixels_that_are_scaled_already_are_not_scaled_again(kit):
    project = kit.project(model=TransferModel(base="EfficientNetV2B0"))
    names = [getattr(layer, "path", "") for layer in layer_calls(project, inputs(kit, scaling="unit"))]
    assert "keras.layers.Rescaling" not in names, "the network divides by 255 itself"
    layers = layer_calls(project, inputs(kit, scaling="standard"))
    (base,) = (layer for layer in layers if isinstance(layer, Backbone))
    assert base.model.kwargs["include_preprocessing"] is False


@pytest.mark.parametrize(
    ("model", "shape", "words", "path"),
    [
        (
            TransferModel(),
            (8, 8, 1),
            ["MobileNetV2", "at least 32 × 32", "8 × 8", "Set height and width"],
            "model",
        ),
        (TransferModel(base="Xception"), (64, 64, 3), ["at least 71 × 71"], "model"),
        (TransferModel(), (64, 64, 4), ["4 channels"], "model"),
        (TransferModel(), (64,), ["row of 64 numbers"], "model"),
        (TransferModel(weights="file"), (64, 64, 3), ["Choose the file"], "model.weights_path"),
    ],
)
def test_what_it_cannot_read_is_said(model, shape, words, path, kit):
    with pytest.raises(ModelError) as caught:
        layer_calls(kit.project(model=model), inputs(kit, shape=shape))
    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert caught.value.path == path


@pytest.mark.filterwarnings("ignore:Skipping nested container:UserWarning")
def test_a_file_with_other_weights_is_refused(tmp_path, kit):
    other = kit.keras.Sequential([kit.keras.Input((5,)), kit.keras.layers.Dense(2)])
    other.save_weights(tmp_path / "other.weights.h5")
    with pytest.raises(ModelError, match=rf"other\.weights\.h5 does not hold weights of {SMALL}") as caught:
        kit.build(kit.project(model=from_file(tmp_path / "other.weights.h5")), inputs(kit))
    assert caught.value.path == "model.weights_path"


def test_without_a_network_the_download_is_reported_in_a_sentence(monkeypatch, kit):
    def unreachable(*_args, **_kwargs):
        raise Exception(
            "URL fetch failure on https://example.org: None -- unknown"
        )  # of no class of its own, as Keras has it

    monkeypatch.setattr("keras.src.utils.file_utils.get_file", unreachable)
    project = kit.project(model=TransferModel(base=SMALL))
    with pytest.raises(ModelError, match="cannot be downloaded here; go online") as caught:
        kit.build(project, inputs(kit, shape=(224, 224, 3)))
    assert caught.value.path == "model.weights"
