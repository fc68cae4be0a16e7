"""The base of the plots of one target of a regression."""

from __future__ import annotations

from gui.views.results.plot_card import PlotCard
from gui.views.results.regression.target_data import TargetData


class TargetCard(PlotCard):
    """A card with a plot of one target; empty until there is one.

    Attributes:
        target: What is drawn.
    """

    target: TargetData | None = None

    def show_target(self, target: TargetData) -> None:
        """Show one target."""
        self.target = target
        self.redraw()

    def labelled(self, words: str) -> str:
        """Return the label of an axis, with the unit of the target."""
        return words if self.target is None else self.target.labelled(words)
