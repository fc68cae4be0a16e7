"""The language of all that people read: one catalogue for the whole process, for engine and window alike.

A sentence is written in English where it arises, as `tr("There is no class {name}.", name=name)`. That
message is the key of the gettext catalogue in `resources/translations`, which `scripts/translations.py`
maintains. Declared texts (titles and helps of settings) are plain English where they are declared, and pass
through `tr` where they are shown. What `tr` returns knows its message and its values (`engine.message`), so
that a run is shown in the language of who looks at it. Qt's texts, and which language a person has chosen,
are left to `gui.control.program.language`.
"""

from __future__ import annotations

import gettext
import math
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from engine.message import Message, english, filled, override, phrase, rendered, restored
from engine.message.singular import in_number
from engine.resources import resources_folder

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = "en"
LANGUAGES = {SOURCE: "English", "ko": "한국어"}
"""Code and native name of every language; the names are the same in all of them."""

MINUS = "−"
"""The sign in front of a number that people read; programs write and read a hyphen."""

DOMAIN = "fitroom"
VARIABLE = "FITROOM_LANGUAGE"
"""The environment variable that has priority over everything else."""


class Translator:
    """Looks up messages in the current catalogue; without one the English message is the text.

    Any thread may call it at any time: the language changes by one assignment. A text that was made before
    stays as it is; `again` returns it in the current language.
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
        self._catalogue = _catalogue(language, resources_folder())
        self._language = language

    def __call__(self, message: str, /, **values: object) -> str:
        """Return the message in the current language, as an `engine.message.Message`.

        Args:
            message: in English; the key of the catalogue.
            values: filled in as by str.format; without any, braces stay as they are.
        """
        text = self._gettext(message)
        if values and text == message:
            text = in_number(message, values)
        return Message.of(filled(text, values) if values else text, (phrase(message, values),))

    def again(self, text: str) -> str:
        """Return a text in the current language.

        Args:
            text: what `tr` has returned, maybe in another language; any other text is returned as it is.
        """
        return (
            Message.of(rendered(text.parts, self._gettext), text.parts) if isinstance(text, Message) else text
        )

    def restored(self, text: str, content: object) -> str:
        """Return a text from a file in the current language.

        Args:
            text: the text in English.
            content: its message, as `engine.message.as_json` has returned it; it may be anything.

        Returns:
            The message; `text` itself where this program does not know it, or it says something else.
        """
        found = restored(content, known=_is_known)
        # runs of before wrote "4%" for what is "4 %" now
        if found is None or english(found).replace(" %", "%") != text.replace(" %", "%"):
            return text
        try:
            return self.again(found)
        except (LookupError, ValueError, TypeError):  # the translation asks for other values
            return text

    def _gettext(self, message: str) -> str:
        # an empty message is the key of the catalogue's header
        return self._catalogue.gettext(message) if message else ""


@cache
def _catalogue(language: str, resources: Path) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, resources / "translations", languages=[language], fallback=True)


class _Missing(gettext.NullTranslations):
    """What a catalogue without a message answers."""

    @override
    def gettext(self, message: str) -> str:  # noqa: ARG002 - it has none
        return ""


@cache
def _strict_catalogues(resources: Path) -> tuple[gettext.NullTranslations, ...]:
    """The catalogues of all languages but the source, with "" for a message that they do not have."""
    found = [
        gettext.translation(DOMAIN, resources / "translations", languages=[code], fallback=True)
        for code in LANGUAGES
        if code != SOURCE
    ]
    for catalogue in found:
        catalogue.add_fallback(_Missing())
    return tuple(found)


def _is_known(message: str) -> bool:
    """Whether a catalogue has this message; every message of the program is translated."""
    return any(catalogue.gettext(message) for catalogue in _strict_catalogues(resources_folder()) if message)


tr = Translator()


def tr_later(message: str) -> str:
    """Return the message itself, for a table that is made before the language is known, for `tr` later."""
    return message


def with_minus(number: str) -> str:
    """Return a number as people read it: with a minus sign, which is as wide as a plus, and not a hyphen.

    Args:
        number: As Python writes it, such as "-1,204" or "-3.1e-05". What programs read keeps the hyphen.
    """
    return MINUS + number[1:] if number.startswith("-") else number


def percent(share: float, *, sign: bool = True) -> str:
    """Write a share in percent, with one digit behind the point, and more where it would be rounded to 100.

    Args:
        share: 0 to 1; NaN is a dash.
        sign: Whether the percent sign is written.

    Returns:
        Text such as 97.2 %, 99.97 % or 100 %.
    """
    if not math.isfinite(share):
        return "–"
    text = f"{share * 100:.1f}"
    if share < 1 and float(text) >= 100:
        text = f"{math.floor(share * 1e6) / 1e4:.4g}" if share < 0.99999 else ">99.99"
    if share in (0.0, 1.0):
        text = text.removesuffix(".0")
    return f"{text} %" if sign else text


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
