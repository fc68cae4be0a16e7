"""Exports figures and reports: SVG as an image, a report as pages of PDF.

The SVG and the texts are made by `engine.report`; Qt paints them here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import NamedTuple

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

from engine.report.page import Report, chosen_title, is_wide, machine_title, table
from gui.style import body_font

_SCALE = 2  # pixels of the image per pixel of the drawing: sharp on slides and in print
_MOST_PIXELS = 32_000  # per side; Qt paints nothing beyond 32,767
_DPI = 144
_MARGIN_MM = 14
_GAP = 14.0
_SMALLEST = 0.75  # of its size a report is drawn to stay on one page
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
    """Return a report as the bytes of a PDF file with pages of A4.

    Args:
        report: The report; one that is a little longer than a page is drawn smaller, so that it stays on one.
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
    for number, blocks in enumerate(_pages(_Parts(report, page.width()).blocks(), page.height())):
        if number:
            writer.newPage()
        fit = min(1.0, page.height() / _height(blocks))
        painter.save()
        painter.scale(points * fit, points * fit)
        painter.translate((page.width() / fit - page.width()) / 2, 0)
        for block in blocks:
            block.draw(painter)
            painter.translate(0, block.height + _GAP)
        painter.restore()
    painter.end()
    return bytes(kept.data().data())


_Row = list[tuple[QSvgRenderer, QSizeF]]
"""Figures beside each other, with their sizes in points."""


class _Block(NamedTuple):
    """What stays together on a page; its height is in points."""

    height: float
    draw: Callable[[QPainter], None]


def _height(blocks: Sequence[_Block]) -> float:
    return sum(block.height + _GAP for block in blocks) - _GAP


def _pages(blocks: Sequence[_Block], height: float) -> list[list[_Block]]:
    """The blocks of each page: one, or as many as there need to be where all would be too small on one."""
    if _height(blocks) * _SMALLEST <= height:
        return [list(blocks)]
    pages: list[list[_Block]] = [[]]
    for block in blocks:
        if pages[-1] and _height([*pages[-1], block]) > height:
            pages.append([])
        pages[-1].append(block)
    return pages


class _Parts:
    """The parts of a report, laid out in points for a given width."""

    def __init__(self, report: Report, width: float) -> None:
        self._width, self._half = width, (width - _GAP) / 2
        self._head = _document(_head(report), width)
        self._rows = [self._laid_out(row) for row in _rows(report.figures)]
        columns = ((chosen_title(), report.settings), (machine_title(), report.machine))
        self._columns = [
            _document(f"<h3>{escape(name)}</h3>{table(rows)}", self._half) for name, rows in columns
        ]

    def blocks(self) -> list[_Block]:
        """Return the head, each row of figures, and the tables."""
        tables = max(column.size().height() for column in self._columns)
        return [
            _Block(self._head.size().height(), partial(_draw, self._head)),
            *(
                _Block(max(size.height() for _, size in row), partial(self._draw_row, row))
                for row in self._rows
            ),
            _Block(tables, self._draw_tables),
        ]

    def _laid_out(self, row: Sequence[str]) -> _Row:
        """Figures with their sizes: as wide as there is room for them, and no larger than they were drawn."""
        room = self._width if is_wide(row[0]) else self._half
        figures = [QSvgRenderer(QByteArray(figure.encode())) for figure in row]
        sizes = [QSizeF(figure.defaultSize()) for figure in figures]
        return [
            (figure, size * min(room / size.width(), _LARGEST))
            for figure, size in zip(figures, sizes, strict=True)
        ]

    def _draw_row(self, row: _Row, painter: QPainter) -> None:
        for index, (figure, size) in enumerate(row):
            figure.render(painter, QRectF(index * (self._half + _GAP), 0, size.width(), size.height()))

    def _draw_tables(self, painter: QPainter) -> None:
        for index, column in enumerate(self._columns):
            painter.save()
            painter.translate(index * (self._half + _GAP), 0)
            _draw(column, painter)
            painter.restore()


def _rows(figures: Sequence[str]) -> list[list[str]]:
    """Two figures a row, and one that is wide by itself."""
    rows: list[list[str]] = []
    for figure in figures:
        if rows and len(rows[-1]) == 1 and not is_wide(rows[-1][0]) and not is_wide(figure):
            rows[-1].append(figure)
        else:
            rows.append([figure])
    return rows


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
