"""The language of the window: chosen by environment, preferences and system, and set for Qt's dialogs too.

The texts are looked up by `engine.language`. A widget's texts are set when it is created, so
`gui.startup.opening` creates the window again after `changed`; its state is in `gui.control` and remains.
"""

from __future__ import annotations

import os
from typing import Any

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal, Slot
from PySide6.QtGui import QFontDatabase

from engine.language import SOURCE, suitable, tr
from gui.control.program.preferences import Preferences

_KEY = "language"
_KOREAN = "ko"


class Language(QObject):
    """Sets the language of the program when it is created; English if no font has the letters of another.

    Args:
        app: The application whose translators are set, and the Qt parent.
        preferences: Store the chosen language.

    Attributes:
        problem: Why the wanted language could not be used at the start, as a sentence; "" if it could.
    """

    changed = Signal(str)  # the code of the language that was chosen
    refused = Signal(str)  # why a language cannot be used, as a sentence

    def __init__(self, app: QCoreApplication, preferences: Preferences) -> None:
        super().__init__(app)
        self._app, self._preferences = app, preferences
        self._of_qt, self._lacking = QTranslator(self), _WhatQtLacks(self)
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
        """Use the language `code`, now and after a restart; emit `refused` if no font has its letters."""
        if problem := unreadable(code):
            self.refused.emit(problem)
            return
        self._preferences.keep(_KEY, code)
        if code != tr.language:
            self._speak(code)
            self.changed.emit(code)

    def _speak(self, code: str) -> None:
        tr.use(code)
        for translator in (self._of_qt, self._lacking):
            self._app.removeTranslator(translator)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        # Qt's source is English as well; if its translation is not installed, its dialogs stay English
        if code != SOURCE and self._of_qt.load(f"qtbase_{code}", folder):
            self._app.installTranslator(self._of_qt)
            self._app.installTranslator(self._lacking)


class _WhatQtLacks(QTranslator):
    """Labels of Qt's file dialog that its own Korean catalogue has not."""

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        """False: Qt asks no empty translator."""
        return False

    def translate(self, context: str, sourceText: str, *_more: Any, **_named: Any) -> str | None:  # noqa: N803 - Qt's name
        """Return the text in the language in use; None leaves it to Qt's catalogue."""
        if context != "QFileDialog":
            return None
        return {"&Look in:": tr("&Look in:"), "Files of &type:": tr("Files of &type:")}.get(sourceText)


def unreadable(code: str) -> str:
    """Return why no font here has the letters of the language `code`, and what to do; "" if one has."""
    if code != _KOREAN or QFontDatabase.families(QFontDatabase.WritingSystem.Korean):
        return ""
    return tr(
        "No font on this machine has Korean letters, so the window speaks English."
        " Install one (apt-get install fonts-nanum), and start Fitroom again."
    )
