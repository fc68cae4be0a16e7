"""Every command of the window as one QAction: text, shortcut, icon, tooltip.

Menus and buttons show these actions; `gui.wiring` connects them to what they do.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QUndoStack
from PySide6.QtWidgets import QWidget

from gui.control.project.page_status import Step
from gui.frame.commands.reasons import UndoReasons, allow
from gui.frame.rail import titles
from gui.style import set_icon
from gui.text import tr, without_key


class Actions(NamedTuple):  # a dataclass with so many fields is slow to create, before the first paint
    """The commands, named after what they do; `steps` has those that show a page."""

    new: QAction
    open: QAction
    save: QAction
    save_as: QAction
    quit: QAction
    undo: QAction
    redo: QAction
    train: QAction
    pause: QAction
    stop: QAction
    stop_after_epoch: QAction
    reduce_rate: QAction
    resume: QAction
    train_more: QAction
    read_again: QAction
    tensorboard: QAction
    stop_tensorboard: QAction
    runs_folder: QAction
    put_back: QAction
    copy_plot: QAction
    save_plot: QAction
    save_curves: QAction
    save_report: QAction
    side_panel: QAction
    theme_system: QAction
    theme_light: QAction
    theme_dark: QAction
    tour: QAction
    shortcuts: QAction
    about: QAction
    steps: dict[Step, QAction]

    def all(self) -> list[QAction]:
        """Return all actions as a list."""
        single = [action for action in self if isinstance(action, QAction)]
        return [*single, *self.steps.values()]


def rename(action: QAction, text: str) -> None:
    """Set the text of an action, with a mnemonic for menus and without one for buttons."""
    action.setText(text)
    # Qt removes the "&" of "&Save" itself, but not the "(S)" of "저장(&S)"
    action.setIconText(without_key(text))


def make_actions(owner: QWidget, undo_stack: QUndoStack) -> Actions:
    """Create the actions.

    Args:
        owner: The window; the actions are added to it, so that their shortcuts work everywhere in it.
        undo_stack: The stack of undo and redo.
    """

    def action(
        text: str, key: str | QKeySequence.StandardKey = "", *, icon: str = "", tip: str = ""
    ) -> QAction:
        made = QAction(owner)
        rename(made, text)
        if key:
            made.setShortcut(QKeySequence(key))
        keys = made.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        words = tip or without_key(text)
        made.setToolTip(f"{words} ({keys})" if keys else words)
        if icon:
            set_icon(made, icon)
        return made

    undo = undo_stack.createUndoAction(owner, tr("&Undo"))
    undo.setShortcut(QKeySequence(QKeySequence.StandardKey.Undo))
    undo.setToolTip(tr("Undo"))
    set_icon(undo, "undo")
    redo = undo_stack.createRedoAction(owner, tr("&Redo"))
    redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
    redo.setToolTip(tr("Redo"))
    set_icon(redo, "redo")
    UndoReasons(undo_stack, undo=undo, redo=redo)
    made = Actions(
        new=action(tr("&New project"), "Ctrl+N"),
        open=action(tr("&Open..."), "Ctrl+O", icon="folder"),
        save=action(tr("&Save"), "Ctrl+S", icon="save"),
        save_as=action(tr("Save &as..."), "Ctrl+Shift+S"),
        quit=action(tr("&Quit"), "Ctrl+Q"),
        undo=undo,
        redo=redo,
        train=action(tr("&Train"), "F5", tip=tr("Train the model")),
        pause=action(tr("&Pause"), "Ctrl+P", icon="pause", tip=tr("Hold training after the present batch")),
        stop=action(
            tr("&Stop"), "Shift+F5", icon="stop", tip=tr("Stop after the present batch and keep everything")
        ),
        stop_after_epoch=action(tr("Stop after this &epoch"), "Ctrl+Shift+F5"),
        reduce_rate=action(tr("&Lower the learning rate now"), "Ctrl+L"),
        resume=action(tr("Go &on with the shown run"), "Ctrl+F5"),
        train_more=action(tr("Train the shown run for &more epochs"), "Ctrl+Alt+F5"),
        read_again=action(tr("&Read the data again"), "Ctrl+R"),
        tensorboard=action(tr("Tensor&Board"), "Ctrl+B", icon="tensorboard", tip=tr("Show TensorBoard")),
        stop_tensorboard=action(tr("Stop Te&nsorBoard"), "Ctrl+Shift+B"),
        runs_folder=action(tr("Open the &folder of the shown run")),
        put_back=action(tr("Put bac&k the run deleted last")),
        copy_plot=action(tr("&Copy the plot as a picture"), "Ctrl+Shift+C", icon="copy"),
        save_plot=action(tr("Save the &plot (SVG, PNG)...")),
        save_curves=action(tr("Save the &values (CSV)...")),
        save_report=action(tr("&Report of the shown run (PDF, HTML)..."), "Ctrl+Shift+R"),
        side_panel=action(
            tr("&Help and script"), "Ctrl+I", icon="script", tip=tr("Show or hide help and script")
        ),
        theme_system=action(tr("As the &system")),
        theme_light=action(tr("&Light")),
        theme_dark=action(tr("&Dark")),
        tour=action(tr("&Tour of the window")),
        shortcuts=action(tr("&Keys"), "F1"),
        about=action(tr("&About Fitroom")),
        steps={
            step: action(title, f"Ctrl+{number}", icon=step.value)
            for number, (step, title) in enumerate(titles().items(), start=1)
        },
    )
    set_icon(made.train, "play", tint="on_fill")
    made.stop_after_epoch.setCheckable(True)
    allow(made.train_more, unless=tr("No run that has ended is shown."))
    made.side_panel.setCheckable(True)
    made.side_panel.setChecked(True)
    themes = QActionGroup(owner)
    for theme in (made.theme_system, made.theme_light, made.theme_dark):
        theme.setCheckable(True)
        themes.addAction(theme)
    made.quit.setMenuRole(QAction.MenuRole.QuitRole)
    made.about.setMenuRole(QAction.MenuRole.AboutRole)
    owner.addActions(made.all())
    return made
