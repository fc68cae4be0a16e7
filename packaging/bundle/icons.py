"""Draws the program's icon from resources/icons/fitroom.svg, in the formats of the desktops."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

LARGEST = 1024
PNG_SIZES = (48, 128, 256)
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)


def write_icons(drawing: Path, folder: Path) -> None:
    """Write fitroom.ico (Windows), fitroom.icns (macOS) and fitroom-SIZE.png (Linux) to `folder`.

    Neither a screen nor a QApplication is needed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    largest = draw(drawing, LARGEST)
    largest.save(folder / "fitroom.icns")
    largest.save(folder / "fitroom.ico", sizes=[(size, size) for size in ICO_SIZES])
    for size in PNG_SIZES:
        draw(drawing, size).save(folder / f"fitroom-{size}.png")


def draw(drawing: Path, size: int) -> Image.Image:
    """Return the drawing, `size` pixels wide and high, on a transparent background."""
    image = QImage(size, size, QImage.Format.Format_RGBA8888)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(drawing.read_bytes())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return Image.frombytes("RGBA", (size, size), bytes(image.constBits()))
