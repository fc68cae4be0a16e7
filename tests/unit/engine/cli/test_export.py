"""`export`: its exit status says how it ended, and what people read of it is a sentence."""

import signal

import pytest

from engine.cli.main import main
from engine.export import make
from engine.export.problems import ExportCancelled, ExportError, ExportRefused
from engine.predict.finished_run import FinishedRun
from engine.record.run_folder import RunFolder
from engine.settings import Project


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
