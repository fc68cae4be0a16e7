import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea

from gui.views.side.custom_file_view import CustomFileView


@pytest.fixture
def view(qtbot):
    made = CustomFileView()
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_file_that_is_not_trusted_says_what_running_it_means(view, qtbot):
    view.show_file("import keras\n", name="mine.py", trusted=False)
    assert view.source.toPlainText() == "import keras\n"
    assert view.source.isReadOnly()
    assert "your rights" in view.sentence.text()
    assert not view.forget.isVisible()
    with qtbot.waitSignal(view.trust_asked):
        view.trust.click()


def test_a_trusted_one_can_be_trusted_no_more(view, qtbot):
    view.show_file("import keras\n", name="mine.py", trusted=True)
    assert not view.trust.isVisible()
    with qtbot.waitSignal(view.forget_asked):
        view.forget.click()


def test_without_a_file_there_is_the_reason_alone(view):
    view.show_file("x", name="mine.py", trusted=False)
    view.show_problem("mine.py is gone.")
    assert view.sentence.text() == "mine.py is gone."
    assert not view.source.isVisible()
    assert not view.trust.isVisible()


@pytest.fixture
def page(view, qtbot):
    """The view on a page that scrolls."""
    made = QScrollArea()
    qtbot.addWidget(made)
    made.setWidgetResizable(True)
    made.setWidget(view)
    made.resize(560, 400)
    made.show()
    return made


def last_line_is_seen(source):
    cursor = source.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    return source.viewport().rect().contains(source.cursorRect(cursor))


def test_a_long_file_is_folded_and_scrolls_with_the_page_alone(view, page, qtbot):
    lines = [f"line_{number} = {number}  # {'word ' * 30}" for number in range(300)]
    view.show_file("\n".join(lines), name="mine.py", trusted=False)
    source = view.source
    qtbot.waitUntil(lambda: last_line_is_seen(source))
    assert source.toPlainText().split("\n") == lines[:40]
    assert view.unfold.text() == "Show 260 more lines"
    QTest.mouseClick(view.unfold, Qt.MouseButton.LeftButton)
    assert source.toPlainText().split("\n") == lines
    qtbot.waitUntil(lambda: last_line_is_seen(source))
    assert not view.unfold.isVisible()
    before = page.verticalScrollBar().value()
    QTest.wheelEvent(page.windowHandle(), QPointF(100, 300), QPoint(0, -360))
    qtbot.waitUntil(lambda: page.verticalScrollBar().value() > before)
    assert (source.verticalScrollBar().value(), source.verticalScrollBar().maximum()) == (0, 0)
    page.resize(900, 400)
    qtbot.waitUntil(lambda: last_line_is_seen(source) and source.width() > 700)
    view.show_file("\n".join(lines), name="mine.py", trusted=True)
    assert source.toPlainText().split("\n") == lines, "what was unfolded stays so"


@pytest.mark.usefixtures("page")
def test_a_short_file_is_whole(view):
    view.show_file("import keras\n" * 10, name="mine.py", trusted=False)
    assert not view.unfold.isVisible()
    assert view.source.height() < 260
