"""The examples behind a number, as plain data: what each is, what was answered, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from engine.data.describe import Example
from engine.evaluate.result_words import amount, percent, with_unit
from engine.report.tables import table_csv
from gui.text import tr

Kind = Literal["pictures", "series", "table", "text"]
Content = Example | tuple[str | float, ...] | str
"""What an example holds: of pictures and series an `Example`, of a table its values, else its text."""


@dataclass(frozen=True, slots=True)
class ExampleLine:
    """One example and its answer.

    Attributes:
        id: Number of the example, unique among those that are shown.
        name: Its file, row or time, as it is shown.
        truth: Its class or value, as it is shown.
        answer: What the model answered, as it is shown.
        sure: The probability of the answer, 0 to 1, or its output; NaN where there is none.
        answers: The most probable answers with the same of each, the highest first; () for none.
        probable: Whether these are probabilities; else the outputs of the model as they are.
        error: How far the answer is from the truth, as it is shown; "" for classes.
        numbers: Truth and answer of a number with every digit; () for classes.
    """

    id: int
    name: str
    truth: str
    answer: str
    sure: float = math.nan
    answers: tuple[tuple[str, float], ...] = ()
    probable: bool = True
    error: str = ""
    numbers: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class CellExamples:
    """Some examples with their answers.

    Attributes:
        title: What they have in common, such as "8 answered as 1".
        lines: In the order in which they are shown, the most certain first.
        kind: How they are shown.
        columns: Of a table, the names of the values.
        unit: Of the numbers; "" for none.
    """

    title: str
    lines: tuple[ExampleLine, ...]
    kind: Kind
    columns: tuple[str, ...] = field(default=())
    unit: str = ""


def sure_words(line: ExampleLine) -> str:
    """Return how sure the model is: "99.2 %", or its output, or the error of a number, or ""."""
    if line.error or math.isnan(line.sure):
        return line.error
    return percent(line.sure) if line.probable else amount(line.sure)


def sure_title(lines: Sequence[ExampleLine]) -> str:
    """Return what `sure_words` says of these examples, as the title of a column."""
    if lines and lines[0].error:
        return tr("Error")
    return tr("How sure") if not lines or lines[0].probable else tr("Output")


def whole_words(line: ExampleLine) -> str:
    """Return truth, answer and how sure it is, as a sentence."""
    values = {"truth": line.truth, "answer": line.answer}
    if line.error:
        return tr("Truth {truth}, answer {answer}, error {error}", **values, error=line.error)
    if math.isnan(line.sure):
        return tr("Truth {truth}, answer {answer}", **values)
    if not line.probable:
        return tr("Truth {truth}, answer {answer}, output {output}", **values, output=sure_words(line))
    return tr("Truth {truth}, answer {answer}, {share} sure", **values, share=percent(line.sure))


def examples_csv(examples: CellExamples) -> str:
    """Return the examples as CSV: name, truth, answer, and the probability, the output or the error."""
    shown = (tr("Truth"), tr("Answer"), sure_title(examples.lines))
    rows: list[tuple[str | float, ...]] = []
    for line in examples.lines:
        if line.numbers:
            truth, answer = line.numbers
            rows.append((line.name, truth, answer, answer - truth))
        else:
            rows.append((line.name, line.truth, line.answer, line.error or line.sure))
    return table_csv([tr("Example"), *(with_unit(title, examples.unit) for title in shown)], rows)
