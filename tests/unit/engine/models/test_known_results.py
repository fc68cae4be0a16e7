"""Known data reaches known results with what is proposed for it, through the real session: means of 3."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn import datasets
from sklearn.linear_model import Ridge

from engine.data import load
from engine.data.facts import shows_as_image
from engine.data.split import split
from engine.models.proposal import propose
from engine.record.events import EpochEnded
from engine.settings import Project
from engine.settings.data.kinds import ArraysData
from tests.runs import train

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]
SEEDS = (1, 2, 3)


@dataclass(frozen=True)
class Seen:
    """What a proposal looks at."""

    shape: tuple[int, ...]
    is_image: bool
    task: str
    train: int
    kind: str = "arrays"
    is_text: bool = False


def project_for(x: NDArray[Any], y: NDArray[Any], *, folder: Path, epochs: int, task: str) -> Project:
    """A project with the proposed model, for arrays that are written to `folder`."""
    np.savez(folder / "data.npz", x=x, y=y)
    data = ArraysData(path=str(folder / "data.npz"))
    read = load(data, None)
    count = int(0.8 * len(x))
    model = propose(Seen(read.shape, shows_as_image(read), read.task, count)).model
    assert read.task == task
    project = Project(data=data, model=model, callbacks=()).with_value("fit.epochs", epochs)
    metrics = ("accuracy",) if task == "classification" else ("r2_score",)
    return project.with_value("compile.metrics", metrics)


def last(project: Project, seed: int, *, folder: Path) -> dict[str, float]:
    """The values of the last epoch."""
    trained = train(project.with_value("run.seed", seed), folder / f"run{seed}")
    return trained.of(EpochEnded)[-1].values


@pytest.mark.parametrize(
    ("name", "epochs", "wanted"),
    [("digits", 30, 0.98), ("iris", 150, 0.95), ("wine", 100, 0.95), ("breast_cancer", 50, 0.96)],
)
def test_classes(name: str, epochs: int, wanted: float, tmp_path: Path) -> None:
    found: Any = getattr(datasets, f"load_{name}")()
    images = name == "digits"
    x = np.round(found.images * (255 / 16)).astype("uint8") if images else found.data.astype("float32")
    project = project_for(x, found.target, folder=tmp_path, epochs=epochs, task="classification")
    reached = [last(project, seed, folder=tmp_path)["val_accuracy"] for seed in SEEDS]
    assert np.mean(reached) >= wanted, reached


def test_numbers_are_found_as_well_as_by_ridge_regression(tmp_path: Path) -> None:
    found: Any = datasets.load_diabetes()
    x, y = found.data.astype("float32"), found.target.astype("float32")
    project = project_for(x, y, folder=tmp_path, epochs=100, task="regression")
    ours, theirs = [], []
    for seed in SEEDS:
        ours.append(last(project, seed, folder=tmp_path)["val_r2_score"])
        parts = split(load(project.data, None), project.fit, seed=seed)
        ridge = Ridge().fit(x[parts.train], y[parts.train])
        theirs.append(ridge.score(x[parts.validation], y[parts.validation]))
    assert np.mean(ours) >= np.mean(theirs), (ours, theirs)
