"""A run that is over goes on for more epochs, as if it had had them from the start."""

from pathlib import Path
from typing import Any

import pytest

from engine.cli.main import main
from engine.problems import RunError
from engine.record.events import EpochStarted, Event, TrainingStarted
from engine.record.replay import read_events
from engine.record.run_folder import RunFolder
from engine.run.control import Control
from engine.run.session import resume_session
from tests.marks import TRAINS
from tests.runs import Killed, Trained, assert_same_arrays, resume, small_project, train
from tests.torture.facts import arrays, facts

pytestmark = TRAINS

WEIGHTS = {"filepath": "checkpoints/cp-{epoch:04d}.weights.h5", "save_weights_only": True}
CALLBACKS: list[dict[str, Any]] = [
    {"kind": "early_stopping", "patience": 20},
    {"kind": "csv_logger", "filename": "log.csv"},
    {"kind": "tensorboard", "update_freq": "batch"},
    {"kind": "model_checkpoint", **WEIGHTS, "save_best_only": True},
]
OF_THE_WAY = {"changes", "outcome", "marks", "files"}
"""What tells that the run was once over."""


def more(run: Trained, epochs: int) -> Trained:
    events: list[Event] = []
    session = resume_session(run.folder, events.append, control=Control(), more=epochs)
    return Trained(run.folder, session.run(), events)


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({}, id="plain"),
        pytest.param(
            {"compile__optimizer": {"kind": "adam", "use_ema": True, "ema_momentum": 0.8}},
            id="average",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_more_epochs_are_those_of_a_longer_run(values: dict[str, Any], data: Path, tmp_path: Path) -> None:
    project = small_project(data, fit__epochs=2, callbacks=CALLBACKS, **values)
    run = more(train(project, tmp_path / "run"), 2)
    assert run.ended is not None
    assert run.ended.reason == "All 4 epochs are done."
    assert run.of(TrainingStarted)[0].epochs == 4
    assert sum(isinstance(event, TrainingStarted) for event in read_events(run.folder)) == 2
    whole = train(small_project(data, fit__epochs=4, callbacks=CALLBACKS, **values), tmp_path / "whole")
    found, expected = facts(run.folder), facts(whole.folder)
    assert {name: found[name] for name in found if name not in OF_THE_WAY} == {
        name: expected[name] for name in expected if name not in OF_THE_WAY
    }
    assert found["outcome"] == expected["outcome"]
    assert_same_arrays(arrays(run.folder), arrays(whole.folder))


def test_early_stopping_waits_again(data: Path, tmp_path: Path) -> None:
    stopping = {"kind": "early_stopping", "monitor": "loss", "patience": 2, "min_delta": 5.0}
    project = small_project(data, fit__epochs=20, callbacks=[stopping])
    run = train(project, tmp_path / "run")
    assert run.ended is not None
    assert run.ended.epochs_done == 3
    run = more(run, 1)
    assert run.ended is not None
    assert (run.ended.epochs_done, run.ended.reason) == (4, "All 4 epochs are done.")
    run = more(run, 9)
    assert run.ended is not None
    assert run.ended.epochs_done == 6, "each part waits for two epochs"


def test_a_kill_in_the_further_epochs(data: Path, tmp_path: Path) -> None:
    project = small_project(data, fit__epochs=2)
    run = train(project, tmp_path / "run")

    def kill(event: Event) -> None:
        if isinstance(event, EpochStarted):
            raise Killed

    with pytest.raises(Killed):
        resume_session(run.folder, kill, control=Control(), more=2).run()
    assert run.folder.state == "interrupted"
    run = resume(run)
    assert run.of(TrainingStarted)[0].epochs == 4
    whole = train(small_project(data, fit__epochs=4), tmp_path / "whole")
    assert_same_arrays(arrays(run.folder), arrays(whole.folder))


def test_what_cannot_go_on_is_refused(data: Path, tmp_path: Path) -> None:
    folder = RunFolder.create_at(tmp_path / "run", small_project(data))
    with pytest.raises(RunError, match="resume it first"):
        resume_session(folder, lambda _: None, control=Control(), more=1)
    with pytest.raises(RunError, match="1 epoch or more, not for 0"):
        resume_session(folder, lambda _: None, control=Control(), more=0)
    over = train(small_project(data), tmp_path / "other").folder
    over.project_json.unlink()
    with pytest.raises(RunError, match="not the folder of a run"):
        resume_session(over, lambda _: None, control=Control(), more=1)


def test_the_command_line_goes_on_for_more_epochs(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = train(small_project(data, fit__epochs=1), tmp_path / "run")
    assert main(["resume", str(run.folder.path), "--epochs", "2"]) == 0
    assert "All 3 epochs are done." in capsys.readouterr().out
    assert len(run.folder.history_csv.read_text().splitlines()) == 4
    assert main(["resume", str(run.folder.path), "--epochs", "0"]) == 2
    assert "1 epoch or more, not for 0" in capsys.readouterr().err
