"""Tables and curves as CSV, for other programs: numbers with every digit."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence

from engine.history.metric_history import MetricHistory
from engine.settings.losses import VALIDATION

RUN, EPOCH = "run", "epoch"


def curves_csv(runs: Mapping[str, MetricHistory]) -> str:
    """Return the values of each epoch as CSV.

    Args:
        runs: Histories by the names of the runs.

    Returns:
        One row an epoch and one column a metric, and with several runs a first column with the run's name. A
        cell is empty where an epoch has no value, as with a `validation_freq` above 1.
    """
    names = tuple(
        dict.fromkeys(
            name
            for history in runs.values()
            for metric in history.names
            for name in (metric, VALIDATION + metric)
            if len(history.epochs(name)[0])
        )
    )
    several = len(runs) > 1
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*([RUN] if several else []), EPOCH, *names])
    for run, history in runs.items():
        values = {name: dict(zip(*history.epochs(name), strict=True)) for name in names}
        for epoch in sorted({epoch for column in values.values() for epoch in column}):
            cells = [values[name].get(epoch) for name in names]
            row = [round(epoch), *("" if cell is None else repr(float(cell)) for cell in cells)]
            writer.writerow([*([run] if several else []), *row])
    return out.getvalue()


def table_csv(titles: Sequence[str], rows: Iterable[Sequence[str | float]]) -> str:
    """Return a table as CSV.

    Args:
        titles: A title for each column.
        rows: The cells of each row; a float is written with every digit, NaN as an empty cell.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(titles)
    for row in rows:
        writer.writerow(["" if isinstance(cell, float) and math.isnan(cell) else cell for cell in row])
    return out.getvalue()
