"""Which language the window speaks: asked of environment, memory and system, and given to Qt's dialogs too.

The texts are looked up by `engine.language`. A widget keeps the words that it was made with, so after
`changed` the window is made again by `gui.startup.application`; what it shows lives in `gui.control` and
stays.
"""

from __future__ import annotations

import os

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal, Slot
from PySide6.QtGui import QFontDatabase

from engine.language import SOURCE, suitable, tr
from gui.control.program.preferences import Preferences

_KEY = "language"
_KOREAN = "ko"


class Language(QObject):
    """Takes a language into use when it is made; English where no font has the letters of another.

    `changed` carries the code of another that was chosen, `refused` why one cannot be used. `problem` says so
    of the one that was to be used at the start.
    """

    changed = Signal(str)
    refused = Signal(str)

    def __init__(self, app: QCoreApplication, preferences: Preferences) -> None:
        super().__init__(app)
        self._app, self._preferences = app, preferences
        self._of_qt = QTranslator(self)
        kept, system = preferences.text(_KEY), QLocale.system().uiLanguages()
        wanted = suitable(os.environ, kept=kept, system=system)
        self.problem = unreadable(wanted)
        self._speak(SOURCE if self.problem else wanted)

    @property
    def code(self) -> str:
        """The language in use, a key of `engine.language.LANGUAGES`."""
        return tr.language

    @Slot(str)
    def choose(self, code: str) -> None:
        """Use the language `code` from now on and at the next start."""
        if problem := unreadable(code):
            self.refused.emit(problem)
            return
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


def unreadable(code: str) -> str:
    """Why texts in the language `code` would be boxes here, and what to do; "" where they can be read."""
    if code != _KOREAN or QFontDatabase.families(QFontDatabase.WritingSystem.Korean):
        return ""
    return tr(
        "No font on this machine has Korean letters, so the window speaks English."
        " Install one (apt-get install fonts-nanum), and start Fitroom again."
    )
