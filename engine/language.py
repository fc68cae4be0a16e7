"""The language of all that people read: one catalogue for the whole process, for engine and window alike.

A sentence is written in English where it arises, as `tr("There is no class {name}.", name=name)`. That
message is the key of the gettext catalogue in `resources/translations`, which `scripts/translations.py`
keeps. Declared texts (titles and helps of settings) are plain English where they are declared, and go
through `tr` where they are shown. Qt's own words, and which language a person has chosen, are the matter of
`gui.control.program.language`.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable, Mapping

from engine.resources import resources_folder

SOURCE = "en"
LANGUAGES = {SOURCE: "English", "ko": "한국어"}
"""Code and own name of every language; the names are the same in all of them."""

DOMAIN = "fitroom"
VARIABLE = "FITROOM_LANGUAGE"
"""The environment variable that decides before everything else."""


class Translator:
    """Looks messages up in the catalogue in use; without one the English message is the text.

    Any thread may call it at any time: a language comes into use by one assignment. A text that was made
    before stays as it is.
    """

    def __init__(self) -> None:
        self._catalogue = gettext.NullTranslations()
        self._language = SOURCE

    @property
    def language(self) -> str:
        """The code of the language in use, one of `LANGUAGES`."""
        return self._language

    def use(self, language: str) -> None:
        """Take messages from the catalogue of `language` from now on; KeyError if it is not in `LANGUAGES`.

        A catalogue that is not there leaves the texts in English: a program in English is better than none.
        """
        if language not in LANGUAGES:
            raise KeyError(language)
        folder = resources_folder() / "translations"
        self._catalogue = gettext.translation(DOMAIN, folder, languages=[language], fallback=True)
        self._language = language

    def __call__(self, message: str, /, **values: object) -> str:
        """The message in the language in use, with `values` filled in as str.format does.

        Without values braces stay as they are.
        """
        # an empty message is the key of the catalogue's own header
        text = self._catalogue.gettext(message) if message else ""
        return text.format(**values) if values else text


tr = Translator()


def tr_later(message: str) -> str:
    """The message itself: for a table that is made before the language is known, and read through `tr`."""
    return message


def suitable(environment: Mapping[str, str], *, kept: str = "", system: Iterable[str] = ()) -> str:
    """The language to begin with, a key of `LANGUAGES`.

    The environment's `FITROOM_LANGUAGE` decides, then what a person has chosen before (`kept`), then the
    system's languages in their order ("ko-KR", "ko_KR.UTF-8", "en"), then English. What is not known is
    passed over.
    """
    for name in (environment.get(VARIABLE, ""), kept, *system):
        code = name.replace("_", "-").partition("-")[0].lower()
        if code in LANGUAGES:
            return code
    return SOURCE
