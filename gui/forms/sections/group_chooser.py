"""A chooser of one of many kinds in groups: all of them are visible, those that do not fit are disabled.

Here too: which chooser a choice gets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.forms.sections.chooser import CARDS_AT_MOST, CardChooser, Chooser, ComboChooser
from gui.style import SPACE
from gui.text import tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.settings.declaration.declare import Section, SettingInfo

_IN_A_ROW = 3
_CARDS_OF_A_PAGE = 8  # a choice at the top of a page has more room than one among other fields


class GroupChooser(Chooser):
    """A heading for each group, a button for each kind, and the description of the chosen one below.

    Args:
        kinds: The classes to choose from; each has its group.

    Attributes:
        group: The buttons, with the index of their kind as id.
        about: The description.
    """

    chosen = Signal(object)  # the class that was chosen

    def __init__(self, kinds: Sequence[type[Section]]) -> None:
        super().__init__(kinds)
        self.group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, SPACE.m)
        column.setSpacing(SPACE.xs)
        self._blocks = {name: _Block(name) for name in dict.fromkeys(kind.group for kind in self.kinds)}
        for number, kind in enumerate(self.kinds):
            self.group.addButton(self._blocks[kind.group].add(kind), number)
        for block in self._blocks.values():
            block.fill()
            column.addWidget(block)
        self.about = QLabel(self)
        self.about.setProperty("role", "caption")
        self.about.setWordWrap(True)
        column.addSpacing(SPACE.xs)
        column.addWidget(self.about)
        self.group.idToggled.connect(self._toggled)

    def show_kind(self, kind: type[Section]) -> None:
        """Check the button of `kind`, without emitting `chosen`."""
        button = self.group.button(self.kinds.index(kind))
        with QSignalBlocker(self.group):
            button.setChecked(True)
        self.setFocusProxy(button)
        self.about.setText(tr(kind.about))

    def show_misfits(self, reasons: Mapping[type[Section], str]) -> None:
        """Disable the kinds that do not fit, with the reason; the chosen one remains enabled."""
        for number, kind in enumerate(self.kinds):
            button = self.group.button(number)
            reason = reasons.get(kind, "")
            button.setEnabled(not reason or button.isChecked())
            button.setToolTip(reason or tr(kind.about))
            button.setAccessibleDescription(reason or tr(kind.about))
        for name, block in self._blocks.items():
            block.say({kind: reasons.get(kind, "") for kind in self.kinds if kind.group == name})

    @Slot(int, bool)
    def _toggled(self, number: int, checked: bool) -> None:
        if checked:
            self.setFocusProxy(self.group.button(number))
            self.chosen.emit(self.kinds[number])


class _Block(QWidget):
    """The kinds of one group, and below them why some of them do not fit."""

    def __init__(self, name: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, SPACE.xs)
        column.setSpacing(SPACE.hair)
        heading = QLabel(tr(name))
        heading.setProperty("role", "muted")
        column.addWidget(heading)
        self._grid = QGridLayout()
        self._grid.setSpacing(SPACE.xs)
        for place in range(_IN_A_ROW):
            self._grid.setColumnStretch(place, 1)
        column.addLayout(self._grid)
        self._reason = QLabel()
        self._reason.setProperty("role", "caption")
        self._reason.setWordWrap(True)
        self._reason.hide()
        column.addWidget(self._reason)

    def add(self, kind: type[Section]) -> QPushButton:
        """Add a button for `kind` in the next free place."""
        button = QPushButton(tr(kind.title))
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleDescription(tr(kind.about))
        button.setToolTip(tr(kind.about))
        self._grid.addWidget(button, *divmod(self._grid.count(), _IN_A_ROW))
        return button

    def fill(self) -> None:
        """Fill the first row, so that the buttons of all groups stand below each other."""
        for place in range(self._grid.count(), _IN_A_ROW):
            self._grid.addWidget(QWidget(), 0, place)

    def say(self, reasons: Mapping[type[Section], str]) -> None:
        """Show why kinds do not fit: once where none does for the same reason, else each by its name.

        Args:
            reasons: A sentence for each kind of the group; "" for one that fits.
        """
        found = list(dict.fromkeys(reason for reason in reasons.values() if reason))
        if len(found) == 1 and all(reasons.values()):
            text = found[0]
        else:
            text = "\n".join(
                tr(
                    "{kinds}: {reason}",
                    kinds=" \u00b7 ".join(tr(kind.title) for kind, said in reasons.items() if said == reason),
                    reason=reason,
                )
                for reason in found
            )
        self._reason.setText(text)
        self._reason.setVisible(bool(text))


def chooser_for(kinds: Sequence[type[Section]], info: SettingInfo | None) -> Chooser:
    """Create cards for a few kinds, buttons for many with groups, a combo box for many others.

    Args:
        kinds: The classes to choose from.
        info: The declaration of the setting; None at the top of a page, where there is more room.
    """
    if len(kinds) <= (_CARDS_OF_A_PAGE if info is None else CARDS_AT_MOST):
        return CardChooser(kinds)
    return GroupChooser(kinds) if any(kind.group for kind in kinds) else ComboChooser(kinds, info)
