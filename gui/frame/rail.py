"""The left column: the six pages, each with a summary of its settings and its state, and the runs below.

The states come from `gui.control.project.page_statuses`; the list of runs is a view.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QEnterEvent, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.control.project.page_status import PageState, Readiness, Step
from gui.style import RADIUS, SPACE, TYPE, colors
from gui.style.icons import pixmap
from gui.text import tr

_ICON = 20
_DOT = 8


class PageButton(QAbstractButton):
    """The button of one page: icon, name, a line below it, and a dot in the colour of its state.

    Args:
        step: The page.
        title: Its translated name.
        number: Its number from 1, for the shortcut.

    Attributes:
        step: The page.
    """

    def __init__(self, step: Step, *, title: str, number: int) -> None:
        super().__init__()
        self.step = step
        self._title = title
        self._summary = ""
        self._state = PageState(Readiness.READY)
        self.setText(title)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._key = f"Ctrl+{number}"
        self._describe()

    @property
    def state(self) -> PageState:
        """The state of the page."""
        return self._state

    def show_state(self, state: PageState, summary: str) -> None:
        """Show the state of the page and the summary of its settings."""
        self._state, self._summary = state, summary
        self._describe()
        self.update()

    def _describe(self) -> None:
        reason = self._state.reason or self._summary
        self.setToolTip(
            f"{self._title} ({self._key})\n{reason}" if reason else f"{self._title} ({self._key})"
        )
        self.setAccessibleName(self._title)
        self.setAccessibleDescription(reason)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for two lines."""
        return QSize(180, TYPE.body + TYPE.caption + 2 * SPACE.s + SPACE.s)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the hover colour."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Remove the hover colour."""
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw background, icon, the two lines and the dot."""
        look = colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.soft if self.isChecked() else look.hover))
            painter.drawRoundedRect(box, RADIUS.control, RADIUS.control)
        if self.hasFocus():
            painter.setPen(QColor(look.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, RADIUS.control, RADIUS.control)
        tint = look.accent if self.isChecked() else look.muted
        image = pixmap(self.step.value, color=tint, size=_ICON, ratio=self.devicePixelRatioF())
        painter.drawPixmap(SPACE.m, (self.height() - _ICON) // 2, image)
        self._paint_words(painter)
        self._paint_dot(painter)

    def _paint_words(self, painter: QPainter) -> None:
        look = colors()
        left = SPACE.m + _ICON + SPACE.m
        width = self.width() - left - SPACE.m - _DOT - SPACE.s
        title = QFont(self.font())
        title.setPixelSize(TYPE.body)
        title.setWeight(QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Medium)
        caption = QFont(self.font())
        caption.setPixelSize(TYPE.caption)
        needs_words = self._state.standing in (Readiness.ATTENTION, Readiness.WARNING)
        line = self._state.reason if needs_words else self._summary
        high, low = QFontMetrics(title).height(), QFontMetrics(caption).height()
        top = (self.height() - high - (low if line else 0)) // 2
        painter.setPen(QColor(look.text))
        painter.setFont(title)
        painter.drawText(QRect(left, top, width, high), Qt.AlignmentFlag.AlignVCenter, self._title)
        painter.setPen(QColor(_dot_color(self._state.standing) if needs_words else look.muted))
        painter.setFont(caption)
        text = QFontMetrics(caption).elidedText(line, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRect(left, top + high, width, low), Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_dot(self, painter: QPainter) -> None:
        if self._state.standing is Readiness.READY:
            return
        where = QRectF(self.width() - SPACE.m - _DOT, (self.height() - _DOT) / 2, _DOT, _DOT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(_dot_color(self._state.standing)))
        painter.drawEllipse(where)


def _dot_color(standing: Readiness) -> str:
    look = colors()
    return {
        Readiness.READY: look.muted,
        Readiness.CHANGED: look.accent,
        Readiness.WARNING: look.warning,
        Readiness.ATTENTION: look.danger,
    }[standing]


class Rail(QFrame):
    """The buttons of the pages and, below, a place for the list of runs."""

    chosen = Signal(object)  # the Step whose button was clicked

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self._group = QButtonGroup(self)
        self._buttons: dict[Step, PageButton] = {}
        inside = QWidget()
        area = QScrollArea()  # a low window has no room for pages and runs at once
        # for a viewport created by Qt, PySide would look up and create all widget classes
        ground = QWidget()
        area.setViewport(ground)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        for part in (ground, inside):
            part.setAutoFillBackground(False)  # the rail has another colour
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(SPACE.s, SPACE.m, SPACE.s, SPACE.s)
        self._column.setSpacing(SPACE.hair)
        for number, (step, title) in enumerate(titles().items(), start=1):
            button = PageButton(step, title=title, number=number)
            self._buttons[step] = button
            self._group.addButton(button, number)
            self._column.addWidget(button)
        self._group.buttonClicked.connect(self._on_clicked)
        heading = QLabel(tr("Runs"))
        heading.setProperty("role", "caption")
        heading.setContentsMargins(SPACE.s, SPACE.l, 0, SPACE.xs)
        self._column.addWidget(heading)
        self._runs = QWidget()
        self._column.addWidget(self._runs, 1)
        self.setMinimumWidth(190)

    def set_runs(self, runs: QWidget) -> None:
        """Put the list of runs below the pages."""
        self._column.replaceWidget(self._runs, runs)
        self._runs.deleteLater()
        self._runs = runs

    def mark(self, step: Step) -> None:
        """Check the button of the page that is shown."""
        self._buttons[step].setChecked(True)

    def show_states(self, states: dict[Step, PageState], summaries: dict[Step, str]) -> None:
        """Show the state and the summary of every page; both have a value for each `Step`."""
        for step, button in self._buttons.items():
            button.show_state(states[step], summaries[step])

    def button(self, step: Step) -> PageButton:
        """Return the button of a page."""
        return self._buttons[step]

    @Slot(QAbstractButton)
    def _on_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, PageButton):
            self.chosen.emit(button.step)


def titles() -> dict[Step, str]:
    """Return the translated name of each page, in their order."""
    return {
        Step.DATA: tr("Data"),
        Step.MODEL: tr("Model"),
        Step.FIT: tr("Fit"),
        Step.CALLBACKS: tr("Callbacks"),
        Step.TRAIN: tr("Train"),
        Step.RESULTS: tr("Results"),
    }
