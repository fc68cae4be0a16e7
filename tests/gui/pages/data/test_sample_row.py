import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from gui.control.project.settings_model import SettingsModel
from gui.pages.data.sample_row import SampleRow
from gui.pages.data.samples import samples
from gui.pages.data_page import DataPage


@pytest.fixture
def row(qtbot):
    made = SampleRow()
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_card_gives_its_sample(row, qtbot):
    card = row.findChildren(QToolButton)[2]
    with qtbot.waitSignal(row.taken) as taken:
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert taken.args == [samples()[2]]
    assert card.accessibleName() == samples()[2].title


def test_a_link_of_the_line_gives_its_sample(row, qtbot):
    row.fold(True)
    assert not row._cards.isVisible()
    assert all(sample.title in row._line.text() for sample in samples())
    with qtbot.waitSignal(row.taken) as taken:
        row._line.linkActivated.emit("4")
    assert taken.args == [samples()[4]]


def test_the_cards_step_back_when_there_is_data(qtbot):
    model = SettingsModel()
    page = DataPage(model)
    qtbot.addWidget(page)
    assert page.samples._line.isHidden() is (not model.project.data.source)
    page.take_sample(samples()[1])
    assert not page.samples._line.isHidden()
    assert page.samples._cards.isHidden()
    model.deleteLater()
