"""Changes that the data cannot have are named before the run."""

from typing import Any

import numpy as np
import pytest

from engine.data import load
from engine.inspect.preflight import check
from engine.inspect.preflight.augmentation import unfit_changes
from engine.inspect.staged_data import StagedData
from engine.settings import Project
from engine.settings.augmentation import AugmentationSettings, CutMix, Flip, Jitter, MixUp, Noise
from engine.settings.data.kinds import ArraysData, SeriesData, TableData
from engine.settings.declaration.declare import alternatives
from engine.settings.model import FileModel

DIGITS = ArraysData(path="sample:digits.npz")


def problems(data, *changes, **compiling):
    project = Project(data=data, augmentation=changes)
    for name, value in compiling.items():
        project = project.with_value(f"compile.{name}", value)
    found = check(project, data=StagedData(project, dataset=load(data, None)))
    return [(one.path, one.severity) for one in found if one.path.startswith(("augmentation", "compile"))]


@pytest.mark.parametrize(
    ("data", "changes", "expected"),
    [
        (DIGITS, (Flip(), MixUp(), CutMix(), Noise()), []),
        (DIGITS, (Flip(), Jitter(), Jitter(enabled=False)), [("augmentation.1", "warning")]),
        (TableData(path="sample:wine.csv"), (MixUp(), CutMix()), [("augmentation.1", "warning")]),
        (
            SeriesData(path="sample:elnino.csv"),
            (Jitter(), MixUp(), Flip()),
            [("augmentation.1", "warning"), ("augmentation.2", "warning")],
        ),
    ],
)
def test_a_change_without_effect_is_a_warning(data, changes, expected):
    assert problems(data, *changes) == expected


@pytest.mark.parametrize("loss", ["sparse_categorical_crossentropy", "categorical_generalized_crossentropy"])
def test_mixed_labels_need_a_loss_that_takes_shares(loss):
    assert problems(DIGITS, MixUp(), loss=loss) == [("compile.loss", "error")]
    assert problems(DIGITS, MixUp(enabled=False), loss=loss) == []
    assert problems(DIGITS, MixUp(), loss="categorical_focal_crossentropy") == []


def test_grey_levels_need_bytes(tmp_path):
    x = np.zeros((20, 6, 6, 1), np.float32)
    np.savez(tmp_path / "a.npz", x=x, y=np.arange(20) % 2)
    data = ArraysData(path=str(tmp_path / "a.npz"))
    assert problems(data, Flip(), Noise()) == [("augmentation.1", "error")]


@pytest.mark.parametrize(
    "data", [DIGITS, TableData(path="sample:wine.csv"), SeriesData(path="sample:elnino.csv")]
)
@pytest.mark.parametrize("model", [None, FileModel(path="a.keras")])
def test_what_cannot_be_added_is_what_would_be_a_warning(data, model):
    kinds = [kind for kind in alternatives(AugmentationSettings) if kind.title != "Crop"]
    changes: Any = tuple(kind() for kind in kinds)
    project = Project(data=data, augmentation=changes)
    project = project if model is None else project.with_value("model", model)
    staged = StagedData(project, dataset=load(data, None))
    warned = {
        kinds[int(one.path.split(".")[1])]: one.message
        for one in check(project, data=staged)
        if one.path.startswith("augmentation") and "has no effect" in one.message
    }
    unfit = unfit_changes(project, staged.facts)
    assert {kind: why for kind, why in unfit.items() if kind in kinds} == warned
