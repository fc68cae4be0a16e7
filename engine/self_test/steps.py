"""The steps of the self-test, as on a first day: doctor, window, training, export, resume, TensorBoard.

Each step returns what it saw, as a clause for the report, and raises SelfTestError when it fails.
"""

from __future__ import annotations

import csv
import json
import math
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from engine.export.evidence import evidence_in
from engine.language import percent
from engine.record.run_folder import RunFolder
from engine.resources import samples_folder
from engine.self_test.children import REPORTED, Children, SelfTestError
from engine.tensorboard_server import ANNOUNCEMENT

EPOCHS = 2
LONGER = 4
SAMPLE = "digits.fitroom"
SMALLEST_PAGE = 1000
"""Bytes of TensorBoard's page; without its files the server answers with a short sentence and status 200."""


def look(children: Children) -> str:
    """Check that the doctor finds all that is needed."""
    printed = children.run("doctor", "--json", allowed=(0, 1))
    try:
        report: dict[str, Any] = json.loads(printed)
    except ValueError as error:
        raise SelfTestError(
            "the doctor's report cannot be read; run the command doctor by itself to see what is wrong. It"
            f" printed: {printed.strip()[:REPORTED] or 'nothing'}"
        ) from error
    if bad := [finding for finding in report["findings"] if finding["state"] == "bad"]:
        raise SelfTestError(" ".join(f"{finding['topic']}: {finding['text']}." for finding in bad))
    found = {finding["topic"]: finding["text"] for finding in report["findings"]}
    return f"TensorFlow {found['TensorFlow']}, GPU: {found['GPU']}"


def open_window(children: Children) -> str:
    """Check that the window opens, trains, changes to Korean where a font has it, and closes."""
    project = children.home / "self-test.fitroom"
    settings = json.loads((samples_folder() / SAMPLE).read_text("utf-8"))
    settings["fit"]["epochs"] = EPOCHS
    project.write_text(json.dumps(settings), "utf-8")
    report = children.home / "window.json"
    children.run("--self-test", "window", str(project), str(report), repr(time.time()))
    seen: dict[str, Any] = json.loads(report.read_text("utf-8"))
    if problem := seen["problem"]:
        raise SelfTestError(problem)
    painted = (
        f"painted {seen['painted']:.2f} s after its start ({seen['worked']:.2f} s of work), {children.screen}"
    )
    if refused := seen["refused"]:  # no failure: there is no font for Korean
        return f"{painted}; {refused}"
    return f"{painted}; in Korean Train is {seen['korean']}"


def train(children: Children) -> str:
    """Check that the sample can be trained without a window."""
    folder = children.home / "trained"
    children.run("train", _sample(), "--out", str(folder), "--set", f"fit.epochs={EPOCHS}")
    run = RunFolder(folder)
    rows = history(run)
    if len(rows) != EPOCHS or not run.model_file.is_file():
        raise SelfTestError(
            f"after {EPOCHS} epochs there are {len(rows)} in the history, model: {run.model_file}"
        )
    return f"{EPOCHS} epochs, val_accuracy {float(rows[-1]['val_accuracy']):.3f}"


def kill_and_resume(children: Children) -> str:
    """Check that a killed run is resumed and ends with every epoch exactly once."""
    folder = children.home / "killed"
    run = RunFolder(folder)
    # one example a batch, so that the run lasts long enough to be killed in the middle
    slow = ("--set", "fit.batch_size=1", "--set", f"fit.epochs={LONGER}", "--set", "fit.steps_per_epoch=400")
    child = children.start("train", _sample(), "--out", str(folder), *slow)
    done = children.wait_for("first epoch", lambda: len(history(run)), child=child)
    child.kill()
    child.wait()
    if run.state != "interrupted":
        raise SelfTestError(f"the killed run is {run.state}, so there is nothing to resume")
    children.run("resume", str(folder))
    epochs = [row["epoch"] for row in history(run)]
    if epochs != [str(epoch) for epoch in range(1, LONGER + 1)]:
        raise SelfTestError(f"the epochs in the history are {', '.join(epochs)}")
    return f"killed after epoch {done}, went on to {LONGER}"


def export(children: Children) -> str:
    """Check that the trained model becomes a LiteRT file, and answers as before when it is run."""
    folder = children.home / "exported"
    children.run("export", str(children.home / "trained"), "--format", "litert", "--out", str(folder))
    evidence = evidence_in(folder)
    if evidence is None or not (folder / evidence.file).is_file():
        raise SelfTestError(f"there is no LiteRT file with its evidence in {folder}")
    if evidence.warnings:
        raise SelfTestError(" ".join(evidence.warnings))
    equal = percent(evidence.same_answers or 0.0)
    return f"LiteRT, {evidence.bytes / 1e3:.0f} kB, {equal} of the answers equal"


def tensorboard(children: Children) -> str:
    """Check that TensorBoard serves its page and the values of the history, from its data server."""
    run = RunFolder(children.home / "trained")
    child = children.start(
        "tensorboard", "--logdir", str(run.logs), "--port", "0", "--parent", str(os.getpid())
    )
    address = children.wait_for("address", lambda: _address(children.printed(child)), child=child)
    page = len(_get(address))
    if page < SMALLEST_PAGE:
        raise SelfTestError(f"its page has only {page} bytes, so its files are not in this installation")
    query = urllib.parse.urlencode({"run": "train", "tag": "epoch_loss"})
    url = f"{address}data/plugin/scalars/scalars?{query}"
    points = children.wait_for("points", lambda: _points(url, EPOCHS), child=child)
    for (_, step, value), row in zip(points, history(run), strict=True):
        if step != int(row["epoch"]) - 1 or not math.isclose(value, float(row["loss"]), rel_tol=1e-5):
            raise SelfTestError(f"its loss of step {step} is {value}, the history says {row['loss']}")
    reader = "its own process" if any("data_server" in line for line in children.running()) else "itself"
    if sys.platform == "linux" and reader == "itself":
        raise SelfTestError("it reads the logs slowly, as its data server is not in this installation")
    if child.stdin is not None:
        child.stdin.close()
    child.wait(30)
    return f"{page / 1e6:.1f} MB of page, {len(points)} points, read by {reader}"


def leave_nothing(children: Children) -> str:
    """Check that no process is left."""
    children.end_all()
    if left := children.running():
        raise SelfTestError("still running: " + "; ".join(left))
    return "no process is left"


STEPS = (
    ("doctor", look),
    ("window", open_window),
    ("train", train),
    ("export", export),
    ("kill and resume", kill_and_resume),
    ("TensorBoard", tensorboard),
    ("end", leave_nothing),
)


def history(run: RunFolder) -> list[dict[str, str]]:
    """Return the complete rows of the run's history.csv; [] while there is none."""
    try:
        with run.history_csv.open(encoding="utf-8", newline="") as file:
            return [row for row in csv.DictReader(file) if None not in row.values()]
    except FileNotFoundError:
        return []


def _sample() -> str:
    return str(samples_folder() / SAMPLE)


def _address(printed: str) -> str:
    lines = [line for line in printed.splitlines() if line.startswith(ANNOUNCEMENT)]
    return lines[0].removeprefix(ANNOUNCEMENT).strip() if lines else ""


def _get(url: str) -> bytes:
    # no proxy: it is this machine
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=30) as answer:
        return bytes(answer.read())


def _points(url: str, count: int) -> list[tuple[float, int, float]]:
    """Time, step and value of each point, once there are `count`; [] before that."""
    try:
        points: list[tuple[float, int, float]] = json.loads(_get(url))
    except urllib.error.HTTPError:
        return []  # TensorBoard has not read the run yet
    return points if len(points) >= count else []
