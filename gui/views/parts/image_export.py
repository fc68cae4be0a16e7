"""Exports figures and reports: SVG as an image, a report as a page of PDF.

The SVG and the texts are made by `engine.report`; Qt paints them here.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QImage,
    QImageWriter,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
)
from PySide6.QtSvg import QSvgRenderer

from engine.report.page import Report, chosen_title, machine_title, table
from gui.style import body_font

_SCALE = 2  # pixels of the image per pixel of the drawing: sharp on slides and in print
_MOST_PIXELS = 32_000  # per side; Qt paints nothing beyond 32,767
_DPI = 144
_MARGIN_MM = 14
_GAP = 14.0
_LARGEST = 0.75  # of a figure: a pixel of the screen is three quarters of a point


def picture(svg: str, *, scale: float = _SCALE) -> QImage:
    """Paint an SVG drawing on white.

    Args:
        svg: The drawing as an SVG document.
        scale: Pixels of the image per pixel of the drawing; less is used where a side would exceed 32,000.

    Returns:
        An image in RGB32.
    """
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    size = renderer.defaultSize()
    scale = min(scale, _MOST_PIXELS / max(size.width(), size.height(), 1))
    image = QImage(
        QSize(round(size.width() * scale), round(size.height() * scale)), QImage.Format.Format_RGB32
    )
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    return image


def png(svg: str) -> bytes:
    """Return an SVG drawing as the bytes of a PNG file."""
    return png_of(picture(svg))


def png_of(image: QImage) -> bytes:
    """Return an image as the bytes of a PNG file."""
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(kept, QByteArray(b"png")).write(image)
    return bytes(kept.data().data())


def pdf(report: Report) -> bytes:
    """Return a report as the bytes of a PDF file with one page of A4.

    Args:
        report: The report; one that is longer than the page is drawn smaller, so that it stays on one.
    """
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(kept)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM))
    writer.setResolution(_DPI)
    writer.setTitle(report.title)
    painter = QPainter(writer)
    # everything is laid out in points, on A4 (595 points wide) less the margins, and scaled to the printer
    points = _DPI / 72
    page = QRectF(0, 0, writer.width() / points, writer.height() / points)
    parts = _Parts(report, page.width())
    fit = min(1.0, page.height() / parts.height)
    painter.scale(points * fit, points * fit)
    painter.translate((page.width() / fit - page.width()) / 2, 0)
    parts.draw(painter)
    painter.end()
    return bytes(kept.data().data())


class _Parts:
    """The parts of a report below each other, laid out in points for a given width."""

    def __init__(self, report: Report, width: float) -> None:
        self._width = width
        half = (width - _GAP) / 2
        self._figures = [QSvgRenderer(QByteArray(figure.encode())) for figure in report.figures]
        self._head = _document(_head(report), width)
        columns = ((chosen_title(), report.settings), (machine_title(), report.machine))
        self._columns = [_document(f"<h3>{escape(name)}</h3>{table(rows)}", half) for name, rows in columns]
        self._rows = [self._figures[at : at + 2] for at in range(0, len(self._figures), 2)]

    @property
    def height(self) -> float:
        """The height of all parts in points."""
        tables = max(column.size().height() for column in self._columns)
        figures = sum(self._high(row) + _GAP for row in self._rows)
        return self._head.size().height() + _GAP + figures + tables

    def draw(self, painter: QPainter) -> None:
        half = (self._width - _GAP) / 2
        _draw(self._head, painter)
        top = self._head.size().height() + _GAP
        for row in self._rows:
            for index, figure in enumerate(row):
                size = self._size(figure)
                figure.render(painter, QRectF(index * (half + _GAP), top, size.width(), size.height()))
            top += self._high(row) + _GAP
        for index, column in enumerate(self._columns):
            painter.save()
            painter.translate(index * (half + _GAP), top)
            _draw(column, painter)
            painter.restore()

    def _size(self, figure: QSvgRenderer) -> QSizeF:
        """How large a figure is on the page: half as wide as it, and no larger than it was drawn."""
        size = QSizeF(figure.defaultSize())
        scale = min(((self._width - _GAP) / 2) / size.width(), _LARGEST)
        return size * scale

    def _high(self, row: Sequence[QSvgRenderer]) -> float:
        return max((self._size(figure).height() for figure in row), default=0.0)


def _draw(document: QTextDocument, painter: QPainter) -> None:
    """Draw `document` in black; Qt's default is the text colour of the theme, which may be white."""
    context = QAbstractTextDocumentLayout.PaintContext()
    context.palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.black)
    document.documentLayout().draw(painter, context)


def _document(html: str, width: float) -> QTextDocument:
    document = QTextDocument()
    font = QFont(body_font())
    font.setPixelSize(9)  # of a page that is laid out in points
    document.setDefaultFont(font)
    document.setDocumentMargin(0)
    document.setDefaultStyleSheet(
        "h1 { font-size: 18px; } h3 { font-size: 11px; } .name, .muted { color: #5c5f6a; }"
    )
    document.setHtml(html)
    document.setPageSize(QSizeF(width, 1e6))
    return document


def _head(report: Report) -> str:
    facts = "".join(
        f'<td bgcolor="#f6f6f8"><span class="muted">{escape(name)}</span><br><b>{escape(value)}</b></td>'
        for name, value in report.facts
    )
    notes = "".join(f"<p><b>{escape(name)}</b> {escape(text)}</p>" for name, text in report.notes)
    result = f"<h3>{escape(report.result)}</h3>" if report.result else ""
    return (
        f'<h1>{escape(report.title)}</h1><p class="muted">{escape(report.subtitle)}</p>{result}'
        f'<table width="100%" cellspacing="3" cellpadding="5"><tr>{facts}</tr></table>{notes}'
    )
