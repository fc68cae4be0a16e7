"""What the tests of forms share: an active window that scrolls, as the pages do."""

import pytest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot


@pytest.fixture
def window(qtbot: QtBot) -> QScrollArea:
    """An active window for one form, which becomes its widget."""
    window = QScrollArea()
    qtbot.addWidget(window)
    window.setWidgetResizable(True)
    window.resize(640, 700)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window
