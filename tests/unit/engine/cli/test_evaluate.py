"""`evaluate` has one stable form; a wrong request ends it with 2 and one sentence."""

import json
from pathlib import Path

import pytest

from engine.cli.main import main
from engine.record.run_folder import RunFolder
from tests.runs import small_project, train

KEYS = ["part", "count", "epoch", "metrics", "intervals", "classes", "confusion", "baselines"]


@pytest.fixture(scope="module")
def run(data: Path, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    project = small_project(data, fit__epochs=1, fit__test_split=0.2)
    return train(project, tmp_path_factory.mktemp("run") / "run").folder


def test_json_is_what_a_program_reads(run: RunFolder, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(run.path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == KEYS
    assert (found["part"], found["epoch"], len(found["classes"])) == ("validation", 1, 10)
    assert sum(map(sum, found["confusion"])) == found["count"]
    right = sum(row[at] for at, row in enumerate(found["confusion"]))
    assert found["metrics"]["accuracy"] == pytest.approx(right / found["count"], abs=1e-6)
    names = ["loss", "accuracy", "precision_macro", "recall_macro", "f1_macro", "roc_auc"]
    assert list(found["metrics"]) == names
    low, high = found["intervals"]["accuracy"]
    assert low < found["metrics"]["accuracy"] < high
    assert list(found["baselines"]) == ["majority", "logistic_regression", "gradient_boosting"]


def test_text_begins_with_a_sentence_and_counts_looks(
    run: RunFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    for look in ("the first look", "look 2"):
        assert main(["evaluate", str(run.path), "--part", "test"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert "test pictures right (95 %: " in lines[0]
        assert any(look in line for line in lines)
        assert any("rows are the truth" in line for line in lines)


def test_a_wrong_request_is_one_sentence(run: RunFolder, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = {
        "is not the folder of a run": [str(run.path / "nowhere")],
        "either --part or --data": [str(run.path), "--part", "test", "--data", str(run.path)],
        "nothing at": [str(run.path), "--data", "nowhere.npz"],
        "is one of": [str(run.path), "--part", "some"],
    }
    for sentence, arguments in wrong.items():
        assert main(["evaluate", *arguments]) == 2
        assert sentence in capsys.readouterr().err
