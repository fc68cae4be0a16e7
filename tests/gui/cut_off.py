"""Finds text that has less room on the screen than it needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QToolButton,
    QWidget,
)

from gui.pages.page import Page
from gui.views.parts.elided import ElidedLabel

_ROUNDING = 1  # pixels


def cut_off(window: QWidget) -> Iterator[str]:
    """A line for each text in `window` that is seen only in part, and does not say so with "…" and a tip."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, ElidedLabel):
            continue
        for kind, finder in _FINDERS.items():
            if isinstance(widget, kind) and (found := finder(widget)):
                yield f"{type(widget).__name__} {found}"


def nested_scroll_bars(window: QWidget) -> Iterator[str]:
    """A line for each part that scrolls up and down within something that does so itself."""
    for area in window.findChildren(QAbstractScrollArea):
        around = area.parentWidget()
        while _scrolls(area) and around is not None:
            if isinstance(around, QAbstractScrollArea) and _scrolls(around):
                yield f"{type(area).__name__} {area.accessibleName()!r} in {type(around).__name__}"
            around = around.parentWidget()


def _scrolls(area: QAbstractScrollArea) -> bool:
    bar = area.verticalScrollBar()
    return area.isVisible() and bar.isVisible() and bar.maximum() > 0


def _label(label: QLabel) -> str:
    text = label.text()
    if not text or not label.pixmap().isNull():
        return ""
    if not label.wordWrap():
        return _short(text, label.width(), label.sizeHint().width())
    words = max(
        re.split(r"[\s\u200b]+", _plain(label)), key=label.fontMetrics().horizontalAdvance, default=""
    )
    longest = label.fontMetrics().horizontalAdvance(words)
    room = label.contentsRect().width()
    return _short(words, room, longest) or _short(
        text, label.height(), label.heightForWidth(label.width()), what="high"
    )


def _plain(label: QLabel) -> str:
    document = QTextDocument()
    if label.textFormat() is Qt.TextFormat.PlainText:
        document.setPlainText(label.text())
    else:
        document.setHtml(label.text())
    return document.toPlainText()


def _button(button: QAbstractButton) -> str:
    if not isinstance(button, QPushButton | QToolButton | QCheckBox | QRadioButton) or not button.text():
        return ""
    if isinstance(button, QToolButton) and (
        button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly and not button.icon().isNull()
    ):
        return ""
    return _short(button.text(), button.width(), button.sizeHint().width())


def _combo(combo: QComboBox) -> str:
    if combo.toolTip() == combo.currentText():
        return ""
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    room = combo.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, combo).width()
    return _short(combo.currentText(), room, combo.fontMetrics().horizontalAdvance(combo.currentText()))


def _line(line: QLineEdit) -> str:
    # what a person typed may be longer than the field; what the program wrote into it may not
    text = line.placeholderText() if not line.text() else ""
    return _short(text, line.contentsRect().width(), line.fontMetrics().horizontalAdvance(text))


def _tabs(tabs: QTabBar) -> str:
    seen = [place for place in range(tabs.count()) if tabs.isTabVisible(place)]
    rooms = {tabs.tabText(place): tabs.tabRect(place).width() for place in seen}
    return next(
        (
            found
            for text, room in rooms.items()
            if (found := _short(text, room, tabs.fontMetrics().horizontalAdvance(text)))
        ),
        "",
    )


def _rows(rows: QListWidget) -> str:
    for place in range(rows.count()):
        item = rows.item(place)
        needed = rows.fontMetrics().horizontalAdvance(item.text())
        found = _short(item.text(), rows.viewport().width(), needed)
        if found and not item.toolTip():
            return found
    return ""


def _header(header: QHeaderView) -> str:
    if header.orientation() is not Qt.Orientation.Horizontal:
        return ""
    for section in range(header.count()):
        title = str(header.model().headerData(section, header.orientation()) or "")
        room, needed = header.sectionSize(section), header.fontMetrics().horizontalAdvance(title)
        if found := _short(title, room, needed):
            return found
    return ""


def _area(area: QScrollArea) -> str:
    """A page must not need to scroll sideways; beyond the edge of an area that cannot, nothing is seen."""
    inside = area.widget()
    upright = area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    if inside is None or not (upright or isinstance(area, Page)):
        return ""
    return _short(inside.objectName() or "what is in it", area.viewport().width(), inside.width())


def _short(text: str, room: int, needed: int, what: str = "wide") -> str:
    return f"{text!r}: {room} px {what}, needs {needed}" if needed > room + _ROUNDING else ""


_FINDERS: dict[type[QWidget], Callable[..., str]] = {
    QLabel: _label,
    QAbstractButton: _button,
    QComboBox: _combo,
    QLineEdit: _line,
    QTabBar: _tabs,
    QListWidget: _rows,
    QHeaderView: _header,
    QScrollArea: _area,
}
