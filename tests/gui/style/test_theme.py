import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QFontDatabase
from PySide6.QtWidgets import QApplication, QPushButton

from gui.style import apply, body_font, colors, mono_font, set_icon
from gui.style.icons import pixmap
from gui.style.tokens import DARK, LIGHT


@pytest.fixture
def app(qapp):
    yield qapp
    apply(qapp, Qt.ColorScheme.Light)


@pytest.mark.usefixtures("app")
def test_fonts_are_named_and_not_left_to_an_alias():
    known = QFontDatabase.families()
    assert body_font().families()[0] in known
    assert mono_font().families()[0] in known


def middle_color(button):
    return button.icon().pixmap(20, 20).toImage().pixelColor(10, 10)


def test_the_theme_can_be_switched_while_running(app):
    apply(app, Qt.ColorScheme.Dark)
    assert colors() == DARK
    assert app.palette().window().color() == QColor(DARK.window)
    apply(app, Qt.ColorScheme.Light)
    assert colors() == LIGHT
    assert LIGHT.surface in app.styleSheet()
    assert DARK.surface not in app.styleSheet()


def test_unknown_follows_the_system(app):
    apply(app, Qt.ColorScheme.Unknown)
    dark = QApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    assert colors() == (DARK if dark else LIGHT)


def test_icons_of_buttons_and_actions_follow_the_theme(app, qtbot):
    apply(app, Qt.ColorScheme.Light)
    button = QPushButton()
    qtbot.addWidget(button)
    action = QAction(button)
    button.addAction(action)
    set_icon(button, "stop")
    set_icon(action, "stop", tint="danger")
    assert middle_color(button) == QColor(LIGHT.text)
    apply(app, Qt.ColorScheme.Dark)
    assert middle_color(button) == QColor(DARK.text)
    assert middle_color(action) == QColor(DARK.danger)


def test_a_disabled_icon_is_paler(app, qtbot):
    apply(app, Qt.ColorScheme.Light)
    button = QPushButton()
    qtbot.addWidget(button)
    set_icon(button, "stop")
    disabled = button.icon().pixmap(20, 20, button.icon().Mode.Disabled).toImage().pixelColor(10, 10)
    assert disabled == QColor(LIGHT.disabled)


@pytest.mark.usefixtures("app")
def test_a_pixmap_has_the_pixels_of_the_screen():
    made = pixmap("play", color="#ff0000", size=16, ratio=2)
    assert made.width() == 32
    assert made.devicePixelRatio() == 2


@pytest.mark.usefixtures("app")
def test_a_name_without_a_drawing_is_an_error():
    with pytest.raises(FileNotFoundError):
        pixmap("unheard-of", color="#ff0000", size=16)
