"""Which language the window speaks: asked of environment, memory and system, and given to Qt's dialogs too.

The texts are looked up by `engine.language`. A widget keeps the words that it was made with, so after
`changed` the window is made anew by `gui.app`; what it shows lives in `gui.control` and stays.
"""

from __future__ import annotations

import os

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal, Slot

from engine.language import SOURCE, suitable, tr
from gui.control.preferences import Preferences

_KEY = "language"


class Language(QObject):
    """Takes a language into use when it is made. `changed` carries the code of another that was chosen."""

    changed = Signal(str)

    def __init__(self, app: QCoreApplication, preferences: Preferences) -> None:
        super().__init__(app)
        self._app, self._preferences = app, preferences
        self._of_qt = QTranslator(self)
        kept, system = preferences.text(_KEY), QLocale.system().uiLanguages()
        self._speak(suitable(os.environ, kept=kept, system=system))

    @property
    def code(self) -> str:
        """The language in use, a key of `engine.language.LANGUAGES`."""
        return tr.language

    @Slot(str)
    def choose(self, code: str) -> None:
        """Use the language `code` from now on and at the next start."""
        self._preferences.keep(_KEY, code)
        if code != tr.language:
            self._speak(code)
            self.changed.emit(code)

    def _speak(self, code: str) -> None:
        tr.use(code)
        self._app.removeTranslator(self._of_qt)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        # Qt's source is English as well; where Qt came without this language, its dialogs stay English
        if code != SOURCE and self._of_qt.load(f"qtbase_{code}", folder):
            self._app.installTranslator(self._of_qt)
