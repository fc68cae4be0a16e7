import pytest

from engine.settings.data.kinds import ArraysData, KerasData
from gui.control.project.settings_model import SettingsModel
from gui.pages.data_page import DataPage


@pytest.fixture
def page(qtbot):
    model = SettingsModel()
    made = DataPage(model)
    qtbot.addWidget(made)
    made.show()
    yield made
    model.deleteLater()


def test_a_download_is_reported_with_how_far_it_is(page):
    page.show_busy(True)
    page.show_progress(3, 8, "")
    assert not page._doing.isVisible()
    page.show_progress(41_000_000, 169_000_000, "Downloading CIFAR-100 from Keras")
    assert page._doing.text() == "Downloading CIFAR-100 from Keras: 41.0 MB of 169.0 MB"
    assert page._reading.value() == 41_000_000
    page.show_progress(0, 0, "Downloading CIFAR-100 from Keras")  # before an answer has come
    assert page._doing.text() == "Downloading CIFAR-100 from Keras"
    page.show_busy(False)
    assert not page._doing.isVisible()
    page.show_busy(True)
    assert not page._doing.isVisible()


def test_samples_step_back_for_a_set_of_keras_as_for_a_file(page):
    folded = []
    for data in (ArraysData(), ArraysData(path="a.npz"), KerasData()):
        page.model.edit("data", data)
        page.show_project(page.model.project)
        folded.append(page.samples._line.isVisible())
    assert folded == [False, True, True]
