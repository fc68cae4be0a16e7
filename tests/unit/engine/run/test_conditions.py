"""What decides numbers is written down, compared at a resume, and told where it has changed."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from unittest import mock

import numpy as np
import pytest

from engine.record.events import BatchesEnded, Event, LogLine, Mark, Marked
from engine.run.exactness import conditions as numerics
from engine.run.exactness.report import FACTS
from engine.run.state.state_file import read_container, write_container
from tests.marks import TRAINS
from tests.runs import Killed, Trained, resume, small_project, train

pytestmark = TRAINS


def killed(data: Path, folder: Path) -> Trained:
    def sink(event: Event) -> None:
        if isinstance(event, BatchesEnded) and event.epoch == 2:
            raise Killed

    return train(small_project(data, fit__epochs=2), folder, sink=sink)


def inexact(run: Trained) -> list[Marked]:
    return [mark for mark in run.of(Marked) if mark.mark is Mark.INEXACT]


def test_all_that_decides_numbers_is_written_down(data: Path, tmp_path: Path) -> None:
    run = killed(data, tmp_path / "run")
    written = run.folder.environment()[FACTS]
    for name in ("fitroom", "python", "numpy", "tensorflow", "keras", "processor", "instructions", "system",
                 "intra_op_threads", "inter_op_threads", "onednn", "device", "deterministic", "precision",
                 "keras_settings"):  # fmt: skip
        assert written[name], name
    state = max(run.folder.resume.glob("state-*"))
    assert read_container(state)[0][FACTS] == written
    assert not inexact(resume(run))
    assert run.folder.environment()["deterministic"] is True


def test_a_resume_under_other_conditions_says_so_and_goes_on(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = killed(data, tmp_path / "run")
    cores = run.folder.environment()[FACTS]["intra_op_threads"]
    monkeypatch.setenv("TF_NUM_INTRAOP_THREADS", "7")
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    with (
        mock.patch.object(numerics.build_port, "IsMklEnabled", return_value=False),
        mock.patch.object(numerics, "_cpu_fact", lambda name: "Another" if name == "model name" else ""),
    ):
        run = resume(run)
    assert run.ended is not None
    assert run.ended.result.value == "completed"
    [mark] = inexact(run)
    assert mark.position == 1.0
    for words in (
        f"threads within an operation: {cores} -> 7",
        "oneDNN: on -> off",
        "OMP_NUM_THREADS: (not set) -> 3",
        "-> Another",
        "under other conditions (",
        "instruction set: ",
    ):
        assert words in mark.text, mark.text
    assert [line.level for line in run.of(LogLine) if line.text == mark.text] == ["warning"]
    environment = json.loads(run.folder.environment_json.read_bytes())
    assert environment["deterministic"] is False
    [reported] = environment["resumed_inexactly"]
    assert reported["changed"]["onednn"] == ["on", "off"]
    assert (reported["epoch"], reported["step"]) == (1, 0)


def test_a_state_of_the_version_before_goes_on(data: Path, tmp_path: Path) -> None:
    run = killed(data, tmp_path / "run")
    for state in run.folder.resume.glob("state-*"):
        header, arrays = read_container(state)
        header["version"] = 2
        del header[FACTS]
        for name in ("keras", "tensorflow"):
            header["random"].pop(name, None)
        write_container(state, header, arrays=arrays)
    environment = run.folder.environment()
    del environment[FACTS]
    environment["packages"]["numpy"] = "1.0"
    run.folder.write_environment(environment)
    run = resume(run)
    assert run.ended is not None
    assert run.ended.result.value == "completed", run.ended.reason
    [mark] = inexact(run)
    assert f"numpy: 1.0 -> {np.__version__}" in mark.text


@pytest.mark.skipif(sys.platform != "linux", reason="cores are counted otherwise")
def test_threads_are_those_that_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    threads = numerics._threads
    monkeypatch.setenv("TF_NUM_INTRAOP_THREADS", "nonsense")
    assert threads(0, "TF_NUM_INTRAOP_THREADS") == str(len(os.sched_getaffinity(0)))
    monkeypatch.setenv("TF_NUM_INTRAOP_THREADS", "5")
    assert threads(0, "TF_NUM_INTRAOP_THREADS") == "5"
    assert threads(2, "TF_NUM_INTRAOP_THREADS") == "2"
