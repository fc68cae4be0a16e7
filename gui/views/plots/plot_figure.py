"""A plot as a figure for other programs: its curves, the part in view and the axis, as in the window now.

The figure is drawn by `engine.report.figure`.
"""

from __future__ import annotations

from engine.report.figure import COLORS, Drawing, Line, draw
from gui.text import tr
from gui.views.plots.curve_plot import CurvePlot
from gui.views.plots.curves import CurveKind


def drawing_of(plot: CurvePlot) -> Drawing:
    """Draw what a plot shows now, in the colours for print.

    Args:
        plot: A plot of the window.

    Returns:
        The figure, which can be written as SVG.
    """
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
    # pale lines first, below the others
    ordered = sorted(lines, key=lambda line: not line.pale)
    return draw(
        ordered, title=plot.title, axis=tr("Epoch"), log=plot.is_log, epochs=(float(first), float(last))
    )
