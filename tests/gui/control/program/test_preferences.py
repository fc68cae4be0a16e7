import json
import threading
from pathlib import Path

import pytest

from engine import files
from gui.control.program.preferences import Preferences, write_whole


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


def test_two_windows_keep_what_the_other_has_kept(tmp_path: Path) -> None:
    """Each knows the file as it was when the window was opened."""
    first, second = Preferences(tmp_path), Preferences(tmp_path)
    mine, theirs = tmp_path / "mine.fitroom", tmp_path / "theirs.fitroom"
    mine.touch()
    theirs.touch()
    first.keep("theme", "dark")
    first.keep("language", "ko")
    second.keep("place", "here")
    first.add_recent(mine)
    second.add_recent(theirs)
    first.keep("toured", value=True)
    third = Preferences(tmp_path)
    assert (third.text("theme"), third.text("language"), third.text("place")) == ("dark", "ko", "here")
    assert third.flag("toured", default=False)
    assert third.recent == (theirs, mine)


def test_windows_that_keep_at_the_same_moment_lose_nothing(tmp_path: Path) -> None:
    count = 20

    def keep(number: int) -> None:
        window = Preferences(tmp_path)
        for value in range(count):
            window.keep(f"{number}-{value}", value)

    threads = [threading.Thread(target=keep, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = json.loads((tmp_path / "window.json").read_text())
    assert kept == {f"{number}-{value}": value for number in range(3) for value in range(count)}


def test_a_whole_file_is_on_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(files, "sync_file", synced.append)
    assert write_whole(tmp_path / "deep" / "a.json", "\ud800 {}")
    assert [path.parent for path in synced] == [tmp_path / "deep"]
    assert (tmp_path / "deep" / "a.json").read_bytes() == b"? {}"
    assert not write_whole(tmp_path / "deep" / "a.json" / "b.json", "{}")
