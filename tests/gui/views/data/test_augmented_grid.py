"""The grid of originals and their variants."""

import numpy as np
from pytestqt.qtbot import QtBot

from engine.data.kind_facts import Variant, Variants
from gui.views.data.augmented_grid import VariantGrid


def made(columns: int, *, shade: int = 200) -> Variants:
    picture = np.full((8, 8, 3), shade, np.uint8)
    return Variants(tuple(tuple(Variant(picture, "cat") for _ in range(columns)) for _ in range(3)), True)


def test_a_whole_row_fits_and_a_narrow_grid_has_smaller_cells(qtbot: QtBot) -> None:
    grid = VariantGrid()
    qtbot.addWidget(grid)
    grid.show_variants(made(5))
    assert grid.count == 15
    assert grid.heightForWidth(250) < grid.heightForWidth(400)
    assert grid.heightForWidth(600) == grid.heightForWidth(5000)


def test_what_is_shown_is_drawn_and_pale_while_it_is_old(qtbot: QtBot) -> None:
    grid = VariantGrid()
    qtbot.addWidget(grid)
    grid.resize(500, 400)
    empty = grid.grab().toImage()
    grid.show_variants(made(4))
    first = grid.grab().toImage()
    grid.setEnabled(False)
    pale = grid.grab().toImage()
    grid.setEnabled(True)
    grid.show_variants(made(4, shade=20))
    assert len({bytes(image.constBits()) for image in (empty, first, pale, grid.grab().toImage())}) == 4


def test_series_are_drawn_as_curves(qtbot: QtBot) -> None:
    grid = VariantGrid()
    qtbot.addWidget(grid)
    grid.resize(500, 200)
    wave = np.sin(np.arange(40.0))[:, None]
    grid.show_variants(Variants(((Variant(wave, ""), Variant(wave * 2, "")),), False))
    image = grid.grab().toImage()
    assert len({image.pixel(x, y) for x in range(5, 80) for y in range(20, 100)}) > 3
