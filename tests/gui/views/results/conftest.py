import numpy as np
import pytest
from PySide6.QtCore import Qt

from engine.data.describe import Example
from engine.evaluate.measures.confusion import confusion
from gui.style import apply
from gui.views.results.examples.cell_examples import CellExamples, ExampleLine


@pytest.fixture(autouse=True)
def themed(qapp):
    """The program's own look, whichever test runs first."""
    apply(qapp, Qt.ColorScheme.Light)


@pytest.fixture
def make_confusion():
    """A matrix from its counts."""

    def make(counts, names=None):
        counts = np.asarray(counts)
        truth, answer = np.nonzero(counts)
        times = counts[truth, answer]
        names = names or [f"class {number}" for number in range(len(counts))]
        return confusion(np.repeat(truth, times), np.repeat(answer, times), classes=names)

    return make


@pytest.fixture
def make_lines():
    def make(count, *, sure=0.9):
        return tuple(
            ExampleLine(
                id=1000 + number,
                name=f"digits/img_{number:03d}.png",
                truth="8",
                answer="1",
                sure=sure - number / 1000,
                answers=(("1", sure - number / 1000), ("8", 0.05)),
            )
            for number in range(count)
        )

    return make


@pytest.fixture
def make_examples(make_lines):
    def make(kind, count=40, *, columns=()):
        return CellExamples("8 answered as 1", make_lines(count), kind, columns)

    return make


@pytest.fixture
def picture():
    """An example that is one grey."""

    def make(number, grey=200):
        values = np.full((8, 8), grey, np.uint8)
        return Example(number, "", values, "8", np.empty(0, np.float32))

    return make
