"""The menu bar: the commands of the window in their usual menus; `gui.wiring` connects what they do."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from engine.language import LANGUAGES
from gui.frame.commands.actions import Actions
from gui.frame.commands.documentation import DocumentationMenu
from gui.frame.commands.reasons import MenuReasons, allow
from gui.text import tr


class Menus(QMenuBar):
    """File, Edit, Run, View, Help.

    Args:
        actions: The commands.
        parent: The Qt parent.

    Attributes:
        languages: The menu of languages.
        documentation: The entries of the Help menu that show a page.
    """

    recent_chosen = Signal(object)  # Path of a recent project

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recent = QMenu(tr("Open &recent"), self)
        self._recent.triggered.connect(self._on_recent)
        file = self.addMenu(tr("&File"))
        file.addActions([actions.new, actions.open])
        file.addMenu(self._recent)
        file.addActions([actions.save, actions.save_as])
        file.addSeparator()
        file.addAction(actions.quit)
        self.addMenu(tr("&Edit")).addActions([actions.undo, actions.redo])
        run = self.addMenu(tr("&Run"))
        run.addActions([actions.train, actions.pause, actions.stop, actions.stop_after_epoch])
        run.addSeparator()
        run.addActions([actions.reduce_rate, actions.resume, actions.train_more])
        run.addSeparator()
        run.addActions(
            [actions.read_again, actions.tensorboard, actions.stop_tensorboard, actions.runs_folder]
        )
        run.addAction(actions.put_back)
        run.addSeparator()
        run.addActions([actions.copy_plot, actions.save_plot, actions.save_curves, actions.save_report])
        view = self.addMenu(tr("&View"))
        view.addActions(list(actions.steps.values()))
        view.addSeparator()
        view.addAction(actions.side_panel)
        theme = view.addMenu(tr("&Theme"))
        theme.addActions([actions.theme_system, actions.theme_light, actions.theme_dark])
        self.languages = LanguageMenu(self)
        view.addMenu(self.languages)
        help_menu = self.addMenu(tr("&Help"))
        self.documentation = DocumentationMenu(help_menu, self)
        help_menu.addActions([actions.tour, actions.shortcuts, actions.about])
        for menu in self.findChildren(QMenu):
            menu.setToolTipsVisible(True)
            MenuReasons(menu)
        self.show_recent(())

    def show_recent(self, paths: tuple[Path, ...]) -> None:
        """Show the recent projects, the latest first."""
        self._recent.clear()
        for path in paths:
            action = self._recent.addAction(path.name)
            action.setToolTip(str(path))
            action.setData(str(path))
        self._recent.setEnabled(bool(paths))
        allow(self._recent.menuAction(), unless="" if paths else tr("No project was saved or opened before."))

    @Slot(QAction)
    def _on_recent(self, action: QAction) -> None:
        self.recent_chosen.emit(Path(str(action.data())))


class LanguageMenu(QMenu):
    """The languages, each under its native name; `gui.control.program.language` sets the chosen one."""

    chosen = Signal(str)  # the code of a language, a key of `engine.language.LANGUAGES`

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("&Language"), parent)
        self._group = QActionGroup(self)
        for code, name in LANGUAGES.items():
            action = self.addAction(name)
            action.setData(code)
            action.setCheckable(True)
            action.setChecked(code == tr.language)
            self._group.addAction(action)
        self.triggered.connect(self._on_triggered)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self.chosen.emit(str(action.data()))

    @Slot()
    def mark_used(self) -> None:
        """Check the language in use again, after the chosen one was refused."""
        for action in self._group.actions():
            action.setChecked(action.data() == tr.language)
