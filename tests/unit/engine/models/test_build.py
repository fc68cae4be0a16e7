import numpy as np
import pytest

from engine.settings.losses import Encoding
from engine.settings.model import CnnModel, DenseModel, LstmModel


@pytest.mark.parametrize(
    "model", [DenseModel(units=(4,)), CnnModel(filters=(2,), dense_units=4), LstmModel(units=(3,))]
)
def test_mixed_precision_calculates_in_16_bits_and_answers_in_32(model, kit):
    inputs = kit.inputs("images", encoding=Encoding.NUMBER, outputs=1)
    kit.keras.mixed_precision.set_dtype_policy("float32")
    built = kit.build(kit.project(model=model, compile__mixed_precision=True), inputs)
    assert kit.keras.mixed_precision.dtype_policy().name == "float32"
    assert {layer.compute_dtype for layer in built.layers[:-2]} == {"float16"}
    assert {layer.compute_dtype for layer in built.layers[-2:]} == {"float32"}
    assert type(built.optimizer).__name__ == "LossScaleOptimizer"
    assert all(weight.dtype != "float16" for weight in built.trainable_weights)


def test_a_policy_that_someone_else_set_does_not_reach_the_model(kit):
    kit.keras.mixed_precision.set_dtype_policy("mixed_bfloat16")
    try:
        built = kit.build(kit.project(), kit.inputs("table"))
        assert kit.keras.mixed_precision.dtype_policy().name == "mixed_bfloat16"
    finally:
        kit.keras.mixed_precision.set_dtype_policy("float32")
    assert built.layers[0].compute_dtype == "float32"


@pytest.mark.parametrize("scaling", ["unit", "standard"])
def test_a_saved_preset_gives_the_same_answers(scaling, tmp_path, kit):
    inputs = kit.inputs("arrays", encoding=Encoding.NUMBER, outputs=2, scaling=scaling)
    model = kit.build(kit.project(model=LstmModel(bidirectional=True, units=(3, 2))), inputs)
    x, y = kit.batch(inputs)
    model.run_eagerly = True  # steps as few as these are sooner done than compiled
    model.train_on_batch(x, y)
    model.save(tmp_path / "saved.keras")
    again = kit.keras.models.load_model(tmp_path / "saved.keras")
    again.run_eagerly = True
    np.testing.assert_array_equal(model.predict_on_batch(x), again.predict_on_batch(x))
    assert again.train_on_batch(x, y) == model.train_on_batch(x, y)
