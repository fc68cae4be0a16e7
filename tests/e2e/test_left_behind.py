"""A custom callback that never returns keeps neither the window, nor TensorBoard, nor a command."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine.custom_code.trust import TrustStore
from engine.record.run_folder import RunFolder
from engine.settings import Project
from engine.settings.callbacks import CustomCallback
from engine.settings.project_file.file import save
from tests.e2e.processes import processes_with
from tests.e2e.program import PATIENCE, ROOT, wait_for
from tests.marks import TIMING

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300), TIMING]

HANGS = """
import time
import keras


class Hangs(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 2:
            {work}
"""
FOREVER = "time.sleep(600)"
BUSY = "while True: pass"
HOLDS_THE_GIL = "__import__('ctypes').PyDLL(None).sleep(600)"


@pytest.fixture
def hanging(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    custom = tmp_path / "hangs.py"
    custom.write_text(HANGS.format(work=request.param))
    TrustStore().trust(custom)
    project = Project.model_validate({"data": {"kind": "arrays", "path": "sample:digits.npz"}})
    path = tmp_path / "hangs.fitroom"
    save(project.with_value("callbacks", (CustomCallback(path=str(custom)),)), path)
    return path


def is_left_behind(run: RunFolder) -> bool:
    outcome = run.outcome()
    assert outcome is not None
    assert "did not end within 15 seconds" in outcome.reason
    return run.state == "stopped" and outcome.epochs_done == 2


@pytest.mark.parametrize("hanging", [FOREVER], indirect=True)
def test_the_window_leaves_a_callback_that_hangs(start, hanging: Path, home: Path) -> None:
    program = start(str(hanging))
    program.press("F5")
    run = wait_for("the run's folder", lambda: program.alive() and program.runs())[0]
    program.press("ctrl+b")
    wait_for("TensorBoard", lambda: program.alive() and program.tensorboard())
    program.wait_for_rows(run, 2)
    program.process.send_signal(signal.SIGTERM)
    assert program.wait_for_end() == 1, program.printed()
    assert not processes_with(home)
    assert is_left_behind(run)


@pytest.mark.parametrize("hanging", [BUSY], indirect=True)
def test_a_command_leaves_a_callback_that_hangs(hanging: Path, home: Path, tmp_path: Path) -> None:
    run = RunFolder(tmp_path / "run")
    command = [sys.executable, str(ROOT / "main.py"), "train", str(hanging), "--out", str(run.path)]
    with subprocess.Popen(
        [*command, "--trust", str(tmp_path / "hangs.py")],
        env={**os.environ, "FITROOM_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        wait_for("epoch 2", lambda: run.history_csv.exists() and run.history_csv.read_text().count("\n") > 2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 130
    assert is_left_behind(run)


@pytest.mark.slow  # 15 s, and `tests/unit/engine/test_forced_exit.py` is its short form
@pytest.mark.parametrize("hanging", [HOLDS_THE_GIL], indirect=True)
def test_the_window_leaves_a_callback_that_lets_no_other_thread_run(start, hanging: Path) -> None:
    program = start(str(hanging))
    program.press("F5")
    run = wait_for("the run's folder", lambda: program.alive() and program.runs())[0]
    # its end of the second epoch is not drawn any more, as no thread gets the interpreter
    wait_for("epoch 2", lambda: run.history_csv.exists() and run.history_csv.read_text().count("\n") > 2)
    program.process.send_signal(signal.SIGTERM)
    assert program.wait_for_end() == -signal.SIGKILL, program.printed()
    assert is_left_behind(run)
