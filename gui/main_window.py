"""The main window: top bar, rail, pages, side panel, progress strip, banner and menus, and where they are.

It lays out and shows, and decides nothing. It is first painted as an empty frame that knows no setting; then
`gui.wiring` populates it part by part and connects its commands.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QPaintEvent,
    QResizeEvent,
    QUndoStack,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.control.project.page_status import Step
from gui.frame.banner import Banner
from gui.frame.commands.actions import make_actions
from gui.frame.commands.menus import Menus
from gui.frame.rail import Rail
from gui.frame.top_bar import TopBar
from gui.style import SPACE
from gui.text import tr

_RAIL, _CENTRE, _SIDE = 216, 836, 388
_SIDE_LEAST = 240
_SIDE_NEEDS = 1280  # a narrower window is without the side panel, until it is asked for there


class MainWindow(QMainWindow):
    """The main window.

    Attributes:
        painted: Emitted once, after the first paint.
        close_asked: Emitted instead of closing, until `let_close` was called.
        dropped: Emitted with the Path of a file or folder that was dropped on the window.
        step_shown: Emitted with the Step whose page is shown now.
        actions_table: All actions of menus and bars.
        menus: The menu bar.
        top_bar: Project name and run buttons.
        banner: A line with a message, over the foot of the page.
        rail: The list of pages.
    """

    painted = Signal()
    close_asked = Signal()
    dropped = Signal(object)
    step_shown = Signal(object)

    def __init__(self, undo_stack: QUndoStack) -> None:
        super().__init__()
        self.actions_table = make_actions(self, undo_stack)
        self.menus = Menus(self.actions_table)
        self.setMenuBar(self.menus)
        self.top_bar = TopBar(self.actions_table)
        self.top_bar.focus_left.connect(self.focus_page)
        self.rail = Rail()
        self.rail.chosen.connect(self.show_step)
        self._painted = False
        self._may_close = False
        # the pages of a run are without the side panel at first, as curves and tables need the width
        self._side_shown = {False: True, True: False}
        self._side_squeezes = {False: False, True: False}  # asked for in a window that is narrow for it
        self._pages: dict[Step, QWidget] = {}
        self._stack = QStackedWidget()
        for step in Step:
            self._pages[step] = empty = QWidget()
            empty.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._stack.addWidget(empty)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._side = QWidget()
        self._side.setMinimumWidth(_SIDE_LEAST)
        for widget in (self.rail, self._stack, self._side):
            self._split.addWidget(widget)
        self._split.setStretchFactor(1, 1)
        self._split.setCollapsible(0, False)
        self._split.setCollapsible(1, False)
        self._split.setCollapsible(2, False)
        self._split.setSizes([_RAIL, _CENTRE, _SIDE])
        self._stack.setMinimumWidth(420)
        self._strip: QWidget = _first_strip()
        whole = QWidget()
        self.banner = Banner(whole, over=self._stack)
        self._column = QVBoxLayout(whole)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.top_bar)
        self._column.addWidget(self._split, 1)
        self._column.addWidget(self._strip)
        self.setCentralWidget(whole)
        self.setMinimumSize(760, 440)
        self.setWindowTitle("Fitroom")
        self.actions_table.side_panel.triggered.connect(self.show_side)
        for action in self.actions_table.steps.values():
            action.triggered.connect(self.show_step_of_action)
        self.show_step(Step.DATA)
        self.focus_page()  # else Qt focuses the Train button, and the space bar would start a run

    def populate(self, *, runs: QWidget, side: QWidget, strip: QWidget) -> None:
        """Replace the placeholders of the empty frame; from now on files may be dropped on the window.

        Args:
            runs: The list of runs, below the rail.
            side: The side panel.
            strip: The progress strip.
        """
        self.rail.set_runs(runs)
        side.setMinimumWidth(_SIDE_LEAST)
        replaced = self._split.replaceWidget(self._split.indexOf(self._side), side)
        self._side = side
        self._fit_side()
        self._column.replaceWidget(self._strip, strip)
        for before in (replaced, self._strip):
            if before is not None:
                before.deleteLater()
        self._strip = strip
        self.setAcceptDrops(True)

    @property
    def step(self) -> Step:
        """The step whose page is shown."""
        shown = self._stack.currentWidget()
        return next(step for step, page in self._pages.items() if page is shown)

    @property
    def page_area(self) -> QWidget:
        """The part of the window with the pages."""
        return self._stack

    def page(self, step: Step) -> QWidget:
        """Return the page of `step`."""
        return self._pages[step]

    def create_page(self, page: QWidget) -> None:
        """Add `page` behind the others, where it can be styled and is not visible yet."""
        self._stack.addWidget(page)

    def set_page(self, step: Step, page: QWidget) -> None:
        """Replace the empty page of `step` by `page`, which `create_page` has added."""
        old, shown = self._pages[step], self.step
        has_focus = old.hasFocus()
        self._pages[step] = page
        self._stack.setCurrentWidget(self._pages[shown])
        if has_focus:
            page.setFocus()
        self._stack.removeWidget(old)
        old.deleteLater()

    @Slot(object)
    def show_step(self, step: Step) -> None:
        """Show the page of `step`."""
        page = self._pages[step]
        is_new = page.focusWidget() is None  # pyright: ignore[reportUnnecessaryComparison] - Qt gives none
        self._stack.setCurrentWidget(page)
        if is_new and page.focusWidget() not in (None, page):
            page.setFocus()  # Qt has focused an editor, whose value the wheel would change
        self.rail.mark(step)
        self._fit_side()
        self.step_shown.emit(step)

    @Slot()
    def show_step_of_action(self) -> None:
        """Show the page of the action that was triggered."""
        sender = self.sender()
        self.show_step(next(step for step, action in self.actions_table.steps.items() if action is sender))

    @Slot()
    def show_data(self) -> None:
        """Show the page with the data, where a project begins."""
        self.show_step(Step.DATA)
        self.focus_page()

    @Slot()
    def show_training(self) -> None:
        """Show the page with the curves."""
        self.show_step(Step.TRAIN)

    @Slot()
    def focus_page(self) -> None:
        """Focus the page itself, from where Tab moves to its first field and no key triggers anything."""
        self._pages[self.step].setFocus()

    @property
    def shows_training(self) -> bool:
        """Whether the page with the curves is shown."""
        return self.step is Step.TRAIN

    @Slot(bool)
    def show_side(self, shown: bool) -> None:
        """Show or hide the side panel, separately for the pages of a run and for those with settings."""
        self._side_shown[self.step.is_of_a_run] = shown
        self._side_squeezes[self.step.is_of_a_run] = shown and self.width() < _SIDE_NEEDS
        self._fit_side()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Hide the side panel where a page has no room beside it; it comes back with the room."""
        super().resizeEvent(event)
        if event.size().width() >= _SIDE_NEEDS:
            self._side_squeezes = dict.fromkeys(self._side_squeezes, False)
        self._fit_side()

    def _fit_side(self) -> None:
        of_a_run = self.step.is_of_a_run
        fits = self._side_squeezes[of_a_run] or self.width() >= _SIDE_NEEDS
        shown = fits and self._side_shown[of_a_run]
        self._side.setVisible(shown)
        self.actions_table.side_panel.setChecked(shown)

    def show_title(self, name: str, *, changed: bool) -> None:
        """Show the project's name in top bar and window title, marked while it has unsaved changes."""
        self.top_bar.show_project(name, changed=changed)
        self.setWindowTitle(tr("{name}[*] – Fitroom", name=name))
        self.setWindowModified(changed)

    def place(self) -> str:
        """Return the geometry of window and columns as text for `restore_place`."""
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        columns = bytes(self._split.saveState().toBase64().data()).decode()
        folded = "" if self._side_shown[False] else "folded"
        return f"{geometry} {columns} {folded}"

    def restore_place(self, text: str) -> None:
        """Restore the geometry that `place` returned; with "" or an invalid one take most of the screen."""
        geometry, columns, folded = [*text.split(" "), "", "", ""][:3]
        if not self.restoreGeometry(QByteArray.fromBase64(geometry.encode())):
            room = self.screen().availableGeometry()
            self.resize(min(1440, room.width() * 19 // 20), min(900, room.height() * 19 // 20))
        self._side_shown[False] = not folded
        self._fit_side()
        self._split.restoreState(QByteArray.fromBase64(columns.encode()))

    def let_close(self) -> None:
        """Let the next close event close the window."""
        self._may_close = True

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Emit `close_asked` first, as a run may be under way."""
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.close_asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Return presses the button that has the focus, as the space bar does."""
        focused = self.focusWidget()
        pressed = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if pressed and isinstance(focused, QAbstractButton) and focused.isEnabled():
            focused.click()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Accept local files and folders."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Emit `dropped` with the first local file or folder."""
        local = [url for url in event.mimeData().urls() if url.isLocalFile()]
        if local:
            event.acceptProposedAction()
            self.dropped.emit(Path(local[0].toLocalFile()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Emit `painted` once, after the first paint."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)


def _first_strip() -> QWidget:
    """The placeholder of the progress strip at the first paint, of the same height."""
    strip = QFrame()
    strip.setProperty("role", "strip")
    row = QHBoxLayout(strip)
    row.setContentsMargins(SPACE.l, SPACE.s, SPACE.l, SPACE.s)
    row.addWidget(QLabel(tr("Starting...")))
    return strip
