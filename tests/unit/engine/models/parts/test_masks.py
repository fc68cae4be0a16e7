"""Padding is left out by layers with a memory, whatever stands in it; for other models there is a warning."""

import numpy as np
import pytest

from engine.data import load
from engine.inspect.preflight.check import check
from engine.inspect.staged_data import StagedData
from engine.models.build import build_model
from engine.models.measure_inputs import inputs_of
from engine.models.presets.layers_of import layer_calls
from engine.settings import Project
from engine.settings.data.kinds import ArraysData
from engine.settings.model import DenseModel, LstmModel

VOWELS = ArraysData(path="sample:vowels.npz", padding="zero")


@pytest.fixture(scope="module")
def vowels():
    return load(VOWELS, None)


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("scaling", ["none", "standard"])
def test_the_model_gives_the_same_without_the_padding(vowels, bidirectional, scaling):
    data = VOWELS.model_copy(update={"scaling": scaling})
    project = Project(data=data, model=LstmModel(units=(5, 4), bidirectional=bidirectional))
    inputs = inputs_of(vowels, np.arange(100), project=project)
    model = build_model(project, inputs, total_steps=1)
    example = np.asarray(vowels.x)[:1]
    steps = int((example != 0).any(axis=2).sum())
    assert steps < example.shape[1]
    whole, alone = np.asarray(model(example)), np.asarray(model(example[:, :steps]))
    np.testing.assert_allclose(whole, alone, atol=1e-6)


def test_a_model_without_memory_is_warned_of(vowels):
    dense = Project(data=VOWELS, model=DenseModel())
    inputs = inputs_of(vowels, np.arange(100), project=dense)
    assert "keras.layers.Masking" not in str(layer_calls(dense, inputs))
    (problem,) = [
        problem for problem in check(dense, data=StagedData(dense, dataset=vowels)) if problem.path == "model"
    ]
    assert problem.severity == "warning"
    memory = Project(data=VOWELS, model=LstmModel())
    assert not any(
        problem.path == "model" for problem in check(memory, data=StagedData(memory, dataset=vowels))
    )
