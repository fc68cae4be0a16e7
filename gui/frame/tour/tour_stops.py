"""The five stops of the tour, in the order of a first run; `gui.frame.tour.tour` shows them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from gui.control.project.page_status import Step
from gui.frame.tour.tour import Stop
from gui.text import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from gui.frame.side_panel import SidePanel


def stops(
    *,
    rail: QWidget,
    page: QWidget,
    side: SidePanel,
    bar: QWidget,
    show_step: Callable[[Step], object],
    show_side: Callable[[bool], object],
) -> tuple[Stop, ...]:
    """Create the stops of the tour.

    Args:
        rail: The rail.
        page: The place of the pages.
        side: The side panel.
        bar: The top bar.
        show_step: Shows a page.
        show_side: Shows or hides the side panel.
    """
    see = partial(show_step, Step.DATA)

    def see_side() -> None:
        show_step(Step.FIT)
        show_side(True)

    return (
        Stop(
            rail,
            see,
            tr("Six steps to a model that you can use"),
            tr(
                "Data, Model, Fit, Callbacks, Train, Results: the order of the work. "
                "A dot says where something is missing, or has changed since the last run."
            ),
        ),
        Stop(
            page,
            see,
            tr("Begin with data"),
            tr(
                "Choose a sample, or drop a folder or a file of your own anywhere on the window. "
                "What was found in it stands right here."
            ),
        ),
        Stop(
            side.help,
            see_side,
            tr("What does this setting do?"),
            tr(
                "Click into any field: this is where it is explained, "
                "with its default and what a higher or lower value does."
            ),
        ),
        Stop(
            side.script,
            see_side,
            tr("The same in Keras"),
            tr(
                "This script trains the same as the window. "
                "The field that you are in is lit up, and a click in the script leads to its field."
            ),
        ),
        Stop(
            bar,
            see,
            tr("Press Train, or F5"),
            tr("The curves grow while the model learns. You can pause, stop and resume at any time."),
        ),
    )
