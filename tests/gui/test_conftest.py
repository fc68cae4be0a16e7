"""The fixtures that watch widgets are run on tests that leave something of Qt behind."""

import re
from pathlib import Path

import pytest

QT_LEAKS = """
from PySide6.QtCore import QThread, qWarning
from PySide6.QtWidgets import QWidget
import pytest

def test_leaks_widget(request):
    request.config.kept = QWidget()

def test_closes_widget(qtbot):
    qtbot.addWidget(QWidget())

def test_drops_widget_with_cycle():
    widget = QWidget()
    widget.myself = widget

def test_leaks_thread(request):
    request.config.thread = QThread()
    request.config.thread.start()

def test_ends_thread():
    thread = QThread()
    thread.start()
    thread.quit()
    thread.wait()

def test_warns():
    qWarning(b"boom")
"""


def test_leftovers_of_qt_are_found(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Path(__file__).parent
    monkeypatch.setenv("PYTHONPATH", str(here.parents[1]))
    both = [(folder / "conftest.py").read_text("utf-8") for folder in (here.parent, here)]
    pytester.makeconftest("\n".join(both))
    pytester.makepyfile(QT_LEAKS)
    result = pytester.runpytest_subprocess()
    broken = set(re.findall(r"^(?:ERROR|FAILED) \S+::(\w+)", result.stdout.str(), re.MULTILINE))
    assert broken == {"test_leaks_widget", "test_leaks_thread", "test_warns"}
