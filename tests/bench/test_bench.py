"""Each bench works at a tiny size. No time is asserted: that is what `make bench` reports."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.tensorflow_import import import_keras
from gui.startup.application import Program
from tests.bench import machine, report, rows
from tests.bench.growth import slope
from tests.bench.measured import bare, pictures, sessions
from tests.bench.measured.events import event_rate
from tests.bench.measured.latency import LatenessProbe
from tests.bench.measured.memory import peak_mb
from tests.bench.measured.one_curve import Shape, curve_times
from tests.bench.measured.plots import frame_times, plain_frame_times
from tests.bench.measured.results import cell_times, results_times
from tests.bench.measured.window import WindowDrive
from tests.bench.measured.works import project_of, works, write_data, write_project
from tests.bench.processes import measure
from tests.bench.rows import GROUPS, Row
from tests.bench.sizes import QUICK
from tests.marks import some_slow

TINY = replace(QUICK, dense_rows=64, lstm_rows=32, cnn_rows=32, epochs=2)


@pytest.mark.parametrize("name", some_slow(["dense", "lstm", "cnn"], ["lstm"]))
def test_the_bare_fit_trains_the_same_model_as_the_program(name: str, tmp_path: Path) -> None:
    import_keras()
    from engine.models.seeded import build_seeded
    from engine.run.feed.prepare import read_data

    work = works(TINY)[name]
    data = write_data(work, tmp_path)
    project = project_of(work, data, epochs=2)
    plain = bare.fit(name, str(data), epochs=2, batch_size=32)
    ours = build_seeded(project, read_data(project, None).inputs, total_steps=2)
    assert ours.count_params() == plain["parameters"]
    assert 0 < plain["epoch"] < plain["whole"]


def test_losses_are_compared_with_fit(tmp_path: Path) -> None:
    project = project_of(works(TINY)["dense"], write_data(works(TINY)["dense"], tmp_path), epochs=2)
    found = sessions.loss_difference(project, tmp_path / "run")
    assert found == {"largest": 0.0, "epochs": 2}


def test_the_cost_of_the_resume_state_is_a_share(tmp_path: Path) -> None:
    project = project_of(works(TINY)["dense"], write_data(works(TINY)["dense"], tmp_path), epochs=2)
    found = sessions.resume_cost(project, tmp_path / "run")
    assert 0 < found["share_of_the_runs_thread"] < found["share"]
    assert found["epochs"] == 2


def test_the_window_is_driven_to_the_end_of_its_run(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    work = works(TINY)["dense"]
    project = project_of(work, write_data(work, tmp_path), epochs=2, validation=0.2)
    path = write_project(project, tmp_path / "tiny.fitroom")
    program = Program(qapp, project=path)
    drive = WindowDrive(program, started=time.time())
    program.window.show()
    try:
        qtbot.waitUntil(lambda: drive.ended, timeout=60_000)
    finally:
        assert program.close()
        program.window.let_close()
        program.window.close()
        program.window.deleteLater()
    found = drive.found
    assert found["result"] == "completed"
    assert (found["epochs"], found["steps"]) == (2, 2)
    order = [
        "window_shown",
        "first_page",
        "engine_ready",
        "looked",
        "pressed",
        "acted_on",
        "building",
        "training",
        "saving",
    ]
    assert sorted(order, key=lambda name: found[name]) == order
    assert set(found["late_ms"]["stages"]) >= {"import", "training"}
    assert 0 < found["peak_mb_idle"] <= found["peak_mb_trained"]


def test_a_late_timer_is_noticed(qtbot: QtBot) -> None:
    probe = LatenessProbe()
    probe.begin("before")
    qtbot.wait(50)
    probe.enter("busy")
    time.sleep(0.08)
    qtbot.wait(50)
    probe.stop()
    found = probe.found()
    assert found["stages"]["busy"]["max"] >= 70
    assert found["max"] >= 70
    assert found["p99_of_time"] >= found["stages"]["before"]["p99"]
    assert found["delays"][0][2] == "busy"


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("smoothed", "curves"), [(0, 7), (1, 9), (2, 11)])
def test_frames_of_the_plots_are_timed(smoothed: int, curves: int) -> None:
    found = frame_times(points=2_000, frames=3, smoothed=smoothed)
    assert found["curves"] == curves
    assert 0 < found["median"] <= found["p99"]


@pytest.mark.usefixtures("qapp")
def test_frames_are_timed_the_plain_way_too() -> None:
    found = plain_frame_times(points=2_000, frames=3)
    assert 0 < found["median"] <= found["p99"]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("shape", ["noise", "falling"])
def test_one_curve_is_timed_both_ways(shape: Shape) -> None:
    found = curve_times(points=20_000, frames=3, shape=shape)
    assert set(found) == {"fitroom", "pyqtgraph"}
    assert all(took > 0 for took in found.values())


def test_events_are_counted_in_an_isolated_process() -> None:
    found = measure("events", {"events": 2_500})
    assert found["events"] == 2_500
    assert found["rate"] > 0


@pytest.mark.usefixtures("qapp")
def test_results_are_painted_and_a_cell_is_filled(tmp_path: Path) -> None:
    found = results_times(examples=200, classes=4, repeats=2)
    assert all(took > 0 for took in found["shown_ms"] + found["measures_ms"])
    pictures.write_images(tmp_path / "images", count=12)
    cells = cell_times(folder=str(tmp_path / "images"), repeats=2)
    assert cells["examples"] == 12
    assert all(took > 0 for took in cells["cell_ms"])


@pytest.mark.slow
def test_an_evaluation_is_timed_beside_keras(tmp_path: Path) -> None:
    found = measure("evaluating", {"folder": str(tmp_path), "examples": 640, "repeats": 2})
    assert found["examples"] == 320
    assert all(took > 0 for took in found["ours_s"] + found["keras_s"])


@pytest.mark.slow
def test_growth_is_what_the_runs_leave(tmp_path: Path) -> None:
    work = works(TINY)["dense"]
    data = write_data(work, tmp_path)
    asked = {
        "project": str(write_project(project_of(work, data, epochs=2), tmp_path / "p.fitroom")),
        "runs": 2,
    }
    plain = {"work": "dense", "data": str(data), "epochs": 2, "batch_size": 32}
    for found in (measure("growth", asked), measure("growth", asked | {"plain": plain})):
        assert len(found["resident"]) == 2
        assert 100 < found["resident"][0] < 5_000


@pytest.mark.parametrize(
    ("values", "each"),
    [([5.0, 7.0, 9.0, 11.0], 2.0), ([5.0, 5.0, 5.0], 0.0), ([1.0, 2.0, 90.0, 4.0, 5.0], 1.0)],
)
def test_the_slope_heeds_no_outlier(values: list[float], each: float) -> None:
    assert slope(values) == each


@pytest.mark.usefixtures("qapp")
def test_a_lost_event_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    from gui.control.runs.event_pump import EventPump

    keep = EventPump.sink
    lost = iter([False] * 5 + [True])
    monkeypatch.setattr(EventPump, "sink", lambda pump, event: next(lost, False) or keep(pump, event))
    with pytest.raises(RuntimeError, match="1 of 20 events"):
        event_rate(events=20)


def test_a_measurement_that_fails_says_why() -> None:
    with pytest.raises(RuntimeError, match="no-such-key"):
        measure("events", {"no-such-key": 1})


def test_both_feeders_of_images_feed_all(tmp_path: Path) -> None:
    pictures.write_images(tmp_path / "images", count=40)
    for feed in (pictures.feed_by_fitroom, pictures.feed_by_keras):
        assert feed(str(tmp_path / "images"), 2)["images"] == 40
    assert pictures.train_by_fitroom(str(tmp_path / "images"), 1)["peak_mb"] > 0


def test_the_table_says_what_is_missed_and_the_file_holds_all(tmp_path: Path) -> None:
    made = [
        Row(key="fast", what="a ratio", value=0.5, aim=1.0, samples=[0.4, 0.5]),
        Row(key="slow", what="a rate", value=10.0, aim=20.0, unit="1/s", more_is_better=True),
        Row(key="plain", what="a size", value=900.0, aim=None, unit="MB"),
    ]
    fast, slow, plain = report.table(made).splitlines()[1:]
    assert " met " in fast
    assert " MISSED " in slow
    assert ">= 20" in slow
    assert " stated " in plain
    report.write(tmp_path / "build" / "bench.json", made, machine=machine.describe(), size="quick")
    content = json.loads((tmp_path / "build" / "bench.json").read_text())
    assert [row["met"] for row in content["rows"]] == [True, False, None]
    assert content["machine"]["cores"] >= 1
    assert peak_mb() > 10


def test_pairs_give_the_ratio_of_the_medians_pair(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The rows of fit, with processes that are played: A and B in turn, the ratio taken in each pair."""
    asked: list[str] = []

    def played(name: str, _asked: object) -> dict[str, float]:
        asked.append(name)
        slow = 2.0 if len(asked) > 2 else 1.0
        share = 1.0 if name == "bare" else 0.25
        return {"epoch": slow * share, "whole": slow * share, "parameters": 1, "steps": 1}

    monkeypatch.setattr("tests.bench.processes.measure", played)
    found = list(rows.fit_rows(replace(TINY, pairs=2), tmp_path))
    assert asked == ["bare", "window"] * 6
    assert [row.value for row in found] == [0.25] * 6
    assert set(GROUPS) == {
        "fit",
        "loss",
        "window",
        "plots",
        "events",
        "resume",
        "images",
        "csv",
        "growth",
        "look",
        "results",
    }
