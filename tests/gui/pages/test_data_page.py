import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.inspect.facts import DataFacts
from engine.settings.augmentation import Flip, MixUp
from engine.settings.data.kinds import ArraysData, KerasData, TableData
from gui.control.project.open_project import empty_project
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


def top(page, widget):
    return widget.mapTo(page.widget(), widget.rect().topLeft()).y()


def test_what_is_in_it_stands_directly_below_the_choice_on_a_narrow_page(page, qtbot):
    page.resize(660, 800)
    qtbot.waitUntil(lambda: page.viewport().width() < 700)
    assert top(page, page.source_form) < top(page, page.preview) < top(page, page.data_form)
    assert top(page, page.data_form) < top(page, page.augmentation)
    assert page.preview.isVisible()
    assert not page.augmentation_form.isVisible()
    QTest.mouseClick(page.augmentation.button, Qt.MouseButton.LeftButton)
    assert page.augmentation_form.isVisible()


def test_the_kinds_fold_to_one_line_and_unfold(page):
    folding = page.source_form.folding
    assert not folding.cards.isVisible()
    QTest.mouseClick(folding.change, Qt.MouseButton.LeftButton)
    assert folding.cards.isVisible()
    kinds = list(folding.kinds)
    QTest.mouseClick(folding.cards.group.button(kinds.index(TableData)), Qt.MouseButton.LeftButton)
    assert isinstance(page.model.project.data, TableData)
    assert not folding.cards.isVisible()
    assert folding.change.hasFocus()


def test_an_empty_project_shows_only_what_to_do_first(page):
    page.model.load(empty_project())
    assert page._begin.isVisible()
    assert page.source_form.folding.cards.isVisible()
    assert page.samples._cards.isVisible()
    for later in (page.preview, page.data_form, page.augmentation):
        assert not later.isVisible()
    page.take_sample(page.samples._samples[0])
    assert not page._begin.isVisible()
    assert page.preview.isVisible()


def test_changes_that_do_not_apply_to_the_data_cannot_be_added_and_say_why(page):
    page.model.edit("data", TableData(path="a.csv"))
    page.show_facts(DataFacts(kind="table", task="classification", outputs=3, shape=(4,)))
    picker = page.augmentation_form.tools.picker
    picker.show_found("")
    (flip,) = picker.list.findItems(Flip.title, Qt.MatchFlag.MatchExactly)
    (mixup,) = picker.list.findItems(MixUp.title, Qt.MatchFlag.MatchExactly)
    assert not flip.flags() & Qt.ItemFlag.ItemIsEnabled
    assert "it is for images" in flip.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert mixup.flags() & Qt.ItemFlag.ItemIsEnabled
    page.show_facts(None)
    assert flip.flags() & Qt.ItemFlag.ItemIsEnabled
