"""A plot as a figure for other programs: the curves, part of the run and axis that the window shows now."""

from __future__ import annotations

from engine.report.figure import COLORS, Drawing, Line, draw
from gui.text import tr
from gui.views.plots.curve_plot import CurvePlot
from gui.views.plots.curves import CurveKind


def drawing_of(plot: CurvePlot) -> Drawing:
    """What `plot` shows, in the colours of paper."""
    color = COLORS[plot.canvas.hue % len(COLORS)]
    lines = [
        Line(
            plot.header.legend[kind].text() if not behind else "",
            curve.x,
            curve.y,
            color,
            dashed=kind is CurveKind.VALIDATION,
            pale=behind or kind is CurveKind.BATCHES,
        )
        for (kind, behind), curve in plot.drawn_curves.items()
    ]
    (first, last), _ = plot.canvas.box.viewRange()
    # the pale ones first, below the others
    ordered = sorted(lines, key=lambda line: not line.pale)
    return draw(
        ordered, title=plot.title, axis=tr("Epoch"), log=plot.is_log, epochs=(float(first), float(last))
    )
