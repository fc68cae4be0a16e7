"""The figures of a forecast in a report: errors by step, the forecast over the truth, and the future."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.evaluate.evaluation import Evaluation
from engine.evaluate.measures.ahead import Future
from engine.evaluate.measures.by_step import StepErrors
from engine.evaluate.result_words import with_unit
from engine.language import tr
from engine.record.forecast_file import Forecast
from engine.report.ahead_lines import future_lines, truth_lines
from engine.report.figure import Drawing, Line
from engine.report.result_lines import named_errors, plot, step_lines
from engine.report.ticks import date_ticks

_MOST_COLUMNS = 3
_TICKS = 4


def ahead_drawings(
    evaluation: Evaluation, *, forecast: Forecast | None = None, future: Sequence[Future] = ()
) -> tuple[Drawing, ...]:
    """Return the figures of a forecast; of many columns the first ones are drawn.

    Args:
        evaluation: Of one part.
        forecast: Over the truth of that part; None where it is not known.
        future: What is forecast beyond the last row; () where that is not known.
    """
    units = evaluation.predictions.units
    drawings = [
        _by_step(errors, unit=unit)
        for errors, unit in zip(evaluation.steps[:_MOST_COLUMNS], units, strict=False)
    ]
    if forecast is not None:
        drawings += [
            _over_time(
                truth_lines(forecast, column=at),
                title=f"{tr('Forecast over the truth')}: {_place(forecast, at)}",
                up=with_unit(name, units[at] if at < len(units) else ""),
                dated=forecast.dated,
            )
            for at, name in enumerate(forecast.columns[:_MOST_COLUMNS])
        ]
    drawings += [
        _over_time(
            future_lines(one),
            title=f"{tr('The future')}: {one.name}",
            up=with_unit(one.name, one.unit),
            dated=one.dated,
        )
        for one in future[:_MOST_COLUMNS]
    ]
    return tuple(drawings)


def _place(forecast: Forecast, column: int) -> str:
    """A column, one step ahead, and of several series the first."""
    name = forecast.columns[column]
    return f"{name} ({forecast.series[0]})" if len(forecast.series) > 1 else name


def _over_time(lines: Sequence[Line], *, title: str, up: str, dated: bool) -> Drawing:
    times = np.concatenate([line.x for line in lines])
    known = times[np.isfinite(times)]
    ticks = date_ticks(float(known.min()), float(known.max()), most=_TICKS) if dated and len(known) else None
    return plot(lines, title=title, axis=tr("Time") if dated else tr("Row"), up=up, ticks=ticks)


def _by_step(errors: StepErrors, *, unit: str) -> Drawing:
    lines, found = step_lines(errors), named_errors(errors)
    heights = np.concatenate([values for _, values in found])
    highest = float(heights[np.isfinite(heights)].max(initial=0.0)) or 1.0
    is_one = len(errors.mae) == 1
    return plot(
        lines,
        title=tr("Error by step ahead: {column}", column=errors.column),
        axis="" if is_one else tr("Steps ahead"),
        up=with_unit(tr("Mean absolute error"), unit),
        epochs=(0.4, len(found) + 0.6) if is_one else None,
        values=(0.0, highest * 1.06),
        ticks=list(enumerate((name for name, _ in found), start=1)) if is_one else None,
    )
