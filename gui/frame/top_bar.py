"""The bar above the pages: which project this is, the three buttons of a run, the device, TensorBoard."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from gui.control.runs.run_state import RunState
from gui.frame.commands.actions import Actions, rename
from gui.frame.commands.reasons import allow
from gui.style import SPACE, set_icon
from gui.text import tr


class TopBar(QFrame):
    """Shows the state of the run on its buttons.

    Train is never dead: pressed when it cannot start, it says why. `focus_left` comes when a button that had
    the focus can no longer be pressed: the next one would be another command, one key away.
    """

    focus_left = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self._actions = actions
        self._project = QLabel()
        self._project.setProperty("role", "heading")
        self._project.setMinimumWidth(174)
        self._device = QLabel(tr("Starting..."))
        self._device.setProperty("role", "muted")
        self._device.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._device.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
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
        row.addWidget(self._device, 1)
        row.addSpacing(SPACE.s)
        row.addWidget(_button(actions.tensorboard))
        row.addWidget(_button(actions.side_panel, kind="ghost", words=False))
        self.show_state(RunState.IDLE)

    def show_project(self, name: str, *, changed: bool) -> None:
        """The project's name, with a star while it differs from its file."""
        self._project.setText(f"{name} *" if changed else name)

    def show_device(self, text: str, *, tip: str = "") -> None:
        """The device that runs take, or what is being waited for; `tip` says more."""
        self._device.setText(text)
        self._device.setToolTip(tip)

    def show_state(self, state: RunState, *, elsewhere: str = "") -> None:
        """What can be done now; `elsewhere` is why the run that is shown cannot be steered from here."""
        busy = state in (RunState.RUNNING, RunState.PAUSED, RunState.STOPPING)
        paused = state is RunState.PAUSED
        actions = self._actions
        focused = next((button for button in self._commands if button.hasFocus()), None)
        actions.train.setEnabled(not busy)
        idle = "" if busy else elsewhere or tr("Nothing is being trained.")
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
        if focused is not None and not focused.isEnabled():
            self.focus_left.emit()

    def explain_train(self, text: str) -> None:
        """What Train does, or what keeps it from doing so."""
        self._actions.train.setToolTip(f"{text} (F5)" if self._actions.train.isEnabled() else text)


_TRAIN_TIPS = {
    RunState.IDLE: lambda: tr("Train the model"),
    RunState.WAITING: lambda: tr("Training starts as soon as TensorFlow is loaded"),
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
