"""What is said of the saved model is what model.keras gives on the validation part, whatever was restored."""

from pathlib import Path
from typing import Any

import pytest

from engine.record.events import BatchesEnded, EpochEnded, RunEnded
from engine.run.control import Control
from engine.run.feed.prepare import read_data
from engine.run.feed.resident import Examples
from engine.settings import Project
from engine.tensorflow_import import import_keras
from tests.marks import TRAINS
from tests.runs import Killed, Trained, small_project, train

pytestmark = TRAINS

JUMPY: dict[str, Any] = {
    "compile__optimizer": {"kind": "sgd", "learning_rate": 1.5},  # too high: later epochs are worse
    "fit__epochs": 6,
}
CHECKPOINT = {"kind": "model_checkpoint", "monitor": "val_accuracy", "save_best_only": True, "keep": "best"}


def stopping(*, restore: bool, **more: Any) -> dict[str, Any]:
    return {"kind": "early_stopping", "patience": 2, "restore_best_weights": restore, **more}


def ended(run: Trained) -> RunEnded:
    assert run.ended is not None
    assert run.ended == run.folder.outcome().as_event()  # type: ignore[union-attr] # a run that has ended
    return run.ended


def evaluated(project: Project, run: Trained) -> dict[str, float]:
    """What Keras says of model.keras on the validation part."""
    validation = read_data(project, None).validation
    assert isinstance(validation, Examples)
    x, y = validation.x, validation.y
    model = import_keras().models.load_model(run.folder.model_file)
    values = model.evaluate(x, y, batch_size=project.fit.batch_size, verbose=0, return_dict=True)
    return {f"val_{name}": value for name, value in values.items()}


@pytest.mark.parametrize(
    ("callbacks", "is_last"),
    [
        ([CHECKPOINT, stopping(restore=True)], False),
        ([CHECKPOINT, stopping(restore=False)], True),
        ([stopping(restore=True, monitor="val_accuracy"), stopping(restore=True, patience=9)], False),
    ],
)
def test_the_values_are_those_of_the_saved_weights(
    data: Path, tmp_path: Path, callbacks: list[Any], is_last: bool
) -> None:
    project = small_project(data, **JUMPY, callbacks=callbacks)
    run = train(project, tmp_path / "run")
    end = ended(run)
    assert (end.saved_epoch == end.epochs_done) is is_last
    assert end.saved == pytest.approx(evaluated(project, run), rel=1e-5)
    epochs = {event.epoch: event.values for event in run.of(EpochEnded)}
    assert end.saved == {name: epochs[end.saved_epoch][name] for name in end.saved}
    assert end.best["val_accuracy"] == max(values["val_accuracy"] for values in epochs.values())


def test_a_resumed_run_says_the_same(data: Path, tmp_path: Path) -> None:
    project = small_project(data, **JUMPY, callbacks=[stopping(restore=True, patience=4)])

    def kill(event: Any) -> None:
        if isinstance(event, BatchesEnded) and event.epoch == 4:
            raise Killed

    cut = train(project, tmp_path / "cut", sink=kill)
    resumed = train(project, cut.folder, resume=True)
    end = ended(resumed)
    assert end.saved_epoch < 4  # an epoch before the kill was restored
    assert end.saved == pytest.approx(evaluated(project, resumed), rel=1e-5)


def test_averaged_weights_are_measured_once_more(data: Path, tmp_path: Path) -> None:
    optimizer = {"kind": "sgd", "learning_rate": 0.5, "use_ema": True, "ema_momentum": 0.9}
    project = small_project(data, compile__optimizer=optimizer, fit__epochs=2)
    run = train(project, tmp_path / "run")
    end = ended(run)
    assert end.saved == pytest.approx(evaluated(project, run), rel=1e-5)
    assert end.saved["val_loss"] != run.of(EpochEnded)[-1].values["val_loss"]


def test_without_validation_they_are_running_means(data: Path, tmp_path: Path) -> None:
    project = small_project(data, fit__validation_split=0.0, fit__epochs=1)
    run = train(project, tmp_path / "run")
    end = ended(run)
    assert (end.saved, end.saved_epoch) == (run.of(EpochEnded)[-1].values, 1)
    assert set(end.saved) == {"loss", "accuracy"}


def test_an_epoch_that_was_not_validated_is_measured_at_the_end(data: Path, tmp_path: Path) -> None:
    project = small_project(data, fit__validation_freq=2, fit__epochs=3)
    run = train(project, tmp_path / "run")
    assert "val_loss" not in run.of(EpochEnded)[-1].values
    end = ended(run)
    assert end.saved_epoch == 3
    assert end.saved == pytest.approx(evaluated(project, run), rel=1e-5)


def test_weights_from_within_an_epoch_are_not_measured(data: Path, tmp_path: Path) -> None:
    control = Control()

    def stop(event: Any) -> None:
        if isinstance(event, BatchesEnded) and event.epoch == 2:
            control.stop()

    project = small_project(data, run__steps_per_call=1)
    run = train(project, tmp_path / "run", sink=stop, control=control)
    end = ended(run)
    assert (end.saved, end.saved_epoch) == ({}, 2)
    assert run.folder.model_file.exists()
