"""What every callback has, and the declarations that several of them share."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from engine.language import tr
from engine.settings.declare import Section, setting

PositiveInt = Annotated[int, Field(ge=1)]
Mode = Literal["auto", "min", "max"]
MODES: dict[Any, str] = {"auto": "Found from the name", "min": "Lower is better", "max": "Higher is better"}
MODE_HELP = (
    "Whether a lower or a higher value is better. Auto takes lower for a loss and higher for an accuracy."
)
VERBOSE_HELP = "Write a line into the log when it acts."


def monitor(help: str) -> str:  # noqa: A002 - the field's own word
    """The name of the watched value, chosen from the metrics that the run will have."""
    return setting("val_loss", title="Watch", help=help, keras="monitor", editor="monitor", min_length=1)


def verbose() -> bool:
    """Whether the callback writes lines into the log (Keras: 0 or 1)."""
    return setting(False, title="Say so in the log", help=VERBOSE_HELP, keras="verbose", more=True)


def mode() -> Mode:
    """Which way is better."""
    return setting("auto", title="Better is", help=MODE_HELP, keras="mode", choices=MODES, more=True)


def _always(_section: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of the sentence that says what a callback will do, said when `when` holds for its settings.

    `text` is English, marked by `tr_later`; names in braces are settings of the section.
    """

    text: str
    when: Callable[[Any], bool] = _always


class CallbackSection(Section):
    """What every callback in the list has. `phrases` say what it will do, as it is set."""

    phrases: ClassVar[tuple[Phrase, ...]] = ()

    enabled: bool = setting(True, title="On", help="Off keeps the callback in the list without using it.")


def sentence(section: CallbackSection) -> str:
    """What the callback will do, in a few words of the language in use."""
    parts = [tr(phrase.text) for phrase in section.phrases if phrase.when(section)]
    return "; ".join(string.Formatter().vformat(part, (), _Attributes(section)) for part in parts)


class _Attributes(Mapping[str, Any]):
    """The settings and properties of a section by their names."""

    def __init__(self, section: CallbackSection) -> None:
        self._section = section

    def __getitem__(self, name: str) -> Any:
        return getattr(self._section, name)

    def __iter__(self) -> Iterator[str]:
        return iter(type(self._section).model_fields)

    def __len__(self) -> int:
        return len(type(self._section).model_fields)
