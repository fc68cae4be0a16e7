"""A report with results: its figures stand in rows of two, on as many pages as they need."""

import re
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtPdf import QPdfDocument

from engine.evaluate.measures.confusion import confusion
from engine.report.figure import Line, draw, svg
from engine.report.grid_figure import matrix_drawing
from engine.report.page import Report
from gui.views.parts.image_export import pdf

X = np.arange(5.0)


@pytest.fixture
def report():
    plot = svg(draw([Line("a", X, X, "#0072b2")], title="loss", axis="Epoch", width=460, height=300))
    matrix = svg(matrix_drawing(confusion(np.arange(3), np.arange(3), classes=["a", "b", "c"]), title="M"))
    return Report(
        "Run 1", "now", (("Epochs", "3"),), (plot, plot, matrix, plot), (), (), (), "90 % are right."
    )


@pytest.mark.usefixtures("qapp")
def test_four_figures_and_the_sentence_are_on_one_page(report):
    content = pdf(report)
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1
    kept = QBuffer()
    kept.setData(QByteArray(content))
    kept.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(kept)
    assert "90 % are right." in document.getAllText(0).text()
    image = document.render(0, QSize(595, 842))
    blue = [
        (x, y)
        for y in range(0, 842, 3)
        for x in range(0, 595, 3)
        if image.pixelColor(x, y).blue() > image.pixelColor(x, y).red() + 60
    ]
    quarters = {(x > 297, y > 300) for x, y in blue}
    assert len(quarters) == 4
    document.close()
    document.deleteLater()


@pytest.mark.usefixtures("qapp")
def test_more_figures_than_a_page_can_show_are_on_the_next_one(report):
    many = replace(report, figures=report.figures * 3)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf(many))) == 2
