"""The Fit page follows the data: losses that do not fit are grey, and say what they are for."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.inspect.facts import DataFacts
from engine.models.task_losses import fitting_losses
from engine.settings.augmentation import MixUp
from engine.settings.losses import LOSSES
from gui.control.project.settings_model import SettingsModel
from gui.pages.fit_page import FitPage


@pytest.fixture
def page(qtbot):
    model = SettingsModel()
    made = FitPage(model)
    qtbot.addWidget(made)
    made.show()
    yield made
    model.deleteLater()


@pytest.mark.parametrize(
    ("task", "outputs"), [("regression", 1), ("classification", 2), ("classification", 3)]
)
def test_losses_that_do_not_fit_are_grey_and_say_what_they_are_for(page, task, outputs):
    page.show_facts(DataFacts(kind="table", task=task, outputs=outputs, shape=(4,)))
    combo = page.compile_form.row("compile.loss").editor.combo
    items, fitting = combo.model(), fitting_losses(task, outputs)
    for place, (name, loss) in enumerate(LOSSES.items(), start=1):
        enabled = bool(items.flags(items.index(place, 0)) & Qt.ItemFlag.ItemIsEnabled)
        assert enabled == (name in fitting)
        if enabled:
            assert combo.itemText(place) == loss.title
        else:
            assert combo.itemText(place).startswith(f"{loss.title} – for ")
            described = combo.itemData(place, Qt.ItemDataRole.AccessibleDescriptionRole)
            assert combo.itemText(place).endswith(described)


def test_a_loss_that_takes_no_shares_is_grey_beside_mixup_and_says_so_in_its_list(page):
    page.show_facts(DataFacts(kind="images", task="classification", outputs=3, shape=(8, 8, 1)))
    combo = page.compile_form.row("compile.loss").editor.combo
    place = list(LOSSES).index("sparse_categorical_crossentropy") + 1
    assert combo.itemText(place) == LOSSES["sparse_categorical_crossentropy"].title
    page.model.edit("augmentation", (MixUp(),))
    assert combo.itemText(place).endswith(" – not with MixUp or CutMix")
    assert not combo.model().flags(combo.model().index(place, 0)) & Qt.ItemFlag.ItemIsEnabled
    other = list(LOSSES).index("categorical_crossentropy") + 1
    assert combo.model().flags(combo.model().index(other, 0)) & Qt.ItemFlag.ItemIsEnabled
    page.model.edit("augmentation", (MixUp(enabled=False),))
    assert combo.itemText(place) == LOSSES["sparse_categorical_crossentropy"].title


def test_a_split_by_class_is_grey_where_there_are_no_classes_and_says_so(page, qtbot):
    page.show_facts(DataFacts(kind="table", task="regression", outputs=1, shape=(4,), train=8, validation=2))
    row = page.fit_form.row("fit.validation_method")
    combo = row.editor.combo
    assert combo.currentText() == "Stratified by class", "the box has no room for more"
    assert "no classes" in row.note.text()
    page.ensureWidgetVisible(combo)
    QTest.keyClick(combo, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.model.project.fit.validation_method == "random")
    QTest.keyClick(combo, Qt.Key.Key_Up)
    assert page.model.project.fit.validation_method == "random", "the keys pass over what is grey"
    place = combo.findText("Stratified by class – for classes")
    assert not combo.model().flags(combo.model().index(place, 0)) & Qt.ItemFlag.ItemIsEnabled
    page.model.undo_stack.undo()
    assert combo.currentText() == "Stratified by class"
    page.show_facts(DataFacts(kind="table", task="classification", outputs=3, shape=(4,)))
    assert combo.model().flags(combo.model().index(place, 0)) & Qt.ItemFlag.ItemIsEnabled


def test_the_arrow_keys_pass_over_a_grey_loss(page):
    page.show_facts(DataFacts(kind="table", task="regression", outputs=1, shape=(4,)))
    combo = page.compile_form.row("compile.loss").editor.combo
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert page.model.project.compile.loss == fitting_losses("regression", 1)[0]


def test_what_is_said_of_grey_losses_does_not_widen_the_page(page, qtbot):
    page.resize(640, 700)
    combo = page.compile_form.row("compile.loss").editor.combo
    before = combo.sizeHint().width()
    page.show_facts(DataFacts(kind="table", task="regression", outputs=1, shape=(4,)))
    assert combo.sizeHint().width() <= before + 12
    qtbot.wait(30)
    assert page.horizontalScrollBar().maximum() == 0
    assert combo.view().minimumWidth() > combo.sizeHint().width(), "the list has room for the words"
