"""Series in `.ts`, `.tsv` and `.txt` files, one a line; their labels are not looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from engine.data.dataset import DataError
from engine.data.problems import LeftOut
from engine.data.reading.context import Reading, unreadable
from engine.data.series.labelled import labelled_in, whole_series
from engine.language import tr
from engine.opening import printable
from engine.predict.new.columns import in_parts
from engine.predict.new.rows import NewRows, Reader, refused
from engine.predict.signature.examples import Sequences


class SequenceReader(Reader):
    """Reads series.

    Args:
        form: Steps and dimensions.
        name: Of the input of the model.
    """

    suffixes = frozenset({".ts", ".tsv", ".txt"})

    def __init__(self, form: Sequences, *, name: str) -> None:
        self._form, self._name = form, name

    def files(self, paths: Sequence[Path]) -> Iterator[NewRows]:
        """Yield the series of each file."""
        for path in paths:
            name = printable(str(path))
            try:
                yield from self._file(path, name)
            except DataError as error:
                yield refused(name, str(error))
            except OSError as error:
                yield refused(name, unreadable(path, error))

    def _file(self, path: Path, name: str) -> Iterator[NewRows]:
        form = self._form
        found = labelled_in(path, Reading())
        x = np.full((len(found.series), form.steps, form.dimensions), form.padding or 0.0, np.float32)
        names = [f"{name}:{line}" for line in found.lines]
        kept: list[int] = []
        out: list[LeftOut] = []
        for at, series in enumerate(found.series):
            if series.shape[1] != form.dimensions:
                reason = tr(
                    "it has {count} dimensions, and the model takes {wanted}",
                    count=series.shape[1],
                    wanted=form.dimensions,
                )
            else:
                whole, _ = whole_series(series)
                reason = self._misfit(len(whole))
                x[at, : len(whole)] = whole[: form.steps]
            if reason:
                out.append(LeftOut(names[at], reason))
            else:
                kept.append(at)
        yield from in_parts(
            [names[at] for at in kept],
            {self._name: x},
            kept=np.array(kept, np.int64),
            refused=tuple(out),
        )

    def _misfit(self, steps: int) -> str:
        """Return why a series of so many steps cannot be taken; "" where it can."""
        form = self._form
        if not steps:
            return tr("a dimension of it has no values")
        if steps > form.steps or (steps < form.steps and form.padding is None):
            return tr(
                "it has {count:,} steps, and the model takes {wanted:,}", count=steps, wanted=form.steps
            )
        return ""
