import pytest

from engine.models.overview.summary import estimate_memory, summarize
from engine.settings.augmentation import Zoom
from engine.settings.model import CnnModel, DenseModel, LstmModel


def test_rows_say_what_each_layer_gives_and_holds(kit):
    found = summarize(
        kit.build(kit.project(model=DenseModel(units=(4,))), kit.inputs("arrays", scaling="standard"))
    )
    assert [(row.layer, row.output, row.parameters, row.trainable) for row in found.rows] == [
        ("Normalization", "6 × 4", 0, 0),
        ("Flatten", "24", 0, 0),
        ("Dense", "4", 100, 100),
        ("Dense", "3", 15, 15),
    ]
    assert (found.total, found.trainable, found.non_trainable, found.bytes) == (115, 115, 0, 460)


@pytest.mark.parametrize(
    "model", [CnnModel(filters=(2, 3), batch_normalization=True, dense_units=4), LstmModel()]
)
def test_counts_are_keras_own(model, kit):
    built = kit.build(kit.project(model=model, augmentation=(Zoom(),)), kit.inputs("images"))
    found = summarize(built)
    assert found.total == built.count_params() == sum(row.parameters for row in found.rows)
    assert found.trainable == sum(row.trainable for row in found.rows)
    assert found.non_trainable == found.total - found.trainable


def test_memory_counts_weights_gradients_slots_and_activations(kit):
    model = kit.build(kit.project(model=DenseModel(units=(4,))), kit.inputs("table"))
    found = estimate_memory(model, batch_size=10)
    assert found.weights == found.gradients == (5 * 4 + 4 + 4 * 3 + 3) * 4
    assert found.optimizer == pytest.approx(2 * found.weights, abs=16)  # Adam's two slots, step and rate
    assert found.activations == 2 * 10 * (4 + 3) * 4
    assert found.total == found.weights + found.gradients + found.optimizer + found.activations
    assert estimate_memory(model, batch_size=20).activations == 2 * found.activations


def test_mixed_precision_halves_the_activations(kit):
    inputs = kit.inputs("table", outputs=3)
    plain, mixed = (
        estimate_memory(kit.build(kit.project(compile__mixed_precision=on), inputs), batch_size=1)
        for on in (False, True)
    )
    assert plain.activations == 2 * 4 * (64 + 32 + 3)
    assert mixed.activations == 2 * (2 * (64 + 32) + 4 * 3)


def test_a_model_without_an_optimizer_and_an_open_size(kit):
    model = kit.keras.Sequential([kit.keras.Input((None, 2)), kit.keras.layers.Dense(3)])
    found = estimate_memory(model, batch_size=1)
    assert (found.optimizer, found.activations) == (0, 2 * 3 * 4)
    assert summarize(model).rows[0].output == "? × 3"
