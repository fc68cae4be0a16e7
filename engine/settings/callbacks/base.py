"""The base class of every callback, and the declarations that several of them share."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from engine.settings.declaration.declare import setting
from engine.settings.declaration.section_list import ListedSection

PositiveInt = Annotated[int, Field(ge=1)]
Mode = Literal["auto", "min", "max"]
MODES: dict[Any, str] = {"auto": "Found from the name", "min": "Lower is better", "max": "Higher is better"}
MODE_HELP = (
    "Whether a lower or a higher value is better. Auto takes lower for a loss and higher for an accuracy."
)
VERBOSE_HELP = "Write a line into the log when it acts."


def monitor(help: str) -> str:  # noqa: A002 - the name of the field
    """Return the setting for the monitored value, chosen from the metrics that the run will have.

    Args:
        help: The help of the setting.
    """
    return setting("val_loss", title="Watch", help=help, keras="monitor", editor="monitor", min_length=1)


def verbose() -> bool:
    """Return the setting for whether the callback writes lines into the log (Keras: 0 or 1)."""
    return setting(False, title="Say so in the log", help=VERBOSE_HELP, keras="verbose", more=True)


def mode() -> Mode:
    """Return the setting for whether a lower or a higher value is better."""
    return setting("auto", title="Better is", help=MODE_HELP, keras="mode", choices=MODES, more=True)


def min_delta(default: float, *, more: bool = False) -> float:
    """Return the setting for the smallest change that counts as better.

    Args:
        default: Keras's default for the callback.
        more: Whether it is shown under "More".
    """
    return setting(
        default,
        title="Least change",
        help="A change smaller than this does not count as better.",
        lower="The slightest progress counts, so it waits longer.",
        raise_="Small progress does not count, so it acts sooner.",
        keras="min_delta",
        ge=0.0,
        more=more,
    )


class CallbackSection(ListedSection):
    """Base class of every callback in the list."""

    enabled: bool = setting(True, title="On", help="Off keeps the callback in the list without using it.")
