"""Several runs side by side: the outcome of each, and the settings in which they differ."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.history.metric_history import Best, MetricHistory
from engine.language import MINUS, tr, with_minus
from engine.report.settings_rows import NOTHING, differences
from engine.settings import Project
from engine.settings.losses import VALIDATION


@dataclass(frozen=True, slots=True)
class Comparison:
    """Several runs in tables; each row is (title, one value for each run).

    Attributes:
        runs: Names of the runs.
        outcomes: Best values, epochs, time and parameters.
        settings: The settings that are not the same in all runs.
    """

    runs: tuple[str, ...]
    outcomes: tuple[tuple[str, tuple[str, ...]], ...]
    settings: tuple[tuple[str, tuple[str, ...]], ...]


def compare(runs: Mapping[str, MetricHistory], projects: Sequence[Project | None]) -> Comparison:
    """Compare runs.

    Args:
        runs: Histories by the names of the runs.
        projects: The settings of the runs in the same order, None where they are unknown; then no settings
            are compared.

    Returns:
        The tables.
    """
    histories = list(runs.values())
    known = [project for project in projects if project is not None]
    found = differences(known) if len(known) == len(projects) else []
    return Comparison(
        runs=tuple(runs),
        outcomes=tuple(_outcomes(histories)),
        settings=tuple(
            (f"{row.title} ({row.keras})" if row.keras else row.title, row.values) for row in found
        ),
    )


def comparison_csv(comparison: Comparison) -> str:
    """Return the tables as CSV, one column a run."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["", *comparison.runs])
    for title, values in (*comparison.outcomes, *comparison.settings):
        writer.writerow([title, *(value.replace(MINUS, "-") for value in values)])
    return out.getvalue()


def changed_since(before: Project, after: Project) -> str:
    """Return what was changed in one line: "Dropout 0.2 → 0.5, Epochs 20 → 40"; "" for nothing."""
    changes = [f"{row.title} {row.values[0]} → {row.values[1]}" for row in differences([before, after])]
    return ", ".join(changes)


def saved_title(metric: str) -> str:
    """Return what a value of the saved model is called: of which metric, and whether it is a running mean."""
    if metric.startswith(VALIDATION):
        return tr("Saved model, {metric}", metric=metric)
    return tr("Saved model, {metric} (running mean)", metric=metric)


def at_epoch(value: Best | None) -> str:
    """Return a value with its epoch; a dash for None."""
    if value is None:
        return NOTHING
    return tr("{value} at epoch {epoch}", value=with_minus(f"{value.value:.4g}"), epoch=value.epoch)


def _outcomes(histories: Sequence[MetricHistory]) -> list[tuple[str, tuple[str, ...]]]:
    metrics = dict.fromkeys(
        VALIDATION + name if len(history.epochs(VALIDATION + name)[0]) else name
        for history in histories
        for name in history.names
    )
    rows = [
        (saved_title(metric), tuple(at_epoch(history.saved_value(metric)) for history in histories))
        for metric in metrics
        if any(history.saved_value(metric) for history in histories)
    ]
    rows += [
        (
            tr("Best seen, {metric}", metric=metric),
            tuple(at_epoch(history.best(metric)) for history in histories),
        )
        for metric in metrics
    ]
    rows.append((tr("Epochs"), tuple(_epochs(history) for history in histories)))
    rows.append((tr("Time"), tuple(_seconds(history) for history in histories)))
    rows.append((tr("Parameters"), tuple(_parameters(history) for history in histories)))
    return rows


def _epochs(history: MetricHistory) -> str:
    done = history.epochs("loss")[0]
    return f"{done[-1]:.0f}" if len(done) else NOTHING


def _seconds(history: MetricHistory) -> str:
    return tr("{seconds} s", seconds=f"{history.progress.elapsed:,.0f}")


def _parameters(history: MetricHistory) -> str:
    return f"{history.started.parameters:,}" if history.started is not None else NOTHING
