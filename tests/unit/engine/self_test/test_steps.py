"""What each step of the self-test refuses. That the real program passes them is a matter of tests/e2e."""

import http.server
import json
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from engine.self_test import steps
from engine.self_test.children import SelfTestError

HEAD = "epoch,loss,val_accuracy\n"


class Program:
    """Stands in for `Children`: `run` writes what the real program would have left."""

    def __init__(self, home: Path, writes: dict[str, str] | None = None, printed: str = "") -> None:
        self.home, self.writes, self.printing = home, writes or {}, printed
        self.screen = "on the screen"
        self.left: list[str] = []
        self.asked: list[tuple[str, ...]] = []

    def run(self, *arguments: str, allowed: tuple[int, ...] = (0,)) -> str:
        assert 0 in allowed
        self.asked.append(arguments)
        for name, text in self.writes.items():
            path = self.home / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return self.printing

    def start(self, *arguments: str):
        self.run(*arguments)
        return SimpleNamespace(kill=lambda: None, wait=lambda _seconds=0: 0, stdin=None)

    def wait_for(self, what, look, *, child):
        assert child is not None
        found = look()
        if not found:
            raise SelfTestError(f"no {what}")
        return found

    def printed(self, _child) -> str:
        return self.printing

    def end_all(self) -> None:
        self.left.append("asked to end")

    def running(self) -> list[str]:
        return self.left[1:]


def fake(home: Path, writes: dict[str, str] | None = None, printed: str = "") -> Any:
    return Program(home, writes, printed)


def test_what_the_doctor_finds_bad_is_reported(tmp_path: Path) -> None:
    findings = [
        {"topic": "GPU", "text": "none is used", "state": "note"},
        {"topic": "keras", "text": "not installed", "state": "bad"},
    ]
    with pytest.raises(SelfTestError, match=r"^keras: not installed\.$"):
        steps.look(fake(tmp_path, printed=json.dumps({"findings": findings})))


@pytest.mark.parametrize("printed", ["", "E0000 no driver\n{}"])
def test_a_report_that_is_none_is_reported(tmp_path: Path, printed: str) -> None:
    with pytest.raises(SelfTestError, match="the doctor's report cannot be read"):
        steps.look(fake(tmp_path, printed=printed))


def test_the_doctors_devices_are_reported(tmp_path: Path) -> None:
    findings = [
        {"topic": "TensorFlow", "text": "2.21", "state": "good"},
        {"topic": "GPU", "text": "none is used", "state": "note"},
    ]
    assert steps.look(fake(tmp_path, printed=json.dumps({"findings": findings}))) == (
        "TensorFlow 2.21, GPU: none is used"
    )


def window(tmp_path: Path, **report: object) -> str:
    reported = {"painted": 0.25, "worked": 0.2, "korean": "학습", "refused": "", "problem": "", **report}
    return steps.open_window(fake(tmp_path, {"window.json": json.dumps(reported)}))


def test_the_window_trains_a_project_of_two_epochs(tmp_path: Path) -> None:
    assert "painted 0.25 s" in window(tmp_path)
    project = json.loads((tmp_path / "self-test.fitroom").read_text())
    assert project["fit"]["epochs"] == steps.EPOCHS


def test_a_machine_without_a_font_for_korean_is_no_failure(tmp_path: Path) -> None:
    assert window(tmp_path, korean="", refused="No font has it.").endswith("; No font has it.")


def test_what_the_window_says_is_reported(tmp_path: Path) -> None:
    with pytest.raises(SelfTestError, match="waited in vain"):
        window(tmp_path, problem="waited in vain for the end of training")


@pytest.mark.parametrize("files", [{}, {"trained/history.csv": HEAD + "1,0.5,0.9\n"}])
def test_training_must_leave_its_history_and_model(tmp_path: Path, files: dict[str, str]) -> None:
    with pytest.raises(SelfTestError, match="after 2 epochs there are"):
        steps.train(fake(tmp_path, files))


def test_training_that_did_both_passes(tmp_path: Path) -> None:
    files = {"trained/history.csv": HEAD + "1,0.5,0.8\n2,0.4,0.9\n", "trained/model.keras": "model"}
    assert steps.train(fake(tmp_path, files)) == "2 epochs, val_accuracy 0.900"


def evidence(**more: Any) -> str:
    facts: dict[str, Any] = {
        "format": "litert",
        "file": "model.tflite",
        "bytes": 147_000,
        "max_difference": 1e-7,
        "same_answers": 1.0,
        "metric": "accuracy",
        "metric_before": 0.9,
        "metric_after": 0.9,
        "seconds_per_example": 1e-5,
        "threads": 1,
        "part": "validation",
        "examples": 359,
    }
    return json.dumps({**facts, **more})


def test_an_export_must_leave_its_file_and_its_evidence(tmp_path: Path) -> None:
    with pytest.raises(SelfTestError, match="no LiteRT file"):
        steps.export(fake(tmp_path))
    with pytest.raises(SelfTestError, match="no LiteRT file"):
        steps.export(fake(tmp_path, {"exported/evidence.json": evidence()}))


def test_an_export_with_a_warning_fails_and_one_without_passes(tmp_path: Path) -> None:
    files = {"exported/model.tflite": "", "exported/evidence.json": evidence(warnings=["It differs."])}
    with pytest.raises(SelfTestError, match="It differs"):
        steps.export(fake(tmp_path, files))
    files["exported/evidence.json"] = evidence()
    assert "100 % of the answers equal" in steps.export(fake(tmp_path, files))


def test_a_run_that_was_not_cut_off_shows_nothing(tmp_path: Path) -> None:
    outcome = {"result": "completed", "reason": "", "epochs_done": 1, "finished": 0.0}
    files = {"killed/history.csv": HEAD + "1,0.5,0.8\n", "killed/outcome.json": json.dumps(outcome)}
    with pytest.raises(SelfTestError, match="nothing to resume"):
        steps.kill_and_resume(fake(tmp_path, files))


def test_a_resumed_run_must_have_each_epoch_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps.RunFolder, "state", "interrupted")
    rows = "1,0.5,0.8\n2,0.4,0.9\n2,0.4,0.9\n3,0.4,0.9\n"
    with pytest.raises(SelfTestError, match="1, 2, 2, 3"):
        steps.kill_and_resume(fake(tmp_path, {"killed/history.csv": HEAD + rows}))
    rows = "1,0.5,0.8\n2,0.4,0.9\n3,0.4,0.9\n4,0.4,0.9\n"
    program = fake(tmp_path, {"killed/history.csv": HEAD + rows})
    assert steps.kill_and_resume(program).endswith("went on to 4")
    assert [words[0] for words in program.asked] == ["train", "resume"]


def test_a_row_that_is_half_written_is_not_counted(tmp_path: Path) -> None:
    run = steps.RunFolder(tmp_path)
    assert steps.history(run) == []
    run.history_csv.write_text(HEAD + "1,0.5,0.8\n2,0.4")
    assert [row["epoch"] for row in steps.history(run)] == ["1"]


def test_a_process_that_is_left_is_named(tmp_path: Path) -> None:
    program = fake(tmp_path)
    assert steps.leave_nothing(program) == "no process is left"
    program.left = ["", "fitroom tensorboard"]
    with pytest.raises(SelfTestError, match="fitroom tensorboard"):
        steps.leave_nothing(program)


class Board:
    """A small TensorBoard: `page` at its root, `points` as its scalars."""

    def __init__(self, page: bytes, points: list[list[float]] | None) -> None:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = page if self.path == "/" else json.dumps(points or "").encode() * bool(points)
                self.send_response(200 if found else 404)
                self.end_headers()
                self.wfile.write(found)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name is given
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


PAGE = b"x" * 5000
POINTS = [[0.0, 0, 0.5], [0.0, 1, 0.4]]


@pytest.mark.parametrize(
    ("page", "points", "reader", "problem"),
    [
        (PAGE, POINTS, "data_server/bin/server", ""),
        (b"no files", POINTS, "data_server/bin/server", "page has only 8 bytes"),
        (PAGE, None, "data_server/bin/server", "no points"),
        (PAGE, [[0.0, 0, 0.5], [0.0, 1, 0.3]], "data_server/bin/server", "the history says 0.4"),
        (PAGE, POINTS, "", "reads the logs slowly"),
    ],
)
def test_tensorboard_must_serve_its_page_and_the_numbers(
    tmp_path: Path, page: bytes, points, reader: str, problem: str
) -> None:
    board = Board(page, points)
    address = f"http://127.0.0.1:{board.server.server_port}/"
    files = {"trained/history.csv": HEAD + "1,0.5,0.8\n2,0.4,0.9\n"}
    program = fake(tmp_path, files, printed=f"{steps.ANNOUNCEMENT}{address}\n")
    program.left = ["", reader]
    try:
        if problem:
            with pytest.raises(SelfTestError, match=problem):
                steps.tensorboard(program)
        else:
            assert "2 points, read by its own process" in steps.tensorboard(program)
    finally:
        board.close()
