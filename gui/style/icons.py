"""Icons from the program's own SVG files (resources/icons), tinted for the theme and for the widget's state.

The files are drawn in black on a 20 x 20 grid; black is replaced by a colour of the theme. `set_icon` stores
the name on the button or action, so that `theme` can tint it again when the theme changes.
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
        """Replaces that of typing_extensions, whose import would delay the first paint."""
        return method


FOLDER = Path(__file__).parents[2] / "resources" / "icons"
_BLACK = b"#000"


class Icons:
    """The icons in the colours of one theme; each is drawn when it is first needed."""

    def __init__(self, colors: Colors) -> None:
        self._colors = colors
        self._made: dict[tuple[str, str], QIcon] = {}

    def icon(self, name: str, tint: str) -> QIcon:
        """Return an icon.

        Args:
            name: Name of the file in resources/icons, without its suffix.
            tint: Name of the field of `Colors` that an enabled icon is drawn in.

        Raises:
            FileNotFoundError: There is no such icon.
        """
        if (name, tint) not in self._made:
            color = getattr(self._colors, tint)
            self._made[name, tint] = QIcon(_Drawn(_read(name), color=color, disabled=self._colors.disabled))
        return self._made[name, tint]


class _Drawn(QIconEngine):
    """Draws an icon in the requested sizes and caches the pixmaps."""

    # kept alive: PySide does not pass ownership to Qt, which would use objects that Python has destroyed
    _clones: ClassVar[list[QIconEngine]] = []

    def __init__(self, drawing: bytes, *, color: str, disabled: str) -> None:
        super().__init__()
        self._drawing, self._color, self._disabled = drawing, color, disabled
        self._made: dict[tuple[int, bool], QPixmap] = {}

    @override
    def clone(self) -> QIconEngine:
        """Return a copy, which Qt asks for before it changes an icon."""
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
        """The icon in `size` device-independent pixels at the device pixel ratio `scale`."""
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
    """Return an icon in one colour, from QPixmapCache where possible.

    Args:
        name: Name of the file in resources/icons, without its suffix.
        color: "#rrggbb".
        size: Width and height in device-independent pixels.
        ratio: Device pixel ratio of the screen.

    Raises:
        FileNotFoundError: There is no such icon.
    """
    made, key = QPixmap(), f"{name} {color} {size} {ratio}"
    # cached, as a paint must read no file: while TensorFlow is imported, each read waits 5 ms for the GIL
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
        return made  # of size 0, which a QPainter cannot draw into
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    renderer = QSvgRenderer(QByteArray(drawing.replace(_BLACK, color.encode())))
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return made


def application_icon() -> QIcon:
    """Return the program's own icon, for windows and task bars; it does not follow the theme."""
    return QIcon(str(FOLDER / "fitroom.svg"))


def set_icon(target: QAbstractButton | QAction, name: str, *, icons: Icons, tint: str) -> None:
    """Give a button or action an icon that follows the theme.

    Args:
        target: The button or action.
        name: Name of the icon.
        icons: The icons of the current theme.
        tint: Name of the field of `Colors` that an enabled icon is drawn in.
    """
    target.setProperty("icon_name", name)
    target.setProperty("icon_tint", tint)
    target.setIcon(icons.icon(name, tint))


def tint_again(target: QAbstractButton | QAction, icons: Icons) -> None:
    """Replace the icon that `set_icon` set by that of another theme; other icons are not changed."""
    name = target.property("icon_name")
    if isinstance(name, str):
        target.setIcon(icons.icon(name, str(target.property("icon_tint"))))
