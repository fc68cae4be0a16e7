"""Some new examples as the model takes them, with those that cannot be read named."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from engine.data.problems import LeftOut

BATCH = 256
"""The most examples that are read at once, so that memory does not grow with their number."""
Inputs = Mapping[str, NDArray[Any]]
"""What model.keras takes, by the names of its inputs; texts as (n, 1) object arrays of str."""


@dataclass(frozen=True, slots=True)
class NewRows:
    """New examples.

    Attributes:
        names: What each is called: its file, or file and row as in "houses.csv:2".
        x: What the model takes, an array for each input, each (n, ...).
        refused: What cannot be read, with the reason.
        remarks: What is odd about an example that is read all the same.
    """

    names: tuple[str, ...] = ()
    x: Inputs | None = None
    refused: tuple[LeftOut, ...] = ()
    remarks: tuple[LeftOut, ...] = ()


class Reader(ABC):
    """Reads new examples of one kind.

    Attributes:
        suffixes: The endings of files that are read where a folder is given, in small letters.
    """

    suffixes: frozenset[str]

    @abstractmethod
    def files(self, paths: Sequence[Any]) -> Iterator[NewRows]:
        """Yield the examples of files in their order, at most `BATCH` at once.

        Args:
            paths: Of at most `BATCH` regular files.
        """

    def text(self, text: str) -> NewRows | None:  # noqa: ARG002 - for kinds that read text
        """Return a text that is no file as an example; None where examples are no texts."""
        return None


def refused(name: str, reason: str) -> NewRows:
    """Return one input that cannot be read.

    Args:
        name: What it is called.
        reason: Why, as a sentence or part of one.
    """
    return NewRows(refused=(LeftOut(name, reason),))
