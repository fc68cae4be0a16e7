"""The parts of the data as a bar: how many examples train, validate and test. Its two ends can be dragged.

It shows counts and emits wanted shares; which settings these are is left to the page.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from gui.style import RADIUS, SPACE, colors
from gui.text import tr
from gui.views.parts import numbers

_HEIGHT = 22
_HANDLE = 12  # pixels to be hit; the line in it is thinner
_STEPS = 100  # shares are whole percents, of few examples whole examples
_PAGE = 5


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a data set.

    Attributes:
        train: The number of examples that train.
        validation: The number of those that validate.
        test: The number of those that test.
        fixed_validation: Why the share that validates cannot be dragged, as a sentence; "" where it can.
        fixed_test: The same for the share that tests.
    """

    train: int
    validation: int
    test: int
    fixed_validation: str = ""
    fixed_test: str = ""

    @property
    def count(self) -> int:
        """The number of all examples."""
        return self.train + self.validation + self.test


class PartsBar(QWidget):
    """A bar with a handle between training and validation, and one between validation and test.

    Attributes:
        handles: Both handles, from left to right.
        words: The label with the counts; those that a drag would give, while one is under way.
        reasons: The label that says why a handle cannot be dragged.

    Signals:
        parts_asked(int, int): How many examples are wanted for validation and test.
    """

    parts_asked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = Parts(0, 0, 0)
        self._wanted: tuple[int, int] | None = None  # examples that validate and test, while dragged
        self._bar = _Bar(self)
        self.handles = (
            _Handle(self._bar, tr("Share that validates")),
            _Handle(self._bar, tr("Share that tests")),
        )
        for handle in self.handles:
            handle.dragged.connect(self._drag)
            handle.released.connect(self._ask)
            handle.stepped.connect(self._step)
        self.words, self.reasons = QLabel(), QLabel()
        for label, role in ((self.words, ""), (self.reasons, "caption")):
            label.setWordWrap(True)
            label.setProperty("role", role)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE.xs, 0, SPACE.xs)
        column.setSpacing(SPACE.xs)
        for part in (self._bar, self.words, self.reasons):
            column.addWidget(part)
        self.hide()

    @Slot(object)
    def show_parts(self, parts: Parts | None) -> None:
        """Show these parts; None hides the bar."""
        self.setVisible(parts is not None and parts.count > 0)
        if parts is None:
            return
        self._parts, self._wanted = parts, None
        for handle, reason in zip(self.handles, self._fixed, strict=True):
            handle.setEnabled(not reason)
            handle.setToolTip(reason or tr("Drag it, or press the arrow keys"))
        reasons = dict.fromkeys(one for one in self._fixed if one)
        self.reasons.setText("\n".join(reasons))
        self.reasons.setVisible(bool(reasons))
        self._show(parts.validation, parts.test)

    @property
    def _fixed(self) -> tuple[str, str]:
        return self._parts.fixed_validation, self._parts.fixed_test

    def shown(self) -> tuple[int, int, int]:
        """Return how many examples train, validate and test by what is drawn now."""
        validation, test = self._wanted or (self._parts.validation, self._parts.test)
        return self._parts.count - validation - test, validation, test

    def _show(self, validation: int, test: int) -> None:
        count = self._parts.count
        train = count - validation - test
        self._bar.show_shares((train / count, validation / count, test / count) if count else (1.0, 0.0, 0.0))
        self._place_handles()
        written = [
            tr("train {count}", count=_amount(train, count)),
            tr("validation {count}", count=_amount(validation, count)),
            tr("test {count}", count=_amount(test, count)),
        ]
        self.words.setText("  ·  ".join(written))
        for handle, number, reason in zip(self.handles, (validation, test), self._fixed, strict=True):
            handle.setAccessibleDescription(reason or _amount(number, count))

    def _place_handles(self) -> None:
        train, validation, _ = self.shown()
        count, width = self._parts.count or 1, self._bar.width()
        ends = (train / count, (train + validation) / count)
        for number, (handle, end) in enumerate(zip(self.handles, ends, strict=True)):
            # both stay inside, and beside each other where a part is empty
            left = round(end * width) - _HANDLE // 2
            handle.setGeometry(
                max(min(left, width - (2 - number) * _HANDLE), number * _HANDLE), 0, _HANDLE, _HEIGHT
            )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the handles where their shares are."""
        super().resizeEvent(event)
        self._place_handles()

    def _snapped(self, examples: float) -> int:
        """The number of examples nearest to a whole percent; of fewer than 100, to a whole example."""
        count = self._parts.count
        share = min(max(examples / (count or 1), 0.0), 1.0)
        return round(round(share * _STEPS) / _STEPS * count) if count >= _STEPS else round(share * count)

    def _ends(self, number: int, x: float) -> tuple[int, int]:
        """The examples that validate and test, with the handle `number` at `x` pixels."""
        count = self._parts.count
        validation, test = self._parts.validation, self._parts.test
        behind = self._snapped(count * (1 - x / max(self._bar.width(), 1)))
        if number == 0:
            return min(max(behind - test, 0), count - test - 1), test
        if self._parts.fixed_validation:
            return validation, min(behind, count - validation - 1)
        test = min(behind, count - 1)
        return max(count - self._parts.train - test, 0), test

    @Slot(float)
    def _drag(self, x: float) -> None:
        self._drag_to(self.handles.index(self.sender()), x)

    def _drag_to(self, number: int, x: float) -> None:
        self._wanted = self._ends(number, x)
        self._show(*self._wanted)

    @Slot(int)
    def _step(self, steps: int) -> None:
        number = self.handles.index(self.sender())
        count = self._parts.count
        examples = [self._parts.validation, self._parts.test]
        step = count / _STEPS if count >= _STEPS else 1.0
        end = count - sum(examples[number:]) + steps * step
        self._drag_to(number, end / count * self._bar.width())
        self._ask()

    @Slot()
    def _ask(self) -> None:
        wanted = self._wanted
        if wanted is None or wanted == (self._parts.validation, self._parts.test):
            return
        self.parts_asked.emit(*wanted)


class _Bar(QWidget):
    """Three stripes beside each other."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shares = (1.0, 0.0, 0.0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_shares(self, shares: tuple[float, float, float]) -> None:
        self._shares = shares
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(240, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        look, painter = colors(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        left = 0.0
        for share, hue in zip(self._shares, look.curves, strict=False):
            width = share * self.width()
            painter.setBrush(QColor(hue))
            if width >= 1:
                painter.drawRoundedRect(
                    QRectF(left, 4, width, _HEIGHT - 8).adjusted(0.5, 0, -0.5, 0), *_ROUND
                )
            left += width


_ROUND = (RADIUS.small, RADIUS.small)


class _Handle(QWidget):
    """An end of a part; dragged by mouse, moved by the arrow keys.

    Signals:
        dragged(float): Its place on the bar in pixels, while the button is down.
        released(): The button has been released.
        stepped(int): So many steps to the right, negative for the left.
    """

    dragged = Signal(float)
    released = Signal()
    stepped = Signal(int)

    def __init__(self, bar: QWidget, name: str) -> None:
        super().__init__(bar)
        self._bar = bar
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setAccessibleName(name)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(self.mapTo(self._bar, event.position()).x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() is Qt.MouseButton.LeftButton:
            self.released.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        steps = _STEPS_BY_KEY.get(Qt.Key(event.key()))
        if steps is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(steps)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        look, painter = colors(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        grip = QRectF(self.rect()).adjusted(3, 1, -3, -1)
        painter.setPen(
            QColor(look.accent if self.hasFocus() else look.muted if self.isEnabled() else look.border)
        )
        painter.setBrush(QColor(look.surface if self.isEnabled() else look.sunken))
        painter.drawRoundedRect(grip, 3, 3)


_STEPS_BY_KEY = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_PageDown: -_PAGE,
    Qt.Key.Key_PageUp: _PAGE,
}


def _amount(part: int, count: int) -> str:
    return f"{numbers.count(part)} ({100 * part / count:.0f} %)" if count else numbers.count(part)
