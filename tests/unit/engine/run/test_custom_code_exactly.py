"""Own callbacks and models that hold a state of their own go on exactly, or are named before the run."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.record.events import BatchesEnded, EpochEnded, Event, LogLine, Mark, Marked, TrainingStarted
from engine.settings import Project
from tests.marks import TRAINS, some_slow
from tests.runs import Killed, Trained, assert_same_arrays, resume, small_project, train, trust_all
from tests.torture.facts import arrays, facts
from tests.torture.holding import HOLDER, NOISY_MODEL

pytestmark = TRAINS


def custom_project(data: Path, callback: str, model: str, **values: Any) -> Project:
    (data / "holder.py").write_text(textwrap.dedent(callback))
    (data / "noisy.py").write_text(model)
    return small_project(
        data,
        callbacks=[{"kind": "custom", "path": str(data / "holder.py"), "class_name": "Holder"}],
        model={"kind": "code", "path": str(data / "noisy.py")},
        run__resume_every_batches=1,
        **values,
    )


def kill_at(kind: type[Event], number: int) -> Callable[[Event], None]:
    seen = 0

    def sink(event: Event) -> None:
        nonlocal seen
        seen += isinstance(event, kind)
        if isinstance(event, kind) and seen == number:
            raise Killed

    return sink


def said(run: Trained, words: str) -> list[str]:
    return [event.text for event in run.of(LogLine) if words in event.text]


PLACES: dict[str, list[tuple[type[Event], int]]] = {
    "in and between epochs": [(BatchesEnded, 2), (EpochEnded, 1)],
    "everywhere": [(TrainingStarted, 1), (BatchesEnded, 2), (EpochEnded, 1), (BatchesEnded, 4)],
}


@pytest.mark.parametrize("places", some_slow(PLACES, ["everywhere"]))
def test_a_callback_and_a_model_that_hold_much_go_on_exactly(data: Path, tmp_path: Path, places: str) -> None:
    project = custom_project(data, HOLDER, NOISY_MODEL.format(more=""))
    whole = train(project, tmp_path / "whole", trusted=trust_all)
    assert whole.ended is not None
    assert whole.ended.not_restored == (), whole.ended.reason
    assert whole.ended.result.value == "completed", whole.ended.reason
    run = train(project, tmp_path / "run", sink=kill_at(BatchesEnded, 3), trusted=trust_all)
    for place in PLACES[places]:
        run = resume(run, sink=kill_at(*place), trusted=trust_all)
        assert run.ended is None
    run = resume(run, trusted=trust_all)
    assert run.of(Marked)
    assert not [mark for mark in run.of(Marked) if mark.mark is Mark.INEXACT]
    assert facts(run.folder) == facts(whole.folder)
    assert_same_arrays(arrays(run.folder), arrays(whole.folder))


NAMED = """
import collections, dataclasses, io
import keras


@dataclasses.dataclass
class Record:
    loss: float


def counter():
    count = 0

    def step():
        nonlocal count
        count += 1
        return count

    return step


class Client:
    pass


client_of_file = collections.namedtuple("Pair", "a b")(object(), 1)


class Holder(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.handle = io.StringIO()
        self.client = collections.ChainMap()
        self.step = counter()
        self.records = []
        self.numbers = iter([1, 2, 3])
        self.layers = []
        self.fine = {"rate": 0.1, "call": len}

    def on_train_begin(self, logs=None):
        self.layers = list(self.model.layers)

    def on_epoch_end(self, epoch, logs=None):
        self.records.append(Record(logs["loss"]))
"""

LOST = ["Holder.handle", "Holder.client", "Holder.step", "Holder.numbers", "holder.py.client_of_file"]


def test_what_cannot_be_kept_is_named_before_the_run(data: Path, tmp_path: Path) -> None:
    noisy = NOISY_MODEL.format(more=" + 0.0 * tf.random.normal(tf.shape(x)) * tf.random.uniform(())")
    project = custom_project(data, NAMED, noisy)
    run = train(project, tmp_path / "run", sink=kill_at(EpochEnded, 2), trusted=trust_all)
    begun = [type(event) for event in run.events].index(TrainingStarted)
    [first] = [
        event for event in run.events[:begun] if isinstance(event, LogLine) and "not be exact" in event.text
    ]
    assert first.level == "warning"
    for name in LOST:
        assert name in first.text, name
    assert "RandomStandardNormal" in first.text
    assert "RandomUniform" in first.text
    for name in ("fine", "layers", "records", "model"):
        assert f"Holder.{name}" not in first.text
    # what comes later is reported when it comes
    [later] = [text for text in said(run, "not be exact") if text != first.text]
    assert "Holder.records" in later
    assert "Holder.client" not in later
    names = json.loads(run.folder.environment_json.read_bytes())["not_restored"]
    assert {*LOST, "Holder.records"} <= set(names)
    run = resume(run, trusted=trust_all)
    [mark] = [mark for mark in run.of(Marked) if mark.mark is Mark.INEXACT]
    assert "Holder.client" in mark.text
    outcome = run.folder.outcome()
    assert outcome is not None
    assert {*LOST, "Holder.records"} <= set(outcome.not_restored)


def test_an_own_model_that_runs_eagerly_is_named(data: Path, tmp_path: Path) -> None:
    project = custom_project(data, "import keras\n\n\nclass Holder(keras.callbacks.Callback):\n    pass\n",
                          NOISY_MODEL.format(more=""), compile__run_eagerly=True, fit__epochs=1,
                          fit__steps_per_epoch=2)  # fmt: skip
    run = train(project, tmp_path / "run", trusted=trust_all)
    assert run.ended is not None
    assert run.ended.not_restored == ("noisy.py (run_eagerly)",)


@pytest.mark.parametrize("kind", ["dense", "cnn", "lstm"])
def test_models_of_settings_draw_from_seeds_that_are_kept(kind: str, data: Path) -> None:
    import keras
    import tensorflow as tf

    from engine.models.seeded import build_seeded
    from engine.run.feed.prepare import read_data
    from engine.run.loop.metric_variables import make_metric_variables
    from engine.run.state.hidden import step_variables, unreadable_operations

    project = small_project(data, kind)
    read = read_data(project, None)
    model: keras.Model = build_seeded(project, read.inputs, total_steps=2)
    model.optimizer.build(model.trainable_variables)
    make_metric_variables(model, read.train)
    spec: Any = read.train.batch_spec()  # pyright: ignore[reportAttributeAccessIssue] - it is in memory
    graph: Any = tf.function(model.train_step, autograph=False).get_concrete_function(spec).graph
    assert unreadable_operations([graph]) == ()
    assert step_variables(model, [graph]) == []
