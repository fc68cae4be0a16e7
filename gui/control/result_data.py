"""How good a run is on one part of the data, and what can be done with its model: what the window shows.

Frozen values, calculated in a worker's thread by `gui.control.workers.result_maker`, so that nothing is left
to calculate where they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from engine.evaluate.measures.ahead import Future
    from engine.evaluate.measures.by_step import StepErrors
    from engine.evaluate.measures.calibration import Calibration
    from engine.evaluate.measures.confusion import Confusion
    from engine.evaluate.measures.regression import Regression
    from engine.evaluate.measures.roc_curves import Curve
    from engine.export.evidence import Evidence
    from engine.export.possible import Offered
    from engine.predict.input_form import Field
    from engine.record.forecast_file import Forecast

Part = Literal["validation", "test", "train", "other"]
PARTS: tuple[Part, ...] = ("validation", "test", "train", "other")
Shown = Literal["pictures", "series", "table", "text"]
"""How an example is shown."""


@dataclass(frozen=True, slots=True)
class PartOfRun:
    """A run and a part of data, which can be asked for.

    Attributes:
        folder: The run folder.
        part: Which part of the data.
        data: The file or folder of other data; None for the data of the run.
    """

    folder: Path
    part: Part = "validation"
    data: Path | None = None


@dataclass(frozen=True, slots=True)
class BaselineResult:
    """What a plain method reaches on the same examples.

    Attributes:
        name: In words.
        value: Its measure as it is written.
        beaten: Whether the model does better; None where that cannot be said.
        is_best: Whether no other plain method does better.
    """

    name: str
    value: str
    beaten: bool | None
    is_best: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ClassResult:
    """A classification.

    Attributes:
        names: Of the classes.
        truth: (n,) the true class of each example.
        predicted: (n,) the class that it is taken for.
        sure: (n,) how sure the model is of that, 0 to 1; its output where outputs are no probabilities.
        answers: (n, k) the most likely classes, the highest first; k is at most 5.
        shares: (n, k) how sure the model is of each of them, as in `sure`.
        confusion: Which class is taken for which, and the measures of each class.
        roc: ROC curves.
        precision_recall: Curves of precision over recall.
        calibration: How sure the model is, and how often it is right then; None where its outputs are no
            probabilities.
        second: (n,) the score of the second of two classes; None for more classes.
        threshold: Above which it counts as the second class.
        default_threshold: The threshold where nobody has chosen one.
        probable: Whether outputs are probabilities.
    """

    names: tuple[str, ...]
    truth: NDArray[np.int64]
    predicted: NDArray[np.int64]
    sure: NDArray[np.float64]
    answers: NDArray[np.int64]
    shares: NDArray[np.float64]
    confusion: Confusion
    roc: tuple[Curve, ...] = ()
    precision_recall: tuple[Curve, ...] = ()
    calibration: Calibration | None = None
    second: NDArray[np.float64] | None = None
    threshold: float = 0.5
    default_threshold: float = 0.5
    probable: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class NumberResult:
    """A regression.

    Attributes:
        names: Of the targets.
        units: Of the targets; "" for none.
        truth: (n, targets).
        predicted: (n, targets).
        scores: Their measures.
    """

    names: tuple[str, ...]
    units: tuple[str, ...]
    truth: NDArray[np.float64]
    predicted: NDArray[np.float64]
    scores: Regression


@dataclass(frozen=True, slots=True, eq=False)
class AheadResult:
    """A forecast.

    Attributes:
        steps: The errors by step of the horizon, one for each column.
        units: Of the columns; "" for none.
        forecast: The forecast over the truth; None where it was not kept.
        future: What is forecast beyond the last row; () where that cannot be.
    """

    steps: tuple[StepErrors, ...]
    units: tuple[str, ...] = ()
    forecast: Forecast | None = None
    future: tuple[Future, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ResultData:
    """How good a run is on one part of the data.

    Attributes:
        part: The part.
        sentence: The result, in a sentence.
        note: What to know of it: over which examples, which were left out; "" for nothing.
        shown: How an example is shown.
        names: (n,) what each example is called: its file, its row; empty where they have no names.
        loss: (n,) the loss of each example.
        columns: Names of the columns of a table, for its rows.
        baselines: What plain methods reach.
        classes: Of a classification, else None.
        numbers: Of a regression, else None.
        ahead: Of a forecast, else None.
        looks: How often the test part was evaluated, this time included.
    """

    part: Part
    sentence: str
    note: str = ""
    shown: Shown = "table"
    names: tuple[str, ...] = ()
    loss: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    columns: tuple[str, ...] = ()
    baselines: tuple[BaselineResult, ...] = ()
    classes: ClassResult | None = None
    numbers: NumberResult | None = None
    ahead: AheadResult | None = None
    looks: int = 0


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ModelUse:
    """What can be done with the model of a run.

    Attributes:
        folder: The run folder.
        looks: How often the test part was evaluated.
        lines: Of Python, that load it and ask it.
        formats: The formats that it can be exported to.
        exports: The folders of those that were made, with what was measured of them.
    """

    folder: Path
    looks: int
    lines: str = ""
    formats: tuple[Offered, ...] = ()
    exports: tuple[tuple[Path, Evidence], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class TryForm:
    """What a person can give the model of a run.

    Attributes:
        folder: The run folder.
        takes: What it takes at once: a picture, the fields of a row, a text, or some other file.
        suffixes: The endings of the files that it takes, with their dots.
        fields: The fields of a row; () where it takes no row.
    """

    folder: Path
    takes: Literal["picture", "row", "text", "file"]
    suffixes: tuple[str, ...]
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class NewInput:
    """What the model of a run is asked: files, a text, or a row.

    Attributes:
        paths: Files and folders; () for a text or a row.
        text: The text; "" for none.
        row: The values of a row as text, by the names of its fields; None for none.
    """

    paths: tuple[Path, ...] = ()
    text: str = ""
    row: Mapping[str, str] | None = None
