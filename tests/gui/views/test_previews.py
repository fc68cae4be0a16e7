from dataclasses import dataclass, replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from engine.data.dataset import Dataset, LeftOut
from engine.data.describe import describe
from engine.data.kind_facts import AsRead
from gui.views.data.data_preview import DataPreview
from gui.views.data.example_dialog import ExampleDialog
from gui.views.data.example_grid import image_of
from gui.views.model.model_preview import ModelPreview


def dataset(x, **more):
    plain = Dataset(
        kind="arrays",
        task="classification",
        x=x,
        y=np.arange(len(x)) % 2,
        class_names=("고양이", "dog"),
        fingerprint="",
    )
    return replace(plain, **more)


@pytest.fixture
def preview(qtbot):
    made = DataPreview()
    qtbot.addWidget(made)
    made.resize(360, 800)
    made.show()
    return made


def facts(preview):
    return {name: label.text() for name, label in preview._values.items()}


class TestDataPreview:
    def test_before_there_is_data_it_says_so(self, preview):
        assert preview._waiting.isVisible()

    def test_pictures_are_thumbnails(self, preview):
        preview.show_description(describe(dataset(np.zeros((6, 8, 8, 1), np.uint8))))
        assert facts(preview)["Shape"] == "8 × 8 × 1"
        assert facts(preview)["Examples"] == "6"
        assert preview._grid.isVisible()
        assert not preview._table.isVisible()
        assert [row[:2] for row in preview._classes._rows] == [("고양이", 3), ("dog", 3)]
        preview.grab()

    def test_windows_are_curves(self, preview):
        x = np.random.default_rng(1).random((4, 12, 3)).astype(np.float32)
        x[0, :, 0] = np.nan
        x[1, :, 1] = 5
        preview.show_description(describe(dataset(x)))
        assert preview._grid.isVisible()
        preview.grab()

    def test_what_follows_a_window_is_said_to_be_next(self, preview):
        x = np.random.default_rng(1).random((4, 12, 1)).astype(np.float32)
        series = dataset(
            x,
            kind="series",
            task="regression",
            y=np.array([[26.3, 1], [20, 2], [21, 3], [22, 4]], np.float32),
            class_names=(),
            feature_names=("a +1",),
            target_names=("a +1 +1", "a +1 +2"),
        )
        preview.show_description(describe(series))
        assert preview._grid._label(preview._grid._examples[0]) == "next: 26.3, 1"
        assert not preview._ranges.isVisible()  # a series is drawn

    def test_tables_are_rows(self, preview):
        x = np.arange(8, dtype=np.float32).reshape(4, 2)
        preview.show_description(describe(dataset(x, kind="table", feature_names=("height", "width"))))
        assert preview._table.isVisible()
        titles = [preview._table.horizontalHeaderItem(column).text() for column in range(3)]
        assert titles == ["class", "height", "width"]
        assert preview._ranges.item(1, 3).text() == "7"

    @pytest.mark.parametrize("kind", ["images", "table"])
    def test_a_click_on_an_example_enlarges_it_and_says_which_it_is(self, preview, kind, qtbot):
        images = kind == "images"
        x = np.zeros((6, 8, 8, 1), np.uint8) if images else np.arange(12, dtype=np.float32).reshape(6, 2)
        names = tuple(f"cat/{number}.png" for number in range(6)) if images else ()
        features = () if images else ("height", "width")
        preview.show_description(describe(dataset(x, kind=kind, names=names, feature_names=features)))
        view = preview._grid if images else preview._table.viewport()
        place = QPoint(100, 20) if images else QPoint(20, 40)  # the second picture, the second row
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
        (dialog,) = preview.findChildren(ExampleDialog)
        assert dialog.isVisible()
        assert dialog._name.text() == ("cat/1.png" if images else "Example 2 of 6")
        qtbot.waitUntil(dialog.isActiveWindow)
        QTest.keyClick(dialog, Qt.Key.Key_Left)
        assert dialog._name.text() == ("cat/0.png" if images else "Example 1 of 6")
        assert not dialog.before.isEnabled()
        dialog.grab()
        if not images:
            assert dialog.values.item(1, 0).text() == "width"
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    def test_return_on_a_row_enlarges_it_and_says_which_row_of_the_file_it_is(self, preview, qtbot):
        x = np.arange(12, dtype=np.float32).reshape(6, 2)
        numbers = np.array([2, 3, 5, 8, 9, 10])
        rows = AsRead((), (), numbers)
        preview.show_description(describe(dataset(x, kind="table", feature_names=("a", "b"), as_read=rows)))
        preview._table.setFocus()
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
            QTest.keyClick(preview._table, key)
        (dialog,) = preview.findChildren(ExampleDialog)
        assert dialog._name.text().startswith("row ")
        place = preview._table.currentRow()
        shown = describe(dataset(x, kind="table", feature_names=("a", "b"), as_read=rows)).examples[place]
        assert dialog._name.text() == f"row {numbers[shown.index]}"
        qtbot.waitUntil(dialog.isActiveWindow)
        dialog.values.setFocus()
        QTest.keyClick(dialog.values, Qt.Key.Key_Left)
        assert dialog.place == place - 1
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    def test_return_on_the_frame_enlarges_too(self, preview, qtbot):
        preview.show_description(describe(dataset(np.zeros((6, 8, 8, 1), np.uint8))))
        with qtbot.waitSignal(preview._grid.opened) as asked:
            QTest.keyClick(preview._grid, Qt.Key.Key_Right)
            QTest.keyClick(preview._grid, Qt.Key.Key_Return)
        assert asked.args == [1]
        preview.findChildren(ExampleDialog)[0].close()

    def test_what_was_left_out_is_named(self, preview):
        left = (LeftOut("cat/broken.png", "is not an image"),)
        preview.show_description(describe(dataset(np.zeros((4, 8, 8, 1), np.uint8), left_out=left)))
        assert preview._left_out.isVisible()
        assert preview._left_out_text.text() == "cat/broken.png: is not an image"
        preview.show_description(describe(dataset(np.zeros((4, 8, 8, 1), np.uint8))))
        assert not preview._left_out.isVisible()

    def test_more_classes_than_fit_are_summed_up(self, preview):
        x = np.zeros((60, 4), np.float32)
        names = tuple(f"class {number}" for number in range(30))
        preview.show_description(describe(dataset(x, y=np.arange(60) % 30, class_names=names)))
        assert preview._classes._rows[-1][:2] == ("6 more", 12)

    def test_a_picture_keeps_its_colours(self):
        x = np.zeros((2, 4, 5, 3), np.uint8)
        x[..., 0] = 200
        image = image_of(describe(dataset(x)).examples[0].values)
        assert (image.width(), image.height()) == (5, 4)
        assert image.pixelColor(4, 3).name() == "#c80000"

    def test_a_narrow_grid_is_higher(self, preview):
        preview.show_description(describe(dataset(np.zeros((24, 8, 8, 1), np.uint8))))
        assert preview._grid.heightForWidth(100) > preview._grid.heightForWidth(600)


@dataclass(frozen=True)
class Row:
    name: str
    layer: str
    output: str
    parameters: int


@dataclass(frozen=True)
class Summary:
    rows: tuple
    total: int
    trainable: int
    bytes: int
    memory: int = 0
    drawing: None = None


class TestModelPreview:
    @pytest.fixture
    def model(self, qtbot):
        made = ModelPreview()
        qtbot.addWidget(made)
        made.show()
        return made

    def test_layers_and_totals_are_shown(self, model):
        model.show_summary(Summary((Row("dense", "Dense", "10", 650),), 650, 640, 2600))
        assert [model._table.item(0, column).text() for column in range(4)] == ["dense", "Dense", "10", "650"]
        assert model._totals.text() == "650 parameters, 640 of them trained; 2.6 KB"

    def test_figures_and_their_title_stand_at_the_right(self, model):
        model.show_summary(Summary((Row("dense", "Dense", "10", 41200),), 650, 640, 2600))
        assert model._table.item(0, 3).text() == "41,200"
        for item in (model._table.item(0, 3), model._table.horizontalHeaderItem(3)):
            assert item.textAlignment() & Qt.AlignmentFlag.AlignRight

    def test_a_problem_takes_the_place_of_the_table(self, model):
        model.show_summary(Summary((Row("dense", "Dense", "10", 650),), 650, 640, 2600))
        model.show_problem("Set fewer blocks.")
        assert model._problem.isVisible()
        assert model._sentence.text() == "Set fewer blocks."
        assert not model._table.isVisible()
        model.show_waiting()
        assert not model._problem.isVisible()
        assert model._waiting.isVisible()
