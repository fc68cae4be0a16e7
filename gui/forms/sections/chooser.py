"""Choosers of one of several kinds of sections: cards for a few, a combo box for many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.forms.field_parts import DOT_WIDTH, FieldLabel
from gui.style import SPACE
from gui.style.no_wheel import NoWheelComboBox
from gui.text import tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.settings.declaration.declare import Section, SettingInfo

CARDS_AT_MOST = 5


class Chooser(QWidget):
    """The base class of widgets that choose one of several kinds.

    Args:
        kinds: The classes to choose from.

    Attributes:
        kinds: The classes to choose from.
    """

    chosen = Signal(object)  # the class that was chosen

    def __init__(self, kinds: Sequence[type[Section]]) -> None:
        super().__init__()
        self.kinds = tuple(kinds)

    def show_kind(self, kind: type[Section]) -> None:
        """Show `kind` as the chosen one, without emitting `chosen`."""
        raise NotImplementedError

    def show_misfits(self, reasons: Mapping[type[Section], str]) -> None:
        """Show which kinds do not fit, if the widget can.

        Args:
            reasons: A sentence for each kind that does not fit.
        """


class CardChooser(Chooser):
    """A card with title and description for each kind, in two columns.

    Attributes:
        group: The cards, with the index of their kind as id.
    """

    def __init__(self, kinds: Sequence[type[Section]]) -> None:
        super().__init__(kinds)
        self.group = QButtonGroup(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, SPACE.m)
        grid.setSpacing(SPACE.s)
        for number, kind in enumerate(self.kinds):
            card = Card(tr(kind.title), tr(kind.about))
            self.group.addButton(card, number)
            grid.addWidget(card, number // 2, number % 2)
            grid.setColumnStretch(number % 2, 1)
        self.group.idToggled.connect(self._toggled)

    def show_kind(self, kind: type[Section]) -> None:
        """Check the card of `kind`, without emitting `chosen`."""
        card = self.group.button(self.kinds.index(kind))
        with QSignalBlocker(self.group):
            card.setChecked(True)
        self.setFocusProxy(card)

    @Slot(int, bool)
    def _toggled(self, number: int, checked: bool) -> None:
        if checked:
            self.setFocusProxy(self.group.button(number))
            self.chosen.emit(self.kinds[number])


class Card(QPushButton):
    """A large button with a title and a description, both translated."""

    def __init__(self, title: str, about: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)
        head, text = QLabel(title, self), QLabel(about, self)
        text.setProperty("role", "caption")
        text.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.m, SPACE.s, SPACE.m, SPACE.s)
        column.setSpacing(SPACE.hair)
        for label in (head, text):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)
        column.addStretch(1)
        self._column = column
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The size of the labels; QPushButton would measure its text, which is empty."""
        return self._column.sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The minimum size of the labels."""
        return self._column.minimumSize()

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """The height of the wrapped texts."""
        return self._column.heightForWidth(width)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Texts wrap."""
        return True


class ComboChooser(Chooser):
    """A combo box, with the label of the setting at its left and the description of the kind below.

    Args:
        kinds: The classes to choose from.
        info: The declaration of the setting; None for no label.

    Attributes:
        combo: The combo box.
        about: The description.
    """

    def __init__(self, kinds: Sequence[type[Section]], info: SettingInfo | None) -> None:
        super().__init__(kinds)
        self.combo = NoWheelComboBox(self)
        self.combo.addItems([tr(kind.title) for kind in self.kinds])
        self.about = QLabel(self)
        self.about.setProperty("role", "caption")
        self.about.setWordWrap(True)
        self.setFocusProxy(self.combo)
        row = QHBoxLayout(self)
        row.setContentsMargins(DOT_WIDTH, SPACE.xs, 0, SPACE.xs)
        row.setSpacing(0)
        if info is not None:
            row.addWidget(FieldLabel(info, self), alignment=Qt.AlignmentFlag.AlignTop)
        self.combo.setAccessibleName(tr(info.title) if info is not None else tr("Kind"))
        column = QVBoxLayout()
        column.setSpacing(SPACE.hair)
        column.addWidget(self.combo, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.about)
        row.addLayout(column, 1)
        self.combo.currentIndexChanged.connect(self._picked)

    def show_kind(self, kind: type[Section]) -> None:
        """Select the item of `kind`, without emitting `chosen`."""
        with QSignalBlocker(self.combo):
            self.combo.setCurrentIndex(self.kinds.index(kind))
        self.about.setText(tr(kind.about))

    @Slot(int)
    def _picked(self, number: int) -> None:
        self.chosen.emit(self.kinds[number])
