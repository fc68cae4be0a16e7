"""Settings under which nothing would be learned, or validation tells nothing, are named before the run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.data import load
from engine.inspect.preflight import check
from engine.inspect.staged_data import StagedData
from engine.record.events import LogLine, TrainingStarted
from engine.settings.project_file.assign import assign
from tests.runs import small_project, train

SAVING = {"kind": "model_checkpoint", "save_freq": 500, "save_best_only": False}
NO_RATE = {"kind": "lr_scheduler", "expression": "lr * 0"}
# 88 examples train in batches of 16: 6 batches in each of 3 epochs
CASES: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "gradients are accumulated beyond the end": (
        {"compile__optimizer": {"kind": "adam", "gradient_accumulation_steps": 19}},
        *(
            "compile.optimizer.gradient_accumulation_steps",
            "error",
            "gradients of 19 batches are accumulated",
        ),
    ),
    "of which a part is trained already": (
        {"compile__optimizer": {"kind": "adam", "gradient_accumulation_steps": 13}, "fit__initial_epoch": 1},
        *("compile.optimizer.gradient_accumulation_steps", "error", "the whole run has 12"),
    ),
    "the warm-up never ends": (
        {"compile__schedule": {"kind": "cosine", "warmup_steps": 18}},
        *(
            "compile.schedule.warmup_steps",
            "warning",
            "The warm-up of 18 steps is as long as the whole run of 18",
        ),
    ),
    "nothing is saved": (
        {"callbacks": [SAVING]},
        *("callbacks.0.save_freq", "warning", "Nothing is ever saved: the whole run has 18 batches"),
    ),
    "nothing is validated": (
        {"fit__validation_freq": 4},
        *("fit.validation_freq", "warning", "The model is never validated"),
    ),
    "the learning rate is 0": (
        {"callbacks": [NO_RATE]},
        *("callbacks.0.expression", "error", "The learning rate would be 0 in every epoch"),
    ),
    "all classes weigh nothing": (
        {"fit__class_weight": "table", "fit__class_weights": {str(number): 0.0 for number in range(10)}},
        *("fit.class_weights", "error", "Every class that trains has the weight 0"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_named_before_the_run(name: str, data: Path) -> None:
    values, path, severity, words = CASES[name]
    project = small_project(data, **values)
    found = check(project, data=StagedData(project, dataset=load(project.data, None)))
    [problem] = [problem for problem in found if problem.path == path]
    assert problem.severity == severity
    assert words in problem.message


@pytest.mark.parametrize(
    "values",
    [
        {"compile__optimizer": {"kind": "adam", "gradient_accumulation_steps": 18}},
        {"compile__schedule": {"kind": "cosine", "warmup_steps": 17}},
        {"callbacks": [{**SAVING, "save_freq": 18}], "fit__validation_freq": 3},
        {"fit__validation_freq": 4, "fit__validation_split": 0.0},
        {"callbacks": [{**NO_RATE, "expression": "0.001 * (epoch > 1)"}]},
        {"callbacks": [{**NO_RATE, "enabled": False}]},
        {"fit__class_weight": "table", "fit__class_weights": {str(number): 0.0 for number in range(9)}},
    ],
)
def test_what_learns_is_no_problem(values: dict[str, Any], data: Path) -> None:
    project = small_project(data, **values)
    paths = {
        problem.path for problem in check(project, data=StagedData(project, dataset=load(project.data, None)))
    }
    assert not paths & {path for _, path, _, _ in CASES.values()}


@pytest.mark.parametrize("name", [next(iter(CASES)), "all classes weigh nothing"])
def test_a_run_that_nobody_checked_is_refused_as_well(name: str, data: Path, tmp_path: Path) -> None:
    values, path, _, words = CASES[name]
    run = train(small_project(data, **values), tmp_path / "run")
    assert run.ended is not None
    assert words in run.ended.reason
    assert run.ended.problem_path == path
    assert not run.folder.environment_json.exists()


def test_examples_of_weight_0_are_all_that_would_train(data: Path, tmp_path: Path) -> None:
    with np.load(data / "weighted.npz") as file:
        arrays = dict(file)
    arrays["sample_weight"] = np.zeros(len(arrays["x"]), np.float32)
    arrays["sample_weight"][-3:] = 1.0  # which validate
    np.savez(tmp_path / "zero.npz", **arrays)
    project = small_project(
        data,
        data__path=str(tmp_path / "zero.npz"),
        data__weight_key="sample_weight",
        fit__validation_method="last",
    )
    found = check(project, data=StagedData(project, dataset=load(project.data, None)))
    [problem] = [problem for problem in found if problem.path == "data.weight_key"]
    assert "Every example that trains has the sample weight 0" in problem.message


def test_classes_that_only_validate(data: Path, tmp_path: Path) -> None:
    with np.load(data / "digits.npz") as file:
        order = np.argsort(file["y"], kind="stable")
        np.savez(tmp_path / "sorted.npz", x=file["x"][order], y=file["y"][order])
    project = small_project(data, data__path=str(tmp_path / "sorted.npz"), fit__validation_method="last")
    found = check(project, data=StagedData(project, dataset=load(project.data, None)))
    first, second = [problem for problem in found if problem.path == "fit.validation_method"]
    assert (first.severity, second.severity) == ("warning", "warning")
    assert "Validation has examples of 9, of which training has none" in first.message
    assert "choose a stratified split" in first.message
    assert "Validation has no example of 0" in second.message
    assert first.cure is not None
    cured = assign(project, first.cure.assignments)
    after = check(cured, data=StagedData(cured, dataset=load(cured.data, None)))
    assert "fit.validation_method" not in [problem.path for problem in after]
    run = train(project, tmp_path / "run")
    [started] = run.of(TrainingStarted)
    assert started.only_validated == ("9",)
    assert "0" in started.only_trained


def test_validation_data_that_are_the_training_data(data: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.npz"
    other.write_bytes((data / "digits.npz").read_bytes())
    same = small_project(data, fit__validation_data=str(data / "." / "digits.npz"))
    copied = small_project(data, fit__validation_data=str(other), fit__epochs=1, fit__steps_per_epoch=1)
    [problem] = check(same, None)
    assert (problem.path, problem.severity) == ("fit.validation_data", "warning")
    assert check(copied, None) == []  # it was not read yet
    run = train(copied, tmp_path / "run")
    [line] = [line for line in run.of(LogLine) if line.text == problem.message]
    assert line.level == "warning"


def test_validation_examples_that_are_training_examples(data: Path, tmp_path: Path) -> None:
    with np.load(data / "digits.npz") as file:
        x, y = file["x"], file["y"]
    np.savez(tmp_path / "part.npz", x=x[20:60], y=y[20:60])
    project = small_project(data, fit__validation_data=str(tmp_path / "part.npz"), fit__epochs=1)
    run = train(project, tmp_path / "run")
    assert [
        line.level for line in run.of(LogLine) if "100 % of the validation examples are" in line.text
    ] == ["warning"]
    run = train(small_project(data, fit__epochs=1), tmp_path / "fine")
    assert not [line for line in run.of(LogLine) if "of the validation examples" in line.text]
