"""Ctrl+C and a termination are heeded the first time where a command can end, and the second time at once."""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from engine.cli.main import main
from engine.cli.stop_signals import stopped_by_signal
from engine.data.reading.context import LoadCancelled
from engine.predict.answers import Answer, Answered


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_asks_and_the_second_insists(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with stopped_by_signal() as cancelled:
        assert not cancelled()
        signal.raise_signal(number)
        assert cancelled()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
    assert signal.getsignal(number) is before


def test_predict_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def answers(_given: Any, *, cancelled: Callable[[], bool]) -> Iterator[Answered]:
        yield Answered((Answer("a.png", "cat", {"cat": 1.0, "dog": 0.0}, {}, True),))
        signal.raise_signal(signal.SIGINT)
        assert cancelled()
        raise LoadCancelled

    outputs = SimpleNamespace(classes=("cat", "dog"), targets=(), threshold=None)
    fake = SimpleNamespace(signature=SimpleNamespace(outputs=outputs), answers=answers, odd="")
    monkeypatch.setattr("engine.cli.commands.predict._predictor", lambda *_: fake)
    out = tmp_path / "answers.csv"
    out.write_text("of before")
    assert main(["predict", "run", "a.png", "--out", str(out)]) == 130
    assert capsys.readouterr().err == f"Stopped. Nothing is written to {out}.\n"
    assert out.read_text() == "of before"
    assert list(tmp_path.iterdir()) == [out]
    assert main(["predict", "run", "a.png"]) == 130
    said = capsys.readouterr()
    assert (said.out, said.err) == ("a.png  cat 100 %, dog 0 %\n", "Stopped.\n")


def test_evaluate_is_stopped(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def evaluate(*_: Any, cancelled: Callable[[], bool], **_more: Any) -> None:
        signal.raise_signal(signal.SIGTERM)
        assert cancelled()
        raise LoadCancelled

    run = SimpleNamespace(project=SimpleNamespace(callbacks=()))
    monkeypatch.setattr("engine.evaluate.evaluate.evaluate", evaluate)
    monkeypatch.setattr("engine.predict.finished_run.FinishedRun.open", lambda *_, **__: run)
    monkeypatch.setattr("engine.cli.commands.evaluate.trust_in", lambda *_: None)
    assert main(["evaluate", "run"]) == 130
    assert capsys.readouterr().err == "Stopped.\n"
