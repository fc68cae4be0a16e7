"""The real engine on a run that has ended: one evaluation, and what is asked after it."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gui.control.result_data import NewInput, PartOfRun
from gui.control.workers.keras_engine import KerasEngine
from tests.left_runs import left


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run on the digits, with an untrained model of one layer."""
    content = {
        "data": {"kind": "arrays", "path": "sample:digits.npz"},
        "model": {"kind": "stack", "layers": [{"kind": "flatten"}]},
        "fit": {"test_split": 0.1},
    }
    return left(tmp_path_factory.mktemp("runs") / "001-digits", content).path


def test_a_run_is_evaluated_shown_asked_and_exported(run: Path, tmp_path: Path) -> None:
    engine, asked = KerasEngine(), PartOfRun(run)
    is_over = False
    said: list[str] = []
    found = engine.evaluate(
        asked, progress=lambda _done, _total, doing: said.append(doing), cancelled=lambda: is_over
    )
    assert found.classes is not None
    assert found.classes.confusion.counts.sum() == len(found.names)
    assert (found.shown, found.part) == ("pictures", "validation")
    assert any(each.beaten is False for each in found.baselines), (
        "an untrained model is worse than a simple one"
    )
    assert said

    is_over = True  # nobody asks for the evaluation any more; what is asked later is not cancelled by that
    examples = engine.examples(asked, [0, 3])
    assert {place: example.values.shape for place, example in examples.items()} == {0: (8, 8), 3: (8, 8)}

    use = engine.use(run)
    assert "keras" in use.lines
    assert {"keras", "litert"} <= {each.format.name for each in use.formats}
    assert use.looks == 0

    assert engine.try_form(run).takes == "picture"
    picture = tmp_path / "one.png"
    Image.fromarray(np.zeros((16, 16), np.uint8)).save(picture)
    answered = engine.answer(run, NewInput(paths=(picture,)), cancelled=lambda: False)
    assert len(answered.answers) == 1
    assert answered.answers[0].label in found.classes.names

    test = engine.evaluate(PartOfRun(run, "test"), progress=lambda *_: None, cancelled=lambda: False)
    assert test.looks == 1
    assert engine.use(run).looks == 1
