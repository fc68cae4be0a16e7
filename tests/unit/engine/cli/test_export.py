"""`export`: its exit status says how it ended, and what people read of it is a sentence."""

import signal
from dataclasses import replace
from pathlib import Path

import pytest

from engine.cli.main import main
from engine.export import make
from engine.export.problems import ExportCancelled, ExportError, ExportRefused
from engine.predict.finished_run import FinishedRun
from engine.record.run_folder import RunFolder
from engine.settings import Project
from tests.evidence import FOUND


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder that looks like a finished run."""
    made = RunFolder.create_at(tmp_path / "run", Project())
    monkeypatch.setattr(FinishedRun, "require_model", lambda _self: None)
    return str(made.path)


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (ExportRefused("Take another folder."), 2, "Take another folder."),
        (ExportError("It crashed. Take keras."), 1, "It crashed. Take keras."),
        (ExportCancelled(), 130, "Cancelled; nothing of the export is left."),
    ],
)
def test_the_status_says_how_it_ended(folder, monkeypatch, capsys, *, error, status, words):
    def fail(*_given, **_more):
        raise error

    monkeypatch.setattr(make, "export", fail)
    assert main(["export", folder, "--format", "keras"]) == status
    assert capsys.readouterr().err.strip() == words


def test_what_was_found_is_said(folder, monkeypatch, capsys):
    notes = replace(FOUND, notes=("The last layer calculates in float32.",))
    monkeypatch.setattr(make, "export", lambda *_given, **_more: notes)
    assert main(["export", folder, "--format", "litert"]) == 0
    differs = "largest difference 4.2e-07 of the largest output, 99.6 % of the answers equal."
    assert capsys.readouterr().out.splitlines() == [
        str(Path(folder, "exports", "litert", "model.tflite")) + ": 147,000 bytes",
        f"Run again on 10 examples (validation): {differs}",
        "accuracy: 0.9 before, 0.9 after. One example takes 0.01 ms on one thread.",
        "The last layer calculates in float32.",
        "Warning: Something.",
    ]


def test_ctrl_c_cancels_it(folder, monkeypatch):
    def interrupted(*_given, cancelled, **_more):
        assert not cancelled()
        signal.raise_signal(signal.SIGINT)
        assert cancelled()
        raise ExportCancelled

    before = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(make, "export", interrupted)
    assert main(["export", folder, "--format", "keras"]) == 130
    assert signal.getsignal(signal.SIGINT) is before
