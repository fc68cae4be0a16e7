"""What the entries of an ordered list of sections have: callbacks, and changes of training examples.

Each can be switched off where it stands, and says in a sentence what it will do as it is set.
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
    """A part of the sentence that says what an entry will do, said when `when` holds for its settings.

    `text` is English, marked by `tr_later`; names in braces are settings or properties of the section.
    """

    text: str
    when: Callable[[Any], bool] = _always


class ListedSection(Section):
    """An entry of a list. `phrases` say what it will do, as it is set."""

    phrases: ClassVar[tuple[Phrase, ...]] = ()

    enabled: bool = setting(True, title="On", help="Off keeps it in the list without using it.")


def sentence(section: ListedSection) -> str:
    """What the entry will do, in a few words of the language in use."""
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
