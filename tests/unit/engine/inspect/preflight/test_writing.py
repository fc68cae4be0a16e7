"""No two callbacks write the same file, whatever kinds they are and however the names are written."""

from typing import Any

import pytest

from engine.inspect.preflight.writing import writing_problems
from engine.settings import Project

TABLE, BOARD, MODEL = "csv_logger", "tensorboard", "model_checkpoint"
FIELDS = {TABLE: "filename", BOARD: "log_dir", MODEL: "filepath"}


def problems(*callbacks: tuple[str, str], **more: Any) -> list[str]:
    content = [{"kind": kind, FIELDS[kind]: name, **more} for kind, name in callbacks]
    return [problem.path for problem in writing_problems(Project.model_validate({"callbacks": content}))]


@pytest.mark.parametrize(
    "callbacks",
    [
        ((TABLE, "a.csv"), (TABLE, "./a.csv")),
        ((TABLE, "a.csv"), (TABLE, "A.CSV")),
        ((TABLE, "a/b.csv"), (TABLE, "a//b.csv")),
        ((BOARD, "logs"), (BOARD, "Logs/")),
        ((TABLE, "logs"), (BOARD, "logs")),
        ((BOARD, "logs"), (TABLE, "logs/train")),
        ((BOARD, "."), (TABLE, "train")),
        ((TABLE, "cp.keras"), (MODEL, "cp")),
        ((MODEL, "cp"), (TABLE, "cp.keras/a.csv")),
        ((MODEL, "cp-{epoch}"), (MODEL, "cp-{epoch}.keras")),
    ],
)
def test_the_same_file_is_a_problem_of_the_later_one(callbacks: tuple[tuple[str, str], ...]) -> None:
    assert problems(*callbacks) == [f"callbacks.1.{FIELDS[callbacks[1][0]]}"]


@pytest.mark.parametrize(
    "callbacks",
    [
        ((TABLE, "a.csv"), (TABLE, "b.csv"), (BOARD, "logs"), (MODEL, "checkpoints/cp")),
        ((BOARD, "logs"), (TABLE, "logs/a.csv"), (MODEL, "logs/train/cp"), (BOARD, "logs/more")),
        ((TABLE, "cp"), (MODEL, "cp")),
    ],
)
def test_different_files_are_none(callbacks: tuple[tuple[str, str], ...]) -> None:
    assert problems(*callbacks) == []


def test_a_callback_that_is_off_writes_nothing() -> None:
    assert problems((TABLE, "a.csv"), (TABLE, "a.csv"), enabled=False) == []
