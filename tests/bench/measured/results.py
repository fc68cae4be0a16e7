"""How soon results are on the screen once predictions are there, and the first pictures of a cell."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from engine.data.describe import Example, thumbnail
from engine.evaluate.measures.confusion import confusion
from gui.views.results.classes.class_table import ClassTable
from gui.views.results.classes.confusions import TopConfusions
from gui.views.results.examples.cell_examples import CellExamples, ExampleLine
from gui.views.results.examples.examples_view import ExamplesView
from gui.views.results.matrix.confusion_view import ConfusionView

_SIZE = (900, 700)


def results_times(*, examples: int, classes: int, repeats: int) -> dict[str, Any]:
    """Milliseconds from predictions to the painted matrix, table and words; needs a QApplication.

    The first time includes making the views. `measures_ms` is the part before anything is shown, which the
    window leaves to a worker's thread.
    """
    rng = np.random.default_rng(1)
    names = [f"class {number}" for number in range(classes)]
    shown: list[float] = []
    measured: list[float] = []
    views: tuple[ConfusionView, ClassTable, TopConfusions] | None = None
    tabs: list[QScrollArea] = []
    for _ in range(repeats):
        truth = rng.integers(0, classes, examples)
        answer = np.where(rng.random(examples) < 0.85, truth, rng.integers(0, classes, examples))
        began = time.perf_counter()
        found = confusion(truth, answer, classes=names)
        measured.append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        views = views or (ConfusionView(), ClassTable(), TopConfusions())
        tabs = tabs or [_tab(view) for view in views]
        for view in views:
            view.show_confusion(found)
            _paint(view)
        shown.append((time.perf_counter() - began) * 1000)
    for tab in tabs:
        tab.hide()
        tab.deleteLater()
    return {"shown_ms": shown, "measures_ms": measured}


def cell_times(*, folder: str, repeats: int) -> dict[str, Any]:
    """Milliseconds from the choice of a cell to its first painted pictures; needs a QApplication.

    Args:
        folder: A folder of images, in folders by class.
        repeats: How many cells are chosen.
    """
    files = sorted(Path(folder).rglob("*.png"))
    view = ExamplesView()
    tab = _tab(view)
    view.wanted.connect(lambda ids: view.fill({number: _read(files[number], number) for number in ids}))
    _paint(view)
    took: list[float] = []
    for repeat in range(repeats):
        began = time.perf_counter()
        order = np.random.default_rng(repeat).permutation(len(files)).tolist()
        lines = tuple(
            ExampleLine(number, files[number].name, "8", "1", 0.9, (("1", 0.9), ("8", 0.1)))
            for number in order
        )
        view.show_examples(CellExamples("8 answered as 1", lines, "pictures"))
        while view.tiles.image(order[0]) is None:
            QApplication.processEvents()
        view.tiles.viewport().repaint()
        took.append((time.perf_counter() - began) * 1000)
    tab.hide()
    tab.deleteLater()
    return {"cell_ms": took, "examples": len(files)}


def _read(path: Path, number: int) -> Example:
    from PIL import Image

    return Example(number, path.name, thumbnail(np.asarray(Image.open(path))), "8", np.empty(0, np.float32))


def _tab(view: QWidget) -> QScrollArea:
    """A view as in a tab of the program: a table that is higher than the tab is painted where it is seen."""
    tab = QScrollArea()
    tab.setWidgetResizable(True)
    tab.setWidget(view)
    tab.resize(*_SIZE)
    tab.show()
    return tab


def _paint(view: QWidget) -> None:
    QApplication.processEvents()
    view.repaint()
