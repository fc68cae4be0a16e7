import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from engine.data import DataError, load
from engine.data.describe import describe
from engine.models.measure_inputs import inputs_of
from engine.settings import Project
from engine.settings.data.kinds import ArraysData

LENGTHS = np.array([3, 1, 5, 2, 4, 5])
REAL = np.arange(5) < LENGTHS[:, np.newaxis]
Y = np.arange(6) % 2


def sequences(fill: float) -> np.ndarray:
    """Six sequences of one to five steps with two features, filled up with `fill`."""
    x = np.random.default_rng(0).normal(3, 2, (6, 5, 2)).astype(np.float32)
    x[~REAL] = fill
    return x


@pytest.fixture
def read(tmp_path):
    def made(x, *, like=None, more=None, **options):
        np.savez(tmp_path / "data.npz", x=x, y=Y[: len(x)], **(more or {}))
        return load(ArraysData(path=str(tmp_path / "data.npz"), **options), None, like=like)

    return made


@pytest.mark.parametrize(
    ("fill", "options", "more"),
    [
        (np.nan, {}, {}),
        (0.0, {"padding": "zero"}, {}),
        (-1.0, {"padding": "minus_one"}, {}),
        (7.5, {}, {"lengths": LENGTHS}),
        (np.nan, {"lengths_key": "n"}, {"n": LENGTHS[:, np.newaxis].astype(float)}),
    ],
)
def test_padding_is_found_and_keeps_one_value(fill, options, more, read):
    found = read(sequences(fill), more=more, **options)
    x = np.asarray(found.x)
    assert found.padding == (-1.0 if fill == -1 else 0.0)
    np.testing.assert_array_equal(x[REAL], sequences(fill)[REAL])
    assert (x[~REAL] == found.padding).all()
    assert found.left_out == ()
    assert any("1 to 5 steps" in note for note in found.notes)
    lengths = {example.index: len(example.values) for example in describe(found).examples}
    assert [lengths[index] for index in range(6)] == LENGTHS.tolist()


def test_a_real_step_is_never_taken_for_padding(read):
    x = sequences(0.0)
    x[2, 1] = 0
    found = read(x, padding="zero")
    assert found.padding == np.floor(x.min()) - 1
    np.testing.assert_array_equal((np.asarray(found.x) != found.padding).any(axis=2), REAL)


def test_padding_takes_no_part_in_scaling(read):
    found = read(sequences(np.nan))
    inputs = inputs_of(found, np.arange(4), project=Project(data=ArraysData()))
    real = sequences(np.nan)[:4][REAL[:4]]
    assert inputs.mean is not None
    assert inputs.variance is not None
    np.testing.assert_allclose(inputs.mean.value, real.mean(axis=0), rtol=1e-5)
    np.testing.assert_allclose(inputs.variance.value, real.var(axis=0), rtol=1e-5)


def test_what_may_be_padding_is_said_and_left_alone(read):
    x = sequences(0.0)
    x[[0, 2, 5], 4] = 0
    found = read(x)
    assert found.padding is None
    assert any("set Padding to “Zeros at the end”" in note for note in found.notes)
    assert read(x, padding="none").notes == ()


def test_sequences_without_steps_or_with_gaps_are_left_out(read):
    x = sequences(np.nan)
    x[0] = np.nan
    x[4, 1, 1] = np.nan
    found = read(x)
    assert [left.name for left in found.left_out] == ["row 0", "row 4"]
    assert any("1 sequence without any steps" in note for note in found.notes)


def test_validation_data_has_the_padding_of_the_training_data(read):
    train = read(sequences(np.nan))
    held = read(sequences(-1.0), like=train, padding="minus_one")
    assert held.padding == train.padding == 0.0
    with pytest.raises(DataError, match="have padding"):
        read(sequences(np.nan), like=read(sequences(1.0)))


@pytest.mark.parametrize(
    ("x", "options", "more", "path"),
    [
        (sequences(0), {"lengths_key": "l"}, {"l": LENGTHS + 1}, "data.lengths_key"),
        (sequences(0), {"lengths_key": "l"}, {"l": LENGTHS[:3]}, "data.lengths_key"),
        (sequences(0), {}, {"lengths": LENGTHS + 0.5}, "data.lengths_key"),
        (sequences(0), {"lengths_key": "m"}, {}, "data.lengths_key"),
        (sequences(0)[:, 0], {"padding": "zero"}, {}, "data.padding"),
    ],
)
def test_what_cannot_be_padding(x, options, more, path, read):
    with pytest.raises(DataError) as caught:
        read(x, more=more, **options)
    assert caught.value.path == path


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    x=arrays(
        np.float32,
        array_shapes(min_dims=3, max_dims=3, max_side=4),
        elements=st.sampled_from([0.0, -1.0, 1.0, np.nan, np.inf]),
    ),
    padding=st.sampled_from(["auto", "none", "zero", "minus_one"]),
)
def test_any_sequences_load_or_say_why(x, padding, tmp_path):
    np.savez(tmp_path / "any.npz", x=x, y=np.linspace(0, 1, len(x)))
    try:
        found = load(ArraysData(path=str(tmp_path / "any.npz"), padding=padding), None)
    except DataError:
        return
    assert np.isfinite(np.asarray(found.x)).all()
    if found.padding is not None:
        assert (np.asarray(found.x) != found.padding).any(axis=(1, 2)).all()
