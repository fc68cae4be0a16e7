"""The base of the views that are a plot: its lines on the screen and in a file, its legend, what is read."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from engine.language import with_minus
from engine.report.figure import COLORS, Drawing, Line, draw
from gui.style import ThemeWatch, colors
from gui.views.results.result_card import ResultCard
from gui.views.results.xy_plot import LEAST_HEIGHT, Axes, XYPlot


class Palette(NamedTuple):
    """The colours of a plot, "#rrggbb" each.

    Attributes:
        curves: One for each curve.
        muted: Of what is only for comparison.
        text: Of what stands out.
    """

    curves: tuple[str, ...]
    muted: str
    text: str


PRINT = Palette(COLORS, "#8a8d97", "#1c1d22")


class Reading(NamedTuple):
    """What is read at a place of the plot.

    Attributes:
        place: Value of x at which the cursor stands; NaN for none.
        values: Values of y that get a dot.
        words: The values in words.
    """

    place: float
    values: Sequence[float]
    words: str


NOTHING = Reading(math.nan, (), "")


class PlotCard(ResultCard):
    """A card with a plot, which is made when it is first drawn: each takes as long as a frame of the screen.

    Args:
        title: Heading.
        name: Of saved files, without a suffix.

    Attributes:
        key: The legend.
        words: What the plot says in a sentence; while the plot is read, what is read.
    """

    def __init__(self, title: str, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(title, name, parent=parent)
        self._plot: XYPlot | None = None
        self._place = QWidget()
        self._place.setMinimumHeight(LEAST_HEIGHT)
        self._place.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        QVBoxLayout(self._place).setContentsMargins(0, 0, 0, 0)
        self.key, self.words = QLabel(), QLabel()
        self.key.setTextFormat(Qt.TextFormat.RichText)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self.key, self.words):
            label.setWordWrap(True)
        self.key.setProperty("role", "caption")
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self.words)
        self.body.addWidget(self._place, 1)
        self.body.addWidget(self.key)
        self._theme = ThemeWatch()
        self._theme.change()

    @property
    def plot(self) -> XYPlot:
        """The plot; made here where it was not needed before."""
        return self._plot or self.make_plot()

    def make_plot(self) -> XYPlot:
        """Make the plot before it is drawn, and return it; it is made once."""
        if self._plot is None:
            last = _last_with_focus(self)
            self._plot = XYPlot(self._place)
            self._plot.setAccessibleName(self.title)
            self._plot.hovered.connect(self._read)
            cast("QVBoxLayout", self._place.layout()).addWidget(self._plot)
            QWidget.setTabOrder(last, self._plot)
            if self._place.isVisible():
                self._plot.show()  # the layout shows it in a later turn only
            self.connect_plot(self._plot)
        return self._plot

    def connect_plot(self, plot: XYPlot) -> None:
        """Connect a plot that was made just now."""

    def lines(self, palette: Palette) -> list[Line]:
        """Return what is drawn, in these colours; what has a name is in the legend."""
        raise NotImplementedError

    def axes(self) -> Axes:
        """Return labels and ends of the axes."""
        raise NotImplementedError

    def summary(self) -> str:
        """Return what the plot says, in a sentence."""
        raise NotImplementedError

    def reading(self, place: float) -> Reading:
        """Return what is read at a value of x; the lines with a name, at the nearest point of the first."""
        named = [line for line in self.plot.drawn if line.name]
        known = named[0].x[np.isfinite(named[0].x)] if named else np.empty(0)
        if not len(known):
            return NOTHING
        at = float(known[np.abs(known - place).argmin()])
        found = [(line.name, value_at(line, at)) for line in named]
        words = ", ".join(
            f"{name} {with_minus(f'{value:.3g}')}" for name, value in found if math.isfinite(value)
        )
        return Reading(
            at, [value for _, value in found], f"{self.axes().across} {with_minus(f'{at:.3g}')}: {words}"
        )

    def figure_title(self) -> str:
        """Return the heading of the figure in a file."""
        return self.title

    def stops(self) -> NDArray[np.float64] | None:
        """Return the values of x at which the arrow keys stop; None for those of the first line."""
        return None

    def redraw(self) -> None:
        """Draw what the view shows now."""
        theme = colors()
        palette = Palette(theme.curves, theme.muted, theme.text)
        lines = self.lines(palette)
        self.plot.draw(lines, axes=self.axes(), stops=self.stops())
        self.key.setText(_legend(lines))
        self.key.setVisible(bool(self.key.text()))
        self._read(math.nan)

    def drawing(self) -> Drawing:
        """Return the plot as a figure, dark on white."""
        axes, (x, _) = self.axes(), self.plot.box.viewRange()
        return draw(
            self.lines(PRINT),
            title=self.figure_title(),
            axis=axes.across,
            up=axes.up,
            epochs=axes.x,
            values=axes.y,
            ticks=axes.ticks(*x),
        )

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take new colours when the theme changes."""
        super().changeEvent(event)
        if event.type() != QEvent.Type.PaletteChange or not hasattr(self, "_theme"):
            return
        if self._theme.change() and self._plot is not None:
            self._plot.apply_theme()
            self.redraw()

    @Slot(float)
    def _read(self, place: float) -> None:
        found = self.reading(place) if math.isfinite(place) else NOTHING
        self.plot.draw_cursor(found.place, found.values)
        self.words.setText(found.words or self.summary())
        self.plot.setAccessibleDescription(self.words.text())


def _last_with_focus(card: QWidget) -> QWidget:
    """The last widget of a card that the Tab key reaches; the card itself where there is none."""
    reached = [
        widget
        for widget in card.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and widget.window() is card.window()
    ]
    return reached[-1] if reached else card


def value_at(line: Line, place: float) -> float:
    """Return y of the point of a line next to a value of x; NaN without points."""
    known = np.flatnonzero(np.isfinite(line.x) & np.isfinite(line.y))
    return float(line.y[known[np.abs(line.x[known] - place).argmin()]]) if len(known) else math.nan


def _legend(lines: Sequence[Line]) -> str:
    signs = {"line": "━", "dots": "●", "bars": "■", "area": "▒"}
    return " &nbsp; ".join(
        f'<span style="color:{line.color}"><b>{"┅" if line.dashed else signs[line.form]}</b></span>'
        f"&nbsp;{escape(line.name)}"
        for line in lines
        if line.name
    )
