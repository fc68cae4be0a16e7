"""Each editor is driven as a person drives it, in the form of a section that has one setting of each type."""

from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from engine.settings.declaration.declare import Section, setting
from gui.forms import SectionForm
from tests.gui.forms.listening import Observations

# the list of a completer is a window of its own, which the offscreen platform cannot raise

WORDS: dict[Any, str] = {"epoch": "Epoch", "batch": "Batch"}
MANY: dict[Any, str] = {"a": "First", "b": "Second", "c": "Third", "d": "Fourth"}


class Example(Section):
    title = "Example"

    count: int = setting(20, title="Count", help="A count.", unit="epochs", ge=1, keras="epochs")
    rate: float = setting(0.001, title="Rate", help="A rate.", gt=0.0, le=100.0)
    limit: Annotated[float, Field(gt=0)] | None = setting(
        None, title="Limit", help="A limit.", none_title="none"
    )
    units: tuple[int, ...] = setting((64, 32), title="Units", help="Sizes.")
    either: int | tuple[int, ...] = setting(1, title="Either", help="One or several.")
    freq: Literal["epoch", "batch"] | int = setting("epoch", title="Every", help="How often.", choices=WORDS)
    flag: bool = setting(False, title="Flag", help="Yes or no.")
    few: Literal["epoch", "batch"] = setting("epoch", title="Few", help="One of two.", choices=WORDS)
    many: Literal["a", "b", "c", "d"] = setting("a", title="Many", help="One of four.", choices=MANY)
    several: tuple[Literal["a", "b", "c", "d"], ...] | None = setting(
        None, title="Several", help="Some of four.", choices=MANY, none_title="the usual ones"
    )
    name: str = setting("x", title="Name", help="A name.")
    path: str = setting("", title="Path", help="A path.", editor="path", none_title="none")
    folder: str = setting("", title="Folder", help="A folder.", editor="folder")
    python: str = setting("", title="Python", help="A file.", editor="python")
    column: str = setting("", title="Column", help="A column.", editor="column", none_title="the last")
    columns: tuple[str, ...] = setting(
        (), title="Columns", help="Columns.", editor="columns", none_title="all"
    )
    weights: dict[str, float] = setting({}, title="Weights", help="Weights.", editor="class_weights")
    headers: dict[str, str] = setting({}, title="Headers", help="Headers.", editor="headers")
    curve: str = setting("lr * 0.95", title="Curve", help="Arithmetic.", editor="expression")


class ExampleForm(SectionForm):
    def __init__(self) -> None:
        super().__init__(Example, "x")
        self.reported = Observations(self)

    @property
    def edits(self) -> list[tuple[str, Any]]:
        return self.reported.edits


@pytest.fixture
def form(window: QScrollArea) -> ExampleForm:
    form = ExampleForm()
    window.setWidget(form)
    form.show_values(Example())
    return form


def editor(form: ExampleForm, name: str) -> Any:
    return form.row(f"x.{name}").editor


def typed(qtbot: QtBot, form: ExampleForm, name: str, *, text: str) -> list[tuple[str, Any]]:
    line = editor(form, name).line
    line.setFocus()
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    return form.edits


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("count", "1,000", 1000),
        ("count", "1e3", 1000),
        ("rate", "1e-2", 0.01),
        ("limit", "0.5", 0.5),
        ("units", "128 64", (128, 64)),
        ("units", "", ()),
        ("either", "10, 20", (10, 20)),
        ("either", "5", 5),
        ("freq", "200", 200),
        ("freq", "batch", "batch"),
        ("name", " new name ", "new name"),
        ("path", "data.csv", "data.csv"),
        ("column", "price", "price"),
        ("curve", "lr * 0.5", "lr * 0.5"),
    ],
)
def test_what_is_typed_is_reported_as_a_value(
    qtbot: QtBot, form: ExampleForm, name: str, text: str, value: object
) -> None:
    edits = typed(qtbot, form, name, text=text)
    assert edits == [(f"x.{name}", value)]
    assert type(edits[0][1]) is type(value)


def test_a_pause_in_typing_is_enough(qtbot: QtBot, form: ExampleForm) -> None:
    line = editor(form, "count").line
    line.setFocus()
    qtbot.keyClicks(line, "5")
    assert form.edits == []
    qtbot.waitUntil(lambda: bool(form.edits))
    assert form.edits == [("x.count", 520)]  # the cursor stood before the first digit


def test_leaving_the_field_is_enough(qtbot: QtBot, form: ExampleForm) -> None:
    line = editor(form, "name").line
    line.setFocus()
    qtbot.keyClicks(line, "y")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert form.edits == [("x.name", "yx")]


def test_an_emptied_number_is_none_where_that_is_allowed(qtbot: QtBot, form: ExampleForm) -> None:
    form.show_values(Example(limit=2.0))
    assert editor(form, "limit").line.text() == "2.0"
    assert typed(qtbot, form, "limit", text="") == [("x.limit", None)]
    form.show_values(Example(limit=None))
    assert editor(form, "limit").line.text() == ""
    assert editor(form, "limit").line.placeholderText() == "none"


def test_text_that_means_nothing_is_said_and_not_reported(qtbot: QtBot, form: ExampleForm) -> None:
    row, line = form.row("x.rate"), editor(form, "rate").line
    assert typed(qtbot, form, "rate", text="fast") == []
    assert row.message.text() == "Type a number, such as 0.001"
    assert row.message.isVisible()
    assert line.property("problem") is True
    typed(qtbot, form, "rate", text="0.5")
    assert form.edits == [("x.rate", 0.5)]
    assert not row.message.isVisible()
    assert form.reported.unreadable == [("x.rate", "Type a number, such as 0.001"), ("x.rate", "")]


def test_a_value_is_reported_again_after_text_that_meant_nothing(qtbot: QtBot, form: ExampleForm) -> None:
    typed(qtbot, form, "rate", text="fast")
    assert typed(qtbot, form, "rate", text="0.001") == [("x.rate", 0.001)]


def test_escape_takes_back_what_was_refused(qtbot: QtBot, form: ExampleForm) -> None:
    typed(qtbot, form, "count", text="0")
    form.show_problem("x.count", "1 or more")
    qtbot.keyClick(editor(form, "count").line, Qt.Key.Key_Escape)
    assert editor(form, "count").line.text() == "20"
    assert form.edits == [("x.count", 0), ("x.count", 20)]


def test_a_number_is_normalized_when_it_is_finished(qtbot: QtBot, form: ExampleForm) -> None:
    typed(qtbot, form, "count", text="1,000")
    assert editor(form, "count").line.text() == "1000"


@pytest.mark.parametrize(
    ("name", "key", "text"),
    [("rate", Qt.Key.Key_Up, "0.01"), ("count", Qt.Key.Key_Down, "19"), ("limit", Qt.Key.Key_Up, "1.0")],
)
def test_up_and_down_step_the_number(
    qtbot: QtBot, form: ExampleForm, name: str, key: Qt.Key, text: str
) -> None:
    line = editor(form, name).line
    line.setFocus()
    qtbot.keyClick(line, key)
    assert line.text() == text
    qtbot.waitUntil(lambda: form.edits == [(f"x.{name}", editor(form, name).read())])


def test_checks_and_choices_are_reported_at_once(qtbot: QtBot, form: ExampleForm) -> None:
    qtbot.mouseClick(editor(form, "flag").box, Qt.MouseButton.LeftButton, pos=QPoint(8, 10))
    qtbot.mouseClick(editor(form, "few").group.buttons()[1], Qt.MouseButton.LeftButton)
    qtbot.keyClick(editor(form, "many").combo, Qt.Key.Key_Down)
    assert form.edits == [("x.flag", True), ("x.few", "batch"), ("x.many", "b")]


def test_the_usual_ones_or_a_choice_of_several(form: ExampleForm) -> None:
    several = editor(form, "several")
    assert several.list.isHidden()
    several.usual.click()
    several.list.item(1).setCheckState(Qt.CheckState.Checked)
    several.list.item(3).setCheckState(Qt.CheckState.Checked)
    several.usual.click()
    assert form.edits == [
        ("x.several", ()),
        ("x.several", ("b",)),
        ("x.several", ("b", "d")),
        ("x.several", None),
    ]
    form.show_values(Example(several=("d", "a")))
    assert several.read() == ("d", "a")
    assert [several.list.item(row).text() for row in range(4)] == ["Fourth", "First", "Second", "Third"]


def test_columns_come_from_the_data(form: ExampleForm) -> None:
    columns = editor(form, "columns")
    form.show_values(Example(columns=("gone",)))
    form.set_options("columns", ["price", " area"])
    assert columns.read() == ("gone",)
    columns.list.item(2).setCheckState(Qt.CheckState.Checked)
    assert form.edits == [("x.columns", ("gone", " area"))]


def test_options_are_suggested_and_leave_the_text_alone(qtbot: QtBot, form: ExampleForm) -> None:
    column = editor(form, "column")
    form.show_values(Example(column="price"))
    form.set_options("column", ["area", "price"])
    assert column.line.text() == "price"
    assert [column.combo.itemText(row) for row in range(column.combo.count())] == ["area", "price"]
    qtbot.keyClick(column.combo, Qt.Key.Key_Up)
    assert form.edits == [("x.column", "area")]


def test_options_are_for_their_own_editors_only(form: ExampleForm) -> None:
    form.set_options("column", ["area"])
    assert editor(form, "columns").list.count() == 0


def test_weights_by_class_name(form: ExampleForm) -> None:
    form.set_options("class_weights", ["cat", "dog"])
    table = editor(form, "weights").table
    assert not table.item(0, 0).flags() & Qt.ItemFlag.ItemIsEditable
    table.item(1, 1).setText("2")
    table.item(0, 1).setText("0.5")
    assert form.edits == [("x.weights", {"dog": 2.0}), ("x.weights", {"cat": 0.5, "dog": 2.0})]
    table.item(0, 1).setText("much")
    assert form.row("x.weights").message.text() == "Type a number, such as 0.001"
    assert len(form.edits) == 2


def test_a_free_row_takes_a_new_name(form: ExampleForm) -> None:
    headers = editor(form, "headers")
    headers.table.item(0, 0).setText("X-Key")
    headers.table.item(0, 1).setText("abc")
    assert form.edits == [("x.headers", {"X-Key": ""}), ("x.headers", {"X-Key": "abc"})]
    assert headers.table.rowCount() == 2
    headers.table.item(1, 0).setText("X-Key")
    assert form.row("x.headers").message.text() == "X-Key is there twice; remove one of them"
    headers.table.item(1, 0).setText("")
    headers.table.item(1, 1).setText("def")
    assert form.row("x.headers").message.text() == "Give def a name"


def test_the_learning_rate_is_drawn(form: ExampleForm) -> None:
    preview = editor(form, "curve").preview
    assert preview.rates[:2] == pytest.approx((0.00095, 0.0009025))
    assert len(preview.rates) == 50
    form.set_options("expression", ["0.1"])
    assert preview.rates[0] == pytest.approx(0.095)
    picture = preview.grab().toImage()
    editor(form, "curve").type_text("1 / 0")
    assert preview.problem
    assert preview.rates == ()
    assert preview.grab().toImage() != picture


def test_a_usual_shape_is_written_for_the_person(form: ExampleForm) -> None:
    curve = editor(form, "curve")
    for action in curve.shapes.menu().actions():
        action.trigger()
        assert curve.preview.problem == ""
        assert len(curve.preview.rates) == 50
    assert len({value for _, value in form.edits}) == 3  # the first shape stood there already


def dropped(path: Path, *, onto: QWidget) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    # Qt sends a drop to the widget that has welcomed it, and nowhere else
    QApplication.sendEvent(onto, QDragEnterEvent(QPoint(5, 5), *how))
    QApplication.sendEvent(onto, QDropEvent(QPointF(5, 5), *how))
    QApplication.sendEvent(onto, QDragLeaveEvent())


def test_a_file_or_folder_is_dropped(form: ExampleForm, tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    file.touch()
    path, folder, python = (editor(form, name) for name in ("path", "folder", "python"))
    dropped(file, onto=path.line)
    dropped(tmp_path, onto=path)
    dropped(file, onto=folder)
    dropped(tmp_path, onto=folder)
    dropped(file, onto=python)
    assert form.edits == [("x.path", str(file)), ("x.path", str(tmp_path)), ("x.folder", str(tmp_path))]


def test_a_file_is_browsed_for(form: ExampleForm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    def choose(_parent: object, _title: str, start: str, patterns: str) -> tuple[str, str]:
        asked.append((start, patterns))
        return str(tmp_path / "my.py"), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    form.show_values(Example(python=str(tmp_path / "old.py")))
    editor(form, "python").browse.click()
    editor(form, "folder").browse.click()  # given up
    editor(form, "path").choose_file()
    assert asked[0] == (str(tmp_path), "Python files (*.py)")
    assert form.edits == [("x.python", str(tmp_path / "my.py")), ("x.path", str(tmp_path / "my.py"))]


def wheel(widget: QWidget) -> None:
    event = QWheelEvent(
        QPointF(5, 5), QPointF(widget.mapToGlobal(QPoint(5, 5))), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def test_the_wheel_changes_only_a_field_with_the_focus(form: ExampleForm) -> None:
    many, name = editor(form, "many").combo, editor(form, "name").line
    name.setFocus()
    wheel(many)
    wheel(editor(form, "freq").combo)
    assert form.edits == []
    many.setFocus()
    wheel(many)
    assert form.edits == [("x.many", "b")]
