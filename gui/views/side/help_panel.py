"""Help for the focused setting: title, Keras name, help, default, bounds, effect of lower and higher values.

It also shows its line in the script, and offers its place in the reference of all settings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from annotated_types import Ge, Gt, Le, Lt
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from gui.style import SPACE
from gui.text import tr
from gui.views.parts.empty_state import EmptyState

if TYPE_CHECKING:
    from engine.settings.declaration.declare import Declared


_BREAKS = re.compile(r"[(\[,.=]+")
"""Where a line of code may go on in the next line of the panel, as it has few spaces."""


BETWEEN_CHOICES = " \u00b7 "
"""Between the titles of choices, as a title can have commas."""


class HelpPanel(QWidget):
    """The help for one setting; at first an invitation to click into a field.

    Attributes:
        more: The button that opens the reference.

    Signals:
        reference_asked(): The reference is to be opened at the setting that is shown.
    """

    reference_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(220)
        self._title, self._keras, self._help = QLabel(), QLabel(), QLabel()
        self._title.setProperty("role", "heading")
        self._keras.setProperty("role", "mono")
        for label in (self._title, self._help):
            label.setWordWrap(True)
        for label in (self._keras, self._help):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._rows = {
            name: (QLabel(title), QLabel())
            for name, title in (
                ("default", tr("Default")),
                ("allowed", tr("Allowed")),
                ("empty", tr("Empty")),
                ("lower", tr("Lower")),
                ("raise", tr("Higher")),
                ("script", tr("Script")),
            )
        }
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.s)
        column.setSpacing(SPACE.xs)
        head = QHBoxLayout()
        head.setSpacing(SPACE.s)
        head.addWidget(self._title, 1)
        head.addWidget(self._keras, 0, Qt.AlignmentFlag.AlignRight)
        column.addLayout(head)
        column.addWidget(self._help)
        column.addSpacing(SPACE.xs)
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE.m)
        grid.setVerticalSpacing(SPACE.xs)
        grid.setColumnStretch(1, 1)
        for row, (title, text) in enumerate(self._rows.values()):
            title.setProperty("role", "muted")
            title.setAlignment(Qt.AlignmentFlag.AlignTop)
            text.setWordWrap(True)
            text.setAlignment(Qt.AlignmentFlag.AlignTop)
            grid.addWidget(title, row, 0)
            grid.addWidget(text, row, 1)
        column.addLayout(grid)
        self._rows["script"][1].setProperty("role", "mono")
        self.more = QPushButton(tr("Read it among all settings"))
        self.more.setProperty("kind", "fold")
        self.more.clicked.connect(self.reference_asked)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(
            EmptyState(
                "info", tr("What does this do?"), text=tr("Click into a field. What it means stands here.")
            )
        )
        self._pages.addWidget(area)

    def show_setting(self, declared: Declared, *, line: str = "") -> None:
        """Explain a setting.

        Args:
            declared: The declaration of the setting.
            line: Its line in the script; "" where the script does not contain it.
        """
        info = declared.info
        self._title.setText(tr(info.title))
        self._keras.setText(info.keras)
        self._keras.setVisible(bool(info.keras))
        self._help.setText(tr(info.help))
        values = {
            "default": _written(declared.default, declared),
            "allowed": allowed(declared),
            "empty": tr(info.none_title) if info.none_title else "",
            "lower": tr(info.lower) if info.lower else "",
            "raise": tr(info.raise_) if info.raise_ else "",
            "script": _BREAKS.sub("\\g<0>\u200b", line),
        }
        for name, (title, text) in self._rows.items():
            text.setText(values[name])
            title.setVisible(bool(values[name]))
            text.setVisible(bool(values[name]))
        self._pages.setCurrentIndex(1)

    def show_nothing(self) -> None:
        """Show the invitation to click into a field."""
        self._pages.setCurrentIndex(0)


def allowed(declared: Declared) -> str:
    """Return the range or the choices of a setting in words, "" where everything is allowed.

    Args:
        declared: The declaration of the setting, whose bounds are those of pydantic.
    """
    info = declared.info
    if info.choices:
        return BETWEEN_CHOICES.join(tr(title) for title in info.choices.values())
    bounds = _metadata(declared)
    low = next((bound.ge for bound in bounds if isinstance(bound, Ge)), None)
    high = next((bound.le for bound in bounds if isinstance(bound, Le)), None)
    above = next((bound.gt for bound in bounds if isinstance(bound, Gt)), None)
    below = next((bound.lt for bound in bounds if isinstance(bound, Lt)), None)
    if low is not None and high is not None:
        return tr("{low} to {high}", low=_number(low), high=_number(high))
    parts = [
        tr("{number} or more", number=_number(low)) if low is not None else "",
        tr("above {number}", number=_number(above)) if above is not None else "",
        tr("{number} or less", number=_number(high)) if high is not None else "",
        tr("below {number}", number=_number(below)) if below is not None else "",
    ]
    return ", ".join(part for part in parts if part)


def _written(value: Any, declared: Declared) -> str:
    info = declared.info
    if value is None:
        return tr(info.none_title) if info.none_title else tr("none")
    if isinstance(value, bool):
        return tr("on") if value else tr("off")
    # lists and nested sections have no short default
    if not isinstance(value, (str, int, float)) or value == "":
        return ""
    if value in info.choices:
        return tr(info.choices[value])
    return f"{_number(value)} {tr(info.unit) if info.unit else ''}".strip()


def _number(value: Any) -> str:
    return (
        f"{value:g}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)
    )


def _metadata(declared: Declared) -> list[Any]:
    found = list(declared.owner.model_fields[declared.name].metadata)
    waiting = [declared.annotation]
    while waiting:
        part = waiting.pop()
        for extra in getattr(part, "__metadata__", ()):
            found += [extra, *getattr(extra, "metadata", ())]
        waiting += [inner for inner in getattr(part, "__args__", ()) if not isinstance(inner, str)]
    return found
