"""Predictions are what Keras predicts, and their metrics what `model.evaluate` returns."""

from typing import Any

import keras
import numpy as np
import pytest

from engine.data.reading.context import LoadCancelled
from engine.data.targets.encoded_targets import encode
from engine.evaluate.evaluate import evaluate
from engine.evaluate.part_data import PartData, part_data
from engine.evaluate.predict_part import Origin, predict_part
from engine.predict.finished_run import FinishedRun
from engine.record.run_folder import RunFolder

ORIGIN = Origin("", "", 1)


def _arrays(data: PartData) -> tuple[Any, Any, Any]:
    dataset, chosen = data.dataset, data.indices
    y = encode(dataset.y[chosen], data.inputs.encoding, outputs=dataset.outputs)
    weight = None if dataset.sample_weight is None else dataset.sample_weight[chosen]
    return np.asarray(dataset.x)[chosen], y, weight


def _copied(variable: Any) -> Any:
    value: Any = keras.ops.convert_to_numpy(variable)
    return value.copy()


class Noted(keras.callbacks.Callback):
    """Notes every test hook with its number and logs."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[Any, ...]] = []

    def on_test_begin(self, logs: Any = None) -> None:
        params: Any = self.params
        self.calls.append(("begin", dict(params), logs))

    def on_test_batch_begin(self, batch: int, logs: Any = None) -> None:
        self.calls.append(("batch begins", batch, logs))

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        self.calls.append(("batch ends", batch, logs))

    def on_test_end(self, logs: Any = None) -> None:
        self.calls.append(("end", logs))


@pytest.mark.parametrize("kind", ["weighted", "rows", "series", "two"])
def test_the_numbers_are_those_of_evaluate_and_predict(kind: str, request: pytest.FixtureRequest) -> None:
    run = FinishedRun.open(request.getfixturevalue(kind))
    model = run.load_model().trained
    data = part_data(run, "validation")
    before = [_copied(variable) for variable in model.non_trainable_variables]
    found = predict_part(model, data, project=run.project, origin=ORIGIN)
    for variable, value in zip(model.non_trainable_variables, before, strict=True):
        assert np.array_equal(_copied(variable), value)
    x, y, weight = _arrays(data)
    size = run.project.fit.batch_size
    wanted = model.evaluate(x, y, sample_weight=weight, batch_size=size, verbose=0, return_dict=True)
    assert dict(found.metrics) == pytest.approx(wanted, rel=1e-6)
    assert np.allclose(found.outputs, model.predict(x, batch_size=size, verbose=0), rtol=1e-6, atol=1e-6)
    assert np.array_equal(found.truth, data.dataset.y[data.indices])
    each = type(model.loss)(reduction=None)(y, found.outputs)
    assert np.allclose(found.loss, np.asarray(each), rtol=1e-5, atol=1e-6)
    assert found.count == found.of == len(data.indices) == len(found.ids)
    if kind == "weighted":
        assert data.dataset.sample_weight is not None
        assert found.loss.mean() < found.metrics["loss"] - 1e-3  # regularization is not of an example


def test_hooks_are_called_as_evaluate_calls_them(weighted: RunFolder) -> None:
    run = FinishedRun.open(weighted)
    model = run.load_model().trained
    data = part_data(run, "validation")
    x, y, weight = _arrays(data)
    wanted, found = Noted(), Noted()
    size = run.project.fit.batch_size
    model.evaluate(x, y, sample_weight=weight, batch_size=size, verbose=0, callbacks=[wanted])
    predict_part(model, data, project=run.project, origin=ORIGIN, callbacks=[found])
    assert [call[:2] for call in found.calls[1:-1]] == [call[:2] for call in wanted.calls[1:-1]]
    assert found.calls[0][1]["steps"] == wanted.calls[0][1]["steps"]
    assert found.calls[-1][1] == pytest.approx(wanted.calls[-1][1], rel=1e-6)
    ends = [[call[2] for call in one.calls if call[0] == "batch ends"] for one in (found, wanted)]
    for ours, theirs in zip(*ends, strict=True):
        assert ours == pytest.approx({name: float(value) for name, value in theirs.items()}, rel=1e-6)


def test_a_custom_step_has_its_own_logs_and_a_loss_of_a_whole_batch_has_no_examples(two: RunFolder) -> None:
    class Custom(keras.Model):
        def test_step(self, data: Any) -> Any:
            x, _ = data
            return {"loss": keras.ops.mean(self(x, training=False)), "nested": {"seven": 7.0}}

    run = FinishedRun.open(two)
    trained = run.load_model().trained
    model: Any = Custom(trained.inputs, trained.outputs)
    model.compile(loss=keras.losses.Dice())
    data = part_data(run, "validation")
    x, y, _ = _arrays(data)
    found = predict_part(model, data, project=run.project, origin=ORIGIN)
    last = len(x) % run.project.fit.batch_size or run.project.fit.batch_size
    outputs = model.predict(x, verbose=0)
    assert dict(found.metrics) == pytest.approx({"loss": outputs[-last:].mean(), "seven": 7.0}, rel=1e-5)
    dice: Any = keras.losses.Dice()
    each = [float(dice(y[at : at + 1], outputs[at : at + 1])) for at in range(3)]
    assert found.loss[:3] == pytest.approx(each, rel=1e-4)


def test_it_can_be_cancelled(rows: RunFolder) -> None:
    run = FinishedRun.open(rows)
    run.inspection.inputs  # noqa: B018 - read before, so that what is cancelled is the pass over the data
    model = run.load_model().trained
    asked = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 2

    with pytest.raises(LoadCancelled):
        evaluate(run, "train", model=model, cancelled=cancelled)
    assert not (rows.path / "predictions" / "train.npz").exists()
