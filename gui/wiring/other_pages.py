"""The pages that come after the first one, connected; each page's connections are in the file of its name."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gui.frame.tensorboard_commands import TensorBoardDesk
from gui.pages.pages import Pages
from gui.wiring.data import DataWiring
from gui.wiring.first_parts import FirstParts
from gui.wiring.frame import FrameWiring
from gui.wiring.live import LiveWiring
from gui.wiring.model import ModelWiring
from gui.wiring.results.results import ResultsWiring
from gui.wiring.results.tools import ToolsWiring
from gui.wiring.runs import ComparisonWiring
from gui.wiring.settings_pages import SettingsPagesWiring
from gui.wiring.side import SideWiring
from gui.wiring.train import TrainWiring


class OtherPages(QObject):
    """Connects all pages with each other, with what stands around them, and with what decides.

    Attributes:
        pages: All pages, the first one included.
        side: Goes from the script to a field, and back.
        desk: The child process of TensorBoard. `close` it on every way out.
    """

    def __init__(self, pages: Pages, first: FirstParts) -> None:
        # these ask for classes of Qt, so the thread that imports this module cannot import them
        from gui.control.coach import Coach
        from gui.frame.commands.export_commands import ExportCommands

        super().__init__(first.window)
        self.pages = pages
        self.desk = TensorBoardDesk(pages.train.tensorboard, preferences=first.preferences, parent=self)
        coach = Coach(first.model, first.services, parent=self)
        exports = ExportCommands(
            first.window,
            first.window.actions_table,
            banner=first.window.banner,
            shown=first.services.shown,
            plots=pages.train.curves.plots,
            compare=pages.train.compare,
            ahead=lambda: first.services.use.results.ahead,
        )
        # in this order: an edit is looked at before the rail shows what was found
        settings = SettingsPagesWiring(pages, first)
        DataWiring(pages.data, first)
        ModelWiring(pages.model, first, exports=exports)
        frame = FrameWiring(first)
        train = TrainWiring(pages.train, first, desk=self.desk)
        LiveWiring(pages.train, first, coach=coach)
        ComparisonWiring(pages.train, first, exports=exports)
        results = ResultsWiring(pages.results, first, exports=exports)
        ToolsWiring(pages.results, first)
        self.side = SideWiring(pages, first)
        frame.catch_up()
        train.catch_up()
        results.catch_up()
        settings.show_project()
        frame.show_project()
        coach.look()
        train.show_previous_run(first.services.previous.run_data)
