"""Columns from which the target follows are kept and warned of; what validation cannot say is said before."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from engine.data import load
from engine.data.split import split
from engine.inspect.preflight.parts import part_problems
from engine.settings import Project
from engine.settings.data.kinds import TableData

ROWS = 200


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    wage, amount = rng.gamma(2, 1000, ROWS), rng.normal(50, 20, ROWS)
    casual, registered = rng.integers(0, 100, ROWS), rng.integers(0, 300, ROWS)
    grade = pd.cut(amount, [-1e9, 30, 60, 1e9], labels=list("CBA")).astype(str)
    return pd.DataFrame(
        {
            "wage": wage,
            "log": np.log(wage),
            "casual": casual,
            "registered": registered,
            "count": casual + registered,
            "amount": amount,
            "grade": grade,
            "noise": rng.normal(size=ROWS),
        }
    )


def warnings(folder: Path, table: pd.DataFrame, target: str, columns: tuple[str, ...]) -> dict[str, str]:
    path = folder / "data.csv"
    table[[*columns, target]].to_csv(path, index=False)
    data = TableData(path=str(path), target=target)
    dataset = load(data, None)
    assert dataset.fit(np.arange(dataset.count)).shape == (len(columns),)
    project = Project(data=data)
    parts = split(dataset, project.fit, seed=0)
    problems = list(part_problems(project, dataset, parts=parts))
    assert all(one.severity == "warning" and one.path == "data.columns" for one in problems)
    assert len(problems) == sum(bool(one.warning) for one in dataset.columns)
    return {one.name: one.warning for one in dataset.columns if one.warning}


def test_functions_of_the_target_are_kept_and_warned_of_with_the_evidence(tmp_path, table):
    assert "200 rows" in warnings(tmp_path, table, "wage", ("log", "casual", "noise"))["log"]
    found = warnings(tmp_path, table, "count", ("casual", "registered", "noise"))
    assert found == dict.fromkeys(("casual", "registered"), "casual + registered is count")
    assert set(warnings(tmp_path, table, "grade", ("amount", "noise"))) == {"amount"}


def test_measured_numbers_are_never_warned_of(tmp_path, table):
    assert warnings(tmp_path, table, "noise", ("wage", "amount", "casual")) == {}
    assert warnings(tmp_path, table, "grade", ("wage", "noise")) == {}


def sorted_classes(folder: Path, **fit: Any) -> list[str]:
    path = folder / "data.csv"
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"a": rng.normal(size=90), "y": np.repeat(["x", "y", "z"], 30)})
    frame.to_csv(path, index=False)
    project = Project(data=TableData(path=str(path)))
    for name, value in fit.items():
        project = project.with_value(f"fit.{name}", value)
    dataset = load(project.data, None)
    parts = split(dataset, project.fit, seed=0)
    return [str(one.message) for one in part_problems(project, dataset, parts=parts)]


def test_validation_with_other_classes_than_training_is_warned_of_with_the_better_split(tmp_path):
    unseen, without = sorted_classes(tmp_path, validation_method="last", validation_split=1 / 3)
    assert "examples of z, of which training has none" in unseen
    assert "no example of x, y" in without
    assert all("stratified" in one for one in (unseen, without))
    assert sorted_classes(tmp_path, validation_method="stratified", validation_split=1 / 3) == []
