"""Streamed images: the same numbers as in memory, also after a kill; files that go while the run goes on."""

import multiprocessing
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine.record.events import BatchesEnded, LogLine, Result, TrainingStarted
from tests.marks import TRAINS, some_slow
from tests.runs import Final, Killed, assert_same_arrays, small_project, train, train_and_look, with_callbacks

pytestmark = TRAINS

COUNT = 90
STREAMED = [("disk", "dense", 1), ("stream", "dense", 3), ("disk", "cnn", 3), ("stream", "cnn", 3)]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FITROOM_HOME", str(tmp_path / "home"))


@pytest.fixture
def images(tmp_path: Path) -> Path:
    """Three classes of thirty small images, one of them damaged."""
    rng = np.random.default_rng(3)
    for number in range(COUNT):
        folder = tmp_path / "images" / f"class{number % 3}"
        folder.mkdir(parents=True, exist_ok=True)
        pixels = rng.integers(0, 80, (12, 10, 3), dtype=np.uint8) + np.uint8(60 * (number % 3))
        Image.fromarray(pixels).save(folder / f"{number:03d}.png")
    (tmp_path / "images" / "class1" / "broken.png").write_bytes(b"\x89PNG no more")
    return tmp_path / "images"


def project(images: Path, storage: str, kind: str = "dense", **values: Any) -> Any:
    content = small_project(images, kind, fit__batch_size=16, fit__epochs=2, **values)
    data = {"kind": "images", "path": str(images), "height": 8, "width": 8, "storage": storage}
    return type(content).model_validate({**content.model_dump(), "data": data})


@pytest.mark.parametrize("case", some_slow(STREAMED, STREAMED[2:]))
def test_streamed_trains_as_in_memory(images, tmp_path, case):
    storage, kind, workers = case
    held = train_and_look(project(images, "memory", kind), tmp_path / "held")
    streamed = train_and_look(project(images, storage, kind, fit__workers=workers), tmp_path / "streamed")
    assert held.history == streamed.history
    assert_same_arrays(held.arrays, streamed.arrays)


@pytest.mark.parametrize("scaling", some_slow(["standard", "unit"], ["unit"]))
def test_processes_train_as_in_memory_and_end(images, tmp_path, scaling):
    values: dict[str, Any] = {"fit__workers": 2, "fit__use_multiprocessing": True, "fit__max_queue_size": 3}
    held, streamed = project(images, "memory"), project(images, "stream", **values)
    held, streamed = (one.with_value("data.scaling", scaling) for one in (held, streamed))
    first = train_and_look(held, tmp_path / "held")
    assert_same_arrays(first.arrays, train_and_look(streamed, tmp_path / "streamed").arrays)
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("storage", some_slow(["disk", "stream"], ["disk"]))
@pytest.mark.parametrize("killed_at", some_slow((1, 3, 6), (1, 6)))
def test_resumes_at_any_batch(images, tmp_path, storage, killed_at):
    """Five batches make an epoch, so the kill is in either of two."""
    settings = project(images, storage, run__resume_every_batches=1, run__steps_per_call=1, fit__workers=2)
    whole = train_and_look(settings, tmp_path / "whole")
    with with_callbacks([Final().callback()]):
        cut = train(settings, tmp_path / "cut", sink=kill_at_batch(killed_at))
    assert cut.ended is None
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("batches")]
    assert_same_arrays(whole.arrays, train_and_look(settings, cut.folder, resume=True).arrays)


def test_image_that_goes_while_training_is_left_out_and_named(images, tmp_path):
    def sink(event: Any) -> None:
        if isinstance(event, TrainingStarted):
            (images / "class0" / "000.png").unlink()
            (images / "class2" / "002.png").write_bytes(b"")

    settings = project(images, "stream", fit__validation_split=0.0)
    trained = train(settings, tmp_path / "run", sink=sink)
    assert trained.ended is not None
    assert trained.ended.result is Result.COMPLETED
    waited = [event.waited for event in trained.of(BatchesEnded)]
    assert all(seconds is not None and seconds > 0 for seconds in waited)
    reported = [line.text for line in trained.of(LogLine) if line.level == "warning"]
    named = [text for text in reported if text.startswith("Left out from now on")]
    assert sorted(text.split(", as ")[0] for text in named) == [
        "Left out from now on: class0/000.png",
        "Left out from now on: class2/002.png",
    ]


def test_folder_that_is_gone_ends_the_run_in_words(images, tmp_path):
    settings = project(images, "stream")

    def sink(event: Any) -> None:
        if isinstance(event, TrainingStarted):
            shutil.rmtree(images)

    trained = train(settings, tmp_path / "run", sink=sink)
    assert trained.ended is not None
    assert trained.ended.result is Result.FAILED
    assert "images of a batch can be read any more" in trained.ended.reason
    assert trained.ended.problem_path == "data.path"


def kill_at_batch(number: int) -> Any:
    """A sink that kills after so many batches."""
    seen = 0

    def sink(event: Any) -> None:
        nonlocal seen
        if isinstance(event, BatchesEnded):
            seen += 1
            if seen == number:
                raise Killed

    return sink


ORPHANED = """
import sys, time
import numpy as np
from engine.data import load
from engine.run.feed.batch_source import StreamedExamples
from engine.run.feed.prefetch import Workers
from engine.settings.data.kinds import ImagesData
from engine.settings.fit import FitSettings

if __name__ == "__main__":
    data = load(ImagesData(path=sys.argv[1], height=8, width=8, storage="stream"), None)
    workers = Workers(FitSettings(workers=2, use_multiprocessing=True), warn=print)
    prefetcher = workers.prefetcher(StreamedExamples(data.x, data.y))
    prefetcher.expect(0, 50, indices=lambda number: np.arange(number, number + 4))
    prefetcher.take()
    import multiprocessing
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    time.sleep(600)
"""


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are looked up in /proc")
def test_processes_end_when_the_program_is_killed(images, tmp_path):
    script = tmp_path / "orphaned.py"
    script.write_text(ORPHANED, "utf-8")
    root = Path(__file__).parents[5]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with subprocess.Popen(
        [sys.executable, script, images], stdout=subprocess.PIPE, text=True, env=environment, cwd=root
    ) as program:
        assert program.stdout is not None
        children = [int(word) for word in program.stdout.readline().split()]
        program.kill()
    assert children
    end = time.monotonic() + 30
    while any(is_running(child) for child in children) and time.monotonic() < end:
        time.sleep(0.05)
    assert not [child for child in children if is_running(child)]


def is_running(process: int) -> bool:
    """Whether there is such a process; one that has ended and was not asked for counts as none."""
    try:
        state = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
