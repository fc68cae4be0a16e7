import pytest

from engine.settings.callbacks import EarlyStopping, ReduceLROnPlateau
from engine.settings.declaration.declare import walk
from engine.settings.fit import FitSettings
from gui.views.side.reference_view import ReferenceView


@pytest.fixture
def view(qtbot):
    made = ReferenceView()
    qtbot.addWidget(made)
    made.show()
    return made


def setting(section, name):
    return next(declared for declared in walk(section) if declared.name == name)


def line(view):
    return view.text.textCursor().block().text()


def test_it_opens_at_the_setting(view):
    assert view.go_to(setting(FitSettings, "epochs"), "fit.epochs")
    assert "fit.epochs" in line(view)
    assert view.text.cursorRect().top() > 0


@pytest.mark.parametrize("section", [EarlyStopping, ReduceLROnPlateau])
def test_of_settings_with_one_name_it_finds_that_of_the_right_kind(view, section):
    declared = setting(section, "patience")
    assert view.go_to(declared, "callbacks.2.patience")
    assert f"default {declared.default}" in line(view)


def test_a_word_is_found_again_and_again(view):
    view.search.setText("patience")
    places = set()
    for _ in range(3):
        view.find_next()
        places.add(view.text.textCursor().position())
    assert len(places) == 3
