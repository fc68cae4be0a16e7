"""Icons from our own SVG files (resources/icons), tinted for the theme and for what the widget is doing.

The files are drawn in black on a 20 x 20 grid; black is replaced by a colour of the theme. `set_icon`
remembers the name on the button or action, so that `look` can tint it again when the theme changes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton

    from gui.style.tokens import Colors

FOLDER = Path(__file__).parents[2] / "resources" / "icons"
PIXELS = (16, 20, 24, 32, 40, 48)  # icons of 16, 20 and 24, also on screens of twice the density
_BLACK = b"#000"


class Icons:
    """Icons in the colours of one theme, each drawn when it is first wanted."""

    def __init__(self, colors: Colors) -> None:
        self._colors = colors
        self._made: dict[tuple[str, str], QIcon] = {}

    def icon(self, name: str, tint: str) -> QIcon:
        """Icon `name`; `tint` names the colour of the theme in which it is drawn while it is enabled."""
        if (name, tint) not in self._made:
            self._made[name, tint] = self._make(name, tint)
        return self._made[name, tint]

    def _make(self, name: str, tint: str) -> QIcon:
        made = QIcon()
        for mode, of_mode in ((QIcon.Mode.Normal, tint), (QIcon.Mode.Disabled, "disabled")):
            drawing = _drawing(name, getattr(self._colors, of_mode))
            for size in PIXELS:
                made.addPixmap(_drawn(drawing, size), mode)
        return made


def pixmap(name: str, *, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Icon `name` in one colour, `size` device-independent pixels wide; FileNotFoundError if unknown."""
    made = _drawn(_drawing(name, color), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    return made


def _drawing(name: str, color: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray((FOLDER / f"{name}.svg").read_bytes().replace(_BLACK, color.encode())))


def _drawn(drawing: QSvgRenderer, pixels: int) -> QPixmap:
    made = QPixmap(pixels, pixels)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    drawing.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return made


def application_icon() -> QIcon:
    """The program's own icon, for windows and task bars, in its own colours."""
    return QIcon(str(FOLDER / "fitroom.svg"))


def set_icon(target: QAbstractButton | QAction, name: str, *, icons: Icons, tint: str) -> None:
    """Give a button or action an icon that follows the theme."""
    target.setProperty("icon_name", name)
    target.setProperty("icon_tint", tint)
    target.setIcon(icons.icon(name, tint))


def tint_again(target: QAbstractButton | QAction, icons: Icons) -> None:
    """Take the icon that `set_icon` gave from the icons of another theme; where it gave none, do nothing."""
    name = target.property("icon_name")
    if isinstance(name, str):
        target.setIcon(icons.icon(name, str(target.property("icon_tint"))))
