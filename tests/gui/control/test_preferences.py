from pathlib import Path

from gui.control.preferences import Preferences, write_whole


def test_what_is_kept_is_there_at_the_next_start(tmp_path: Path) -> None:
    first = Preferences(tmp_path / "settings")
    assert first.keep("theme", "dark")
    assert first.keep("side", value=False)
    second = Preferences(tmp_path / "settings")
    assert second.text("theme") == "dark"
    assert second.flag("side", default=True) is False
    assert second.text("side", "none") == "none"


def test_recent_projects_are_latest_first_without_doubles_and_without_those_that_are_gone(
    tmp_path: Path,
) -> None:
    preferences = Preferences(tmp_path)
    paths = [tmp_path / f"{number}.fitroom" for number in range(12)]
    for path in [*paths, paths[3]]:
        path.touch()
        preferences.add_recent(path)
    paths[11].unlink()
    assert preferences.recent[:2] == (paths[3], paths[10])
    assert len(preferences.recent) == 9


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert not Preferences(tmp_path / "file").keep("theme", "dark")
    assert not write_whole(tmp_path / "file" / "x", "")
