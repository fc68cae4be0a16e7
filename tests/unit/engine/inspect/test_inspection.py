"""A look at a project: what is calculated once, what is calculated again, and after which change."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import pytest

from engine.data import DataError, load
from engine.data.describe import describe
from engine.data.split import split
from engine.data.tables.read import read_table
from engine.inspect import inspect
from engine.inspect import staged_data as looked_at
from engine.inspect.inspection import Inspection
from engine.inspect.stages import Stages
from engine.models.inputs import ModelError
from engine.models.measure_inputs import inputs_of
from engine.script.layouts.tables import table_layout
from engine.settings import Project
from engine.settings.data.kinds import ArraysData, KerasData, TableData

WINE = Project(data=TableData(path="sample:wine.csv"))
STAGES = ("load", "split", "inputs_of", "facts_of", "describe")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the stages in the order in which they were calculated."""
    made: list[str] = []

    def counted(name: str, function: Any) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            made.append(name)
            return function(*given, **named)

        return call

    for name in STAGES:
        monkeypatch.setattr(looked_at, name, counted(name, getattr(looked_at, name)))
    return made


def look(project: Project, stages: Stages, base: Path | None = None) -> Inspection:
    """Ask for everything."""
    found = inspect(project, base, stages=stages)
    assert found.facts.count == found.description.count == found.fitted.count
    assert found.inputs.shape == found.fitted.shape
    return found


def test_nothing_is_read_before_it_is_asked_for(calls):
    found = inspect(WINE)
    assert not found.is_read
    assert calls == []


def test_wine_is_read_split_and_measured_once_and_equals_the_functions(calls):
    found = look(WINE, Stages())
    assert sorted(calls) == sorted(STAGES)
    dataset = load(TableData(path="sample:wine.csv"), None)
    parts = split(dataset, WINE.fit, seed=WINE.run.seed)
    np.testing.assert_array_equal(found.split.train, parts.train)
    fitted = dataset.fit(parts.train)
    np.testing.assert_array_equal(np.asarray(found.fitted.x), np.asarray(fitted.x))
    wanted = inputs_of(fitted, parts.train, project=WINE)
    assert found.inputs.mean is not None
    assert wanted.mean is not None
    np.testing.assert_array_equal(found.inputs.mean.value, wanted.mean.value)
    assert (found.facts.train, found.facts.validation, found.facts.test) == (
        len(parts.train),
        len(parts.validation),
        0,
    )
    assert [one.name for one in found.facts.balance] == list(found.facts.class_names)


def calls_of(functions: tuple[Any, ...], work: Callable[[], object]) -> dict[str, int]:
    """How often `work` calls each function, wherever it was imported."""
    counts = dict.fromkeys((function.__name__ for function in functions), 0)
    codes = {function.__code__: function.__name__ for function in functions}

    def count(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code in codes:
            counts[codes[frame.f_code]] += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counts


def test_all_that_follows_from_wine_costs_one_split_and_one_measurement_and_then_none():
    functions = (read_table, split, inputs_of, describe, table_layout)

    def everything(project: Project, stages: Stages) -> None:
        found = inspect(project, stages=stages)
        for name in ("description", "facts", "outline", "script", "exact_script", "problems"):
            assert getattr(found, name) is not None

    stages = Stages()
    assert set(calls_of(functions, lambda: everything(WINE, stages)).values()) == {1}
    edited = WINE.with_value("fit.epochs", 3)
    assert set(calls_of(functions, lambda: everything(edited, stages)).values()) == {0}


@pytest.mark.parametrize(
    ("setting", "value", "again"),
    [
        ("fit.epochs", 7, []),
        ("fit.batch_size", 8, []),
        ("compile.optimizer.learning_rate", 0.5, []),
        ("model.units", (5,), []),
        ("fit.class_weight", "balanced", ["facts_of"]),
        ("data.scaling", "none", ["inputs_of"]),
        ("compile.loss", "categorical_crossentropy", ["inputs_of"]),
        ("fit.validation_split", 0.5, ["describe", "facts_of", "inputs_of", "split"]),
        ("fit.test_split", 0.1, ["describe", "facts_of", "inputs_of", "split"]),
        ("run.seed", 5, ["describe", "facts_of", "inputs_of", "split"]),
        ("data.missing", "drop", sorted(STAGES)),
    ],
)
def test_an_edit_costs_only_the_stages_that_depend_on_it(calls, setting, value, again):
    stages = Stages()
    look(WINE, stages)
    calls.clear()
    look(WINE.with_value(setting, value), stages)
    assert sorted(calls) == again


class Recorder:
    """A section that notes which of its settings are looked at."""

    def __init__(self, section: Any, seen: set[str]) -> None:
        self._section, self._seen = section, seen

    def __getattr__(self, name: str) -> Any:
        self._seen.add(name)
        return getattr(self._section, name)


@pytest.mark.parametrize("data", [TableData(path="sample:wine.csv"), ArraysData(path="sample:digits.npz")])
def test_the_split_looks_at_no_other_setting_than_those_it_is_remembered_by(data):
    seen: set[str] = set()
    for changes in ({}, {"test_split": 0.1}, {"validation_data": "x.npz"}, {"validation_split": 0.0}):
        fit: Any = Recorder(Project().fit.model_copy(update=changes), seen)
        split(load(data, None), fit, seed=1)
    assert seen <= set(looked_at.SPLIT_BY)
    assert {"validation_split", "validation_method", "test_split"} <= seen


def test_readers_look_at_no_setting_of_scaling():
    for data in (TableData(path="sample:wine.csv"), ArraysData(path="sample:digits.npz")):
        one, two = load(data, None), load(data.model_copy(update={"scaling": "none"}), None)
        assert one.fingerprint == two.fingerprint
        np.testing.assert_array_equal(one.y, two.y)


def test_a_file_that_was_written_again_is_read_again(tmp_path, calls):
    path = tmp_path / "a.npz"
    project, stages = Project(data=ArraysData(path="a.npz")), Stages()
    np.savez(path, x=np.zeros((8, 4), np.float32), y=np.arange(8) % 2)
    assert look(project, stages, tmp_path).facts.count == 8
    np.savez(path, x=np.zeros((9, 4), np.float32), y=np.arange(9) % 2)
    os.utime(path, ns=(1, 1))
    calls.clear()
    assert look(project, stages, tmp_path).facts.count == 9
    assert sorted(calls) == sorted(STAGES)


def test_separate_validation_data_is_read_once_and_again_when_it_changes(tmp_path, monkeypatch):
    for name, count in (("train", 8), ("own", 4)):
        np.savez(tmp_path / f"{name}.npz", x=np.zeros((count, 4), np.float32), y=np.arange(count) % 2)
    project = Project(data=ArraysData(path="train.npz")).with_value("fit.validation_data", "own.npz")
    stages, read = Stages(), looked_at.load_validation
    times: list[int] = []
    monkeypatch.setattr(
        looked_at, "load_validation", lambda *given, **named: times.append(1) or read(*given, **named)
    )
    for epochs in (1, 2):
        found = inspect(project.with_value("fit.epochs", epochs), tmp_path, stages=stages)
        assert found.validation is not None
        assert found.validation.count == 4
        assert found.test is None
    assert len(times) == 1
    np.savez(tmp_path / "own.npz", x=np.zeros((6, 4), np.float32), y=np.arange(6) % 2)
    found = inspect(project, tmp_path, stages=stages)
    assert found.validation is not None
    assert found.validation.count == 6


def test_what_fails_is_said_at_its_setting_and_the_stages_before_it_are_there(tmp_path):
    stages = Stages()
    with pytest.raises(DataError):
        _ = inspect(Project(data=ArraysData(path="gone.npz")), tmp_path, stages=stages).dataset
    np.savez(
        tmp_path / "a.npz", x=np.zeros((8, 4), np.float32), y=np.ones((8, 1)) * np.arange(8)[:, None] / 3
    )
    project = Project(data=ArraysData(path="a.npz")).with_value(
        "compile.loss", "sparse_categorical_crossentropy"
    )
    found = inspect(project, tmp_path, stages=stages)
    assert found.facts.task == "regression"
    with pytest.raises(ModelError) as caught:
        _ = found.inputs
    assert caught.value.path == "compile.loss"


def test_data_that_was_read_elsewhere_is_taken():
    dataset = load(TableData(path="sample:wine.csv"), None)
    found = Inspection(Project(data=KerasData()), dataset=dataset)
    assert found.is_read
    assert found.dataset is dataset
    assert found.fitted.shape == (13,)


def test_data_that_was_read_is_forgotten_on_demand_and_before_other_data(calls):
    stages = Stages()
    look(WINE, stages)
    stages.forget()
    calls.clear()
    look(WINE, stages)
    assert sorted(calls) == sorted(STAGES)
    assert not inspect(Project(data=ArraysData(path="sample:digits.npz")), stages=stages).is_read
