"""The very examples of predictions, as they are shown: pictures, series, rows as read, texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import numpy as np

from engine.data.dataset import Dataset
from engine.data.describe import Example, example_at
from engine.data.facts import shows_as_image
from engine.data.tables.rows import TableRows, as_cell
from engine.data.text.vocabulary import Texts
from engine.evaluate.part_data import dataset_of
from engine.evaluate.predictions import Predictions
from engine.language import tr
from engine.predict.finished_run import FinishedRun

Kind = Literal["pictures", "series", "table", "text"]


class ShownExamples:
    """The examples of one part; its data are read when the first one is asked for, and remembered.

    Args:
        run: The run.
        predictions: Of the part.
        data: The path of other data; "" for the run's.
    """

    def __init__(self, run: FinishedRun, predictions: Predictions, *, data: str = "") -> None:
        self._run, self._predictions, self._data = run, predictions, data
        self._dataset: Dataset | None = None

    @property
    def dataset(self) -> Dataset:
        """The data set that the examples are in.

        Raises:
            DataError: The data are gone, have changed, or cannot be used.
            LoadCancelled: Reading was cancelled.
        """
        if self._dataset is None:
            if self._predictions.part != "other":
                self._run.require_same_data()
            self._dataset = dataset_of(self._run, self._predictions.part, data=self._data)
        return self._dataset

    @property
    def kind(self) -> Kind:
        """How the examples are shown. Raises as `dataset`."""
        dataset = self.dataset
        if isinstance(dataset.rows, TableRows):
            return "table"
        if isinstance(dataset.rows, Texts) or dataset.numbered is not None:
            return "text"
        return "pictures" if shows_as_image(dataset) else "series" if len(dataset.shape) > 1 else "table"

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the values of a row; () where examples are no rows. Raises as `dataset`."""
        dataset = self.dataset
        if isinstance(dataset.rows, TableRows):
            return tuple(dataset.rows.values)
        if self.kind != "table":
            return ()
        names = tuple(tr("feature {number}", number=at + 1) for at in range(int(np.prod(dataset.shape))))
        return dataset.feature_names or names

    def at(self, places: Iterable[int]) -> dict[int, Example | tuple[str, ...] | str]:
        """Return examples by their places in the predictions.

        Args:
            places: From 0 to `Predictions.count` - 1.

        Returns:
            A picture or a series, the values of a row, or a text.

        Raises:
            DataError: As `dataset`, or the file of an example cannot be read any more.
        """
        dataset, kind = self.dataset, self.kind
        return {
            place: self._shown(dataset, int(self._predictions.indices[place]), kind=kind) for place in places
        }

    def _shown(self, dataset: Dataset, index: int, *, kind: Kind) -> Example | tuple[str, ...] | str:
        if kind == "text":
            if isinstance(dataset.rows, Texts):
                return dataset.rows.texts[index]
            return "" if dataset.numbered is None else " ".join(dataset.numbered.tokens(dataset.x[index]))
        if kind == "table":
            if isinstance(dataset.rows, TableRows):
                return dataset.rows.shown(index)
            return tuple(map(as_cell, np.asarray(dataset.x[index]).reshape(-1)))
        return example_at(dataset, index)
