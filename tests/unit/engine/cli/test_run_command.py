"""Runs for `train` and `resume`: with a session that is played, and once with real ones in real processes."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from engine.cli.main import main
from engine.cli.run_command import carry_out
from engine.record.events import EpochEnded, LogLine, Result, RunEnded
from engine.record.run_folder import RunFolder
from engine.settings import Project
from engine.settings.project_file.file import save
from tests.marks import TIMING

pytestmark = TIMING

MAIN = Path(__file__).parents[4] / "main.py"
PATIENCE = 150


class Played:
    """A session that tells what it is given, and waits to be stopped if it shall."""

    refused = False

    def __init__(self, folder, result, *, waits=False, asks=None):
        self.folder, self.result, self.waits, self.asks = folder, result, waits, asks
        self.thread = None
        self.stopped = False

    def __call__(self, sink, control):
        self.sink, self.control = sink, control
        return self

    def run(self):
        self.thread = threading.current_thread()
        self.sink(EpochEnded(epoch=1, values={"loss": 0.5}, learning_rate=0.1, seconds=1.0))
        if self.asks:
            os.kill(os.getpid(), self.asks)
        deadline = time.monotonic() + PATIENCE
        while self.waits and not self.control.stopping and time.monotonic() < deadline:
            time.sleep(0.01)
        self.stopped = self.control.stopping
        reason = f"It is {self.result.value}."
        level = "error" if self.result is Result.FAILED else "info"
        self.sink(LogLine(level=level, text=reason))
        return RunEnded(
            result=self.result,
            reason=reason,
            epochs_done=1,
            best={"val_loss": 0.25},
            saved={"val_loss": 0.5},
            saved_epoch=1,
        )


VALUES = (
    "Saved model, weights of epoch 1: val_loss 0.5",
    "Best seen, not all at once: val_loss 0.25",
)


@pytest.fixture
def folder(tmp_path):
    return RunFolder.create_at(tmp_path / "run", Project())


@pytest.mark.parametrize(
    ("result", "status"), [(Result.COMPLETED, 0), (Result.FAILED, 1), (Result.STOPPED, 130)]
)
def test_the_status_says_how_it_ended(folder, result, status):
    assert carry_out(Project(), folder, make_session=Played(folder, result)) == status


def test_tells_where_the_run_is_how_it_ended_and_what_came_out(folder, capsys):
    folder.model_file.write_bytes(b"")
    carry_out(Project(), folder, make_session=Played(folder, Result.COMPLETED))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"Run folder: {folder.path}"
    assert lines[-4:] == ["It is completed.", *VALUES, f"Model: {folder.model_file}"]


def test_a_failure_is_reported_on_stderr_with_the_place_of_the_log(folder, capsys):
    carry_out(Project(), folder, make_session=Played(folder, Result.FAILED))
    output = capsys.readouterr()
    assert output.err.splitlines() == ["Error: It is failed.", f"The run's log: {folder.log_txt}"]
    assert "It is failed." not in output.out


def test_silence_still_tells_folder_and_outcome(folder, capsys):
    project = Project().with_value("fit.verbose", 0)
    carry_out(project, folder, make_session=Played(folder, Result.COMPLETED))
    assert capsys.readouterr().out.splitlines() == [f"Run folder: {folder.path}", *VALUES]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_run_and_the_old_handlers_come_back(folder, capsys, number):
    session = Played(folder, Result.STOPPED, waits=True, asks=number)
    before = signal.signal(
        number, signal.SIG_DFL
    )  # a shell starts what runs in the background with SIGINT ignored
    try:
        assert carry_out(Project(), folder, make_session=session) == 130
        assert signal.getsignal(number) == signal.SIG_DFL
    finally:
        signal.signal(number, before)
    assert session.stopped
    assert session.thread is not threading.main_thread()
    output = capsys.readouterr()
    assert "Stopping after this batch" in output.err
    assert output.out.splitlines()[-1] == f"To resume: resume {folder.path}"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_a_signal_that_was_ignored_stays_ignored(folder):
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        session = Played(folder, Result.COMPLETED, asks=signal.SIGTERM)
        assert carry_out(Project(), folder, make_session=session) == 0
        assert not session.stopped
    finally:
        signal.signal(signal.SIGTERM, before)


LEFT_BEHIND = """
import itertools, os, signal, sys, time
from pathlib import Path
from engine.cli import run_command as running
from engine.record.events import EpochEnded
from engine.record.run_folder import RunFolder
from engine.settings import Project

class Deaf:
    def __init__(self, sink):
        self.sink = sink

    def run(self):
        self.sink(EpochEnded(epoch=3, values={"loss": 0.5}, learning_rate=0.1, seconds=0.1))
        for _ in range(int(sys.argv[2])):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.5)
        if sys.argv[3] == "sleeps":
            time.sleep(600)
        elif sys.argv[3] == "computes":
            while True:
                pass
        else:  # no other thread runs while this goes on
            time.sleep(0.5)
            sum(itertools.repeat(1))

if sys.argv[2] == "1":
    running.END_SECONDS = 4.0
project = Project()
folder = RunFolder.create_at(Path(sys.argv[1]), project)
running.carry_out(project, folder, make_session=lambda sink, control: Deaf(sink))
"""


NEVER_END = [(2, "sleeps", 130), (1, "sleeps", 130), (1, "computes", 130), (1, "lets nobody run", 1)]


def never_ending(folder, signals, work):
    command = [sys.executable, "-c", LEFT_BEHIND, str(folder / "run"), str(signals), work]
    process = subprocess.Popen(
        command, text=True, cwd=MAIN.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    return folder / "run", process


@pytest.fixture(scope="module")
def left_behind(tmp_path_factory):
    """The run folder and the process of each that never ends; they wait for their ends side by side."""
    begun = {case: never_ending(tmp_path_factory.mktemp("left"), *case[:2]) for case in NEVER_END}
    yield begun
    for _, process in begun.values():
        process.kill()
        process.communicate()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("case", NEVER_END)
def test_a_run_that_never_ends_is_left_behind(left_behind, tmp_path, case):
    signals, work, status = case
    # a test that is run once more begins its own
    folder, process = left_behind.pop(case, None) or never_ending(tmp_path, signals, work)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == status, said
    assert said.count("Stopping after this batch") == 1
    run = RunFolder(folder)
    if status == 130:
        assert run.state == "stopped"
        outcome = run.outcome()
        assert outcome is not None
        assert outcome.epochs_done == 3
        assert "did not end within" in outcome.reason
        assert "did not end within" in run.log_txt.read_text()
    else:
        assert run.state == "interrupted"


@pytest.fixture
def project_file(tmp_path):
    path = tmp_path / "My digits.fitroom"
    save(Project().with_value("fit.epochs", 2), path)
    return path


def test_a_wrong_setting_is_refused_before_a_folder_is_made(project_file, home, capsys):
    for assignment, said in [
        ("fit.epoch=3", "fit.epochs"),
        ("fit.epochs=none", "epochs"),
        ("epochs", "setting=value"),
        ("data.path=nowhere.npz", "nowhere.npz"),
    ]:
        assert main(["train", str(project_file), "--set", assignment]) == 2
        output = capsys.readouterr()
        assert said in output.err
        assert output.err.count("\n") == 1
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    ("assignment", "said"),
    [
        ('fit.class_weight={"ten": 2.0}', "There is no class ten; the classes are 0: 0, 1: 1"),
        ('callbacks=[{"kind": "early_stopping", "monitor": "val_acc"}]', "val_accuracy"),
    ],
)
def test_what_the_data_show_to_be_wrong_is_refused_before_the_run(
    project_file, home, capsys, assignment, said
):
    out = project_file.with_name("run")
    assert main(["train", str(project_file), "--set", assignment, "--out", str(out)]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not out.exists()
    out.mkdir()
    assert main(["train", str(project_file), "--set", assignment, "--out", str(out)]) == 2
    assert list(out.iterdir()) == []
    assert main(["train", str(project_file), "--set", assignment]) == 2
    assert not list(home.rglob("project.json"))


def test_a_broken_project_is_refused_with_each_reason(tmp_path, capsys):
    path = tmp_path / "broken.fitroom"
    path.write_text(json.dumps({"version": 1, "fit": {"epochs": 0, "batch_size": "x"}}))
    assert main(["train", str(path)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("broken.fitroom: ") for line in lines)
    assert list(tmp_path.iterdir()) == [path]


def test_a_mistyped_project_is_named_with_the_nearest(project_file, capsys):
    assert main(["train", str(project_file.with_name("My digit.fitroom"))]) == 2
    assert "Did you mean My digits.fitroom?" in capsys.readouterr().err


def test_a_folder_that_is_not_empty_is_refused(project_file, tmp_path, capsys):
    assert main(["train", str(project_file), "--out", str(tmp_path)]) == 2
    assert "not empty" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_refused(project_file, capsys):
    assert main(["train", str(project_file), "--out", str(project_file / "run")]) == 2
    error = capsys.readouterr().err
    assert "--out" in error
    assert error.count("\n") == 1


def test_a_file_to_trust_must_be_there(project_file, capsys):
    assert main(["train", str(project_file), "--trust", "nowhere.py"]) == 2
    assert "nowhere.py" in capsys.readouterr().err


def test_resume_refuses_what_it_cannot_resume(folder, capsys):
    folder.project_json.write_text("{")
    assert main(["resume", str(folder.path)]) == 2
    assert "cannot be read" in capsys.readouterr().err
    with folder.lock():
        assert main(["resume", str(folder.path)]) == 2
    assert f"in use by Fitroom's command line (process {os.getpid()})" in capsys.readouterr().err


def test_a_real_run_with_a_custom_callback(project_file, tmp_path, capfd):
    callback = tmp_path / "mine.py"
    callback.write_text(
        "import keras\n\n\nclass Mine(keras.callbacks.Callback):\n"
        "    def on_train_end(self, logs=None):\n        print('My own words.')\n"
    )
    run = tmp_path / "run"
    options = ["--out", str(run), "--set", "callbacks.3.kind=custom", "--set", f"callbacks.3.path={callback}"]
    assert main(["train", str(project_file), *options]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert f"--trust {callback}" in err
    assert main(["train", str(project_file), *options, "--trust", str(callback)]) == 0
    out, err = capfd.readouterr()
    assert err == ""
    lines = out.splitlines()
    assert lines[0] == f"Run folder: {run}"
    # how many steps a call were found is said between the epochs, whenever it is found
    assert [line[:9] for line in lines if line.startswith("Epoch ")] == ["Epoch 1/2", "Epoch 2/2"]
    assert "My own words." in lines
    assert lines[-1] == f"Model: {run / 'model.keras'}"
    assert (run / "model.keras").is_file()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_a_real_run_is_stopped_and_gone_on_with(project_file, tmp_path):
    run = tmp_path / "run"
    start = [sys.executable, str(MAIN), "train", str(project_file), "--out", str(run)]
    with subprocess.Popen(
        [*start, "--set", "fit.epochs=100000"],
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as training:
        for line in training.stdout or []:
            if line.startswith("Epoch 2/"):
                training.send_signal(signal.SIGTERM)
                break
        rest = list(training.stdout or [])
    assert training.returncode == 130
    assert rest[-1] == f"To resume: resume {run}\n"
    with subprocess.Popen(
        [sys.executable, str(MAIN), "resume", str(run)],
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as running_on:
        epochs = []
        for line in running_on.stdout or []:
            if line.startswith("Epoch "):
                epochs.append(line)
                running_on.send_signal(signal.SIGINT)
                break
        _ = list(running_on.stdout or [])
    assert running_on.returncode == 130
    assert int(epochs[0].removeprefix("Epoch ").partition("/")[0]) > 1


def test_script_prints_python_that_compiles(project_file, capsys):
    assert main(["script", str(project_file)]) == 0
    text = capsys.readouterr().out
    compile(text, "script.py", "exec")
    assert "epochs=2" in text


@pytest.mark.parametrize(
    ("assignment", "said"),
    [
        ('callbacks=[{"kind": "early_stopping", "monitor": "val_acc"}]', "watch one of val_accuracy"),
        ('callbacks=[{"kind": "early_stopping", "monitor": "val_mae"}]', "This run will have no val_mae"),
        ('callbacks=[{"kind": "reduce_lr", "monitor": "val_loss"}, {"kind": "custom"}]', "Choose the Python"),
    ],
)
@pytest.mark.parametrize("form", [[], ["--exact"]])
def test_script_refuses_what_train_refuses(project_file, capsys, assignment, said, form):
    assert main(["script", str(project_file), "--set", assignment, *form]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert said in output.err
    assert output.err.count("\n") == 1


def test_script_says_what_is_wrong_with_the_data(project_file, tmp_path, capsys):
    broken = tmp_path / "broken.npz"
    broken.write_bytes(b"no zip")
    assert main(["script", str(project_file), "--set", f"data.path={broken}"]) == 2
    error = capsys.readouterr().err
    assert "broken.npz" in error
    assert error.count("\n") == 1
