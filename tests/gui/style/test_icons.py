"""Icons are drawn in the size that is asked for, when it is asked for."""

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from gui.style.icons import Icons
from gui.style.tokens import DARK, LIGHT


@pytest.fixture
def stop(qapp: QApplication) -> QIcon:
    assert qapp is not None
    return Icons(LIGHT).icon("stop", "danger")


def middle(image: QImage) -> QColor:
    return image.pixelColor(image.width() // 2, image.height() // 2)


@pytest.mark.parametrize("size", [7, 16, 33, 128])
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_it_has_every_pixel_of_the_screen(stop: QIcon, size: int, ratio: float) -> None:
    made = stop.pixmap(QSize(size, size), ratio)
    assert made.size() == QSize(round(size * ratio), round(size * ratio))
    assert made.devicePixelRatio() == pytest.approx(
        made.width() / size, rel=0.06
    )  # Qt rounds it for odd sizes
    assert middle(made.toImage()) == QColor(LIGHT.danger)


def test_it_is_square_in_any_room(stop: QIcon) -> None:
    assert stop.actualSize(QSize(40, 20)) == QSize(20, 20)
    assert stop.pixmap(QSize(40, 20)).size() == QSize(20, 20)


def test_no_room_is_no_picture(stop: QIcon) -> None:
    assert stop.pixmap(QSize(0, 20)).isNull()


def test_it_is_drawn_where_it_is_asked_to_be(stop: QIcon) -> None:
    ground = QPixmap(60, 40)
    ground.fill(Qt.GlobalColor.white)
    painter = QPainter(ground)
    stop.paint(painter, QRect(30, 10, 20, 20))
    painter.end()
    assert middle(ground.copy(30, 10, 20, 20).toImage()) == QColor(LIGHT.danger)
    assert ground.toImage().pixelColor(10, 20) == QColor(Qt.GlobalColor.white)


def test_a_copy_that_is_changed_leaves_the_icon_alone(stop: QIcon) -> None:
    copy = QIcon(stop)
    red = QPixmap(20, 20)
    red.fill(QColor("#ff0000"))
    copy.addPixmap(red)
    assert middle(stop.pixmap(20, 20).toImage()) == QColor(LIGHT.danger)


def test_one_icon_is_made_once(qapp: QApplication) -> None:
    assert qapp is not None
    icons = Icons(DARK)
    assert icons.icon("stop", "text").cacheKey() == icons.icon("stop", "text").cacheKey()
    assert icons.icon("stop", "text").cacheKey() != icons.icon("stop", "danger").cacheKey()


def test_an_unknown_icon_is_an_error_at_once() -> None:
    with pytest.raises(FileNotFoundError):
        Icons(LIGHT).icon("unheard-of", "text")
