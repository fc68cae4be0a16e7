"""The main job in a real window: train, look at curves and TensorBoard, close, and find everything again."""

import csv
import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from engine.record.run_folder import RunFolder
from engine.tensorboard_server import ANNOUNCEMENT
from gui.style.tokens import LIGHT
from tests.e2e.processes import has_loaded, listens_at, processes_with
from tests.e2e.program import ROOT, epochs_in, wait_for, where
from tests.marks import TIMING

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300), TIMING]

LOSS, ACCURACY = LIGHT.curves[0], LIGHT.curves[1]
RAIL = 230  # the rail's width in pixels, with some room
HEAD = 150  # menus and bar above it
TENSORBOARD = "#f57c00"  # the bar on top of its page
A_PAGE = 10_000  # pixels
A_CELL = 14  # pixels of a cell of the matrix without its number
A_FEW_PICTURES = 2000  # pixels
LEAST_ORANGE = 30  # how much redder than blue a mistake is drawn
A_CURVE = 100  # pixels of one colour that no icon or line of the legend has


def test_trains_shows_tensorboard_and_leaves_nothing_behind(start):
    program = start()
    program.press("F5")
    run = wait_for("the run's folder", lambda: program.alive() and program.runs())[0]

    program.wait_for_rows(run, 2)
    first = program.picture()
    program.wait_for_rows(run, epochs_in(run) + 3)

    def changed() -> bool:
        now = program.picture()
        return all((where(first, curve) != where(now, curve)).sum() > A_CURVE for curve in (LOSS, ACCURACY))

    # a row is in the file before it is drawn, and a busy machine draws later
    wait_for("curves that change", lambda: program.alive() and changed())
    assert run.outcome() is None, "the curves were to change while it trained"

    outcome = wait_for("the outcome", lambda: program.alive() and run.outcome())
    assert outcome.result.value == "completed", outcome.reason
    assert outcome.best["val_accuracy"] >= 0.95
    assert run.model_file.is_file()

    look_at_a_mistake(program, run)
    program.press("ctrl+b")
    board = wait_for("TensorBoard", lambda: program.alive() and program.tensorboard())[0]
    port = wait_for("its port", lambda: listens_at(board))[0]
    assert {status_of(f"http://127.0.0.1:{port}{path}") for path in ("/", "/data/environment")} == {404}
    with served(run.logs) as address:
        for part, name in (("train", "loss"), ("validation", "val_loss")):
            shown = wait_for("its numbers", lambda part=part: scalars(address, part, "epoch_loss"))
            written = [(int(row["epoch"]) - 1, float(row[name])) for row in history(run)]
            assert [step for step, _ in shown] == [step for step, _ in written]
            np.testing.assert_allclose(
                [value for _, value in shown], [value for _, value in written], rtol=1e-6
            )
    wait_for("its page in the window", lambda: where(program.picture(), TENSORBOARD).sum() > A_PAGE)
    program.press("ctrl+shift+b")
    wait_for("the end of TensorBoard", lambda: program.alive() and not program.tensorboard())

    program.press("ctrl+q")
    assert program.wait_for_end() == 0, program.printed()


def test_a_start_before_tensorflow_is_there_is_kept(start):
    program = start()
    program.press("F5")
    assert not has_loaded(program.process.pid, "libtensorflow"), "TensorFlow was there before F5"
    run = wait_for("the run's folder", lambda: program.alive() and program.runs())[0]
    program.wait_for_rows(run, 1)
    # Ctrl+C in the terminal stops the run and closes the window
    program.process.send_signal(signal.SIGINT)
    assert program.wait_for_end() == 0, program.printed()
    assert run.state == "stopped"


def test_a_killed_window_leaves_no_child_and_its_run_opens_again(start, home):
    program = start()
    program.press("F5")
    run = wait_for("the run's folder", lambda: program.alive() and program.runs())[0]
    program.press("ctrl+b")
    wait_for("TensorBoard", lambda: program.alive() and program.tensorboard())
    program.wait_for_rows(run, 4)
    os.kill(program.process.pid, signal.SIGKILL)
    assert program.wait_for_end() == -signal.SIGKILL
    assert not processes_with(home)
    assert run.state == "interrupted"

    again = start()
    # the run's line in the rail has a dot in this colour, and nothing else there has it
    dots = wait_for("the interrupted run", lambda: np.argwhere(rail(again, LIGHT.warning)).tolist())
    assert where(again.picture(), LIGHT.warning)[:, RAIL:].any(), "the banner offers to resume it"
    y, x = np.median(dots, axis=0).astype(int)
    assert where(again.picture(), LOSS)[:, RAIL:].sum() < A_CURVE
    again.click(int(x), int(y))
    for curve in (LOSS, ACCURACY):
        wait_for("its curves", lambda curve=curve: where(again.picture(), curve)[:, RAIL:].sum() > A_CURVE)
    again.press("ctrl+q")
    assert again.wait_for_end() == 0, again.printed()


def look_at_a_mistake(program, run: RunFolder) -> None:
    """Open the results of a run of pictures, and click on two classes that it confuses."""
    program.press("ctrl+6")
    found = wait_for("a confused pair", lambda: a_mistake(np.array(program.picture())))
    assert found is not None
    x, y = found
    assert (run.path / "predictions" / "validation.npz").is_file()
    wait_for("pictures of all mistakes", lambda: program.alive() and black(program).sum() > A_FEW_PICTURES)
    first = int(black(program).any(axis=0).argmax())
    before = np.array(program.picture())[HEAD:, first:]
    program.click(x, y)

    def of_the_pair() -> bool:
        """Pictures are shown where those of all mistakes were, and not as before: at least under a title."""
        shown = np.array(program.picture())[HEAD:, first:]
        return program.alive() and black(program).sum() > A_FEW_PICTURES and bool((shown != before).any())

    wait_for("those of the pair", of_the_pair)


def a_mistake(screen: np.ndarray) -> tuple[int, int] | None:
    """A place well inside a cell of mistakes of the confusion matrix, which is orange; None for none."""
    red, blue = screen[:, :, 0].astype(int), screen[:, :, 2].astype(int)
    orange = (red - blue > LEAST_ORANGE) & (red > 2 * LEAST_ORANGE)
    for y in range(HEAD, len(screen) - A_CELL, 4):
        for x in range(RAIL, screen.shape[1] - A_CELL, 4):
            cell = screen[y : y + A_CELL, x : x + A_CELL].reshape(-1, 3)
            if orange[y, x] and (cell == cell[0]).all():
                return x + A_CELL // 2, y + A_CELL // 2
    return None


def black(program) -> np.ndarray:
    """Which pixels are black: the ground of a digit, and nothing else that is large."""
    screen = np.array(program.picture())
    screen[:HEAD], screen[:, :RAIL] = 255, 255
    return np.asarray(screen.max(axis=2) < 8)


def rail(program, color):
    program.alive()
    found = where(program.picture(), color)[:, :RAIL]
    found[:HEAD] = False
    return found


def history(run: RunFolder) -> list[dict[str, str]]:
    with run.history_csv.open(newline="") as file:
        return list(csv.DictReader(file))


@contextmanager
def served(logs: Path) -> Generator[str]:
    """The address of a TensorBoard for `logs` from the command line: that of the window cannot be guessed."""
    command = [sys.executable, str(ROOT / "main.py"), "tensorboard", "--logdir", str(logs)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as board:
        assert board.stdout is not None
        try:
            yield board.stdout.readline().removeprefix(ANNOUNCEMENT).strip()
        finally:
            board.send_signal(signal.SIGINT)


def scalars(address: str, part: str, tag: str) -> list[tuple[int, float]]:
    """Step and value of each point that TensorBoard has of `tag`; [] while it has read nothing yet."""
    query = urllib.parse.urlencode({"run": part, "tag": tag})
    try:
        with urllib.request.urlopen(f"{address}data/plugin/scalars/scalars?{query}", timeout=10) as answer:  # noqa: S310 - this machine's
            return [(step, value) for _, step, value in json.load(answer)]
    except urllib.error.HTTPError:
        return []


def status_of(address: str) -> int:
    """The status with which a server answers."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - this machine's
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
