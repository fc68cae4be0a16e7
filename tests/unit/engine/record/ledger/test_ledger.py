"""What the ledger knows that a run wrote, and that nothing else is cut or deleted."""

import errno
import json
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


def test_a_file_that_a_library_makes_is_known_before_it_is_noted(tmp_path: Path) -> None:
    notes = [write(tmp_path, f"logs/train/{name}", "mine") for name in ("mine.v2", "tfevents.mine")]
    ending = Ledger(tmp_path).announce("logs/train")
    # the first write has failed, so it does not begin as such files do
    made = write(tmp_path, f"logs/train/events.out.tfevents.7.host.5.0{ending}", "scalars")
    elsewhere = write(tmp_path, f"logs/mine/events.out.tfevents.7.host.5.0{ending}", "mine")
    assert Ledger(tmp_path).roll_back({}, owns=everything) == []
    assert not made.exists()
    assert [note.read_text() for note in (*notes, elsewhere)] == ["mine"] * 3


def test_a_file_that_was_noted_empty_is_known_by_the_ending_of_its_name(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    name = f"logs/train/events.out.tfevents.7.host.5.0{ledger.announce('logs/train')}"
    write(tmp_path, name, "")
    ledger.grows(name)
    write(tmp_path, name, "scalars without a heading")
    assert Ledger(tmp_path).roll_back({}, owns=everything) == []
    assert not (tmp_path / name).exists()


def test_an_announcement_that_is_not_the_runs_finds_nothing(tmp_path: Path) -> None:
    mine = write(tmp_path, "logs/train/mine.csv", "mine")
    lines = [{"announced": "logs/train", "ending": ending} for ending in ("", ".csv", "/../x")]
    write(tmp_path, ".written.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    assert Ledger(tmp_path).roll_back({}, owns=everything) == []
    assert mine.read_text() == "mine"


def test_a_line_does_not_stick_to_one_that_was_left_unfinished(tmp_path: Path, ledger: Ledger) -> None:
    with (tmp_path / ".written.jsonl").open("a") as handle:
        handle.write('{"name": "other.csv", "si')
    write(tmp_path, "later.csv", "epoch,loss\n")
    Ledger(tmp_path).grows("later.csv")
    assert set(kept_of(Ledger(tmp_path))) == {"epochs.csv", EVENT_FILE, "later.csv"}
    del ledger


def test_an_entry_counts_only_when_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "epochs.csv", "epoch,loss\n")
    ledger = Ledger(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", fails)
        with pytest.raises(OSError, match="No space"):
            ledger.grows("epochs.csv")
    ledger.grows("epochs.csv")
    assert set(kept_of(Ledger(tmp_path))) == {"epochs.csv"}


def fails(*_asked: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


BATCHES = b'["loss"]\n' + bytes(range(36))
RECORDS = {
    "history.csv": (b"epoch,learning_rate,seconds,loss\n1,2,3,4\n2,2,3,4\n", 45, 41),
    "events.jsonl": (b'{"event": "A"}\n{"event": "B"}\n', 29, 15),
    "batches.bin": (BATCHES, len(BATCHES) - 1, 33),
    "epochs.csv": (b"epoch,loss\n0,1\n", 0, 0),
    "long.csv": (b"epoch,loss\n" + b"1,2\n" * 3000, 9001, 8999),
}


@pytest.mark.parametrize("name", RECORDS)
def test_a_file_that_lost_its_end_is_named_and_ends_with_a_whole_record(name: str, tmp_path: Path) -> None:
    content, found, whole = RECORDS[name]
    path = write(tmp_path, name, "")
    path.write_bytes(content)
    ledger = Ledger(tmp_path)
    ledger.grows(name)
    kept = kept_of(ledger)
    path.write_bytes(content[:found])
    again = Ledger(tmp_path)
    assert again.roll_back(kept, owns=everything) == []
    assert again.lost == {name: len(content) - found}
    assert path.read_bytes() == content[:whole]
    # what is written behind it is the run's
    assert set(kept_of(Ledger(tmp_path))) == {name}


def test_a_file_that_is_gone_is_named(tmp_path: Path, ledger: Ledger) -> None:
    kept = kept_of(ledger)
    (tmp_path / "epochs.csv").unlink()
    again = Ledger(tmp_path)
    assert again.roll_back(kept, owns=everything) == []
    assert again.lost == {"epochs.csv": 11}


def test_growing_files_are_brought_to_disk(
    tmp_path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[int] = set()
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.add(os.fstat(descriptor).st_ino))
    (tmp_path / "link.csv").symlink_to(tmp_path / "epochs.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    ledger.sync(["epochs.csv", "gone.csv", "link.csv", "pipe.csv", "../x", "logs"])
    wanted = {(tmp_path / name).stat().st_ino for name in ("epochs.csv", ".written.jsonl")}
    assert synced == wanted
