"""What Keras would refuse, or pass over in silence, is named before the run, at its setting."""

from pathlib import Path
from typing import Any

import pytest

from engine.inspect.preflight import check
from engine.inspect.staged_data import StagedData
from engine.settings import Project
from engine.settings.data.kinds import ArraysData

DIGITS = ArraysData(path="sample:digits.npz")
STOPPING = {"kind": "early_stopping", "monitor": "val_loss"}
PLATEAU = {"kind": "reduce_lr", "monitor": "loss"}
RATE = {"kind": "lr_scheduler", "expression": "lr * 0.9"}
SAVING = {"kind": "model_checkpoint", "save_best_only": True, "monitor": "val_loss"}
COSINE = {"kind": "cosine"}


def project(callbacks: list[dict[str, Any]] | None = None, **values: Any) -> Project:
    """The digits with `callbacks`; `values` have paths with __ for the dot."""
    content: dict[str, Any] = {"data": DIGITS.model_dump(), "callbacks": callbacks or []}
    for path, value in values.items():
        section, _, name = path.partition("__")
        content.setdefault(section, {})[name] = value
    return Project.model_validate(content)


def problems(
    settings: Project, *, read: bool = False, base: Path | None = None
) -> list[tuple[str, str, str]]:
    data = StagedData(settings) if read else None
    return [(one.path, one.severity, one.message) for one in check(settings, base, data=data)]


FIT: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "no epoch is left": (
        {"fit__initial_epoch": 5, "fit__epochs": 5},
        *("fit.initial_epoch", "error", "epochs 6 to 5, which are none; raise epochs above 5"),
    ),
    "an epoch of validation behind the end": (
        {"fit__validation_freq": [1, 9], "fit__epochs": 5},
        *("fit.validation_freq", "warning", "Epoch 9 is never reached: the run ends after epoch 5"),
    ),
    "eager and XLA": (
        {"compile__run_eagerly": True, "compile__jit_compile": "on"},
        *("compile.run_eagerly", "error", "switch one of the two off"),
    ),
    "XLA on several devices": (
        {"run__device": "all", "compile__jit_compile": "measured"},
        *("compile.jit_compile", "error", "XLA does not work on several devices"),
    ),
    "eager steps at a time": (
        {"compile__run_eagerly": True, "compile__steps_per_execution": 4, "fit__steps_per_epoch": 5},
        *("compile.steps_per_execution", "warning", "has no effect while run_eagerly is on"),
    ),
    "more steps than asked for": (
        {"compile__steps_per_execution": 4, "fit__steps_per_epoch": 9},
        *("fit.steps_per_epoch", "error", "4 steps at a time and would take 12 instead of 9"),
    ),
    "more validation than asked for": (
        {"compile__steps_per_execution": 4, "fit__validation_steps": 2, "fit__steps_per_epoch": 8},
        *("fit.validation_steps", "error", "4 steps at a time and would take 4 instead of 2"),
    ),
}


@pytest.mark.parametrize("name", FIT)
def test_settings_of_fit_that_do_not_go_together(name: str) -> None:
    values, path, severity, words = FIT[name]
    [(found, how_bad, message)] = problems(project(**values))
    assert (found, how_bad) == (path, severity)
    assert words in message


@pytest.mark.parametrize(
    ("values", "path", "words"),
    [
        ({"fit__batch_size": 5000}, "fit.batch_size", "Only 1,438 examples train"),
        ({"fit__validation_split": 0.01}, "fit.validation_split", "Only 20 examples validate 10 classes"),
    ],
)
def test_portions_are_held_against_the_data(values: dict[str, Any], path: str, words: str) -> None:
    [(found, severity, message)] = problems(project(**values), read=True)
    assert (found, severity) == (path, "warning")
    assert words in message


CALLBACKS: dict[str, tuple[list[dict[str, Any]], dict[str, Any], str, str, str]] = {
    "no validation to watch": (
        [STOPPING],
        {"fit__validation_split": 0.0},
        *("callbacks.0.monitor", "error", "no val_loss: keep a validation share, or watch one of loss"),
    ),
    "no such value": (
        [{**STOPPING, "monitor": "val_f1"}],
        {},
        *("callbacks.0.monitor", "error", "This run will have no val_f1: watch one of val_loss"),
    ),
    "epochs are passed over": (
        [STOPPING],
        {"fit__validation_freq": 2},
        *("callbacks.0.monitor", "warning", "the epochs between are passed over"),
    ),
    "every model is saved between": (
        [{**SAVING, "keep": "all"}],
        {"fit__validation_freq": 2},
        *("callbacks.0.monitor", "warning", "between them every model is saved"),
    ),
    "validation is not known at a batch": (
        [{**SAVING, "save_freq": 10}],
        {},
        *("callbacks.0.monitor", "error", "known only at the end of an epoch"),
    ),
    "a name that the run does not know": (
        [{**SAVING, "filepath": "cp-{val_mse}"}],
        {},
        *("callbacks.0.filepath", "error", "{val_mse} is not known in this run; there are accuracy, epoch"),
    ),
    "a name that cannot be filled in": (
        [{**SAVING, "filepath": "cp-{epoch:z9q}"}],
        {},
        *("callbacks.0.filepath", "error", "{epoch:z9q} cannot be filled in with a number such as 1"),
    ),
    "a point in the place of a colon": (
        [{**SAVING, "filepath": "cp-{val_loss.4f}"}],
        {},
        *("callbacks.0.filepath", "error", "follows a colon, as in {val_loss:.4f}"),
    ),
    "a number taken apart": (
        [{**SAVING, "filepath": "cp-{epoch[0]}"}],
        {},
        *("callbacks.0.filepath", "error", "follows a colon, as in {epoch:04d}"),
    ),
    "a value that only some epochs have": (
        [{**SAVING, "filepath": "cp-{val_loss:.2f}", "save_best_only": False}],
        {"fit__validation_freq": 2},
        *(
            "callbacks.0.filepath",
            "error",
            "There is no val_loss in epoch 1, which ends without a validation",
        ),
    ),
    "a value that a batch does not have": (
        [{**SAVING, "filepath": "cp-{batch}-{val_loss:.2f}", "save_best_only": False, "save_freq": 9}],
        {},
        *("callbacks.0.filepath", "error", "val_loss is known only at the end of an epoch"),
    ),
    "a name longer than the disk takes": (
        [{**SAVING, "filepath": "{epoch:0250}"}],
        {},
        *("callbacks.0.filepath", "error", "the name has 256 bytes"),
    ),
    "no batch at the end of an epoch": (
        [{**SAVING, "filepath": "cp-{batch}"}],
        {},
        *("callbacks.0.filepath", "error", "{batch}"),
    ),
    "a schedule under a scheduler": (
        [RATE],
        {"compile__schedule": COSINE},
        *("callbacks.0", "error", "LearningRateScheduler cannot change a learning rate that follows"),
    ),
    "a schedule under a plateau": (
        [PLATEAU],
        {"compile__schedule": COSINE},
        *("callbacks.0", "error", "ReduceLROnPlateau cannot change a learning rate that follows"),
    ),
    "an expression that breaks in a later epoch": (
        [{**RATE, "expression": "lr / (3 - epoch)"}],
        {"fit__epochs": 5},
        *("callbacks.0.expression", "error", "epoch"),
    ),
    "no average to swap": (
        [{"kind": "swap_ema"}],
        {},
        *("callbacks.0", "error", "switch on use_ema at the optimizer, or switch this callback off"),
    ),
    "no custom file": (
        [{"kind": "custom"}],
        {},
        *("callbacks.0.path", "error", "Choose the Python file"),
    ),
    "the file is gone": (
        [{"kind": "custom", "path": "gone.py"}],
        {},
        *("callbacks.0.path", "error", "The file gone.py is not there"),
    ),
    "two that write the same file": (
        [{"kind": "csv_logger", "filename": "a.csv"}, {"kind": "csv_logger", "filename": "a.csv"}],
        {},
        *("callbacks.1.filename", "error", "Callback 1 writes to 'a.csv' too"),
    ),
}


@pytest.mark.parametrize("name", CALLBACKS)
def test_callbacks_that_cannot_do_what_they_should(name: str, tmp_path: Path) -> None:
    callbacks, values, path, severity, words = CALLBACKS[name]
    settings = project(callbacks, **values)
    [(found, how_bad, message)] = problems(settings, base=tmp_path)
    assert (found, how_bad) == (path, severity)
    assert words in message
    off = [{**section, "enabled": False} for section in callbacks]
    assert problems(project(off, **values), base=tmp_path) == []


@pytest.mark.parametrize(
    ("callbacks", "values"),
    [
        ([STOPPING, PLATEAU, RATE, {**SAVING, "save_freq": 10, "monitor": "loss"}], {"fit__epochs": 3}),
        ([{**SAVING, "save_best_only": False, "monitor": "nothing"}], {"fit__validation_split": 0.0}),
        ([{"kind": "swap_ema"}], {"compile__optimizer": {"kind": "adam", "use_ema": True}}),
        ([], {"compile__steps_per_execution": 4, "fit__steps_per_epoch": 8, "fit__validation_steps": 4}),
        (
            [],
            {"compile__steps_per_execution": 4, "fit__validation_steps": 2, "fit__validation_split": 0.0},
        ),
        ([{"kind": "csv_logger", "filename": "a.csv"}, {"kind": "csv_logger", "filename": "b.csv"}], {}),
    ],
)
def test_what_goes_together_is_no_problem(callbacks: list[dict[str, Any]], values: dict[str, Any]) -> None:
    assert problems(project(callbacks, **values)) == []
