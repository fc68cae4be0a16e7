from typing import Annotated

import pytest
from pydantic import Field
from PySide6.QtWidgets import QScrollArea

from engine.settings.callbacks.early_stopping import EarlyStopping
from engine.settings.declaration.declare import Section, setting, walk
from engine.settings.fit import FitSettings
from gui.views.side.help_panel import HelpPanel, allowed


class Sample(Section):
    share: float = setting(0.2, title="Share", help="A share.", ge=0, lt=1)
    rate: Annotated[float, Field(gt=0)] | None = setting(
        None, title="Rate", help="A rate.", none_title="not set"
    )
    steps: int = setting(5, title="Steps", help="Steps.", ge=1, le=100_000, unit="steps")
    switch: bool = setting(True, title="Switch", help="A switch.")
    most: int = setting(5, title="Most", help="Most.", le=7)
    sort: str = setting("a", title="Kind", help="A kind.", choices={"a": "Category, one-hot", "b": "Text"})


def declared(name, *, section: type[Section] = Sample):
    return next(found for found in walk(section) if found.name == name)


@pytest.fixture
def panel(qtbot):
    made = HelpPanel()
    qtbot.addWidget(made)
    made.show()
    return made


def rows(panel):
    return {name: text.text() for name, (_, text) in panel._rows.items() if text.isVisible()}


def test_it_begins_with_an_invitation(panel):
    assert panel._pages.currentIndex() == 0


def test_a_setting_is_explained(panel):
    panel.show_setting(declared("patience", section=EarlyStopping))
    assert panel._keras.text() == "patience"
    assert panel._help.text()
    assert panel._title.text()
    panel.show_nothing()
    assert panel._pages.currentIndex() == 0


def test_an_argument_has_its_keras_name_and_others_have_none(panel):
    panel.show_setting(declared("batch_size", section=FitSettings))
    assert panel._keras.text() == "batch_size"
    panel.show_setting(declared("share"))
    assert not panel._keras.isVisible()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("share", "0 or more, below 1"),
        ("rate", "above 0"),
        ("steps", "1 to 100,000"),
        ("switch", ""),
        ("most", "7 or less"),
        ("sort", "Category, one-hot \u00b7 Text"),
    ],
)
def test_bounds_are_reported_in_words(name, text):
    assert allowed(declared(name)) == text


def test_defaults_are_reported(panel):
    panel.show_setting(declared("steps"))
    assert rows(panel)["default"] == "5 steps"
    panel.show_setting(declared("rate"))
    assert rows(panel)["default"] == "not set"
    panel.show_setting(declared("switch"))
    assert rows(panel)["default"] == "on"


@pytest.mark.parametrize("section", [FitSettings, EarlyStopping])
def test_every_setting_can_be_explained(panel, section):
    for found in walk(section):
        panel.show_setting(found)
        assert panel._help.text()


def test_a_long_line_of_the_script_is_broken_in_the_panel(panel):
    panel.resize(320, 400)
    line = '16: x = table.drop(columns=["cultivar", "another_long_column"]).to_numpy("float32")'
    panel.show_setting(declared("share"), line=line)
    area = panel.findChild(QScrollArea)
    assert area.widget().minimumSizeHint().width() <= area.viewport().width()
    assert rows(panel)["script"].replace("\u200b", "") == line
