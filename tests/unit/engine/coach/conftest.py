"""Recorded runs, as scripts/record_curves.py made them, and curves made by hand."""

import csv
import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from engine.coach.observations import Curve, Observations
from engine.resources import samples_folder
from engine.settings import Project
from engine.settings.project_file.assign import assign
from engine.settings.project_file.file import load

RECORDED = Path(__file__).parent / "recorded"


@pytest.fixture
def recorded() -> Callable[..., Observations]:
    """A recorded run as it stood after `until` epochs, by default at its end."""

    def read(name: str, *, until: int | None = None) -> Observations:
        facts = json.loads((RECORDED / f"{name}.json").read_text())
        with (RECORDED / f"{name}.csv").open() as handle:
            rows = list(csv.DictReader(handle))
        over = until is None or until >= len(rows)
        rows = rows[:until]
        sample = samples_folder() / f"{facts['sample']}.fitroom"
        base = load(sample if sample.is_file() else samples_folder() / "digits.fitroom").project
        return Observations(
            loss=_curve(rows, "loss"),
            validation=_curve(rows, "val_loss"),
            first_loss=facts["first_loss"],
            over=over,
            restored=over and facts.get("restored", False),
            examples=facts["examples"],
            validation_examples=facts["validation_examples"],
            classes=facts["classes"],
            project=assign(base, facts["changes"]),
            counted=facts.get("counted", {}) if over else {},
            predicted=facts.get("predicted", {}) if over else {},
        )

    return read


@pytest.fixture
def drawn() -> Callable[..., Observations]:
    """A run of two classes with these losses, of which guessing has log 2."""

    def draw(loss: Sequence[float], validation: Sequence[float] = (), **facts: object) -> Observations:
        values: dict[str, object] = {
            "loss": _numbered(loss),
            "validation": _numbered(validation),
            "first_loss": math.log(2),
            "over": True,
            "restored": False,
            "examples": 1000,
            "validation_examples": 200 if validation else 0,
            "classes": 2,
            "project": Project(),
            **facts,
        }
        return Observations(**values)  # type: ignore[arg-type] # a test names only the facts that matter to it

    return draw


def _numbered(values: Sequence[float]) -> Curve:
    return Curve(np.arange(1, len(values) + 1, dtype=float), np.array(values, float))


def _curve(rows: Sequence[dict[str, str]], name: str) -> Curve:
    points = [(float(row["epoch"]), float(row[name])) for row in rows if row[name]]
    return Curve(*(np.array(column, float) for column in zip(*points, strict=True)))
