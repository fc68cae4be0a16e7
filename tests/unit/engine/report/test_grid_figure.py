"""The matrix and tables of a figure show their numbers where they belong."""

from xml.etree import ElementTree as ET

import numpy as np
import pytest

from engine.evaluate.measures.confusion import confusion
from engine.report.figure import svg
from engine.report.grid_figure import (
    PlacedImage,
    blend,
    images_drawing,
    matrix_drawing,
    strength,
    table_drawing,
)

NAMES = {"s": "http://www.w3.org/2000/svg"}


def parsed(drawing):
    return ET.fromstring(svg(drawing))  # noqa: S314 - it is our own text


def texts(root):
    return [text.text for text in root.iterfind(".//s:text", NAMES)]


def test_each_cell_with_examples_is_a_square_with_its_count():
    truth, answer = np.array([0] * 1200 + [0, 1, 1]), np.array([0] * 1200 + [1, 1, 1])
    matrix = confusion(truth, answer, classes=["a <b>", "고양이"])
    root = parsed(matrix_drawing(matrix, title="Confusion"))
    squares = [box.get("fill") for box in root.iterfind(".//s:rect", NAMES)][2:]
    assert len(squares) == 3
    assert squares[2] == blend("#ffffff", "#0072b2", amount=1.0)
    found = texts(root)
    assert {"1,200", "1", "2", "a <b>", "고양이", "Confusion"} <= set(found)
    shares = texts(parsed(matrix_drawing(matrix, title="Confusion", shares=True)))
    assert {"99.9", "0.1", "100"} <= set(shares)


def test_many_classes_have_no_names_and_only_cells_with_examples():
    truth = np.arange(300)
    matrix = confusion(truth, truth, classes=[f"class {number}" for number in range(300)])
    root = parsed(matrix_drawing(matrix, title="Confusion"))
    assert len(root.findall(".//s:rect", NAMES)) == 2 + 300
    assert "class 7" not in texts(root)


def test_a_matrix_without_classes_or_examples_is_a_figure():
    assert texts(parsed(matrix_drawing(confusion(np.empty(0, int), np.empty(0, int), classes=[]), title="x")))


def test_a_small_share_is_seen_and_a_whole_one_is_strongest():
    assert strength(np.array([0.0, 0.01, 1.0, 2.0])) == pytest.approx([0, 0.1, 1, 1])


def test_a_table_is_aligned_by_what_its_columns_hold():
    root = parsed(
        table_drawing(("Class", "F1"), [("a & b", "0.9"), ("x" * 99, "1")], title="T", numeric=(False, True))
    )
    anchors = [text.get("text-anchor") for text in root.iterfind(".//s:text", NAMES)][1:]
    assert anchors == ["start", "end"] * 3
    assert "a & b" in texts(root)
    assert f"{'x' * 41}…" in texts(root)


def test_pictures_stand_in_rows():
    root = parsed(images_drawing([PlacedImage("AAAA", "8 → 1", "90 %")] * 7, title="T", columns=3))
    places = [(image.get("x"), image.get("y")) for image in root.iterfind(".//s:image", NAMES)]
    assert len(set(places)) == 7
    assert len({x for x, _ in places}) == 3
