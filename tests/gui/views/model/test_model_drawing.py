import pytest
from PySide6.QtCore import Qt

from engine.models.overview.drawn import Arrow, Card, ModelDrawing
from engine.models.overview.summary import LayerRow, ModelSummary
from gui.views.model.model_preview import ModelPreview
from gui.views.model.model_scene import svg_of
from gui.views.parts.image_export import picture, png

DRAWING = ModelDrawing(
    (Card("first", "Dense", "8", 72, False, 0, 0), Card("second", "Dense", "3", 27, True, 0, 100)),
    (Arrow(0, 1, ((108, 66), (108, 100))),),
    216,
    166,
)


@pytest.fixture
def preview(qtbot):
    made = ModelPreview()
    qtbot.addWidget(made)
    made.resize(420, 700)
    made.show()
    made.show_summary(ModelSummary((LayerRow("first", "Dense", "8", 72, 72),), 99, 72, 27, 396, 0, DRAWING))
    return made


def test_the_drawing_is_the_second_tab_and_stays_chosen(preview, qtbot):
    assert not preview.drawing.isVisible()
    preview.tabs.setFocus()
    qtbot.keyClick(preview.tabs, Qt.Key.Key_Right)
    assert preview.drawing.isVisible()
    preview.show_problem("no data")
    assert not preview.drawing.isVisible()
    preview.show_summary(ModelSummary((), 0, 0, 0, 0, 0, DRAWING))
    assert preview.drawing.isVisible()
    assert len(preview.drawing.canvas.scene().items()) == 3


def test_without_a_drawing_there_are_no_tabs(preview):
    preview.show_summary(ModelSummary((), 0, 0, 0, 0))
    assert not preview.tabs.isVisible()


def test_keys_and_buttons_zoom(preview, qtbot):
    preview.tabs.setCurrentIndex(1)
    canvas = preview.drawing.canvas
    assert canvas.scale_now == 1
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.scale_now == pytest.approx(1.25)
    qtbot.mouseClick(preview.drawing.smaller, Qt.MouseButton.LeftButton)
    qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    assert canvas.scale_now == pytest.approx(0.8)
    for _ in range(20):
        qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.scale_now == pytest.approx(4)
    qtbot.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.scale_now == pytest.approx(1)


def test_a_wide_model_begins_readable(preview):
    preview.tabs.setCurrentIndex(1)
    preview.drawing.show_drawing(ModelDrawing(DRAWING.cards, DRAWING.arrows, 4000, 166))
    assert preview.drawing.canvas.scale_now == pytest.approx(0.6)


def test_it_is_drawn_as_svg_and_as_pixels(preview, qtbot):
    drawn = svg_of(DRAWING)
    assert "<svg" in drawn
    assert ">first<" in drawn
    image = picture(drawn)
    assert (image.width(), image.height()) == (2 * 256, 2 * 206)
    assert len({image.pixel(x, 60) for x in range(image.width())}) > 2  # it is not blank
    assert png(drawn).startswith(b"\x89PNG")
    with qtbot.waitSignal(preview.drawing.save_asked) as asked:
        preview.drawing.save_button.click()
    assert asked.args == [DRAWING]


@pytest.mark.usefixtures("qtbot")
def test_a_very_long_model_is_one_picture_to_its_end():
    last = Card("last", "Dense", "8", 72, False, 0, 39_900)
    image = picture(svg_of(ModelDrawing((last,), (), 216, 39_966)))
    assert image.height() == 32_000
    row = round(32_000 * (20 + 39_930) / 40_006)
    assert len({image.pixel(x, row) for x in range(image.width())}) > 1
