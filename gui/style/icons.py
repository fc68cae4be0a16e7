"""Icons from our own SVG files (resources/icons), tinted for the theme and for what the widget is doing.

The files are drawn in black on a 20 x 20 grid; black is replaced by a colour of the theme. `set_icon`
remembers the name on the button or action, so that `look` can tint it again when the theme changes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton

    from gui.style.tokens import Colors

FOLDER = Path(__file__).parents[2] / "resources" / "icons"
PIXELS = (16, 20, 24, 32, 40, 48)  # icons of 16, 20 and 24, also on screens of twice the density
_BLACK = b"#000"


def pixmap(name: str, *, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Icon `name` in one colour, `size` device-independent pixels wide; FileNotFoundError if unknown."""
    drawing = (FOLDER / f"{name}.svg").read_bytes().replace(_BLACK, color.encode())
    made = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(drawing)).render(painter, QRectF(0, 0, made.width(), made.height()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def icon(name: str, *, colors: Colors, tint: str = "text") -> QIcon:
    """Icon `name`; `tint` names the colour of the theme in which it is drawn while it is enabled."""
    made = QIcon()
    for mode, color in ((QIcon.Mode.Normal, getattr(colors, tint)), (QIcon.Mode.Disabled, colors.disabled)):
        for size in PIXELS:
            made.addPixmap(pixmap(name, color=color, size=size), mode)
    return made


def application_icon() -> QIcon:
    """The program's own icon, for windows and task bars, in its own colours."""
    return QIcon(str(FOLDER / "fitroom.svg"))


def set_icon(target: QAbstractButton | QAction, name: str, *, colors: Colors, tint: str = "text") -> None:
    """Give a button or action an icon that follows the theme."""
    target.setProperty("icon_name", name)
    target.setProperty("icon_tint", tint)
    target.setIcon(icon(name, colors=colors, tint=tint))


def tint_again(target: QAbstractButton | QAction, colors: Colors) -> None:
    """Draw the icon that `set_icon` gave in the colours of another theme; where it gave none, do nothing."""
    name = target.property("icon_name")
    if isinstance(name, str):
        target.setIcon(icon(name, colors=colors, tint=str(target.property("icon_tint"))))
