"""A CSV file in time order, cut into windows of the past, with what follows them or the class that they have.

Window i of a series holds its rows i * stride ... i * stride + window - 1. Its targets are the next `horizon`
rows of each forecast column, column after column; or its class. No target of a training window is at or after
the first target of a validation window: `gap` windows before the cut are left out. A validation window may
look back into the time that was trained on, as it does when a forecast is made; where windows have a class,
none shares a row with a window of the other part. Which columns there are is found in `columns`, and the rows
are put in order in `cut_series`.
"""

from collections.abc import Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from engine.data.dataset import DataError, Dataset, LeftOut
from engine.data.kind_facts import ForecastRows, SeriesFacts, Use
from engine.data.problems import noted
from engine.data.reading.context import Reading
from engine.data.series.columns import SeriesColumns, columns_of, read_series_file
from engine.data.series.cut_series import Part, parts_in
from engine.data.tables.as_read import as_read, read_columns
from engine.data.targets.labels import Targets, targets_of
from engine.language import tr
from engine.settings.data.kinds import SeriesData


def read_series(settings: SeriesData, reading: Reading) -> Dataset:
    """Read time series.

    Args:
        settings: the file, its columns, and how windows are cut.
        reading: what every reader gets.

    Returns:
        x: (n, window, features) float32; y: (n, horizon * columns) float32, or (n,) class numbers.

    Raises:
        DataError: the file cannot be read, or no series is long enough.
        LoadCancelled: `reading` was cancelled.
    """
    file = read_series_file(reading.find(settings.path), settings, reading=reading)
    columns = columns_of(file, settings, like=reading.like)
    found = parts_in(file, columns)
    ahead = 0 if columns.label else settings.horizon
    parts, short = _long_enough(found.parts, settings, ahead=ahead)
    counts = [_count(part, settings, ahead=ahead) for part in parts]
    size = settings.window * len(columns.features) + ahead * len(columns.targets)
    reading.limits.require_memory(sum(counts) * size * 4, f"{sum(counts):,} windows", path="data.window")
    used = [columns.numbers.index(name) for name in columns.features]
    x = np.concatenate([_windows(part.values[:, used], settings, ahead=ahead) for part in parts])
    groups = np.repeat(np.arange(len(parts)), counts)
    targets, keep, forecast = Targets("regression", np.empty(0)), np.ones(len(x), bool), None
    if columns.label:
        labels = np.concatenate([_labels(part, settings) for part in parts])
        keep = labels != ""
        if not keep.any():
            raise DataError(
                tr("Column {name} has no class for any window; choose another.", name=columns.label),
                path="data.label",
            )
        targets = targets_of(labels[keep], "classification", few=len(labels), like=reading.like)
        x, groups = x[keep], groups[keep]
    else:
        forecast = _forecast(parts, settings, columns=columns, dated=found.dated)
    return Dataset(
        kind="series",
        task=targets.task,
        x=x,
        y=targets.y if forecast is None else _future(forecast),
        fingerprint=file.fingerprint,
        class_names=targets.class_names,
        feature_names=columns.features,
        target_names=tuple(
            f"{name} +{step}" for name in columns.targets for step in range(1, settings.horizon + 1)
        ),
        left_out=(*file.rows_left_out, *found.left_out, *short),
        notes=(*file.notes, *found.notes, *_notes(keep), *targets.notes),
        series=SeriesFacts(
            gap=(ahead - 1 if ahead else settings.window - 1) // settings.stride,
            groups=groups,
            whole_groups=settings.held_out == "series",
            forecast=forecast,
        ),
        as_read=as_read(
            file,
            read_columns(file, _uses(columns)),
            rows=np.concatenate([part.rows for part in parts]),
            several=True,
        ),
    )


def _uses(columns: SeriesColumns) -> dict[str, Use]:
    times = columns.time_parts or ((columns.time,) if columns.time else ())
    uses: dict[str, Use] = dict.fromkeys(columns.features, "input")
    uses.update(dict.fromkeys(times, "time"))
    uses.update(dict.fromkeys(columns.targets, "target"))
    if columns.label:
        uses[columns.label] = "target"
    if columns.series:
        uses[columns.series] = "group"
    return uses


def _long_enough(
    parts: Sequence[Part], settings: SeriesData, *, ahead: int
) -> tuple[list[Part], list[LeftOut]]:
    needed = settings.window + ahead
    longest = max(len(part.values) for part in parts)
    if longest < needed:
        raise DataError(
            tr(
                "The series has {count:,} rows, but a window of {window:,} and a horizon of"
                " {horizon:,} need at least {needed:,}; choose smaller ones.",
                count=longest,
                window=settings.window,
                horizon=ahead,
                needed=needed,
            ),
            path="data.window",
        )
    reason = tr("its rows are fewer than a window with its horizon")
    short = [part for part in parts if len(part.values) < needed]
    left = [LeftOut(tr("series {name}", name=part.name), reason) for part in short]
    return [part for part in parts if len(part.values) >= needed], left


def _count(part: Part, settings: SeriesData, *, ahead: int) -> int:
    return (len(part.values) - settings.window - ahead) // settings.stride + 1


def _windows(values: NDArray[np.float64], settings: SeriesData, *, ahead: int) -> NDArray[np.float32]:
    past = values[: len(values) - ahead].astype(np.float32)
    return sliding_window_view(past, settings.window, axis=0)[:: settings.stride].transpose(0, 2, 1)


def _labels(part: Part, settings: SeriesData) -> NDArray[np.object_]:
    """Return the class of each window, "" where it has none."""
    if settings.label_of == "last":
        return part.labels[settings.window - 1 :: settings.stride]
    names, numbers = np.unique(part.labels.astype(str), return_inverse=True)
    seen = sliding_window_view(numbers, settings.window)[:: settings.stride]
    counts = np.stack([(seen == number).sum(axis=1) for number in range(len(names))], axis=1)
    if names[0] == "":
        counts[:, 0] = 0  # steps without a class do not count
    found = names[counts.argmax(axis=1)].astype(object)
    found[counts.max(axis=1) == 0] = ""
    return found


def _forecast(
    parts: Sequence[Part], settings: SeriesData, *, columns: SeriesColumns, dated: bool
) -> ForecastRows:
    used = [columns.numbers.index(name) for name in columns.targets]
    ends = np.cumsum([len(part.values) for part in parts])
    firsts = ends - [len(part.values) for part in parts]
    starts = [
        first + settings.window + settings.stride * np.arange(_count(part, settings, ahead=settings.horizon))
        for first, part in zip(firsts, parts, strict=True)
    ]
    return ForecastRows(
        columns=columns.targets,
        values=np.concatenate([part.values[:, used] for part in parts]).astype(np.float32),
        times=np.concatenate([part.times for part in parts]),
        dated=dated,
        bounds=np.stack([firsts, ends], axis=1).astype(np.int64),
        series=tuple(part.name for part in parts),
        starts=np.concatenate(starts).astype(np.int64),
        horizon=settings.horizon,
        season=settings.season,
    )


def _future(rows: ForecastRows) -> NDArray[np.float32]:
    """Return what follows each window, (n, horizon * columns) float32."""
    following = rows.values[rows.starts[:, np.newaxis] + np.arange(rows.horizon)]
    return np.ascontiguousarray(following.transpose(0, 2, 1)).reshape(len(rows.starts), -1)


def _notes(keep: NDArray[np.bool_]) -> list[str]:
    without = int((~keep).sum())
    said = tr("{count:,} windows without a class are left out.", count=without)
    return [noted(said, "data.label")] if without else []
