"""What the ledger knows that a run wrote, and that nothing else is cut or deleted."""

import os
from pathlib import Path

import pytest

from engine.record.ledger.ledger import Ledger
from engine.record.ledger.written_file import Written, kept_files

EVENT_FILE = "logs/train/events.out.tfevents.1.v2"


def write(folder: Path, name: str, content: str) -> Path:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(content)
    return folder / name


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    write(tmp_path, "epochs.csv", "epoch,loss\n")
    write(tmp_path, EVENT_FILE, "begin")
    ledger = Ledger(tmp_path)
    ledger.grows("epochs.csv")
    ledger.grows(EVENT_FILE)
    return ledger


def everything(_name: str) -> bool:
    return True


def kept_of(ledger: Ledger) -> dict[str, Written | int]:
    return kept_files(ledger.measure())


def test_what_came_after_is_cut_off_and_nothing_else(tmp_path: Path, ledger: Ledger) -> None:
    kept = kept_of(ledger)
    write(tmp_path, "epochs.csv", "epoch,loss\n0,1\n")
    later = write(tmp_path, "logs/validation/events.out.tfevents.2.v2", "later")
    ledger.grows("logs/validation/events.out.tfevents.2.v2")
    notes = [write(tmp_path, name, "mine") for name in ("mine.txt", "logs/train/mine.txt", "logs/mine.txt")]
    assert Ledger(tmp_path).roll_back(kept, owns=everything) == []
    assert (tmp_path / "epochs.csv").read_text() == "epoch,loss\n"
    assert (tmp_path / EVENT_FILE).read_text() == "begin"
    assert not later.exists()
    assert [note.read_text() for note in notes] == ["mine"] * 3
    assert Ledger(tmp_path).others() == ["logs/mine.txt", "logs/train/mine.txt", "mine.txt"]


def test_what_begins_otherwise_now_stays_and_is_named(tmp_path: Path, ledger: Ledger) -> None:
    kept = kept_of(ledger)
    write(tmp_path, "epochs.csv", "my own table, which is longer\n")
    write(tmp_path, EVENT_FILE, "another")
    assert ledger.roll_back(kept, owns=everything) == ["epochs.csv", EVENT_FILE]
    assert (tmp_path / "epochs.csv").read_text() == "my own table, which is longer\n"
    # and from now on it is not the run's
    ledger.begins("epochs.csv")
    ledger.grows("epochs.csv")
    assert kept_of(ledger) == {}
    assert ledger.roll_back({}, owns=everything) == []


def test_a_file_that_became_shorter_stays(tmp_path: Path, ledger: Ledger) -> None:
    kept = kept_of(ledger)
    write(tmp_path, "epochs.csv", "ep")
    assert ledger.roll_back(kept, owns=everything) == ["epochs.csv"]
    assert (tmp_path / "epochs.csv").read_text() == "ep"


def test_only_what_the_run_as_it_is_set_writes_is_touched(tmp_path: Path, ledger: Ledger) -> None:
    ledger.roll_back({}, owns=lambda name: name == "epochs.csv")
    assert not (tmp_path / "epochs.csv").exists()
    assert (tmp_path / EVENT_FILE).exists()


def test_a_file_that_was_noted_empty_is_known_by_its_first_line(tmp_path: Path) -> None:
    write(tmp_path, "epochs.csv", "")
    Ledger(tmp_path).grows("epochs.csv")
    write(tmp_path, "epochs.csv", "dear diary")
    assert Ledger(tmp_path).roll_back({}, owns=everything) == ["epochs.csv"]
    Ledger(tmp_path).grows("epochs.csv")
    write(tmp_path, "other.csv", "")
    ledger = Ledger(tmp_path)
    ledger.grows("other.csv")
    write(tmp_path, "other.csv", "epoch,loss\n")
    assert ledger.roll_back({"other.csv": Written(0, "")}, owns=lambda name: name == "other.csv") == []
    assert (tmp_path / "other.csv").read_text() == ""


def test_of_an_earlier_run_only_what_looks_like_its_files_is_cut(tmp_path: Path) -> None:
    write(tmp_path, "history.csv", "epoch,learning_rate,seconds,loss\n1,2,3,4\n")
    write(tmp_path, "epochs.csv", "dear diary, much has happened")
    write(tmp_path, "events.jsonl", '{"event": "LogLine"}\n{"event": "LogLine"}\n')
    kept: dict[str, Written | int] = {"history.csv": 33, "epochs.csv": 4, "events.jsonl": 21}
    ledger = Ledger(tmp_path)
    assert ledger.is_empty
    assert ledger.roll_back(kept, owns=everything) == ["epochs.csv"]
    assert (tmp_path / "history.csv").read_text() == "epoch,learning_rate,seconds,loss\n"
    assert (tmp_path / "events.jsonl").read_text() == '{"event": "LogLine"}\n'
    assert (tmp_path / "epochs.csv").read_text() == "dear diary, much has happened"


@pytest.mark.parametrize("name", ["../canary", "{root}/../canary", "x/../../canary", "/etc/hosts"])
def test_a_name_that_leads_out_is_left(tmp_path: Path, name: str) -> None:
    canary = write(tmp_path, "canary", "epoch,loss\n0,1\n")
    run = tmp_path / "run"
    run.mkdir()
    name = name.format(root=run)
    write(run, ".written.jsonl", f'{{"name": "{name}", "size": 0, "digest": ""}}\n')
    Ledger(run).roll_back({name: 0}, owns=everything)
    assert not Ledger(run).delete(name)
    assert canary.read_text() == "epoch,loss\n0,1\n"


def test_a_link_is_left_and_a_second_name_keeps_its_content(tmp_path: Path) -> None:
    canary = write(tmp_path, "canary", "epoch,loss\n0,1\n")
    run = tmp_path / "run"
    write(run, "logs/x.csv", "epoch,loss\n0,1\n")
    ledger = Ledger(run)
    for name in ("link.csv", "twin.csv"):
        write(run, name, "epoch,loss\n0,1\n")
        ledger.grows(name)
        (run / name).unlink()
    (run / "link.csv").symlink_to(canary)
    os.link(canary, run / "twin.csv")
    assert ledger.roll_back({"link.csv": 0, "twin.csv": 0}, owns=everything) == ["link.csv"]
    assert canary.read_text() == "epoch,loss\n0,1\n"
    assert (run / "twin.csv").read_text() == ""


def test_a_saved_folder_goes_without_what_another_put_there(tmp_path: Path) -> None:
    saved = tmp_path / "cp.ckpt"
    write(saved, "variables/data", "v" * 10_000)
    write(saved, "saved_model.pb", "m")
    ledger = Ledger(tmp_path)
    ledger.saved("cp.ckpt", saved, owner="checkpoint-0")
    assert ledger.knows("cp.ckpt")
    assert set(ledger.saved_by("checkpoint-0")) == {"cp.ckpt"}
    note = write(saved, "variables/note.txt", "mine")
    assert not Ledger(tmp_path).knows("cp.ckpt")
    assert not Ledger(tmp_path).delete("cp.ckpt")
    assert [path.relative_to(saved) for path in saved.rglob("*") if path.is_file()] == [
        note.relative_to(saved)
    ]
    note.unlink()
    assert Ledger(tmp_path).delete("cp.ckpt")


@pytest.mark.parametrize("content", ["w" * 9_000, "v" * 9_999 + "w", "v" * 10_001])
def test_a_saved_file_that_was_changed_stays(tmp_path: Path, content: str) -> None:
    path = write(tmp_path, "cp.keras", "v" * 10_000)
    ledger = Ledger(tmp_path)
    ledger.saved("cp.keras", path, owner="checkpoint-0")
    write(tmp_path, "cp.keras", content)
    assert not ledger.delete("cp.keras")
    assert path.read_text() == content


def test_a_damaged_ledger_knows_what_can_be_read(tmp_path: Path, ledger: Ledger) -> None:
    content = (tmp_path / ".written.jsonl").read_bytes()
    (tmp_path / ".written.jsonl").write_bytes(
        b'\xff\xfe{"a"\n[1]\n' + b"[" * 100_000 + b'\n{"name": "x", "size": -1, "digest": ""}\n'
        b'{"name": 3}\n{"name": "y", "size": 1e400, "digest": ""}\n' + content + b'{"name": "ep'
    )
    assert Ledger(tmp_path).measure() == ledger.measure()
    assert set(ledger.measure()) == {"epochs.csv", EVENT_FILE}


@pytest.mark.parametrize("found", [{"a": "x"}, {"a": -1}, {"a": [1]}, {"a": [-1, ""]}, {"a": None}])
def test_files_of_a_state_that_make_no_sense_are_refused(found: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="a"):
        kept_files(found)
