"""One style sheet for the whole application: resources/styles/fitroom.qss, filled in with the tokens.

Widgets choose a look with dynamic properties, set before they are shown:
  QPushButton, QToolButton   kind: primary, ghost, danger, quiet, fold, heading (disclose); without it, plain
  QLabel                     role: title, heading, caption, muted, mono, problem, warning, success
  QFrame                     role: card, rail, strip, bar, problem, warning, note, line
  QListView                  role: rail
  QPlainTextEdit             role: code, log
  inputs                     problem: True where the value is wrong
`restyle` makes a widget look again at properties that changed later.
"""

from __future__ import annotations

from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from gui.style.tokens import RADIUS, TYPE, Colors

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractSpinBox, QWidget

SOURCE = Path(__file__).parents[2] / "resources" / "styles" / "fitroom.qss"


def stylesheet(colors: Colors, *, mono: list[str]) -> str:
    """Return the style sheet of one theme.

    Args:
        colors: The theme.
        mono: Families of the fixed-width font, the preferred one first.
    """
    measures = {
        "body": TYPE.body,
        "caption": TYPE.caption,
        "small": TYPE.small,
        "heading": TYPE.heading,
        "title": TYPE.title,
        "small_radius": RADIUS.small,
        "control": RADIUS.control,
        "card": RADIUS.card,
    }
    names = colors._asdict()
    families = ", ".join(f'"{name}"' for name in mono)
    return Template(SOURCE.read_text(encoding="utf-8")).substitute(names | measures, mono=families)


def restyle(widget: QWidget) -> None:
    """Apply the style sheet again to a widget whose dynamic properties have changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def mark(widget: QWidget, name: str, *, value: str | bool) -> None:
    """Set a dynamic property that the style sheet reads, and restyle the widget if the value is new."""
    if (widget.property(name) or False) != (value or False):
        widget.setProperty(name, value)
        if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            restyle(widget)


def set_shown(widget: QWidget, *, on: bool) -> None:
    """Call `widget.setVisible(on)` unless the widget becomes visible with its parent anyway.

    Showing it before would lay out and style it with all its children, and Qt styles them again whenever a
    parent changes.
    """
    parent = widget.parentWidget()
    touched = widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
    if not on or touched or parent is None or parent.isVisible():
        widget.setVisible(on)


def pad_spin_box(box: QAbstractSpinBox) -> None:
    """Add space left of the number; a style sheet cannot, as Qt puts the line edit at x = 0."""
    box.lineEdit().setTextMargins(8, 0, 0, 0)
