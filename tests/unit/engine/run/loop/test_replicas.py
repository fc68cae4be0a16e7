"""Several devices at once: two logical CPU devices stand for two GPUs, in a process of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.record.events import RunEnded
from tests.runs import small_project, train

ROOT = Path(__file__).parents[5]
CHILD = Path(__file__).with_name("replicas_child.py")


def on_two(project, folder):
    path = folder / "project.json"
    path.write_text(project.model_dump_json())
    done = subprocess.run(
        [sys.executable, str(CHILD), str(path), str(folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_two_devices_come_to_the_numbers_of_one_and_go_on(data, tmp_path):
    # 88 examples to train and 22 to validate: batches that two devices share out evenly
    project = small_project(data, model__dropout=0.0, fit__batch_size=8, fit__validation_batch_size=22)
    found = on_two(project, tmp_path)
    assert found["cpu"]["devices"] == ["CPU"]
    assert found["all"]["devices"] == ["2 × CPU"], found["all"]
    for ours, theirs in zip(found["all"]["losses"], found["cpu"]["losses"], strict=True):
        assert ours == pytest.approx(theirs, rel=1e-4)
    assert found["resumed"][-1] == pytest.approx(found["all"]["losses"][-1], rel=1e-6)


@pytest.mark.slow
def test_random_layers_train_on_two_devices(data, tmp_path):
    found = on_two(small_project(data, "cnn", fit__batch_size=8, fit__validation_batch_size=22), tmp_path)
    assert found["all"]["result"] == "All 3 epochs are done."
    assert found["all"]["devices"] == ["2 × CPU"]


def test_one_device_alone_is_said(data, tmp_path):
    ended = train(small_project(data, run__device="all"), tmp_path / "a").ended
    assert isinstance(ended, RunEnded)
    assert ended.problem_path == "run.device"
    assert "set the device to auto" in ended.reason
