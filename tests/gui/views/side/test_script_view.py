from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QTextCursor

from gui.style import apply, colors
from gui.views.side.script_view import ScriptView

TEXT = '''"""A script
of two lines 🙂"""
import keras  # 숫자
model.fit(x, epochs=20, batch_size=32)
'''


@dataclass(frozen=True)
class Span:
    start: int
    end: int
    path: str


def span(part, path):
    return Span(TEXT.index(part), TEXT.index(part) + len(part), path)


@pytest.fixture
def view(qtbot):
    made = ScriptView()
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show()
    made.show_script(
        TEXT,
        [
            span("model.fit(x, epochs=20, batch_size=32)", "fit"),
            span("epochs=20", "fit.epochs"),
            span("batch_size=32", "fit.batch_size"),
        ],
    )
    return made


def click(qtbot, view, part):
    source = view._source
    cursor = source.document().find(part)
    cursor.setPosition(cursor.selectionStart() + 2)
    place = source.cursorRect(cursor).center()
    qtbot.mouseClick(source.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.x() + 1, place.y()))


def color_at(view, part):
    cursor = view._source.document().find(part)
    block = cursor.block()
    place = cursor.selectionStart() - block.position()
    for run in block.layout().formats():
        if run.start <= place < run.start + run.length:
            return run.format.foreground().color()
    return None


def test_the_place_of_a_setting_lights_up(view):
    view.highlight("fit.batch_size")
    assert view.lit() == ["batch_size=32"]
    view.highlight("")
    assert view.lit() == []


def test_a_group_lights_up_all_of_its_settings(view):
    view.highlight("fit")
    assert "epochs=20" in view.lit()
    view.highlight("fit.epoch")
    assert view.lit() == []


def test_the_light_stays_when_the_script_changes(view):
    view.highlight("fit.epochs")
    moved = "# one line more\n" + TEXT
    start = moved.index("epochs=20")
    view.show_script(moved, [Span(start, start + 9, "fit.epochs")])
    assert view.lit() == ["epochs=20"]


def test_a_click_tells_the_innermost_setting(view, qtbot):
    with qtbot.waitSignal(view.path_clicked) as clicked:
        click(qtbot, view, "batch_size")
    assert clicked.args == ["fit.batch_size"]


def test_a_click_beside_every_setting_tells_nothing(view, qtbot):
    with qtbot.assertNotEmitted(view.path_clicked):
        click(qtbot, view, "import")


def test_it_cannot_be_written_in(view, qtbot):
    qtbot.keyClicks(view._source, "x")
    assert view.text == TEXT


def test_nothing_is_copied_or_saved_before_there_is_a_script(qtbot):
    view = ScriptView()
    qtbot.addWidget(view)
    buttons = (view.copy_button, view.save_button)
    QGuiApplication.clipboard().setText("of before")
    for button in buttons:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert button.toolTip().endswith("The script is not written yet.")
    assert QGuiApplication.clipboard().text() == "of before"
    view.show_script(TEXT, ())
    assert all(button.isEnabled() and not button.toolTip().endswith(".") for button in buttons)


def test_the_script_is_copied_whole(view):
    view.copy_button.click()
    assert QGuiApplication.clipboard().text() == TEXT


def test_the_script_is_saved(view, tmp_path, qtbot):
    with qtbot.waitSignal(view.saved):
        view.save_to(tmp_path / "train.py")
    assert (tmp_path / "train.py").read_text(encoding="utf-8") == TEXT


def test_a_place_that_cannot_be_written_is_reported(view, tmp_path, qtbot):
    with qtbot.waitSignal(view.failed) as reported:
        view.save_to(tmp_path / "missing" / "train.py")
    assert "could not be written" in reported.args[0]


def test_python_is_coloured(view):
    theme = colors()
    assert color_at(view, "import") == QColor(theme.code_keyword)
    assert color_at(view, "of two") == QColor(theme.code_string)
    assert color_at(view, "# 숫자") == QColor(theme.code_comment)
    assert color_at(view, "20") == QColor(theme.code_number)
    assert color_at(view, "fit") == QColor(theme.code_call)
    assert color_at(view, "keras") is None


def test_colours_follow_the_theme(view, qapp):
    apply(qapp, Qt.ColorScheme.Dark)
    try:
        assert color_at(view, "import") == QColor(colors().code_keyword)
        assert colors().dark
    finally:
        apply(qapp, Qt.ColorScheme.Light)


def test_the_lit_place_is_scrolled_to(view):
    text = "\n" * 200 + "epochs=20"
    view.show_script(text, [Span(200, 209, "fit.epochs")])
    view.highlight("fit.epochs")
    cursor = QTextCursor(view._source.document())
    cursor.setPosition(200)
    assert view._source.viewport().rect().contains(view._source.cursorRect(cursor).center())


def test_the_exact_form_is_a_click_away_and_keeps_the_highlighted_setting(view, qtbot):
    view.resize(640, 300)
    exact = "model.fit(batches, epochs=20)\n"
    start = exact.index("epochs")

    def answer(is_exact):
        if is_exact:
            view.show_script(exact, [Span(start, start + 9, "fit.epochs")])
        else:
            view.show_script(TEXT, [span("epochs=20", "fit.epochs")])

    view.exact_asked.connect(answer)
    view.highlight("fit.epochs")
    qtbot.mouseClick(view.exact_button, Qt.MouseButton.LeftButton)
    assert view.text == exact
    assert view.lit() == ["epochs=20"]
    view.copy()
    assert QGuiApplication.clipboard().text() == exact
    qtbot.mouseClick(view.exact_button, Qt.MouseButton.LeftButton)
    assert view.text == TEXT
