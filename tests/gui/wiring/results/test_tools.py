"""New inputs, Python and exports on the sixth step, on an engine that plays."""

import threading
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from engine.predict.input_form import Field
from gui.control.project.page_status import Step
from gui.control.result_data import ModelUse, NewInput
from gui.pages.results.class_tabs import ThresholdTab
from tests.gui.fake_engine import FakeEngine
from tests.gui.fake_results import class_result
from tests.gui.startup.test_application import train, wait_known
from tests.gui.whole_window import whole_window
from tests.gui.wiring.results.test_results import known, press, tab


def test_a_picture_that_is_dropped_is_answered(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    engine = FakeEngine()
    picture = tmp_path / "3.png"
    picture.write_bytes(b"")
    with whole_window(qapp, qtbot, engine) as fitroom:
        page = known(fitroom, qtbot)
        tab(page, "Try it")
        card = page.tries.card
        qtbot.waitUntil(card.files.isVisible)
        drop(card, picture)
        qtbot.waitUntil(lambda: card.answers.count == 1)
        assert engine.asked == [NewInput(paths=(picture,))]
        assert "eight" in [label.text() for label in card.answers.findChildren(QLabel)]


def test_a_row_is_filled_in_and_asked_by_keys(qapp: QApplication, qtbot: QtBot) -> None:
    engine = FakeEngine()
    engine.takes = "row"
    engine.fields = (Field("size", "number", unit="m²"), Field("town", "category", ("Ulm", "Bonn")))
    with whole_window(qapp, qtbot, engine) as fitroom:
        page = known(fitroom, qtbot)
        tab(page, "Try it")
        card = page.tries.card
        qtbot.waitUntil(lambda: len(card.fields) == 2 and card.fields["size"].isVisible())
        size, town = card.fields["size"], card.fields["town"]
        assert isinstance(size, QLineEdit)
        assert isinstance(town, QComboBox)
        assert size.accessibleName() == "size (m²)"
        town.setFocus()
        QTest.keyClick(town, Qt.Key.Key_Down)
        size.setFocus()
        QTest.keyClicks(size, "82")
        QTest.keyClick(size, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: card.answers.count == 1)
        assert engine.asked == [NewInput(row={"size": "82", "town": "Ulm"})]
        # a value that training never had is asked too, and becomes no choice
        town.setFocus()
        QTest.keyClick(town, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(town, "Daegu")
        QTest.keyClick(town, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: len(engine.asked) == 2)
        assert engine.asked[1] == NewInput(row={"size": "82", "town": "Daegu"})
        assert town.count() == 3


def test_a_text_is_typed_and_asked(qapp: QApplication, qtbot: QtBot) -> None:
    engine = FakeEngine()
    engine.takes = "text"
    with whole_window(qapp, qtbot, engine) as fitroom:
        page = known(fitroom, qtbot)
        tab(page, "Try it")
        card = page.tries.card
        qtbot.waitUntil(card.text.isVisible)
        QTest.keyClicks(card.text, "a fine film")
        QTest.mouseClick(card.ask, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: card.answers.count == 1)
        assert engine.asked == [NewInput(text="a fine film")]


class SlowLook(FakeEngine):
    """Finds out what can be done with a model only when it may."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.may_look = threading.Event()

    def use(self, folder: Path) -> ModelUse:
        assert self.may_look.wait(60)
        return super().use(folder)


def test_the_lines_of_python_are_copied_with_one_click(qapp: QApplication, qtbot: QtBot) -> None:
    engine = SlowLook()
    with whole_window(qapp, qtbot, engine) as fitroom:
        page = known(fitroom, qtbot)
        tab(page, "Export")
        python = page.takes.python
        assert page.takes.isVisible()
        assert not python.isVisible(), "there is nothing to copy yet"
        engine.may_look.set()
        qtbot.waitUntil(python.isVisible)
        QTest.mouseClick(python.copy_button, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
        assert QGuiApplication.clipboard().text() == "import keras\n"
        assert python.copy_button.text() == "Copied"


def test_an_export_is_made_and_what_was_measured_is_shown(qapp: QApplication, qtbot: QtBot) -> None:
    engine = FakeEngine()
    with whole_window(qapp, qtbot, engine) as fitroom:
        page = known(fitroom, qtbot)
        tab(page, "Export")
        exports = page.takes.exports
        qtbot.waitUntil(lambda: "litert" in exports.buttons)
        assert not exports.table.isVisible()
        engine.may_answer.clear()
        QTest.mouseClick(exports.buttons["litert"], Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: exports._doing.text() == "Converting")
        qtbot.waitUntil(lambda: not exports.buttons["c"].isEnabled())
        QTest.mouseClick(exports.buttons["c"], Qt.MouseButton.LeftButton)
        QTest.mouseClick(exports.cancel, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: exports._doing.text() == "Cancelled; nothing of the export is left.")
        qtbot.waitUntil(lambda: not exports.cancel.isVisible() and exports.buttons["c"].isEnabled())
        qtbot.waitUntil(exports.buttons["litert"].hasFocus)
        assert engine.exported == []
        engine.may_answer.set()
        QTest.mouseClick(exports.buttons["litert"], Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: exports.table.isVisible() and exports.table.rowCount() == 1)
        index = exports.table.model().index
        shown = [index(0, column).data() for column in range(exports.table.columnCount())]
        assert shown == [
            "LiteRT",
            "96.4 KB",
            "3.0e-07",
            "100 %",
            "accuracy 97.2 %",
            "accuracy 97.2 %",
            "0.4 ms",
        ]
        QTest.mouseClick(exports.buttons["c"], Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: exports._doing.text() == "This network has no C form; take LiteRT.")


def test_why_a_model_cannot_be_taken_away_is_said_and_not_of_another_run(
    qapp: QApplication, qtbot: QtBot
) -> None:
    engine = FakeEngine()
    engine.unusable = "The data of this run are gone; put them back."
    with whole_window(qapp, qtbot, engine) as fitroom:
        page = known(fitroom, qtbot)
        tab(page, "Export")
        exports = page.takes.exports
        qtbot.waitUntil(lambda: exports._doing.text() == "The data of this run are gone; put them back.")
        assert not page.takes.python.isVisible()
        engine.unusable = ""
        wait_known(fitroom, qtbot)
        train(fitroom, qtbot)
        press(fitroom, Step.RESULTS)
        qtbot.waitUntil(lambda: "litert" in exports.buttons)
        assert exports._doing.text() == "The model in a file for other programs and devices."


def test_a_threshold_that_is_chosen_is_kept(qapp: QApplication, qtbot: QtBot) -> None:
    engine = FakeEngine()
    engine.result = class_result(classes=("ham", "spam"))
    with whole_window(qapp, qtbot, engine) as fitroom:
        page = known(fitroom, qtbot)
        tab(page, "Threshold")
        shown = page.result_tabs[3]
        assert isinstance(shown, ThresholdTab)
        slider = shown.threshold.slider
        qtbot.waitUntil(lambda: shown.data is not None)
        before = len(engine.evaluated)
        shown.threshold.positive_cost.setFocus()
        QTest.keyClick(shown.threshold.positive_cost, Qt.Key.Key_Up)
        engine.may_answer.clear()
        slider.setFocus()
        QTest.keyClick(slider, Qt.Key.Key_PageUp)
        qtbot.waitUntil(lambda: bool(engine.thresholds))
        assert engine.thresholds[0] > 0.5
        qtbot.waitUntil(lambda: len(engine.evaluated) > before)
        # the next one is chosen while the run is evaluated
        qtbot.waitUntil(page.head.cancel.isVisible)
        assert shown.isVisible()
        engine.may_answer.set()
        qtbot.waitUntil(lambda: not page.head.cancel.isVisible())
        qtbot.waitUntil(lambda: shown.data is not None)
        assert page.result_tabs[3] is shown
        assert shown.threshold.positive_cost.value() == 2


def drop(onto: QWidget, path: Path) -> None:
    """Drop a file on a widget."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    how = (
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(onto, QDragEnterEvent(QPoint(9, 9), *how))
    QApplication.sendEvent(onto, QDropEvent(QPointF(9, 9), *how))
