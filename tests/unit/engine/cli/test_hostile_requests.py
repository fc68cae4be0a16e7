"""Project files, settings and paths that are broken or made to do harm: sentences and status 2."""

import contextlib
import os
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.cli.errors import UsageError
from engine.cli.main import main
from engine.cli.projects import read_project
from engine.inspect.preflight import check
from main import main as program

GOOD = (
    '{"version": 2, "data": {"kind": "table", "path": "sample:wine.csv"}, "fit": {"epochs": 2},'
    ' "model": {"kind": "dense", "units": [8, 4]}, "callbacks": [{"kind": "csv_logger"}]}'
)
LONG = "x" * 5000
PROJECTS = {
    "empty": b"",
    "zeros": bytes(100),
    "no text": b"\xff\xfe\xfd\xfc",
    "deep list": b"[" * 200_000,
    "deep objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "deep setting": b'{"data":' + b"[" * 900 + b"]" * 900 + b"}",
    "deep layers": b'{"model":' + b'{"layers":[' * 300 + b"]}" * 300 + b"}",
    "a number": b"7",
    "a huge number": b'{"fit": {"epochs": ' + b"9" * 4000 + b"}}",
    "too many digits": b'{"fit": {"epochs": ' + b"9" * 5000 + b"}}",
    "no number": b'{"fit": {"epochs": NaN}}',
    "without end": b'{"fit": {"epochs": 1e999}}',
    "a version of text": b'{"version": "x"}',
    "a lone surrogate": b'{"data": {"kind": "images", "path": "\\ud800"}}',
    "a zero in a path": b'{"data": {"kind": "table", "path": "a\\u0000b"}}',
    "a surrogate for a key": b'{"\\udc00": 1}',
    "a long path": b'{"data": {"kind": "table", "path": "' + LONG.encode() + b'"}}',
    "no home": b'{"data": {"kind": "table", "path": "~nobody-at-all/x.csv"}}',
    "a kind of a list": b'{"data": {"kind": [1]}}',
    "callbacks of numbers": b'{"callbacks": [1, 2, 3]}',
}


def check_sentences(output, *, status: int) -> None:
    assert status == 2
    assert output.out == ""
    lines = output.err.strip().splitlines()
    assert lines
    assert "Traceback" not in output.err
    assert all(len(line) > 20 for line in lines)
    output.err.encode()


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("FITROOM_HOME", str(tmp_path / "home"))


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("what", PROJECTS)
def test_a_broken_project_is_reported_in_sentences(what, tmp_path, capsys):
    path = tmp_path / "hostile.fitroom"
    path.write_bytes(PROJECTS[what])
    check_sentences_of(["train", str(path), "--out", str(tmp_path / "run")], capsys)
    assert not (tmp_path / "run").exists()


def check_sentences_of(arguments, capsys):
    status = main(arguments)
    check_sentences(capsys.readouterr(), status=status)


@pytest.fixture
def good(tmp_path) -> Path:
    path = tmp_path / "good.fitroom"
    path.write_text(GOOD)
    return path


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    "assignment",
    [
        "data.path=\udcff",
        f"data.path={LONG}",
        "data.path=~nobody-at-all/x.csv",
        "fit.epochs=" + "[" * 100_000,
        "fit.epochs=" + "9" * 5000,
        "a." * 5000 + "b=1",
        "callbacks.99999999999999999999.kind=csv_logger",
        "callbacks.².kind=csv_logger",
        "fit.validation_data=\udcff",
        f"fit.validation_data={LONG}",
        "compile.schedule.kind=nothing",
        "model.kind=file",
        f"model.start_weights={LONG}",
        "=",
        LONG,
    ],
)
def test_a_wrong_assignment_is_reported_in_sentences(assignment, good, tmp_path, capsys):
    check_sentences_of(["train", str(good), "--out", str(tmp_path / "run"), "--set", assignment], capsys)


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    "assignments",
    [
        ("compile.schedule.kind=piecewise", "compile.schedule.values=1e308,1e308,1e308"),
        ("compile.schedule.kind=polynomial", "compile.schedule.end_learning_rate=1e308"),
        ("compile.schedule.kind=inverse_time", "compile.schedule.decay_rate=1e308"),
        ("compile.schedule.kind=cosine_restarts", "compile.schedule.t_mul=1e308"),
        ("compile.schedule.kind=exponential", "compile.schedule.decay_steps=9" + "0" * 30),
        ("callbacks.1.kind=lr_scheduler", "callbacks.1.expression=lr * 1e308"),
        ("callbacks.1.kind=remote_monitor", "callbacks.1.root=http://[::1"),
        ("callbacks.1.kind=remote_monitor", "callbacks.1.root=http://a:b"),
    ],
)
def test_values_that_no_run_can_use_are_reported_before_it(assignments, good, tmp_path, capsys):
    more = [word for assignment in assignments for word in ("--set", assignment)]
    check_sentences_of(["train", str(good), "--out", str(tmp_path / "run"), *more], capsys)
    assert not (tmp_path / "run").exists()


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    "arguments",
    [
        ["train", LONG],
        ["train", f"{LONG}.fitroom"],
        ["train", "\udcff.fitroom"],
        ["script", LONG],
        ["resume", LONG],
        ["tensorboard", "--logdir", LONG],
        [LONG],
        [f"/{LONG}/{LONG}"],
    ],
)
def test_a_path_that_no_file_can_have_is_a_sentence(arguments, capsys):
    status = program(arguments)
    check_sentences(capsys.readouterr(), status=status)


@pytest.mark.usefixtures("home")
def test_other_paths_that_no_file_can_have(good, capsys):
    check_sentences_of(["train", str(good), "--out", LONG], capsys)
    check_sentences_of(["train", str(good), "--trust", LONG], capsys)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes among its files")
@pytest.mark.usefixtures("home")
def test_a_pipe_or_a_device_is_no_project_and_nothing_to_trust(good, tmp_path, capsys):
    pipe = tmp_path / "pipe.fitroom"
    os.mkfifo(pipe)
    for path in (str(pipe), "/dev/zero", "/proc/self/environ"):
        check_sentences_of(["train", path], capsys)
        check_sentences_of(["train", str(good), "--trust", path], capsys)


@pytest.mark.usefixtures("home")
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), cut=st.booleans())
def test_any_changed_bytes_are_a_project_or_sentences(seed, cut, tmp_path):
    draw, raw = random.Random(seed), bytearray(GOOD.encode())
    for _ in range(draw.randint(1, 6)):
        raw[draw.randrange(len(raw))] = draw.choice(b'{}[]",:0919\\x\xff-e')
    path = tmp_path / "changed.fitroom"
    path.write_bytes(raw[: draw.randrange(len(raw))] if cut else raw)
    with contextlib.suppress(UsageError):  # anything else is a traceback
        check(read_project(path), None)
