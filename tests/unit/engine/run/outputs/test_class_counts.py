"""What is counted at the end of a run, and when nothing is."""

import numpy as np
import pytest

from engine.history.metric_history import MetricHistory
from engine.record.events import ClassesCounted, EpochEnded
from engine.record.replay import read_events
from engine.run.control import Control
from tests.marks import TRAINS
from tests.runs import small_project, train

pytestmark = TRAINS


@pytest.mark.parametrize("loss", ["auto", "categorical_crossentropy"])
def test_each_class_is_counted_as_it_is_and_as_it_is_given(data, tmp_path, loss):
    project = small_project(data, compile__loss=loss, fit__epochs=12)
    run = train(project, tmp_path / "run")
    (counted,) = run.of(ClassesCounted)
    assert list(counted.examples) == [str(number) for number in range(10)]
    assert sum(counted.examples.values()) == sum(counted.predicted.values()) == 22
    accuracy = run.of(EpochEnded)[-1].values["val_accuracy"]
    same = sum(min(counted.examples[name], counted.predicted[name]) for name in counted.examples)
    assert same >= round(22 * accuracy)
    # and it is read back from the folder
    history = MetricHistory()
    for event in read_events(run.folder):
        history.apply(event)
    assert history.classes == counted
    assert history.started is not None
    assert history.started.classes == 10


@pytest.mark.parametrize("loss", ["binary_crossentropy", "hinge"])
def test_one_output_parts_two_classes(tmp_path, loss):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(200, 3)).astype(np.float32)
    np.savez(tmp_path / "two.npz", x=x, y=(x[:, 0] > 0).astype(np.int64))
    project = small_project(tmp_path, data__path=str(tmp_path / "two.npz"), compile__loss=loss)
    project = project.with_value("fit.epochs", 15).with_value("model.dropout", 0.0)
    (counted,) = train(project, tmp_path / "run").of(ClassesCounted)
    assert sum(counted.predicted.values()) == 40
    off = abs(counted.predicted["0"] - counted.examples["0"])
    assert off <= 8


def test_numbers_have_no_classes(tmp_path):
    rng = np.random.default_rng(0)
    np.savez(tmp_path / "n.npz", x=rng.normal(size=(60, 3)).astype(np.float32), y=rng.normal(size=60))
    project = small_project(tmp_path, data__path=str(tmp_path / "n.npz"), fit__epochs=1)
    assert train(project, tmp_path / "run").of(ClassesCounted) == []


def test_who_stops_a_run_waits_for_no_count(data, tmp_path):
    control = Control()

    def stop(event):
        if isinstance(event, EpochEnded):
            control.stop()

    run = train(small_project(data, fit__epochs=50), tmp_path / "run", sink=stop, control=control)
    assert run.of(ClassesCounted) == []
