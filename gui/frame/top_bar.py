"""The bar above the pages: name of the project, the three buttons of a run, the device, TensorBoard.

It also enables the actions of a run by its state; the actions are in `gui.frame.commands.actions`.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from gui.control.runs.run_state import RunState
from gui.frame.commands.actions import Actions, rename
from gui.frame.commands.reasons import allow
from gui.style import SPACE, set_icon
from gui.text import tr
from gui.views.parts.elided import ElidedLabel


class TopBar(QFrame):
    """Shows the state of the run on its buttons.

    Train is enabled even if a run cannot start, and then says why.

    Args:
        actions: The actions of the buttons.
        parent: The Qt parent.

    Attributes:
        why: Why one of the three buttons is disabled, beside them.
    """

    focus_left = Signal()  # the button with the focus was disabled; Qt would focus that of another command

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self._actions = actions
        self._project = QLabel()
        self._project.setProperty("role", "heading")
        self._project.setMinimumWidth(174)
        self._device = QLabel(tr("Starting..."))
        self._device.setProperty("role", "muted")
        self._device.setMinimumWidth(1)  # a long name gives way in a narrow window
        self._device.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.why = ElidedLabel()
        self.why.setProperty("role", "caption")
        self.why.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.l, SPACE.s, SPACE.m, SPACE.s)
        row.setSpacing(SPACE.s)
        row.addWidget(self._project)
        row.addSpacing(SPACE.s)
        self._commands = [
            _button(actions.train, kind="primary"),
            _button(actions.pause),
            _button(actions.stop),
        ]
        for button in self._commands:
            row.addWidget(button)
        row.addWidget(self.why, 1)
        row.addWidget(self._device)
        row.addSpacing(SPACE.s)
        row.addWidget(_button(actions.tensorboard))
        row.addWidget(_button(actions.side_panel, kind="ghost", words=False))
        self.show_state(RunState.IDLE)

    def show_project(self, name: str, *, changed: bool) -> None:
        """Show the name of the project, with a star while it differs from its file."""
        self._project.setText(f"{name} *" if changed else name)

    def show_device(self, text: str, *, tip: str = "") -> None:
        """Show the device of runs, or what the window is waiting for; `tip` is the tooltip."""
        self._device.setText(text)
        self._device.setToolTip(tip)

    def show_state(self, state: RunState, *, elsewhere: str = "") -> None:
        """Enable the commands that the state allows, and show on the others why they are disabled.

        Args:
            state: The state of training.
            elsewhere: Why the shown run cannot be controlled from this window, as a sentence; "" if it can.
        """
        busy = state in (RunState.RUNNING, RunState.PAUSED, RunState.STOPPING)
        paused = state is RunState.PAUSED
        actions = self._actions
        focused = next((button for button in self._commands if button.hasFocus()), None)
        actions.train.setEnabled(not busy)
        waits = _TRAIN_TIPS[state]() if state is RunState.WAITING else ""
        idle = "" if busy else waits or elsewhere or tr("Nothing is being trained.")
        allow(actions.resume, unless=tr("A run is under way.") if busy else elsewhere)
        rename(actions.train, tr("Starting...") if state is RunState.WAITING else tr("&Train"))
        stopping = tr("The run is stopping after the present batch.") if state is RunState.STOPPING else ""
        allow(actions.pause, unless=idle or stopping)
        rename(actions.pause, tr("Go &on") if paused else tr("&Pause"))
        set_icon(actions.pause, "play" if paused else "pause")
        allow(actions.stop, unless="" if state is RunState.WAITING else idle)
        rename(actions.stop, tr("Stopping...") if state is RunState.STOPPING else tr("&Stop"))
        allow(actions.stop_after_epoch, unless=idle)
        if not busy:
            actions.stop_after_epoch.setChecked(False)
        allow(actions.reduce_rate, unless=idle)
        self.explain_train(_TRAIN_TIPS[state]())
        self.why.setText(idle or _TRAIN_TIPS[state]())
        if focused is not None and not focused.isEnabled():
            self.focus_left.emit()

    def explain_train(self, text: str) -> None:
        """Set the tooltip of Train: what it does, or what keeps it from starting."""
        self._actions.train.setToolTip(f"{text} (F5)" if self._actions.train.isEnabled() else text)


_TRAIN_TIPS = {
    RunState.IDLE: lambda: tr("Train the model"),
    RunState.WAITING: lambda: tr("Training starts as soon as TensorFlow is loaded."),
    RunState.RUNNING: lambda: tr("A run is under way."),
    RunState.PAUSED: lambda: tr("Training is paused; Ctrl+P continues."),
    RunState.STOPPING: lambda: tr("The run is stopping after the present batch."),
}


def _button(action: QAction, *, kind: str = "", words: bool = True) -> QToolButton:
    button = QToolButton()
    if kind:
        button.setProperty("kind", kind)
    button.setDefaultAction(action)
    style = Qt.ToolButtonStyle
    button.setToolButtonStyle(style.ToolButtonTextBesideIcon if words else style.ToolButtonIconOnly)
    button.setIconSize(QSize(18, 18))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if words:
        button.setMinimumWidth(button.sizeHint().width())
    return button
