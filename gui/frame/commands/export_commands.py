"""The exports of the window: plots as pictures, curves as a table, a report of the run, a model drawing.

It asks for the file; the content is created by `engine.report` and `gui.views.parts.image_export`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from engine.files import write_atomically
from engine.message import joined
from engine.models.overview.drawn import ModelDrawing
from engine.record.run_folder import RunFolder
from engine.report.comparison import comparison_csv
from engine.report.figure import Drawing, svg
from engine.report.page import html, report_of
from engine.report.result_part import kept_evaluation, kept_forecast, result_drawings, result_sentence
from engine.report.tables import curves_csv
from engine.settings import Project
from gui.control.result_data import AheadResult
from gui.control.runs.shown_run import ShownRun
from gui.frame.banner import Banner
from gui.frame.commands.actions import Actions
from gui.style import set_icon
from gui.text import tr
from gui.views.model.model_scene import svg_of
from gui.views.parts.image_export import pdf, picture, png
from gui.views.plots.curve_plot import CurvePlot
from gui.views.plots.plot_figure import drawing_of
from gui.views.plots.plot_stack import PlotStack
from gui.views.results.result_card import ToSave
from gui.views.run.compare_view import CompareView


class ExportCommands(QObject):
    """The commands that export, and the context menu of a plot.

    Args:
        window: The main window, parent of the dialogs.
        actions: The actions that are connected here.
        banner: Says where a file was written, or that it could not be.
        shown: The run that is exported.
        plots: Its plots.
        compare: The comparison of runs that is exported.
        ahead: Returns what is known of the forecast of the shown run; None for nothing.
    """

    def __init__(
        self,
        window: QWidget,
        actions: Actions,
        *,
        banner: Banner,
        shown: ShownRun,
        plots: PlotStack,
        compare: CompareView,
        ahead: Callable[[], AheadResult | None],
    ) -> None:
        super().__init__(window)
        self._window, self._actions, self._banner = window, actions, banner
        self._shown, self._plots, self._compare = shown, plots, compare
        self._ahead = ahead
        actions.copy_plot.triggered.connect(self.copy_plot)
        actions.save_plot.triggered.connect(self.save_plot)
        actions.save_curves.triggered.connect(self.save_curves)
        actions.save_report.triggered.connect(self.save_report)
        plots.menu_asked.connect(self.open_menu)

    @Slot(object)
    def open_menu(self, plot: CurvePlot) -> None:
        """Open the context menu of a plot at the pointer."""
        self.menu(plot).popup(QCursor.pos())

    def menu(self, plot: CurvePlot) -> QMenu:
        """Create the context menu of a plot: exports of it alone, and of the run."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, icon, command in (
            (tr("&Copy the plot as a picture"), "copy", self._copy),
            (tr("Save the &plot (SVG, PNG)..."), "save", self._save_picture),
        ):
            action = menu.addAction(text)
            set_icon(action, icon, tint="muted")
            action.triggered.connect(partial(command, [plot]))
        menu.addSeparator()
        menu.addActions([self._actions.save_curves, self._actions.save_report])
        return menu

    @Slot()
    def copy_plot(self) -> None:
        """Copy the plots of loss and metric to the clipboard, as one picture."""
        self._copy(self._plots.metric_plots)

    @Slot()
    def save_plot(self) -> None:
        """Ask for a file and write the plots of loss and metric to it."""
        self._save_picture(self._plots.metric_plots)

    @Slot()
    def save_curves(self) -> None:
        """Ask for a file and write the values of all epochs to it."""
        if self._has_curves():
            table = curves_csv({self._name: self._shown.history})
            self._save(tr("Save the curves"), {".csv": table.encode})

    @Slot()
    def save_report(self) -> None:
        """Ask for a file and write the report of the shown run to it."""
        folder = self._shown.folder
        if folder is None or not self._has_curves():
            return
        run = RunFolder(folder)
        drawings: tuple[Drawing, ...] = ()
        result = ""
        kept, started = kept_evaluation(run), self._shown.history.started
        pictures = started is not None and started.pictures
        if kept is not None:
            ahead = self._ahead() or AheadResult(())
            forecast = kept_forecast(run, kept) or ahead.forecast
            drawings = result_drawings(kept, forecast=forecast, future=ahead.future)
            result = result_sentence(kept, pictures=pictures)
            if kept.steps and not (forecast and ahead.future):
                more = tr(
                    "Once Results has been opened for this run, its report has the forecast over the truth"
                    " and the future."
                )
                result = joined((result, more))
        report = report_of(
            self._name,
            self._shown.history,
            project=_project(run),
            environment=run.environment(),
            result=result,
            drawings=drawings,
        )
        makers = {".pdf": partial(pdf, report), ".html": html(report).encode}
        self._save(tr("Save the report"), makers)

    @Slot()
    def save_comparison(self) -> None:
        """Ask for a file and write the table of the compared runs to it."""
        table = comparison_csv(self._compare.comparison)
        self._save(tr("Save the comparison"), {".csv": table.encode})

    @Slot()
    def save_comparison_plot(self) -> None:
        """Ask for a file and write the plot of the compared runs to it."""
        drawing = svg(self._compare.drawing())
        self._save(tr("Save the comparison"), {".svg": drawing.encode, ".png": partial(png, drawing)})

    @Slot(object)
    def copy_model(self, drawing: ModelDrawing) -> None:
        """Copy the drawing of a model to the clipboard."""
        QGuiApplication.clipboard().setImage(picture(svg_of(drawing)))
        self._banner.show_done(tr("The drawing is in the clipboard, as a picture."))

    @Slot(object)
    def save_model(self, drawing: ModelDrawing) -> None:
        """Ask for a file and write the drawing of a model to it."""
        drawn = svg_of(drawing)
        makers = {".svg": drawn.encode, ".png": partial(png, drawn)}
        self._save(tr("Save the drawing"), makers, name=tr("model"))

    @Slot(object)
    def save_result(self, wanted: ToSave) -> None:
        """Ask for a file and write the picture or the table of a result to it."""
        self._save(wanted.title, wanted.makers, name=f"{self._name}-{wanted.name}")

    @Slot(object)
    def copy_result(self, drawing: Drawing) -> None:
        """Copy the picture of a result to the clipboard."""
        QGuiApplication.clipboard().setImage(picture(svg(drawing)))
        self._banner.show_done(tr("It is in the clipboard, as a picture."))

    @property
    def _name(self) -> str:
        folder = self._shown.folder
        return folder.name if folder is not None else tr("curves")

    def _has_curves(self) -> bool:
        there = bool(len(self._shown.history.epochs("loss")[0]))
        if not there:
            self._banner.show_message(
                tr("There are no curves yet. Train, or open a run from the list."), role="note"
            )
        return there

    def _copy(self, plots: Sequence[CurvePlot], *_checked: object) -> None:
        if self._has_curves():
            QGuiApplication.clipboard().setImage(picture(_svg(plots)))
            self._banner.show_done(tr("The curves are in the clipboard, as a picture."))

    def _save_picture(self, plots: Sequence[CurvePlot], *_checked: object) -> None:
        if self._has_curves():
            drawing = _svg(plots)
            makers = {".svg": drawing.encode, ".png": partial(png, drawing)}
            self._save(tr("Save the plot"), makers)

    def _save(self, title: str, makers: Mapping[str, Callable[[], bytes]], *, name: str = "") -> None:
        """Ask for a file with one of the suffixes in `makers` and write it; report the result."""
        patterns = ";;".join(f"{suffix[1:].upper()} (*{suffix})" for suffix in makers)
        start = str(Path.home() / f"{name or self._name}{next(iter(makers))}")
        chosen, pattern = QFileDialog.getSaveFileName(self._window, title, start, patterns)
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() not in makers:
            ending = next((suffix for suffix in makers if f"*{suffix})" in pattern), next(iter(makers)))
            path = path.with_name(path.name + ending)
        try:
            write_atomically(path, makers[path.suffix.lower()]())
        except OSError:
            self._banner.show_message(tr("{path} cannot be written; choose another folder.", path=path))
        else:
            self._banner.show_done(tr("Saved: {path}", path=path))


def _svg(plots: Sequence[CurvePlot]) -> str:
    return svg(*(drawing_of(plot) for plot in plots))


def _project(run: RunFolder) -> Project | None:
    try:
        return run.project()
    except (OSError, ValueError):
        return None
