"""Which theme is in use, and applying it to the application; follows the system's colour scheme.

The theme belongs to the QApplication. A widget that paints with its own colours reads `colors()` when it
paints, or in `changeEvent` after a change of the palette. The colours themselves are in `tokens`.
"""

from __future__ import annotations

from PySide6.QtCore import QDir, QObject, Qt, Slot
from PySide6.QtGui import QAction, QFont, QFontDatabase, QFontInfo
from PySide6.QtWidgets import QAbstractButton, QApplication

from gui.style import icons
from gui.style.palette import palette
from gui.style.stylesheet import stylesheet
from gui.style.tokens import DARK, LIGHT, TYPE, Colors

STYLE_ARGUMENTS = ("-style", "fusion")
"""For the command line of a QApplication. `setStyle` would return a QStyle, whose class with its thousand
names PySide has to make first."""

_NAME = "fitroom_look"
_ALIASES = ("sans serif", "sans-serif", "sans", "")
_PLAIN = ("Inter", "Noto Sans", "Source Sans 3", "Ubuntu", "Cantarell", "Noto Sans CJK KR", "DejaVu Sans")
# the system font has no Hangul on some systems; without these, Qt may pick Chinese or Japanese shapes for it
_HANGUL_MONO = ("D2Coding", "Noto Sans Mono CJK KR", "NanumGothicCoding")
_HANGUL = ("Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans CJK KR", "Noto Sans KR", "NanumGothic")


class Look(QObject):
    """The theme of one application: the chosen colour scheme, or the system's.

    Attributes:
        colors: The colours in use.
        icons: The icons in these colours.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.setObjectName(_NAME)
        self._app = app
        self._chosen = Qt.ColorScheme.Unknown
        self.colors = LIGHT
        self.icons = icons.Icons(LIGHT)
        QDir.addSearchPath("icons", str(icons.FOLDER))
        app.setFont(body_font())
        app.setWindowIcon(icons.application_icon())
        app.styleHints().colorSchemeChanged.connect(self._follow)

    def choose(self, scheme: Qt.ColorScheme) -> None:
        """Use a light or dark colour scheme; Unknown follows the system."""
        self._chosen = scheme
        self._app.styleHints().setColorScheme(scheme)
        self._apply_theme()

    @Slot(Qt.ColorScheme)
    def _follow(self, _scheme: Qt.ColorScheme) -> None:
        self._apply_theme()

    def _apply_theme(self) -> None:
        # not every platform plugin supports setColorScheme, so a choice is not read back from the hints
        system = self._app.styleHints().colorScheme()
        scheme = system if self._chosen is Qt.ColorScheme.Unknown else self._chosen
        scheme_colors = DARK if scheme is Qt.ColorScheme.Dark else LIGHT
        if scheme_colors is not self.colors:
            # before any change event: an icon that is made meanwhile gets the new colours
            self.colors, self.icons = scheme_colors, icons.Icons(scheme_colors)
        sheet = stylesheet(self.colors, mono=mono_font().families())
        self._app.setPalette(palette(self.colors))
        if sheet != self._app.styleSheet():
            self._app.setStyleSheet(sheet)
            self._tint_icons()

    def _tint_icons(self) -> None:
        for widget in self._app.allWidgets():
            targets: list[QAction | QAbstractButton] = list(widget.actions())
            if isinstance(widget, QAbstractButton):
                targets.append(widget)
            for target in targets:
                icons.tint_again(target, self.icons)


def apply(app: QApplication, scheme: Qt.ColorScheme = Qt.ColorScheme.Unknown) -> None:
    """Apply a colour scheme to the application, at its start or later.

    Args:
        app: The application.
        scheme: Light or Dark; Unknown follows the system.
    """
    look = _look() or Look(app)
    look.choose(scheme)


def colors() -> Colors:
    """Return the colours in use; the light ones before `apply` was called."""
    look = _look()
    return look.colors if look is not None else LIGHT


def _look() -> Look | None:
    app = QApplication.instance()
    found = app.findChild(Look, _NAME, Qt.FindChildOption.FindDirectChildrenOnly) if app is not None else None
    return found if isinstance(found, Look) else None


class ThemeWatch:
    """Says whether the theme has changed since a widget last painted with it.

    Qt sends PaletteChange for every change of a widget's parent too, some ten times while a page is made.
    """

    def __init__(self) -> None:
        self._colors: Colors | None = None

    def change(self) -> bool:
        """Remember the theme in use, and return whether it is another one than before."""
        before, self._colors = self._colors, colors()
        return self._colors is not before


def body_font() -> QFont:
    """Return the system's font at body size, then fonts with Hangul; digits are tabular figures."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    known = set(QFontDatabase.families())
    family = font.family()
    if family.lower() in _ALIASES:
        # without a desktop Qt has only an alias, which may become another font in each widget
        family = next((name for name in _PLAIN if name in known), QFontInfo(font).family())
    font.setFamilies([family, *(name for name in _HANGUL if name in known and name != family)])
    font.setPixelSize(TYPE.body)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def mono_font() -> QFont:
    """Return the system's fixed-width font at small size, then fonts with Hangul."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    known = set(QFontDatabase.families())
    # an alias such as "monospace" may become another font on each line, so it is resolved once
    families = [QFontInfo(font).family(), *(name for name in _HANGUL_MONO if name in known)]
    font.setFamilies(families)
    font.setPixelSize(TYPE.small)
    return font


def set_icon(target: QAbstractButton | QAction, name: str, *, tint: str = "text") -> None:
    """Give a button or action an icon that follows the theme.

    Args:
        target: The button or action.
        name: Name of the icon.
        tint: Name of the field of `Colors` that an enabled icon is drawn in.

    Raises:
        FileNotFoundError: There is no such icon.
    """
    look = _look()
    made = look.icons if look is not None else icons.Icons(LIGHT)
    icons.set_icon(target, name, icons=made, tint=tint)
