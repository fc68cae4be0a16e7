from typing import Any

import pytest

from engine.settings.declaration.declare import Declared, Section, alternatives, setting, walk
from engine.settings.declaration.tree import is_section_list
from gui.forms.editors.check_list_editor import CheckListEditor
from gui.forms.editors.choice_editors import ComboEditor
from gui.forms.editors.registry import KINDS, editor_for, kind_for
from tests.unit.engine.settings.strategies import all_sections


def leaves() -> list[Declared]:
    return [
        declared
        for section in all_sections()
        for declared in walk(section)
        if not alternatives(declared.annotation) and not is_section_list(declared.annotation)
    ]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("declared", leaves(), ids=lambda found: f"{found.owner.__name__}.{found.name}")
def test_every_setting_has_an_editor_that_shows_its_default(declared: Declared) -> None:
    editor = editor_for(declared)
    editor.show_value(declared.default)
    found = editor.read()
    assert (found, type(found)) == (declared.default, type(declared.default))
    editor.deleteLater()


def test_every_line_of_the_table_is_used() -> None:
    used = {kind_for(declared).name for declared in leaves()}
    assert used == {kind.name for kind in KINDS}


def test_every_special_editor_is_in_the_table() -> None:
    # a name that no line knows would fall through to the plain editor of its type, unnoticed
    plain = {kind.name for kind in KINDS if not kind.fits(named("no such editor"))}
    for declared in leaves():
        if declared.info.editor:
            assert kind_for(declared).name in plain | {"number by name", "text by name"}, declared.info.editor


def named(editor: str) -> Declared:
    class Example(Section):
        value: str = setting("", title="Value", help="A value.", editor=editor)

    return next(walk(Example))


def test_a_type_without_editor_is_an_error() -> None:
    class Example(Section):
        value: set[int] = setting(frozenset(), title="Value", help="A value.")

    with pytest.raises(TypeError, match=r"no editor for Example\.value"):
        kind_for(next(walk(Example)))


def test_walking_finds_nested_settings() -> None:
    found: set[Any] = {declared.owner.__name__ for declared in leaves()}
    assert {"Adam", "CosineDecay", "EarlyStopping", "FitSettings"} <= found


@pytest.mark.parametrize("declared", leaves(), ids=lambda found: f"{found.owner.__name__}.{found.name}")
@pytest.mark.usefixtures("qapp")
def test_choices_can_be_distinguished(declared: Declared) -> None:
    editor = editor_for(declared)
    if isinstance(editor, ComboEditor):
        texts = [editor.combo.itemText(row) for row in range(editor.combo.count())]
        assert len(set(texts)) == len(texts)
    elif isinstance(editor, CheckListEditor):
        texts = [editor.list.item(row).text() for row in range(editor.list.count())]
        assert len(set(texts)) == len(texts)
    editor.deleteLater()
