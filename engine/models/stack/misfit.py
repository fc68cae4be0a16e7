"""The error of a layer that does not fit its input, and the checks of shapes that raise it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language import tr

if TYPE_CHECKING:
    from engine.settings.stack import LayerSection

Shape = tuple[int, ...]


class MisfitError(Exception):
    """A layer that does not fit its input.

    Attributes:
        field: Name of the setting to change, "" for the layer as a whole.
        wanted: How many axes an example should have; 0 where that is not the error.
    """

    def __init__(self, message: str, *, field: str = "", wanted: int = 0) -> None:
        super().__init__(message)
        self.field = field
        self.wanted = wanted


def in_words(shape: Shape) -> str:
    """Return a shape as "28 × 28 × 1"."""
    return " × ".join(map(str, shape))


def check_image(section: LayerSection, shape: Shape) -> None:
    """Check that the input is (rows, columns, channels).

    Raises:
        MisfitError: It is not.
    """
    if len(shape) != 3:
        sentence = tr(
            "{layer} wants images (rows, columns, channels); what comes in has the shape {shape}.",
            layer=tr(section.title),
            shape=in_words(shape),
        )
        raise MisfitError(sentence, wanted=3)


def check_steps(section: LayerSection, shape: Shape) -> None:
    """Check that the input is (steps, features).

    Raises:
        MisfitError: It is not.
    """
    if len(shape) != 2:
        sentence = tr(
            "{layer} wants sequences (steps, values at each); what comes in has the shape {shape}.",
            layer=tr(section.title),
            shape=in_words(shape),
        )
        raise MisfitError(sentence, wanted=2)


def check_row(section: LayerSection, shape: Shape) -> None:
    """Check that the input has a single axis.

    Raises:
        MisfitError: It has more.
    """
    if len(shape) != 1:
        sentence = tr(
            "{layer} wants one row of values; what comes in has the shape {shape}.",
            layer=tr(section.title),
            shape=in_words(shape),
        )
        raise MisfitError(sentence, wanted=1)
