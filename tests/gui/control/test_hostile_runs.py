"""A run's folder from elsewhere is input: whatever is in it, nothing outside is touched, and nothing raises.

A whole folder is changed in every way that `hostile` knows, beside a tree of canary files. It is then listed,
opened, resumed and deleted as the window does it. The resume goes as far as the first batch.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from engine.problems import RunError
from engine.record.events import EpochStarted, Event, Result
from engine.record.run_folder import RunFolder
from engine.run.control import Control
from engine.run.loop.fit_loop import FitLoop
from engine.run.session import resume_session
from gui.control.runs.run_library import RunLibrary
from gui.control.runs.run_reader import OpenedRun, RunReader
from tests.gui.control.hostile import mutations, tree, write_canaries
from tests.marks import TRAINS
from tests.runs import Killed, small_project, train, write_small_data

pytestmark = [TRAINS, pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")]

CALLBACKS: list[dict[str, Any]] = [
    {"kind": "csv_logger"},
    {"kind": "tensorboard"},
    {"kind": "model_checkpoint", "keep": "last", "keep_last": 1},
    {"kind": "early_stopping"},
]

_SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]


class ReachedError(Exception):
    """The resume has come to its first batch."""


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that was killed in its third epoch, with a file of an earlier program."""
    place = tmp_path_factory.mktemp("hostile")
    write_small_data(place)
    seen = 0

    def sink(event: Event) -> None:
        nonlocal seen
        seen += isinstance(event, EpochStarted)
        if seen == 3:
            raise Killed

    project = small_project(place, "dense", callbacks=CALLBACKS, model__units=[3])
    run = train(project, place / "001-run", sink=sink).folder
    (run.path / ".saved-2.txt").write_text("../canary/docs\n../canary/cp.keras\ncheckpoints\n")
    (run.path / "changes.jsonl").write_text(
        '{"epoch": 1, "step": 0, "begun": true, "change": "SetLearningRate", "value": 0.1}\n'
    )
    return run.path


def use(run: Path) -> str:
    """List, open, resume and delete the run; how the resume ended."""
    reader = RunReader()
    library = RunLibrary(reader, run.parent)
    opened: list[OpenedRun] = []
    reader.was_read.connect(opened.append)
    failed: list[str] = []
    library.failed.connect(failed.append)
    library.look()
    reader.read(run)
    assert failed == []
    for found in opened:
        _ = found.history.names, found.history.progress, found.history.best()
    folder = RunFolder(run)
    reason = "refused"
    try:
        session = resume_session(folder, lambda _event: None, control=Control())
    except RunError as error:
        reason = str(error)
    else:
        with mock.patch.object(FitLoop, "run", side_effect=ReachedError("reached")):
            ended = session.run()
        assert ended.result is Result.FAILED
        reason = ended.reason
    trashed = library.delete(run)
    if trashed is None:
        assert len(failed) == 1
    else:
        reader.delete_for_good(trashed)
        assert failed == []
    return reason


def attack(killed: Path, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as place:
        canary, run = Path(place, "canary"), Path(place, "runs", "001-run")
        write_canaries(canary)
        shutil.copytree(killed, run)
        for _ in range(data.draw(st.integers(1, 3))):
            note(data.draw(mutations(run, canary)))
        before = tree(canary)
        reason = use(run)
        note(reason)
        assert tree(canary) == before
        assert sorted(path.name for path in Path(place).iterdir()) == ["canary", "runs"]
        assert "Traceback" not in reason
        assert not reason.startswith("Training failed with") or "Reached" in reason


@pytest.mark.usefixtures("qapp")
@settings(max_examples=12, deadline=None, suppress_health_check=_SLOW_IS_FINE)
@given(st.data())
def test_nothing_outside_is_touched_and_nothing_raises(killed: Path, data: st.DataObject) -> None:
    attack(killed, data)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.usefixtures("qapp")
@settings(max_examples=500, deadline=None, suppress_health_check=_SLOW_IS_FINE)
@given(st.data())
def test_nothing_outside_is_touched_in_500_attacks(killed: Path, data: st.DataObject) -> None:
    attack(killed, data)
