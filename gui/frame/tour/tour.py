"""A tour of the window: each stop points at a widget and says in two sentences what it is for.

Only its card covers the window, so that everything can be used meanwhile. Esc ends it at any stop, and the
Help menu starts it again. The stops are in `gui.frame.tour.tour_stops`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.style import RADIUS, SPACE, colors
from gui.text import tr

_WIDTH = 340
_RING = 2


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the tour.

    Attributes:
        part: The widget it points at.
        before: Called first, to make that widget visible.
        title: The translated heading.
        text: The translated explanation.
    """

    part: QWidget
    before: Callable[[], object]
    title: str
    text: str


class Tour(QFrame):
    """The card with the texts and buttons.

    Args:
        stops: The stops in their order.
        parent: The window, above which the card is drawn.

    Attributes:
        leave_button: Ends the tour.
        back_button: Shows the stop before.
        next_button: Shows the next stop.
    """

    left = Signal()  # the tour is over, at its last stop or before

    def __init__(self, stops: Sequence[Stop], parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._window = parent
        self._stops = tuple(stops)
        self._at = 0
        self._ring = _Ring(parent)
        self._title, self._text, self._count = QLabel(), QLabel(), QLabel()
        self._title.setProperty("role", "heading")
        self._count.setProperty("role", "caption")
        for words in (self._title, self._text):
            words.setWordWrap(True)
        self.leave_button = QPushButton(tr("Leave"))
        self.leave_button.setToolTip(tr("Leave the tour (Esc)"))
        self.leave_button.setProperty("kind", "ghost")
        self.leave_button.clicked.connect(self.leave)
        self.back_button = QPushButton(tr("Back"))
        self.back_button.clicked.connect(self.back)
        self.next_button = QPushButton()
        self.next_button.setProperty("kind", "primary")
        self.next_button.clicked.connect(self.next_stop)
        self._lay_out()
        parent.installEventFilter(self)
        self.hide()

    @property
    def at(self) -> int:
        """The index of the present stop, from 0."""
        return self._at

    @Slot()
    def begin(self) -> None:
        """Start at the first stop, also if the tour is under way."""
        self._show(0)
        self.next_button.setFocus()

    @Slot()
    def next_stop(self) -> None:
        """Show the next stop, or end the tour after the last one."""
        if self._at + 1 < len(self._stops):
            self._show(self._at + 1)
        else:
            self.leave()

    @Slot()
    def back(self) -> None:
        """Show the stop before."""
        self._show(max(self._at - 1, 0))

    @Slot()
    def leave(self) -> None:
        """End the tour at any stop."""
        if not self.isHidden():
            self.hide()
            self._ring.hide()
            self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Move with the widget when the window is resized; Esc that nothing else takes ends the tour."""
        if self.isHidden():
            return super().eventFilter(watched, event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
        elif event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc ends the tour; the arrow keys show the next stop and the one before."""
        does = {Qt.Key.Key_Escape: self.leave, Qt.Key.Key_Right: self.next_stop, Qt.Key.Key_Left: self.back}
        do = does.get(Qt.Key(event.key()))
        if do is None:
            super().keyPressEvent(event)
        else:
            do()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802 - Qt's names
        """Go round the buttons with Tab: the page behind the card is not seen to have the focus."""
        if not self.isVisible():  # Qt looks for who gets the focus of what is being hidden
            return super().focusNextPrevChild(next)
        buttons = [one for one in (self.leave_button, self.back_button, self.next_button) if one.isVisible()]
        focused = self.focusWidget()
        at = buttons.index(focused) if isinstance(focused, QPushButton) and focused in buttons else 0
        buttons[(at + (1 if next else -1)) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _show(self, at: int) -> None:
        has_focus = self.isAncestorOf(QApplication.focusWidget() or self)
        self._at = at
        stop = self._stops[at]
        stop.before()
        self._title.setText(stop.title)
        self._text.setText(stop.text)
        self._count.setText(tr("{at} of {all}", at=at + 1, all=len(self._stops)))
        last = at == len(self._stops) - 1
        self.next_button.setText(tr("Begin") if last else tr("Next"))
        self.back_button.setVisible(at > 0)
        self.leave_button.setVisible(not last)
        if has_focus and not self.isAncestorOf(QApplication.focusWidget() or self):
            self.next_button.setFocus()  # the button that had it is hidden
        self._ring.show()
        self.show()
        self._place()

    def _place(self) -> None:
        """Put the ring around the widget, and the card beside it if there is room."""
        window, part = self._window, self._stops[self._at].part
        around = QRect(part.mapTo(window, QPoint(0, 0)), part.size())
        self._ring.setGeometry(around.adjusted(-_RING, -_RING, _RING, _RING))
        self._ring.raise_()
        self.setFixedWidth(_WIDTH)
        self.resize(_WIDTH, self.heightForWidth(_WIDTH))
        room = window.rect().adjusted(SPACE.m, SPACE.m, -SPACE.m, -SPACE.m)
        beside_y = _kept(around.top() + SPACE.xl, room.top(), room.bottom() - self.height())
        below_x = _kept(around.left() + SPACE.xl, room.left(), room.right() - self.width())
        places = (
            QPoint(around.right() + SPACE.m, beside_y),
            QPoint(around.left() - SPACE.m - self.width(), beside_y),
            QPoint(below_x, around.bottom() + SPACE.m),
            QPoint(below_x, around.top() - SPACE.m - self.height()),
        )
        free = [place for place in places if room.contains(QRect(place, self.size()))]
        self.move(free[0] if free else QPoint(below_x, beside_y))
        self.raise_()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.m)
        column.setSpacing(SPACE.s)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._count, alignment=Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(self._text)
        column.addSpacing(SPACE.xs)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE.s)
        buttons.addWidget(self.leave_button)
        buttons.addStretch(1)
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.next_button)
        column.addLayout(buttons)


def _kept(place: int, low: int, high: int) -> int:
    """Return the number from `low` to `high` that is nearest to `place`."""
    return max(low, min(place, high))


class _Ring(QWidget):
    """A frame around a widget that lets mouse events through to it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the frame."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colors().accent), _RING))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), RADIUS.control, RADIUS.control)
