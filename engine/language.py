"""The language of all that people read: one catalogue for the whole process, for engine and window alike.

A sentence is written in English where it arises, as `tr("There is no class {name}.", name=name)`. That
message is the key of the gettext catalogue in `resources/translations`, which `scripts/translations.py`
maintains. Declared texts (titles and helps of settings) are plain English where they are declared, and pass
through `tr` where they are shown. Qt's texts, and which language a person has chosen, are left to
`gui.control.program.language`.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable, Mapping

from engine.resources import resources_folder

SOURCE = "en"
LANGUAGES = {SOURCE: "English", "ko": "한국어"}
"""Code and native name of every language; the names are the same in all of them."""

DOMAIN = "fitroom"
VARIABLE = "FITROOM_LANGUAGE"
"""The environment variable that has priority over everything else."""


class Translator:
    """Looks up messages in the current catalogue; without one the English message is the text.

    Any thread may call it at any time: the language changes by one assignment. A text that was made before
    stays as it is.
    """

    def __init__(self) -> None:
        self._catalogue = gettext.NullTranslations()
        self._language = SOURCE

    @property
    def language(self) -> str:
        """The code of the current language, one of `LANGUAGES`."""
        return self._language

    def use(self, language: str) -> None:
        """Take messages from the catalogue of `language` from now on.

        A missing catalogue leaves the texts in English: a program in English is better than none.

        Raises:
            KeyError: `language` is not in `LANGUAGES`.
        """
        if language not in LANGUAGES:
            raise KeyError(language)
        folder = resources_folder() / "translations"
        self._catalogue = gettext.translation(DOMAIN, folder, languages=[language], fallback=True)
        self._language = language

    def __call__(self, message: str, /, **values: object) -> str:
        """Return the message in the current language.

        Args:
            message: in English; the key of the catalogue.
            values: filled in as by str.format; without any, braces stay as they are.
        """
        # an empty message is the key of the catalogue's header
        text = self._catalogue.gettext(message) if message else ""
        return text.format(**values) if values else text


tr = Translator()


def tr_later(message: str) -> str:
    """Return the message itself, for a table that is made before the language is known, for `tr` later."""
    return message


def suitable(environment: Mapping[str, str], *, kept: str = "", system: Iterable[str] = ()) -> str:
    """Return the language to start with, a key of `LANGUAGES`.

    What is not known is skipped.

    Args:
        environment: its `FITROOM_LANGUAGE` decides first.
        kept: then what a person has chosen before; "" for nothing.
        system: then the system's languages in their order, such as "ko-KR", "ko_KR.UTF-8" or "en"; then
            English.
    """
    for name in (environment.get(VARIABLE, ""), kept, *system):
        code = name.replace("_", "-").partition("-")[0].lower()
        if code in LANGUAGES:
            return code
    return SOURCE
