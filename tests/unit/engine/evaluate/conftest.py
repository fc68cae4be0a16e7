"""A run of each kind, trained for one epoch, once for all tests of this room."""

from pathlib import Path

import numpy as np
import pytest

from engine.cli.projects import read_project
from engine.record.run_folder import RunFolder
from engine.resources import resolve
from tests.runs import small_project, train


@pytest.fixture(scope="package")
def weighted(data: Path, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """Digits with sample weights and weights that are regularized, a validation and a test part."""
    layers = [{"kind": "flatten"}, {"kind": "dense", "units": 8, "kernel_regularizer": 0.01}]
    project = small_project(
        data,
        "stack",
        data__path=str(data / "weighted.npz"),
        data__weight_key="sample_weight",
        model__layers=[*layers, {"kind": "dropout"}],
        fit__epochs=1,
        fit__test_split=0.2,
    )
    return train(project, tmp_path_factory.mktemp("weighted") / "run").folder


@pytest.fixture(scope="package")
def rows(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A table with categories, whose target is a number."""
    return _sample("penguins", tmp_path_factory, "fit.validation_split=0.3")


@pytest.fixture(scope="package")
def series(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A forecast of three steps."""
    return _sample("elnino", tmp_path_factory, "data.horizon=3")


@pytest.fixture(scope="package")
def two(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """Two classes with one output."""
    folder = tmp_path_factory.mktemp("two")
    rng = np.random.default_rng(0)
    x = rng.normal(size=(200, 3)).astype(np.float32)
    np.savez(folder / "two.npz", x=x, y=(x[:, 0] > 0).astype(np.int64))
    project = small_project(
        folder, data__path=str(folder / "two.npz"), compile__loss="binary_crossentropy", fit__epochs=1
    )
    return train(project, folder / "run").folder


def _sample(name: str, temporary: pytest.TempPathFactory, *changes: str) -> RunFolder:
    path = Path(resolve(f"sample:{name}.fitroom", None))
    project = read_project(path, ["fit.epochs=1", "model.dropout=0.0", *changes])
    return train(project, temporary.mktemp(name) / "run").folder
