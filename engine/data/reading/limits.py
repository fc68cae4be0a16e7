"""How much of a data file is read at most: bytes, rows, cells and time, from the memory that is free.

A file of a few kilobytes can stand for more rows than there is memory for. A reader checks its limits before
it begins, and again while it reads. A person can lift the limits, on the Data page or with `--set
data.no_limits=true`. How much memory is free is left to `memory`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import psutil

from engine.data.problems import DataError
from engine.data.reading.memory import available_memory, readable_size
from engine.language import tr
from engine.settings.data.sections import DataSection, FileSection

BYTES_A_CELL = 8
"""The bytes of a number of a table in memory."""
_BYTES_A_ROW = 64
_BYTES_A_FILE = 1_000
"""The bytes in memory for one file of a folder: its path, its name and what the system reports of it."""
_SECONDS = 60.0
_BYTES_A_SECOND = 200_000
_SECONDS_A_FILE = 0.2
"""Many times what the slowest reader needs on a slow disk."""
_RESERVE = 0.04  # share of the machine's memory that stays free while a file is read


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be read.

    Attributes:
        lifted: whether nothing is refused.
    """

    lifted: bool = False

    @classmethod
    def of(cls, settings: DataSection) -> Self:
        """Return the limits of data that is read with these settings."""
        return cls(isinstance(settings, FileSection) and settings.no_limits)

    def require_memory(self, size: int, what: str, *, path: str = "data.path") -> None:
        """Check that memory is free.

        Args:
            size: in bytes.
            what: what needs them, as the subject of a sentence.
            path: the setting that the error has.

        Raises:
            DataError: `size` bytes do not fit into the memory that is free now.
        """
        if not self.lifted:
            require_memory(size, what, path=path, advice=how_to_lift())

    def most_rows(self) -> int | None:
        """Return how many rows fit into the memory that is free; None for any number."""
        return None if self.lifted else max(available_memory() // _BYTES_A_ROW, 1)

    def most_cells(self, nbytes: int = BYTES_A_CELL) -> int | None:
        """Return how many cells of `nbytes` bytes fit into the memory that is free; None for any number."""
        return None if self.lifted else max(available_memory() // nbytes, 1)

    def most_files(self) -> int | None:
        """Return how many files of a folder can be listed in memory; None for any number."""
        return None if self.lifted else max(available_memory() // _BYTES_A_FILE, 1)

    def require_shape(self, rows: int, columns: int, *, name: str, cell: int = BYTES_A_CELL) -> None:
        """Check that a table fits into memory.

        Args:
            rows: of the table.
            columns: of the table.
            name: of the table's file.
            cell: the bytes of a cell.

        Raises:
            DataError: it has more rows or cells than fit.
        """
        most_rows, most_cells = self.most_rows(), self.most_cells(cell)
        if most_rows is not None and rows > most_rows:
            raise too_many_rows(name, most_rows)
        if most_cells is not None and rows * columns > most_cells:
            raise too_many_cells(name, most_cells)

    def require_room(self, name: str) -> None:
        """Check, while `name` is being read, that some memory is left.

        Raises:
            DataError: hardly any memory is left.
        """
        if not self.lifted and available_memory() < psutil.virtual_memory().total * _RESERVE:
            raise DataError(
                tr("Reading {name} has taken nearly all memory; choose less data.", name=name) + how_to_lift()
            )

    def seconds(self, size: int, *, files: int = 0) -> float | None:
        """Return how long reading may take.

        Args:
            size: in bytes.
            files: the number of files.

        Returns:
            In seconds; None for any time.
        """
        return None if self.lifted else _SECONDS + size / _BYTES_A_SECOND + files * _SECONDS_A_FILE


def require_memory(size: int, what: str, *, path: str = "data.path", advice: str = "") -> None:
    """Check that memory is free, whether limits are lifted or not.

    Args:
        size: in bytes.
        what: what needs them, as the subject of a sentence.
        path: the setting that the error has.
        advice: a further sentence, with a space in front.

    Raises:
        DataError: `size` bytes do not fit into the memory that is free now.
    """
    free = available_memory()
    if size > free:
        raise DataError(
            tr(
                "{what} would take {size} of memory, and {free} are free; choose less data or a"
                " smaller size.",
                what=what,
                size=readable_size(size),
                free=readable_size(free),
            )
            + advice,
            path=path,
        )


def too_many_rows(name: str, most: int | None) -> DataError:
    """Return the error for a table with more than `most` rows."""
    return DataError(
        tr(
            "{name} has more than {most:,} rows, which is the limit on this machine; choose less data.",
            name=name,
            most=most or 0,
        )
        + how_to_lift()
    )


def too_many_cells(name: str, most: int | None) -> DataError:
    """Return the error for a table with more than `most` cells."""
    return DataError(
        tr(
            "{name} has more than {most:,} cells, which is the limit on this machine; choose less data.",
            name=name,
            most=most or 0,
        )
        + how_to_lift()
    )


def too_many_files(name: str, most: int) -> DataError:
    """Return the error for a folder with more than `most` files."""
    return DataError(
        tr(
            "{name} has more than {most:,} files, which is the limit on this machine; choose less data.",
            name=name,
            most=most,
        )
        + how_to_lift()
    )


def too_long(name: str, seconds: float) -> DataError:
    """Return the error for a file that is read for longer than `seconds`."""
    return DataError(
        tr(
            "Reading {name} took longer than {minutes:,.0f} minutes, which is the limit for a file of its"
            " size; save it again, or choose less data.",
            name=name,
            minutes=seconds / 60,
        )
        + how_to_lift()
    )


def how_to_lift() -> str:
    """Return a further sentence that says how limits are lifted, with a space in front."""
    return " " + tr("To read it all the same, switch on “Read without limits” (data.no_limits).")
