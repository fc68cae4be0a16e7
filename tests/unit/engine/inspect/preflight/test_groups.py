"""Rows of one person in training and in validation are warned of, with a split by person as a button."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from engine.data import DataError
from engine.inspect import inspect
from engine.inspect.inspection import Inspection
from engine.problems import Problem
from engine.settings import Project
from engine.settings.project_file.assign import assign


def table(folder: Path, *, noise: float = 0.0, people: int = 30) -> pd.DataFrame:
    """Eight measurements of each person, who is ill in all of them but for a share of `noise`."""
    rng = np.random.default_rng(5)
    who = np.repeat(np.arange(people), 8)
    ill = (who * 7 % 3 == 0) ^ (rng.random(len(who)) < noise)
    made = pd.DataFrame({"pulse": rng.normal(70, 9, len(who)), "patient": who})
    made["ward"] = rng.integers(0, 5, len(who))
    made["patient"] = made["patient"].map("P{:03}".format)
    made["ill"] = np.where(ill, "yes", "no")
    made.to_csv(folder / "table.csv", index=False)
    return made


def project_of(**data: object) -> Project:
    return Project.model_validate({"data": {"kind": "table", "path": "table.csv", "target": "ill", **data}})


def warnings(look: Inspection) -> list[Problem]:
    assert look.fitted
    return [one for one in look.problems if "same patient" in one.message]


def test_the_warning_and_its_cure(tmp_path: Path) -> None:
    made = table(tmp_path)
    project = project_of()
    [problem] = warnings(inspect(project, tmp_path))
    assert (problem.path, problem.severity) == ("data.columns", "warning")
    assert problem.cure is not None
    look = inspect(assign(project, problem.cure.assignments), tmp_path)
    assert not warnings(look)
    patients = made["patient"].to_numpy()
    assert not {*patients[look.split.train]} & {*patients[look.split.validation]}
    assert look.dataset.as_read is not None
    uses = {one.name: one.use for one in look.dataset.as_read.columns}
    assert uses == {"pulse": "input", "patient": "group", "ward": "input", "ill": "target"}
    assert look.fitted.feature_names == ("pulse", "ward")


@pytest.mark.parametrize(("noise", "people"), [(0.2, 30), (0.0, 4)])
def test_what_does_not_decide_the_target_is_an_ordinary_column(
    tmp_path: Path, noise: float, people: int
) -> None:
    table(tmp_path, noise=noise, people=people)
    assert not warnings(inspect(project_of(), tmp_path))


def test_two_groups_are_refused(tmp_path: Path) -> None:
    table(tmp_path)
    look = inspect(project_of(columns={"patient": "group", "ward": "group"}), tmp_path)
    with pytest.raises(DataError, match="there can be one only"):
        assert look.fitted
