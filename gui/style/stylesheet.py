"""One style sheet for the whole application: resources/styles/fitroom.qss, filled in with the tokens.

Widgets choose a look with dynamic properties, set before they are shown:
  QPushButton, QToolButton   kind: primary, ghost, danger, quiet (discloses); without it, plain
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
    """The style sheet for one theme; `mono` are families of the fixed-width font, wanted first."""
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
    """Let the style sheet look again at a widget whose dynamic properties changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def mark(widget: QWidget, name: str, *, value: str | bool) -> None:
    """Set a dynamic property that the style sheet reads; costs nothing where it is set so already."""
    if (widget.property(name) or False) != (value or False):
        widget.setProperty(name, value)
        if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            restyle(widget)


def set_shown(widget: QWidget, *, on: bool) -> None:
    """`widget.setVisible(on)`, without the cost of showing what nobody has hidden and nobody sees yet.

    It is seen with its parent anyway. To show it before would lay it out and style it with all that is in it,
    and Qt styles all of that again whenever a parent changes.
    """
    parent = widget.parentWidget()
    touched = widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
    if not on or touched or parent is None or parent.isVisible():
        widget.setVisible(on)


def pad_spin_box(box: QAbstractSpinBox) -> None:
    """Give the number room at the left; a style sheet cannot, as Qt puts the inner field at 0."""
    box.lineEdit().setTextMargins(8, 0, 0, 0)
