"""batches.bin says which of its values are of each batch by itself; older files hold running means alone."""

import json
from pathlib import Path

import numpy as np

from engine.record.events import BatchesEnded
from engine.record.recorder import Recorder
from engine.record.replay import names_in, per_batch_in, read_batches
from engine.record.run_folder import RunFolder
from engine.settings import Project
from tests.started import started

KNOWN = ("loss", "accuracy")


def written(folder: RunFolder, *, per_batch: tuple[str, ...]) -> None:
    recorder = Recorder(folder)
    recorder(started(per_batch=per_batch))
    values = {name: np.array([1.0], np.float32) for name in started().metrics}
    recorder(BatchesEnded(epoch=1, first_step=0, values=values))
    recorder.close()


def test_the_header_says_what_the_values_are(tmp_path: Path) -> None:
    folder = RunFolder.create_at(tmp_path / "run", Project())
    written(folder, per_batch=("loss",))
    header = folder.batches_file.read_bytes().partition(b"\n")[0]
    assert names_in(header) == list(started().metrics)
    assert per_batch_in(header) == ("loss",)
    table = read_batches(folder)
    assert table is not None
    assert len(table.values) == 1


def test_a_file_of_an_older_program_holds_running_means_and_continues_with_them(tmp_path: Path) -> None:
    folder = RunFolder.create_at(tmp_path / "run", Project())
    recorder = Recorder(folder)
    assert recorder.per_batch(KNOWN) == KNOWN
    folder.batches_file.write_bytes(json.dumps(["loss", "accuracy"]).encode() + b"\n")
    assert recorder.per_batch(KNOWN) == ()
    folder.batches_file.write_bytes(b'{"names": ["loss", "accuracy"], "per_batch": ["accuracy"]}\n')
    assert recorder.per_batch(KNOWN) == ("accuracy",)
    recorder.close()


def test_a_header_from_elsewhere_is_no_mistake() -> None:
    assert per_batch_in(b'{"names": ["loss"], "per_batch": 3}') == ()
    assert names_in(b'{"names": 3}') is None
    assert names_in(b"{}") is None
