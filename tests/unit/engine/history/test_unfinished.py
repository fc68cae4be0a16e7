"""The outcome that is written for a run whose process cannot, from what stands in its folder."""

from pathlib import Path

import numpy as np
import pytest

from engine.history.unfinished import write_unfinished_run
from engine.record.events import BatchesEnded, EpochEnded, EpochStarted, Result
from engine.record.outcome import RunOutcome
from engine.record.recorder import Recorder
from engine.record.run_folder import RunFolder
from engine.settings import Project
from tests.started import started


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    """Two epochs and a batch of the third, and no outcome."""
    folder = RunFolder.create(tmp_path, Project(), name="digits")
    recorder = Recorder(folder)
    recorder(started())
    for epoch, loss in ((1, 0.25), (2, 0.5), (3, 0.125)):
        recorder(EpochStarted(epoch=epoch, learning_rate=0.1))
        recorder(BatchesEnded(epoch=epoch, first_step=0, values={"loss": np.array([loss], np.float32)}))
        if epoch < 3:
            recorder(EpochEnded(epoch=epoch, values={"loss": loss}, learning_rate=0.1, seconds=0.1))
    recorder.close()
    return folder


def test_it_says_how_far_the_run_came(folder: RunFolder) -> None:
    write_unfinished_run(folder.path, 15.0)
    outcome = folder.outcome()
    assert outcome is not None
    assert folder.state == "stopped"
    assert "did not end within 15 seconds" in outcome.reason
    assert (outcome.epochs_done, outcome.best_epoch) == (2, 1)
    assert outcome.best == {"loss": 0.25}
    assert "did not end within 15 seconds" in folder.log_txt.read_text(encoding="utf-8")


def test_an_outcome_that_is_there_stays(folder: RunFolder) -> None:
    folder.write_outcome(RunOutcome(Result.COMPLETED, "All 2 epochs are done.", 2, 1.0))
    write_unfinished_run(folder.path, 15.0)
    assert folder.state == "completed"


def test_a_folder_that_is_gone_is_no_error(tmp_path: Path) -> None:
    write_unfinished_run(tmp_path / "gone", 15.0)
    assert not (tmp_path / "gone").exists()
