import pytest
from PySide6.QtGui import QColor, QTextCursor

from engine.record.events import LogLine
from gui.style import colors
from gui.views.run.log_view import MOST_LINES, LogView


@pytest.fixture
def log(qtbot):
    made = LogView()
    qtbot.addWidget(made)
    made.resize(400, 120)
    made.show()
    return made


def lines(count, *, level="info"):
    return [LogLine(at=0.0, level=level, text=f"line {index}") for index in range(count)]


def color_of_last(log):
    cursor = QTextCursor(log.document())
    cursor.movePosition(QTextCursor.MoveOperation.End)
    return cursor.charFormat().foreground().color()


def test_lines_are_written_with_their_time(log):
    log.add(lines(2))
    assert [text[10:] for text in log.toPlainText().split("\n")] == ["line 0", "line 1"]


@pytest.mark.parametrize(("level", "color"), [("warning", "warning"), ("error", "danger"), ("info", "text")])
def test_levels_have_their_colours(log, level, color):
    log.add(lines(1, level=level))
    assert color_of_last(log) == QColor(getattr(colors(), color))


def test_it_follows_unless_one_has_scrolled_up(log):
    log.add(lines(100))
    bar = log.verticalScrollBar()
    assert bar.value() == bar.maximum()
    bar.setValue(3)
    log.add(lines(10))
    assert bar.value() == 3
    assert not log.following
    bar.setValue(bar.maximum())
    log.add(lines(10))
    assert bar.value() == bar.maximum()


def test_only_the_last_lines_are_kept(log):
    log.add(lines(MOST_LINES + 10))
    assert log.blockCount() == MOST_LINES
    assert log.toPlainText().endswith(f"line {MOST_LINES + 9}")


def test_it_can_be_emptied(log):
    log.add(lines(3))
    log.forget()
    assert log.toPlainText() == ""
