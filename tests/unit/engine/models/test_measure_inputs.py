import numpy as np
import pytest

from engine.data.dataset import Dataset
from engine.models.inputs import ModelError
from engine.models.measure_inputs import inputs_of
from engine.settings.data.kinds import ImagesData, SeriesData, TableData
from engine.settings.losses import Encoding


def dataset(x, y, **more):
    names = () if y.ndim == 2 else tuple("abc"[: y.max() + 1])
    task = "regression" if y.ndim == 2 else "classification"
    return Dataset(kind=more.get("kind", "table"), task=task, x=x, y=y, fingerprint="", class_names=names)


ROWS = np.arange(24, dtype="float32").reshape(6, 2, 2)
CLASSES = np.array([0, 1, 2, 0, 1, 2])
NUMBERS = np.array([[1.0], [3.0], [5.0], [100.0], [100.0], [100.0]], "float32")


def test_scaling_is_measured_on_the_training_part_along_the_last_axis(kit):
    found = inputs_of(dataset(ROWS, CLASSES), np.array([0, 1]), project=kit.project(data=TableData()))
    assert (found.shape, found.outputs, found.encoding, found.scaling) == (
        (2, 2),
        3,
        Encoding.INDEX,
        "standard",
    )
    assert found.mean is not None
    assert found.variance is not None
    assert found.mean.expression == "input_mean"
    np.testing.assert_array_equal(found.mean.value, ROWS[:2].mean(axis=(0, 1)))
    np.testing.assert_array_equal(found.variance.value, ROWS[:2].var(axis=(0, 1)))
    assert found.target_mean is None


def test_bytes_are_divided_by_255_and_a_choice_is_followed(kit):
    images = dataset(ROWS.astype("uint8"), CLASSES, kind="images")
    assert inputs_of(images, np.arange(6), project=kit.project(data=ImagesData())).scaling == "unit"
    none = kit.project(data=ImagesData(scaling="none"))
    assert inputs_of(images, np.arange(6), project=none).scaling == "none"
    standard = inputs_of(images, np.arange(6), project=kit.project(data=ImagesData(scaling="standard")))
    assert standard.mean is not None
    assert standard.mean.value.dtype == np.float32


def test_targets_are_scaled_by_the_training_part_unless_it_is_switched_off(kit):
    series = dataset(ROWS, NUMBERS)
    found = inputs_of(series, np.arange(3), project=kit.project(data=SeriesData()))
    assert found.encoding is Encoding.NUMBER
    assert found.target_mean is not None
    assert found.target_std is not None
    assert found.target_mean.value.tolist() == [3.0]
    assert found.target_std.value == pytest.approx(np.std([1, 3, 5]))
    off = inputs_of(series, np.arange(3), project=kit.project(data=SeriesData(scale_target=False)))
    assert off.target_mean is None


def test_what_never_changes_has_spread_one(kit):
    x = np.full((4, 2), 7, "float32")
    found = inputs_of(
        dataset(x, np.full((4, 1), 2, "float32")), np.arange(4), project=kit.project(data=TableData())
    )
    assert found.variance is not None
    assert found.target_std is not None
    assert found.variance.value.tolist() == [1, 1]
    assert found.target_std.value.tolist() == [1]


def test_the_encoding_is_the_losses(kit):
    two = dataset(ROWS, CLASSES % 2)
    project = kit.project(data=TableData(), compile__loss="hinge")
    assert inputs_of(two, np.arange(6), project=project).encoding is Encoding.BINARY
    with pytest.raises(ModelError, match="two classes, and this data has 3"):
        inputs_of(dataset(ROWS, CLASSES), np.arange(6), project=project)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 3e38])
def test_numbers_that_cannot_be_scaled_are_refused(bad, kit):
    x = ROWS.copy()
    x[0] = bad
    with pytest.raises(ModelError, match="missing, infinite or too large") as caught:
        inputs_of(dataset(x, CLASSES), np.arange(6), project=kit.project(data=TableData()))
    assert caught.value.path == "data.path"
