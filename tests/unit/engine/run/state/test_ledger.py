"""The sizes of a run's files, and how they are cut back to them."""

from pathlib import Path

from engine.run.state.ledger import measure, roll_back

OWNED = ("log.csv", "logs", "missing.txt")


def write(folder: Path, name: str, content: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(content)


def test_only_the_owned_are_measured(tmp_path: Path) -> None:
    write(tmp_path, "log.csv", "12345")
    write(tmp_path, "logs/train/events", "123")
    write(tmp_path, "logs/top", "")
    write(tmp_path, "mine.txt", "12")
    (tmp_path / "logs" / "empty").mkdir()
    assert measure(tmp_path, OWNED) == {"log.csv": 5, "logs/train/events": 3, "logs/top": 0}


def test_what_came_after_is_cut_off_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, "log.csv", "12345")
    write(tmp_path, "logs/train/events", "123")
    sizes = measure(tmp_path, OWNED)
    write(tmp_path, "log.csv", "12345678")
    write(tmp_path, "logs/validation/events", "new")
    write(tmp_path, "mine.txt", "mine")
    roll_back(tmp_path, OWNED, sizes=sizes)
    assert measure(tmp_path, OWNED) == sizes
    assert (tmp_path / "log.csv").read_text() == "12345"
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_a_file_that_became_shorter_stays(tmp_path: Path) -> None:
    write(tmp_path, "log.csv", "12")
    roll_back(tmp_path, OWNED, sizes={"log.csv": 5})
    assert (tmp_path / "log.csv").read_text() == "12"
