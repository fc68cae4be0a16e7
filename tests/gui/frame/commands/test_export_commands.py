"""What is copied and saved of the run that is shown."""

import csv
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QUndoStack, qGray
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from engine.evaluate.measures.ahead import Future
from engine.evaluate.predictions import Predictions
from engine.evaluate.predictions_file import model_digest, write_predictions
from engine.history.metric_history import MetricHistory
from engine.models.overview.drawn import Card, ModelDrawing
from engine.record.events import EpochEnded, TrainingStarted
from engine.record.run_folder import RunFolder
from engine.settings import Project
from gui.control.result_data import AheadResult
from gui.control.runs.shown_run import ShownRun
from gui.frame.banner import Banner
from gui.frame.commands.actions import make_actions
from gui.frame.commands.export_commands import ExportCommands
from gui.style import apply
from gui.views.parts.image_export import picture
from gui.views.plots.plot_stack import PlotStack
from gui.views.run.compare_view import CompareView


class Shown(ShownRun):
    """Shows what a test gives it."""

    def __init__(self) -> None:
        self.run = MetricHistory()
        self.at: Path | None = None

    @property
    def history(self) -> MetricHistory:
        return self.run

    @property
    def folder(self) -> Path | None:
        return self.at


class Desk:
    """The commands with all that they need."""

    def __init__(self, qtbot, tmp_path: Path) -> None:
        window = QWidget()
        qtbot.addWidget(window)
        self.plots, self.banner = PlotStack(window), Banner(window)
        self.plots.resize(700, 500)
        self.compare = CompareView(window)
        self.actions = make_actions(window, QUndoStack(window))
        self.shown = Shown()
        self.ahead: AheadResult | None = None
        self.window = window
        self.commands = ExportCommands(
            window,
            self.actions,
            banner=self.banner,
            shown=self.shown,
            plots=self.plots,
            compare=self.compare,
            ahead=lambda: self.ahead,
        )
        self.shown.at = RunFolder.create(tmp_path / "runs", Project(), name="digits").path

    def train(self) -> None:
        self.shown.run.apply(
            TrainingStarted(
                epochs=3,
                first_epoch=1,
                first_step=0,
                steps_per_epoch=5,
                validation_steps=1,
                batch_size=4,
                examples=20,
                validation_examples=5,
                metrics=("loss", "accuracy"),
                parameters=10,
                device="CPU",
            )
        )
        for epoch in (1, 2, 3):
            values = {"loss": 1 / epoch, "val_loss": 2 / epoch, "accuracy": 0.5}
            self.shown.run.apply(EpochEnded(epoch=epoch, values=values, learning_rate=0.1, seconds=1.0))
        for _ in self.plots.draw_in_turns(self.shown.run):
            pass


@pytest.fixture
def desk(qtbot, tmp_path):
    return Desk(qtbot, tmp_path)


@pytest.fixture
def answer(monkeypatch, tmp_path):
    """The name that the next file dialogue gives, and the pattern that is chosen in it."""

    def give(name: str, pattern: str = "") -> Path:
        monkeypatch.setattr(
            QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / name) if name else "", pattern)
        )
        return tmp_path / name

    return give


def test_without_curves_it_says_so(desk):
    for action in (desk.actions.copy_plot, desk.actions.save_plot, desk.actions.save_report):
        desk.banner.dismiss()
        action.trigger()
        assert desk.banner.text.startswith("There are no curves yet")


def test_the_plots_are_copied_as_a_picture(desk):
    desk.train()
    desk.actions.copy_plot.trigger()
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (1280, 2 * 760)
    assert len({image.pixel(900, y) for y in range(760)}) > 2  # it is not blank


def test_a_plot_is_saved_as_svg_or_png(desk, answer):
    desk.train()
    path = answer("loss.svg")
    desk.actions.save_plot.trigger()
    assert path.read_text().startswith("<svg")
    assert str(path) in desk.banner.text
    path = answer("loss.png")
    desk.actions.save_plot.trigger()
    assert path.read_bytes().startswith(b"\x89PNG")


def test_a_name_without_an_ending_gets_the_one_of_the_chosen_kind(desk, answer):
    desk.train()
    path = answer("loss", "PNG (*.png)")
    desk.actions.save_plot.trigger()
    assert path.with_suffix(".png").is_file()


def test_the_values_are_saved(desk, answer):
    desk.train()
    path = answer("values.csv")
    desk.actions.save_curves.trigger()
    rows = list(csv.DictReader(path.read_text().splitlines()))
    assert [row["val_loss"] for row in rows] == ["2.0", "1.0", repr(2 / 3)]


def test_a_report_is_one_page_of_pdf_or_a_file_of_html(desk, answer):
    desk.train()
    path = answer("report.pdf")
    desk.actions.save_report.trigger()
    document = QPdfDocument(desk.window)
    document.load(str(path))
    assert document.pageCount() == 1
    assert "001-digits" in document.getAllText(0).text()
    document.close()
    path = answer("report.html")
    desk.actions.save_report.trigger()
    assert "001-digits" in path.read_text()


def test_the_report_of_a_forecast_has_the_future_that_results_has_shown(desk, answer):
    desk.train()
    run = RunFolder(desk.shown.at)
    with zipfile.ZipFile(run.model_file, "w") as archive:
        archive.writestr("config.json", "{}")
    values = np.arange(20, dtype=np.float32).reshape(10, 2)
    kept = Predictions(
        part="validation",
        kind="series",
        task="regression",
        indices=np.arange(10),
        ids=("",) * 10,
        truth=values,
        outputs=values + 1,
        loss=np.ones(10, np.float32),
        classes=(),
        targets=("sun+1", "sun+2"),
        columns=("sun",),
        horizon=2,
        fingerprint="data",
        model=model_digest(run.model_file),
        of=10,
    )
    write_predictions(run, kept)
    before = saved(answer, "before.html", desk.commands.save_report).decode()
    assert "Once Results has been opened for this run" in before
    assert "The future: sun" not in before
    step, row = np.array([21.0]), np.arange(20.0)
    ahead = Future("sun", "", False, row, row, step, step, step - 1, step + 1)
    desk.ahead = AheadResult((), future=(ahead,))
    assert "The future: sun" in saved(answer, "after.html", desk.commands.save_report).decode()


@pytest.fixture
def dark(qapp):
    apply(qapp, Qt.ColorScheme.Dark)
    yield
    apply(qapp, Qt.ColorScheme.Light)


def page_of(path: Path, desk) -> QImage:
    document = QPdfDocument(desk.window)
    document.load(str(path))
    page = QImage(600, 850, QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.white)
    painter = QPainter(page)
    painter.drawImage(0, 0, document.render(0, page.size()))
    painter.end()
    document.close()
    return page


def is_dark_on_white(image: QImage) -> bool:
    """Whether the ground at the corners is white and something on it is nearly black."""
    small = image.convertToFormat(QImage.Format.Format_Grayscale8)
    last = small.width() - 1, small.height() - 1
    corners = [qGray(small.pixel(x, y)) for x in (0, last[0]) for y in (0, last[1])]
    darkest = min(bytes(small.constBits()))
    return min(corners) > 250 and darkest < 60


def saved(answer, name: str, command) -> bytes:
    """What a command writes into the file that is chosen in its dialogue."""
    path = answer(name)
    command()
    return path.read_bytes()


def copied(command) -> QImage:
    """What a command puts into the clipboard."""
    QGuiApplication.clipboard().clear()
    command()
    return QGuiApplication.clipboard().image()


def exports(desk, answer, tmp_path) -> dict[str, bytes | QImage]:
    """Everything that the window exports, as files or as pictures in the clipboard."""
    take = desk.commands
    drawing = ModelDrawing((Card("first", "Dense", "8", 72, False, 0, 0),), (), 216, 66)
    menu = take.menu(desk.plots.chosen)
    found = {
        "clipboard: plots": copied(take.copy_plot),
        "clipboard: one plot": copied(menu.actions()[0].trigger),
        "clipboard: model": copied(lambda: take.copy_model(drawing)),
        "report.html": saved(answer, "report.html", take.save_report),
        "plots.svg": saved(answer, "plots.svg", take.save_plot),
        "plots.png": saved(answer, "plots.png", take.save_plot),
        "one.svg": saved(answer, "one.svg", menu.actions()[1].trigger),
        "one.png": saved(answer, "one.png", menu.actions()[1].trigger),
        "comparison.svg": saved(answer, "comparison.svg", take.save_comparison_plot),
        "comparison.png": saved(answer, "comparison.png", take.save_comparison_plot),
        "model.svg": saved(answer, "model.svg", lambda: take.save_model(drawing)),
        "model.png": saved(answer, "model.png", lambda: take.save_model(drawing)),
    }
    saved(answer, "report.pdf", take.save_report)
    found["report.pdf"] = page_of(tmp_path / "report.pdf", desk)
    menu.close()
    return found


@pytest.mark.usefixtures("dark")
def test_what_is_taken_out_is_dark_on_white_from_the_dark_theme_too(desk, answer, qapp, tmp_path):
    desk.train()
    desk.compare.show_runs({"001-digits": desk.shown.run}, [None])
    from_dark = exports(desk, answer, tmp_path)
    for name, export in from_dark.items():
        shown = export
        if isinstance(export, bytes) and name.endswith(".png"):
            shown = QImage.fromData(export)
        elif isinstance(export, bytes) and name.endswith(".svg"):
            shown = picture(export.decode())
        assert not isinstance(shown, QImage) or is_dark_on_white(shown), name
    page = (tmp_path / "report.html").read_text()
    assert "html { background: #fff; color-scheme: light; }" in page
    assert re.search(r"body \{[^}]*color: #1c1d22", page)
    apply(qapp, Qt.ColorScheme.Light)
    from_light = exports(desk, answer, tmp_path)
    assert [name for name, export in from_dark.items() if export != from_light[name]] == []


def test_what_cannot_be_written_is_said(desk, answer):
    desk.train()
    for action, name in (
        (desk.actions.save_curves, "no/folder.csv"),
        (desk.actions.save_plot, "no/folder.png"),
        (desk.actions.save_report, "no/folder.pdf"),
    ):
        answer(name)
        action.trigger()
        assert "cannot be written" in desk.banner.text


def test_who_cancels_gets_no_file(desk, answer, tmp_path):
    desk.train()
    answer("")
    desk.actions.save_curves.trigger()
    assert [path.name for path in tmp_path.iterdir()] == ["runs"]
    assert desk.banner.text == ""


def test_the_menu_of_a_plot_is_about_this_one_alone(desk, answer):
    desk.train()
    path = answer("one.svg")
    menu = desk.commands.menu(desk.plots.chosen)
    menu.actions()[1].trigger()
    assert ">accuracy<" in path.read_text()
    assert ">loss<" not in path.read_text()
    menu.close()


def test_a_click_with_the_right_button_opens_the_menu_of_that_plot(desk, monkeypatch):
    asked = []
    monkeypatch.setattr(desk.commands, "menu", lambda plot: asked.append(plot) or QMenu(desk.window))
    desk.plots.chosen.canvas.menu_asked.emit()
    assert asked == [desk.plots.chosen]


def test_the_drawing_of_a_model_is_copied_and_saved_without_a_run(desk, answer):
    drawing = ModelDrawing((Card("first", "Dense", "8", 72, False, 0, 0),), (), 216, 66)
    desk.commands.copy_model(drawing)
    assert QGuiApplication.clipboard().image().width() == 2 * 256
    path = answer("model.svg")
    desk.commands.save_model(drawing)
    assert ">first<" in path.read_text("utf-8")
    path = answer("model.png")
    desk.commands.save_model(drawing)
    assert path.read_bytes().startswith(b"\x89PNG")
    assert str(path) in desk.banner.text
