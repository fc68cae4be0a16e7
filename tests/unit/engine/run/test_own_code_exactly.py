"""Own callbacks and models that hold a state of their own go on exactly, or are named before the run."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.run.events import BatchesEnded, EpochEnded, Event, LogLine, Mark, Marked, TrainingStarted
from engine.settings import Project
from tests.marks import UNTRACED
from tests.runs import Killed, Trained, assert_same_arrays, resume, small_project, train, trust_all
from tests.torture.facts import arrays, facts

pytestmark = UNTRACED

HOLDS_MUCH = """
import collections, dataclasses, enum, random
import keras, numpy as np, tensorflow as tf

shared = np.random.default_rng(3)
calls = 0


class Stage(enum.Enum):
    EARLY = 1
    LATE = 2


class Point(collections.namedtuple("Point", "x y")):
    pass


@dataclasses.dataclass
class Window:
    size: int
    values: list = dataclasses.field(default_factory=list)
    rng: np.random.Generator = dataclasses.field(default_factory=lambda: np.random.default_rng(4))


@dataclasses.dataclass(frozen=True)
class Best:
    value: float = 9.0


class Tracker:
    def __init__(self):
        self.seen = 0
        self.last = None


class Holder(keras.callbacks.Callback):
    count_of_class = 0

    def __init__(self):
        super().__init__()
        self.generators = [np.random.default_rng(1), np.random.Generator(np.random.MT19937(2)),
                           np.random.Generator(np.random.Philox(5)), np.random.Generator(np.random.SFC64(6))]
        self.rng = self.generators[0]
        self.old = np.random.RandomState(7)
        self.python = random.Random(8)
        self.recent = collections.deque([0.0], maxlen=3)
        self.counts = collections.Counter()
        self.groups = collections.defaultdict(list)
        self.order = collections.OrderedDict(a=1)
        self.window = Window(3)
        self.best = Best()
        self.tracker = Tracker()
        self.stage = Stage.EARLY
        self.point = Point(0.0, 0.0)
        self.seen = set()
        self.frozen = frozenset()
        self.pair = (1, [2.0])
        self.scalar = np.float32(1)
        self.array = np.zeros(4)
        self.part = self.array[1:3]
        self.nested = {"deep": [{"rng": np.random.default_rng(9), "window": Window(1)}]}
        self.previous = self.current = []
        self.seeds = keras.random.SeedGenerator(10)
        self.drawn = tf.random.Generator.from_seed(11)
        self.mean = keras.metrics.Mean()
        self.variable = tf.Variable(1.0)
        self.draw = lambda: self.python.random()
        self.activation = np.tanh

    def on_train_batch_end(self, batch, logs=None):
        global calls
        calls += 1
        Holder.count_of_class += 1
        amount = [float(rng.normal()) for rng in self.generators]
        amount += [self.rng.random(), self.old.rand(), self.draw(), shared.random(), random.random()]
        amount += [np.random.rand(), float(self.window.rng.random())]
        amount += [float(keras.random.uniform((), seed=self.seeds)), float(keras.random.uniform(()))]
        amount += [float(self.drawn.uniform(())), float(tf.random.uniform(())), float(self.variable)]
        amount += [self.nested["deep"][0]["rng"].random(), self.rng.spawn(1)[0].random()]
        amount += [calls, Holder.count_of_class, sum(self.recent), self.counts["all"], self.best.value]
        amount += [self.tracker.seen, sum(self.groups["x"]), sum(self.window.values), len(self.seen)]
        amount += [self.stage.value, self.point.x, float(self.part.sum()), self.pair[1][0], len(self.frozen)]
        amount += [float(self.scalar), float(self.mean.result()), len(self.current), len(self.previous)]
        amount += [sum(self.order.values())]
        change = self.activation(sum(value * (0.5 + index / 50) for index, value in enumerate(amount))) / 100
        self.recent.append(float(amount[0]))
        self.counts["all"] += 1
        self.groups["x"].append(float(amount[1]))
        self.groups["x"] = self.groups["x"][-2:]
        self.order["b"] = calls
        self.window.values.append(float(amount[2]))
        self.window.values = self.window.values[-2:]
        self.best = Best(min(self.best.value, float(logs["loss"])))
        self.tracker.seen += 1
        self.tracker.last = logs["loss"]
        self.stage = Stage.LATE if calls > 4 else Stage.EARLY
        self.point = Point(float(amount[0]), 1.0)
        self.seen.add(calls % 5)
        self.frozen = self.frozen | {calls % 7}
        self.pair[1][0] += 0.5
        self.scalar = np.float32(self.scalar * 0.9)
        self.array[1] += 1.0
        self.previous, self.current = self.current, self.current[-3:] + [calls]
        self.variable.assign_add(0.1)
        self.mean.update_state(logs["loss"])
        weights = self.model.trainable_variables[0]
        weights.assign(weights * (1.0 + change))
"""

OWN_MODEL = """
import keras, tensorflow as tf

outside = keras.random.SeedGenerator(5)


class Noise(keras.layers.Layer):
    def build(self, shape):
        self.calls = tf.Variable(0.0)

    def call(self, x, training=False):
        if training:
            self.calls.assign_add(1.0)
            x = x + keras.random.normal(keras.ops.shape(x)) * 0.1
            x = x * keras.random.uniform(keras.ops.shape(x), 0.9, 1.1, seed=outside)
            x = x + 0.001 * self.calls{more}
        return x


def build_model(shape, outputs):
    return keras.Sequential([keras.Input(shape), keras.layers.Flatten(), keras.layers.Dense(9, "relu"),
                             Noise(), keras.layers.Dense(outputs, "softmax")])
"""


def own_project(data: Path, callback: str, model: str, **values: Any) -> Project:
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


def test_a_callback_and_a_model_that_hold_much_go_on_exactly(data: Path, tmp_path: Path) -> None:
    project = own_project(data, HOLDS_MUCH, OWN_MODEL.format(more=""))
    whole = train(project, tmp_path / "whole", trusted=trust_all)
    assert whole.ended is not None
    assert whole.ended.not_restored == (), whole.ended.reason
    assert whole.ended.result.value == "completed", whole.ended.reason
    again = train(project, tmp_path / "again", trusted=trust_all)
    assert_same_arrays(arrays(again.folder), arrays(whole.folder))
    run = train(project, tmp_path / "run", sink=kill_at(BatchesEnded, 3), trusted=trust_all)
    for place in ((TrainingStarted, 1), (BatchesEnded, 2), (EpochEnded, 1), (BatchesEnded, 4)):
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
    noisy = OWN_MODEL.format(more=" + 0.0 * tf.random.normal(tf.shape(x)) * tf.random.uniform(())")
    project = own_project(data, NAMED, noisy)
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
    # of what comes later is told when it comes
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
    project = own_project(data, "import keras\n\n\nclass Holder(keras.callbacks.Callback):\n    pass\n",
                          OWN_MODEL.format(more=""), compile__run_eagerly=True, fit__epochs=1,
                          fit__steps_per_epoch=2)  # fmt: skip
    run = train(project, tmp_path / "run", trusted=trust_all)
    assert run.ended is not None
    assert run.ended.not_restored == ("noisy.py (run_eagerly)",)


@pytest.mark.parametrize("kind", ["dense", "cnn", "lstm"])
def test_models_of_settings_draw_from_seeds_that_are_kept(kind: str, data: Path) -> None:
    import keras
    import tensorflow as tf

    from engine.models.seeded import build_seeded
    from engine.run.metric_variables import make_metric_variables
    from engine.run.prepare import read_data
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
