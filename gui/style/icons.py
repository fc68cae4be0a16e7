"""Icons from our own SVG files (resources/icons), tinted for the theme and for what the widget is doing.

The files are drawn in black on a 20 x 20 grid; black is replaced by a colour of the theme. `set_icon`
remembers the name on the button or action, so that `look` can tint it again when the theme changes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton
    from typing_extensions import override

    from gui.style.tokens import Colors
else:

    def override(method: object) -> object:
        """Stands in for that of typing_extensions, whose import the first paint would wait for."""
        return method


FOLDER = Path(__file__).parents[2] / "resources" / "icons"
_BLACK = b"#000"


class Icons:
    """Icons in the colours of one theme, each drawn when it is first wanted."""

    def __init__(self, colors: Colors) -> None:
        self._colors = colors
        self._made: dict[tuple[str, str], QIcon] = {}

    def icon(self, name: str, tint: str) -> QIcon:
        """Icon `name`; `tint` names the colour of the theme in which it is drawn while it is enabled.

        Raises FileNotFoundError if it is unknown.
        """
        if (name, tint) not in self._made:
            color = getattr(self._colors, tint)
            self._made[name, tint] = QIcon(_Drawn(_read(name), color=color, disabled=self._colors.disabled))
        return self._made[name, tint]


class _Drawn(QIconEngine):
    """Draws an icon in the sizes in which it is seen, on whatever screen, and keeps what it has drawn."""

    # PySide does not hand them over to Qt, which would draw with what Python has destroyed
    _clones: ClassVar[list[QIconEngine]] = []

    def __init__(self, drawing: bytes, *, color: str, disabled: str) -> None:
        super().__init__()
        self._drawing, self._color, self._disabled = drawing, color, disabled
        self._made: dict[tuple[int, bool], QPixmap] = {}

    @override
    def clone(self) -> QIconEngine:
        """Another one, for a copy of the icon that is changed. Nobody here changes any."""
        self._clones.append(_Drawn(self._drawing, color=self._color, disabled=self._disabled))
        return self._clones[-1]

    @override
    def actualSize(self, size: QSize, _mode: QIcon.Mode, _state: QIcon.State) -> QSize:  # noqa: N802 - Qt's
        """The largest square in `size`."""
        side = min(size.width(), size.height())
        return QSize(side, side)

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The icon in `size` pixels."""
        return self.scaledPixmap(size, mode, state, 1.0)

    @override
    def scaledPixmap(  # noqa: N802 - Qt's name
        self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float
    ) -> QPixmap:
        """The icon in `size` device-independent pixels, each of them `scale` pixels of the screen wide."""
        pixels = round(min(size.width(), size.height()) * scale)
        disabled = mode is QIcon.Mode.Disabled
        if (pixels, disabled) not in self._made:
            color = self._disabled if disabled else self._color
            self._made[pixels, disabled] = _drawn(self._drawing, color, pixels)
        return self._made[pixels, disabled]

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw the icon into `rect`."""
        scale = painter.device().devicePixelRatio()
        painter.drawPixmap(rect, self.scaledPixmap(rect.size(), mode, state, scale))


def pixmap(name: str, *, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Icon `name` in one colour, `size` device-independent pixels wide; FileNotFoundError if unknown."""
    made, key = QPixmap(), f"{name} {color} {size} {ratio}"
    # who paints reads no file: while TensorFlow is imported, each read gives the other thread 5 ms
    if not QPixmapCache.find(key, made):
        made = _drawn(_read(name), color, round(size * ratio))
        made.setDevicePixelRatio(ratio)
        QPixmapCache.insert(key, made)
    return made


def _read(name: str) -> bytes:
    return (FOLDER / f"{name}.svg").read_bytes()


def _drawn(drawing: bytes, color: str, pixels: int) -> QPixmap:
    made = QPixmap(pixels, pixels)
    if made.isNull():
        return made  # nobody sees it, and nobody can draw into it
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer = QSvgRenderer(QByteArray(drawing.replace(_BLACK, color.encode())))
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
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
