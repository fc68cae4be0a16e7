"""What the View and Help menus do: theme, the sheet of keys, and information about the program."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMainWindow

from gui.control.program.preferences import Preferences
from gui.frame.commands.actions import Actions
from gui.style import apply
from gui.text import tr

_SCHEMES = {"": Qt.ColorScheme.Unknown, "light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}


class ViewCommands(QObject):
    """Applies the chosen theme, and shows the small windows of the Help menu.

    Args:
        window: The main window, parent of the small windows.
        actions: The actions that are connected here.
        preferences: Store the theme.
    """

    def __init__(self, window: QMainWindow, actions: Actions, *, preferences: Preferences) -> None:
        super().__init__(window)
        self._window, self._preferences = window, preferences
        self._themes: dict[str, QAction] = {
            "": actions.theme_system,
            "light": actions.theme_light,
            "dark": actions.theme_dark,
        }
        for action in self._themes.values():
            action.triggered.connect(self.choose_theme)
        actions.shortcuts.triggered.connect(self.show_keys)
        actions.about.triggered.connect(self.show_about)
        self._themes.get(preferences.text("theme"), actions.theme_system).setChecked(True)

    @Slot()
    def choose_theme(self) -> None:
        """Apply the theme that is checked in the menu, and store it for the next start."""
        name = next(name for name, action in self._themes.items() if action.isChecked())
        self._preferences.keep("theme", name)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, self._preferences)

    @Slot()
    def show_keys(self) -> None:
        """Show the sheet of keys in a non-modal window."""
        from gui.frame.commands.keys import KeysSheet

        KeysSheet(self._window.menuBar(), self._window).show()

    @Slot()
    def show_about(self) -> None:
        """Show what the program is, and the versions of its libraries."""
        import platform
        from importlib.metadata import version

        parts = ("PySide6", "keras", "pyqtgraph", "tensorboard")
        made_with = ", ".join(f"{name} {version(name)}" for name in parts)
        about = tr("A desktop trainer for Keras models.")
        self._show(
            tr("About Fitroom"),
            f"<b>Fitroom</b><br>{about}<br><br>Python {platform.python_version()}, {made_with}",
        )

    def _show(self, title: str, text: str) -> None:
        from PySide6.QtWidgets import QMessageBox  # not needed for the first paint

        box = QMessageBox(
            QMessageBox.Icon.NoIcon, title, text, QMessageBox.StandardButton.Close, self._window
        )
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setModal(False)
        box.show()


def apply_theme(app: QApplication, preferences: Preferences) -> None:
    """Apply the stored theme to the application.

    Best called before there are widgets, as each existing one is styled again.

    Args:
        app: The application.
        preferences: Have the theme: "light", "dark", or "" for that of the system.
    """
    apply(app, _SCHEMES.get(preferences.text("theme"), Qt.ColorScheme.Unknown))
