"""The values of each batch are those of Keras for that batch alone; hooks get Keras's running means."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.data.plan import IndexPlan
from engine.record.events import BatchesEnded, TrainingStarted
from engine.record.replay import per_batch_in, read_batches
from engine.run.feed.prepare import read_data
from engine.run.feed.resident import Examples
from engine.run.loop.batch_values import BatchValues
from engine.run.position import Position
from engine.settings import Project
from engine.tensorflow_import import import_keras
from tests.marks import TRAINS
from tests.runs import Trained, small_project, train, with_callbacks

pytestmark = TRAINS

PLAIN: dict[str, Any] = {
    "model": {"kind": "dense", "units": [12]},
    "fit__epochs": 2,
    "compile__metrics": ["accuracy", "sparse_categorical_crossentropy"],
}


def reported(run: Trained, name: str) -> list[float]:
    return [float(value) for event in run.of(BatchesEnded) for value in event.values[name]]


class Seen:
    """What Keras gives for each batch alone, before its step, and what the hooks are given after it."""

    def __init__(self, project: Project) -> None:
        keras = import_keras()
        data, seen = read_data(project, None), self
        self.losses: list[float] = []
        self.accuracies: list[float] = []
        self.means: list[float] = []

        class Look(keras.callbacks.Callback):
            epoch = 0

            def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002 - Keras's signature
                self.epoch = epoch

            def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002 - as above
                assert isinstance(data.train, Examples)
                x, y = data.train.batch(data.plan.batch(self.epoch, batch))[:2]
                model: Any = self.model
                outputs = model(x, training=True)
                seen.losses.append(float(model.loss(y, outputs)))
                seen.accuracies.append(float(np.mean(np.argmax(outputs, axis=-1) == y)))

            def on_train_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002 - as above
                seen.means.append(logs["loss"])

        self.callback = Look()


def test_they_are_those_of_each_batch_and_hooks_get_running_means(data: Path, tmp_path: Path) -> None:
    project = small_project(data, **PLAIN)
    seen = Seen(project)
    with with_callbacks([seen.callback]):
        looked = train(project, tmp_path / "looked")
    assert reported(looked, "loss") == pytest.approx(seen.losses, rel=1e-5)
    assert reported(looked, "accuracy") == pytest.approx(seen.accuracies, abs=1e-5)
    sizes = np.array([16.0] * 5 + [8.0])  # 88 examples
    for epoch in range(2):
        losses, means = (np.array(part[epoch * 6 : epoch * 6 + 6]) for part in (seen.losses, seen.means))
        assert means == pytest.approx(np.cumsum(losses * sizes) / np.cumsum(sizes), rel=1e-5)
    fused = train(project, tmp_path / "fused")
    for name in ("loss", "accuracy", "sparse_categorical_crossentropy"):
        assert reported(fused, name) == reported(looked, name), name
    assert fused.of(TrainingStarted)[0].per_batch == ("loss", "accuracy", "sparse_categorical_crossentropy")
    table = read_batches(fused.folder)
    assert table is not None
    assert table.values["v:loss"].tolist() == reported(fused, "loss")
    header = fused.folder.batches_file.read_bytes().partition(b"\n")[0]
    assert per_batch_in(header) == fused.of(TrainingStarted)[0].per_batch


def test_a_chunk_continues_within_an_epoch() -> None:
    plan = IndexPlan(10, 4, seed=1, shuffle=False)
    running = {"accuracy": np.array([0.5, 0.25, 0.4], np.float32)}  # 2 of 4, 0 of 4, 2 of 2
    whole = BatchValues(["accuracy"], plan).of(running, None, start=Position(3))
    assert whole["accuracy"].tolist() == pytest.approx([0.5, 0.0, 1.0])
    values = BatchValues(["accuracy"], plan)
    values.begin({"accuracy": 0.5})
    rest = values.of({"accuracy": running["accuracy"][1:]}, None, start=Position(3, 1))
    assert rest["accuracy"].tolist() == whole["accuracy"][1:].tolist()


def test_what_is_not_known_remains_a_running_mean() -> None:
    logs = {"loss": np.array([1.0, 0.5], np.float32), "auc": np.array([0.1, 0.2], np.float32)}
    values = BatchValues(["loss"], IndexPlan(10, 4, seed=1, shuffle=False))
    assert values.of(logs, None, start=Position(0)) == logs
    losses = np.array([1.0, 0.0], np.float32)
    assert values.of(logs, losses, start=Position(0))["loss"] is losses
