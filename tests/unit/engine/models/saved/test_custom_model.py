"""Models that a custom Python file builds: only when trusted, and errors with file and line."""

import pytest

from engine.models.build import build_model
from engine.models.inputs import ModelError
from engine.settings.losses import Encoding
from engine.settings.model import CodeModel

REPORTED = """
import keras

def build_model(input_shape, outputs):
    head = keras.layers.Dense(outputs, activation="softmax")
    return keras.Sequential([keras.Input(input_shape), head])

def fixed():
    inputs = keras.Input((5,))
    return keras.Model(inputs, keras.layers.Dense(3)(inputs))

def broken():
    return 1 / 0

def number():
    return 3

class Mine(keras.Model):
    def call(self, x):
        return x

def mine():
    return Mine()

not_one = 7
"""


@pytest.fixture
def build(tmp_path, kit):
    def built(function="build_model", *, inputs=None, text=REPORTED, trust=True):
        (tmp_path / "mine.py").write_text(text)
        project = kit.project(model=CodeModel(path="mine.py", function=function))
        kit.keras.utils.set_random_seed(1)
        return build_model(
            project,
            inputs or kit.inputs("table"),
            total_steps=10,
            base=tmp_path,
            trusted=lambda _path, _sha256: trust,
        )

    return built


def test_the_function_gets_shape_and_outputs_when_it_asks(build, kit):
    assert build(inputs=kit.inputs("table", shape=(7,), outputs=4)).count_params() == 32
    binary = kit.inputs("table", outputs=2, encoding=Encoding.BINARY)
    assert binary.outputs == 2
    assert build("fixed").count_params() == 18


def test_it_learns(build, kit):
    model = build()
    assert model.train_on_batch(*kit.batch(kit.inputs("table")))[0] > 0


def test_it_runs_only_when_it_is_trusted(build, tmp_path):
    with pytest.raises(ModelError, match=r"mine\.py has not been trusted") as caught:
        build(text="open('ran', 'w')", trust=False)
    assert caught.value.path == "model.path"
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("function", "words", "path"),
    [
        ("broken", r"mine\.py, line 13: ZeroDivisionError", "model.path"),
        ("missing", r"mine\.py has no function missing", "model.function"),
        ("not_one", r"has no function not_one", "model.function"),
        ("number", "gives int; it must give a keras", "model.path"),
        ("mine", "gives Mine; it must give a keras", "model.path"),
    ],
)
def test_what_the_file_does_wrong_is_said(function, words, path, build):
    with pytest.raises(ModelError, match=words) as caught:
        build(function)
    assert caught.value.path == path


def test_a_mistake_in_the_file_has_its_line(build):
    with pytest.raises(ModelError, match=r"mine\.py, line 1: SyntaxError"):
        build(text="def build_model(:")


def test_a_model_that_does_not_fit_the_data_is_refused(build, kit):
    with pytest.raises(ModelError, match=r"mine\.py takes examples of 5 values, and this data has 4"):
        build("fixed", inputs=kit.inputs("table", shape=(4,)))


TWO = """
import keras

def build_model(input_shape, outputs):
    first, second = keras.Input((3,)), keras.Input((2,))
    both = keras.layers.Concatenate()([first, second])
    return keras.Model([first, second], keras.layers.Dense(outputs)(both))

def cut_apart(input_shape, outputs):
    x = keras.Input(input_shape)
    ends = [keras.layers.Dense(4)(x[..., :3]), keras.layers.Dense(4)(x[..., 3:])]
    return keras.Model(x, keras.layers.Dense(outputs)(keras.layers.Concatenate()(ends)))
"""


def test_several_inputs_are_refused_with_what_works(build):
    with pytest.raises(
        ModelError, match=r"has 2 inputs and 1 output, .*cut it apart inside, as in x\[\.\.\., :3\]"
    ):
        build(text=TWO)
    assert len(build("cut_apart", text=TWO).inputs) == 1
