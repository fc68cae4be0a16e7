from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from engine.inspect.facts import DataFacts
from engine.inspect.untrusted import untrusted
from engine.models.overview.outline import Outline
from engine.problems import Problem
from engine.settings.model import CnnModel, CodeModel, DenseModel, LstmModel
from engine.settings.presets.images import ResnetModel
from engine.settings.presets.network import TransferModel
from engine.settings.stack.dense import DenseLayer
from engine.settings.stack.model import StackModel
from gui.control.program.trusted_files import TrustedFiles
from gui.control.project.settings_model import SettingsModel
from gui.forms.sections.group_chooser import GroupChooser
from gui.pages.model_page import ModelPage


def facts(shape, *, is_image):
    return DataFacts(
        kind="arrays",
        task="classification",
        ordered=False,
        train=1438,
        validation=359,
        class_names=("a", "b"),
        is_image=is_image,
        shape=shape,
    )


@pytest.fixture
def model():
    made = SettingsModel()
    yield made
    made.deleteLater()


@pytest.fixture
def page(model, qtbot):
    made = ModelPage(model, TrustedFiles(model))
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def chooser(page):
    assert isinstance(page.form.chooser, GroupChooser)
    return page.form.chooser


def button(chooser, kind):
    return chooser.group.button(chooser.kinds.index(kind))


def test_nothing_is_proposed_before_the_data_is_known(page):
    assert page.proposal.isHidden()


def test_a_proposal_is_one_edit_that_can_be_undone(page, model, qtbot):
    page.show_facts(facts((8, 8, 1), is_image=True))
    assert not page.proposal.isHidden()
    assert model.project.model == DenseModel()
    qtbot.mouseClick(page.proposal.button, Qt.MouseButton.LeftButton)
    assert model.project.model == CnnModel(filters=(32, 64))
    assert page.proposal.isHidden()
    model.undo_stack.undo()
    assert model.project.model == DenseModel()
    assert not page.proposal.isHidden()


def test_kinds_that_cannot_read_the_data_are_grey_and_say_why(page, chooser):
    page.show_facts(facts((4,), is_image=False))
    cnn = button(chooser, CnnModel)
    assert not cnn.isEnabled()
    assert "images" in cnn.toolTip()
    assert button(chooser, DenseModel).isEnabled()
    page.show_facts(facts((8, 8, 1), is_image=True))
    assert cnn.isEnabled()
    assert cnn.toolTip() != ""


def captions(page):
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible()]


def test_why_a_kind_is_grey_stands_below_it_readable_without_hovering(page, chooser):
    page.show_facts(facts((8, 8, 1), is_image=True))  # too small for one image model alone
    for kind in chooser.kinds:
        one = button(chooser, kind)
        if not one.isEnabled():
            assert any(one.toolTip() in text for text in captions(page)), kind
            assert one.accessibleDescription() == one.toolTip()
    (of_transfer,) = [text for text in captions(page) if text.startswith(f"{TransferModel.title}: ")]
    assert button(chooser, TransferModel).toolTip() in of_transfer


def test_image_models_are_grey_for_a_series(page, chooser):
    series = replace(facts((24, 2), is_image=False), kind="series", ordered=True)
    page.show_facts(series)
    assert not button(chooser, ResnetModel).isEnabled()
    assert any(button(chooser, ResnetModel).toolTip() in text for text in captions(page))
    assert button(chooser, LstmModel).isEnabled()


def test_image_models_are_grey_for_sequences_that_are_padded(page, chooser):
    page.show_facts(replace(facts((29, 12), is_image=False), padding=0.0))
    assert not button(chooser, CnnModel).isEnabled()
    assert any(button(chooser, CnnModel).toolTip() in text for text in captions(page))
    assert button(chooser, LstmModel).isEnabled()


def test_the_chosen_kind_is_never_grey(page, model, chooser):
    model.edit("model", CnnModel())
    page.show_facts(facts((4,), is_image=False))
    assert button(chooser, CnnModel).isEnabled()


def test_a_button_chooses_its_kind(model, chooser, qtbot):
    qtbot.mouseClick(button(chooser, ResnetModel), Qt.MouseButton.LeftButton)
    assert model.project.model == ResnetModel()
    assert chooser.about.text().startswith("Convolutions that are added")


def test_a_preset_becomes_a_stack_and_comes_back_by_undo(page, model):
    stack = StackModel(layers=(DenseLayer(units=5),))
    before = model.project.model
    page.show_outline(Outline("Input", "Dense", stack=stack))
    assert page.begin.isEnabled()
    assert page.stack_card.isHidden()
    page.begin.click()
    assert model.project.model == stack
    assert not page.stack_card.isHidden()
    assert page.begin.isHidden()
    model.undo_stack.undo()
    assert model.project.model == before


def test_what_cannot_become_a_stack_says_so_by_a_grey_button(page, model):
    page.show_outline(Outline("Input", "Dense"))
    assert not page.begin.isEnabled()
    assert page.begin.accessibleDescription() in captions(page)
    page.show_outline(Outline("Input", "Dense", stack=StackModel()))
    model.edit("model", LstmModel())  # what was found was for another model
    assert not page.begin.isEnabled()


def test_a_problem_of_a_layer_stands_in_its_row_and_is_gone_to(page, model):
    model.edit("model", StackModel())
    page.show_problems([Problem("model.layers.1.units", "Too many.")])
    page.focus_field("model.layers.1.units")
    assert page.layers.list.currentRow() == 1
    assert page.layers.form.row("model.layers.1.units").message.text() == "Too many."


def test_a_custom_file_is_shown_and_trusted(page, model, tmp_path, qtbot):
    file = tmp_path / "mine.py"
    file.write_text("def build_model(): ...\n")
    assert not page.custom_file.isVisible()
    model.edit("model", CodeModel(path=str(file)))
    assert page.custom_file.isVisible()
    assert page.custom_file.source.toPlainText() == file.read_text()
    (problem,) = untrusted(model.project, None)
    assert problem.path == "model.path"
    qtbot.mouseClick(page.custom_file.trust, Qt.MouseButton.LeftButton)
    assert not list(untrusted(model.project, None))
    model.edit("model", DenseModel())
    assert not page.custom_file.isVisible()
