"""Windows on one home: each has a number, and a copy of its unsaved project."""

from pathlib import Path

from gui.control.program.window_number import WindowNumber
from gui.control.project.autosaved import Places


def test_the_first_number_that_is_free(tmp_path: Path) -> None:
    settings = tmp_path / "settings"
    first, second, third = (WindowNumber(settings) for _ in range(3))
    assert (first.take(), second.take()) == (1, 2)
    first.give_back()
    assert third.take() == 1
    second.give_back()
    third.give_back()


def test_a_folder_that_cannot_be_made_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    number = WindowNumber(tmp_path / "file")
    assert number.take() == 1
    number.give_back()


def test_each_window_has_its_own_copy(tmp_path: Path) -> None:
    copies = [Places(tmp_path, window).autosave.name for window in (1, 2, 3)]
    assert copies == ["autosave.json", "autosave-2.json", "autosave-3.json"]
