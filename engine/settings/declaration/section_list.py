"""What the entries of an ordered list of sections share: callbacks, augmentation, layers of a stack.

Each entry can be switched off, and describes its effect in a sentence.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from engine.language import tr
from engine.settings.declaration.declare import Section, setting


def _always(_section: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of the sentence that describes an entry.

    Attributes:
        text: English text, marked by `tr_later`; names in braces are settings or properties of the section.
        when: Whether the phrase is used, from the section.
    """

    text: str
    when: Callable[[Any], bool] = _always


class ListedSection(Section):
    """An entry of a list.

    Attributes:
        phrases: The parts of the sentence that describes its effect.
    """

    phrases: ClassVar[tuple[Phrase, ...]] = ()

    enabled: bool = setting(True, title="On", help="Off keeps it in the list without using it.")


def sentence(section: ListedSection) -> str:
    """Return the effect of the entry in a few words, in the current language."""
    parts = [tr(phrase.text) for phrase in section.phrases if phrase.when(section)]
    return "; ".join(string.Formatter().vformat(part, (), _Attributes(section)) for part in parts)


class _Attributes(Mapping[str, Any]):
    """The settings and properties of a section by their names."""

    def __init__(self, section: ListedSection) -> None:
        self._section = section

    def __getitem__(self, name: str) -> Any:
        return getattr(self._section, name)

    def __iter__(self) -> Iterator[str]:
        return iter(type(self._section).model_fields)

    def __len__(self) -> int:
        return len(type(self._section).model_fields)
