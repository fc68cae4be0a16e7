"""The last rows of a time series: the window from which the model forecasts, or says what it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import DataError
from engine.data.problems import LeftOut
from engine.data.reading.context import Reading, rules_of, unreadable
from engine.data.reading.limits import Limits
from engine.data.series.columns import SeriesColumns, columns_of, read_series_file
from engine.data.series.cut_series import parts_in
from engine.data.tables.csv import column_names
from engine.data.tables.notation.written import Written
from engine.isolated.errors import CORRUPT
from engine.language import tr
from engine.opening import printable
from engine.predict.new.encodings import SET, read_known
from engine.predict.new.rows import NewRows, Reader, refused
from engine.predict.signature.examples import Windows
from engine.settings.data.kinds import SeriesData


class WindowReader(Reader):
    """Reads the last window of each series in a file.

    Args:
        form: Columns and length of a window.
        settings: How files are written, as far as it is set.
        name: Of the input of the model.
    """

    suffixes = frozenset({".csv", ".tsv"})

    def __init__(self, form: Windows, settings: SeriesData, *, name: str) -> None:
        self._form, self._settings, self._name = form, settings, name

    def files(self, paths: Sequence[Path]) -> Iterator[NewRows]:
        """Yield the windows of each file."""
        for path in paths:
            name = printable(str(path))
            try:
                yield read_known(partial(self._file, path, name), lambda found: len(found.names))
            except DataError as error:
                yield refused(name, str(error))
            except OSError as error:
                yield refused(name, unreadable(path, error))
            except CORRUPT:
                yield refused(name, tr("{name} cannot be read as a table; save it again.", name=path.name))

    def _file(self, path: Path, name: str, encoding: str) -> NewRows:
        form = self._form
        settings, remarks = self._settings_for(path, name, encoding)
        reading = Reading(limits=Limits.of(settings), rules=rules_of(settings))
        file = read_series_file(path, settings, reading=reading, known=frozenset(form.columns))
        found = columns_of(file, settings, like=None)
        # what is forecast need not be there, and what a window is neither
        columns = SeriesColumns(found.time, found.series, "", form.columns, (), found.time_parts)
        windows: list[NDArray[Any]] = []
        names: list[str] = []
        short: list[LeftOut] = []
        for part in parts_in(file, columns).parts:
            called = f"{name}:{part.name}" if part.name else name
            if len(part.values) < form.window:
                reason = tr(
                    "it has {count:,} rows with every value, and the model sees {window:,}",
                    count=len(part.values),
                    window=form.window,
                )
                short.append(LeftOut(called, reason))
                continue
            names.append(called)
            windows.append(part.values[-form.window :].astype(np.float32))
        x = {self._name: np.stack(windows)} if windows else None
        return NewRows(tuple(names), x, tuple(short), remarks)

    def _settings_for(self, path: Path, name: str, encoding: str) -> tuple[SeriesData, tuple[LeftOut, ...]]:
        """Return the settings that read a file as the training data was read."""
        form, settings = self._form, self._settings
        if encoding != SET:
            settings = settings.model_copy(update={"encoding": encoding})
        changes: dict[str, Any] = {
            "features": form.columns,
            "target": form.columns,
            "label": "",
            "series": form.series,
            "decimal": form.decimal or settings.decimal,
            "date_order": form.date_order or settings.date_order,
            "first_year": form.first_year or settings.first_year,
        }
        remarks: tuple[LeftOut, ...] = ()
        written = replace(Written.of(settings), known=frozenset(form.columns))
        names = column_names(path, written)
        if form.time and form.time in names:
            changes["time"] = form.time
        elif form.time or not form.time_parts:
            changes["time"], changes["order"] = "", "rows"
            if form.time:
                text = tr("it has no column {name}, so its rows are taken to be in order", name=form.time)
                remarks = (LeftOut(name, text),)
        return settings.model_copy(update=changes), remarks
