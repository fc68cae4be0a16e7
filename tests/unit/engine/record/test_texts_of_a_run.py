"""Texts of a run in its files: English for other programs, the message beside it for any language."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.language import SOURCE, tr
from engine.record.events import Event, LogLine, Mark, Marked, Result, RunEnded
from engine.record.following import FolderFollower
from engine.record.outcome import RunOutcome
from engine.record.recorder import Recorder
from engine.record.replay import read_events
from engine.record.run_folder import RunFolder
from engine.settings import Project

DONE = "All {count} epochs are done."
EARLIER = "에포크 3개를 모두 마쳤습니다."


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    tr.use(SOURCE)


def done(language: str) -> str:
    tr.use(language)
    return tr(DONE, count=3)


def make_run(path: Path, language: str) -> RunFolder:
    """A run whose end, a mark and a log line are said in a language."""
    folder = RunFolder.create_at(path, Project())
    recorder, text = Recorder(folder), done(language)
    ended = RunEnded(at=9.0, result=Result.COMPLETED, reason=text, epochs_done=3)
    recorder(Marked(mark=Mark.STOPPED, position=3.0, text=text))
    recorder(LogLine(level="info", text=text))
    recorder(ended)
    recorder.close()
    folder.write_outcome(RunOutcome.of(ended))
    return folder


def texts(events: list[Event]) -> set[str]:
    return {event.reason if isinstance(event, RunEnded) else getattr(event, "text", "") for event in events}


@pytest.mark.parametrize(("made", "shown"), [("en", "ko"), ("ko", "en"), ("ko", "ko")])
def test_a_run_is_read_in_the_language_of_who_looks_at_it(tmp_path: Path, made: str, shown: str) -> None:
    folder = make_run(tmp_path / "run", made)
    expected = done(shown)
    outcome = folder.outcome()
    assert outcome is not None
    assert outcome.reason == outcome.as_event().reason == expected
    assert texts(list(read_events(folder))) == {expected}
    assert texts(list(FolderFollower(folder).look().events)) == {expected}


def test_other_programs_read_english(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", "ko")
    assert done("ko") != "All 3 epochs are done."
    content = json.loads(folder.outcome_json.read_text("utf-8"))
    assert content["reason"] == "All 3 epochs are done."
    assert content["reason_message"] == [{"message": DONE, "values": {"count": 3}}]
    assert content["result"] == "completed"
    lines = [json.loads(line) for line in folder.events_jsonl.read_text("utf-8").splitlines()]
    assert [line.get("text", line.get("reason")) for line in lines] == ["All 3 epochs are done."] * 3
    assert done("ko") in folder.log_txt.read_text("utf-8")  # the log is for the person who trains


def test_a_run_of_an_earlier_version_has_its_sentences_as_they_are(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "run", "en")
    content = json.loads(folder.outcome_json.read_text("utf-8"))
    del content["reason_message"]
    folder.outcome_json.write_text(json.dumps({**content, "reason": EARLIER}), "utf-8")
    lines = [json.loads(line) for line in folder.events_jsonl.read_text("utf-8").splitlines()]
    plain = [{name: value for name, value in line.items() if not name.endswith("_message")} for line in lines]
    folder.events_jsonl.write_text("".join(json.dumps(line) + "\n" for line in plain), "utf-8")
    outcome = folder.outcome()
    assert outcome is not None
    assert outcome.reason == EARLIER
    tr.use("ko")
    assert texts(list(read_events(folder))) == {"All 3 epochs are done."}
