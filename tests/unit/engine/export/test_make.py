"""A run is exported and run again in its own runtime; what cannot be made is said."""

import faulthandler
import json
import multiprocessing
import pickle
import shutil
import sys

import numpy as np
import pandas as pd
import pytest
import tensorflow as tf

from engine.cli.main import main
from engine.evaluate.looks import add_look
from engine.evaluate.measures.regression import regression
from engine.export import steps
from engine.export.convert import run_model
from engine.export.evidence import evidence_in
from engine.export.folder.card import Measured, card, number_rows
from engine.export.formats import BY_NAME
from engine.export.make import export
from engine.export.possible import exports_in, offered
from engine.export.problems import ExportCancelled, ExportError, ExportRefused
from engine.export.proof import examples as proof
from engine.export.proof import runtimes
from engine.export.proof.compare import Truth
from engine.export.proof.examples import examples_of
from engine.export.whole_folder import files_in
from engine.isolated.errors import CrashedError
from engine.language import Translator
from engine.predict.finished_run import FinishedRun
from tests.left_runs import left
from tests.marks import TRAINS
from tests.runs import trust_all

pytestmark = TRAINS


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A run of a table with numbers, gaps, categories, dates and texts."""
    home = tmp_path_factory.mktemp("exported")
    rng = np.random.default_rng(1)
    table = pd.DataFrame({"size": rng.normal(size=80), "zone": rng.choice(["b", "a", "c/d"], 80)})
    table["day"] = pd.date_range("2024-01-01", periods=80).strftime("%Y-%m-%d")
    table["note"] = rng.choice(["good sound", "bad, loud", "good; old"], 80)
    table["price"] = 3 * table["size"] + (table["zone"] == "a")
    table.loc[::9, "size"] = np.nan
    table.to_csv(home / "prices.csv", index=False)
    columns = {"day": "date", "note": "text"}
    content = {
        "data": {"kind": "table", "path": str(home / "prices.csv"), "target": "price", "columns": columns},
        "model": {"kind": "dense", "units": [8], "dropout": 0.2},
    }
    return FinishedRun.open(left(home / "run", content))


def passed(value):
    """What another process gets of a value."""
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - our own bytes


@pytest.fixture
def in_this_process(monkeypatch):
    """No process imports TensorFlow again: test_everywhere.py and the self-test have those that do."""
    monkeypatch.setattr(steps, "call_isolated", lambda call, asked, **_: call(passed(asked)))
    for room in (run_model, runtimes):
        monkeypatch.setattr(room, "quiet", lambda _log: None)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield
    for name in ("predict", "preprocess", "check"):
        sys.modules.pop(name, None)


@pytest.fixture(scope="module")
def model(run):
    """Its model, loaded once."""
    return run.load_model()


@pytest.mark.usefixtures("in_this_process")
@pytest.mark.filterwarnings(r"ignore:\s+Warning. tf.lite.Interpreter is deprecated:UserWarning")
def test_litert_is_made_run_again_and_found_in_the_run(run, model):
    said = []
    evidence = export(run, "litert", model=model, progress=lambda *one: said.append(one))
    folder = run.folder.path / "exports" / "litert"
    assert exports_in(run.folder) == ((folder, evidence),)
    assert evidence.warnings == ()
    assert evidence.max_difference is not None
    assert evidence.max_difference < 1e-6
    assert evidence.same_answers == 1.0
    assert evidence.metric_after == pytest.approx(evidence.metric_before, rel=1e-5)
    assert evidence.bytes == (folder / evidence.file).stat().st_size
    beside = {
        "README.md",
        "check.py",
        "predict.py",
        "preprocess.py",
        "preprocessing.json",
        "requirements.txt",
    }
    assert {*beside, "signature.json", "examples/rows.csv", "examples/expected.json"} < set(evidence.files)
    assert set(evidence.files) | {"evidence.json"} == set(files_in(folder))
    expected = json.loads((folder / "examples" / "expected.json").read_text())
    assert len(expected["examples"]) == 10
    card = (folder / "README.md").read_text("utf-8")
    assert "| Source | prices.csv |" in card
    assert f"| Mean absolute error | {evidence.metric_after:.4g} (95 %: " in card
    assert "| Loss | MeanSquaredError |" in card
    assert "slices" in card
    assert "(fill in: under which licence" in card
    assert [done for done, _, _ in said] == sorted(done for done, _, _ in said)
    x = run.inspection.fitted.x[run.inspection.split.validation]
    interpreter = tf.lite.Interpreter(model_content=(folder / "model.tflite").read_bytes())
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], x[:1])
    interpreter.invoke()
    mine = interpreter.get_tensor(interpreter.get_output_details()[0]["index"])
    np.testing.assert_allclose(mine, model.trained.predict(x[:1], verbose=0), rtol=1e-5)


def test_a_wrong_request_is_a_sentence_and_status_2(run, tmp_path, capsys):
    (tmp_path / "letter.txt").write_text("dear")
    folder = str(run.folder.path)
    for arguments, words in (
        ([folder, "--format", "litert8"], "There is no format litert8."),
        ([folder, "--format", "litert", "--out", str(tmp_path)], "is not empty and no export"),
        ([str(tmp_path), "--format", "litert"], "is not the folder of a run"),
    ):
        assert main(["export", *arguments]) == 2
        assert words in capsys.readouterr().err


def test_a_crash_of_the_converter_is_a_sentence_and_leaves_nothing(run, model, tmp_path, monkeypatch):
    # a builtin, as the process has none of this module's functions
    monkeypatch.setattr(steps, "quantize", vars(faulthandler)["_sigsegv"])
    monkeypatch.setattr(steps, "QuantizationAsked", lambda *_: 1)
    with pytest.raises(ExportError, match=r"crashed on this network\. Take litert-dynamic"):
        export(run, "litert-int8", folder=tmp_path / "out", model=model)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("made", ["litert", "savedmodel"])
def test_it_can_be_cancelled_while_a_process_works(run, model, tmp_path, made):
    said = []
    with pytest.raises(ExportCancelled):
        export(
            run,
            made,
            folder=tmp_path / "out",
            model=model,
            progress=lambda done, *_: said.append(done),
            cancelled=lambda: 2 in said,
        )
    assert not list(tmp_path.iterdir())


def test_onnx_without_its_packages_says_what_to_install(run, model, tmp_path, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert [one.format.name for one in offered() if one.why_not] == ["onnx"]
    with pytest.raises(ExportRefused, match=r"requirements/onnx\.txt"):
        export(run, "onnx", folder=tmp_path / "out", model=model)
    monkeypatch.setattr("engine.export.possible.is_frozen", lambda: True)
    with pytest.raises(ExportRefused, match="not in this package"):
        export(run, "onnx", folder=tmp_path / "out", model=model)


@pytest.mark.usefixtures("in_this_process")
def test_a_run_whose_data_are_gone_is_exported_and_says_that_nothing_was_measured(
    run, model, tmp_path, capsys
):
    gone = tmp_path / "내 실행 (copy)"
    shutil.copytree(run.folder.path, gone)
    text = gone.joinpath("project.json").read_text("utf-8")
    gone.joinpath("project.json").write_text(text.replace("prices.csv", "gone.csv"), "utf-8")
    out = tmp_path / "새 폴더" / "내 모델"
    assert main(["export", str(gone), "--format", "savedmodel", "--out", str(out)]) == 0
    assert "It was not run again, as there are no data to compare with" in capsys.readouterr().out
    evidence = evidence_in(out)
    assert evidence is not None
    assert evidence.unmeasured
    assert evidence.same_answers is None
    assert set(evidence.files) | {"evidence.json"} == set(files_in(out))
    assert "check.py" not in evidence.files
    card = (out / "README.md").read_text("utf-8")
    assert card.count("The data of the run cannot be used, so nothing was measured") == 2
    assert main(["export", str(gone), "--format", "litert-int8", "--out", str(tmp_path / "no")]) == 2
    assert "calibrated on them. Take litert-dynamic" in capsys.readouterr().err
    assert not (tmp_path / "no").exists()
    # it takes rows as they were read
    served = tf.saved_model.load(str(out))
    given = {name: np.array([[value]]) for name, value in {"zone": "a", "note": "good"}.items()}
    given |= {name: np.array([[value]], np.float32) for name, value in {"size": 0.5, "day": 19800}.items()}
    numbers = {name: tf.constant(value) for name, value in given.items()}
    np.testing.assert_allclose(served.serve(given), model.whole(numbers, training=False), rtol=1e-5)


def test_errors_of_several_targets_have_the_name_and_the_interval_of_the_results():
    truth = np.random.default_rng(0).normal(size=(30, 2))
    found = regression(truth, truth + np.array([3.0, 0.5]), names=("price", "mass"))
    rows = dict(number_rows(found, count=2, units=("€", "kg")))
    assert rows["Mean absolute error over 2 targets"].startswith("1.75 (95 %: ")
    assert rows["Mean absolute error, price"] == "3.000 €"
    assert rows["Mean absolute error, mass"] == "0.5000 kg"
    assert "Mean absolute error" not in rows


def test_a_card_counts_the_looks_at_the_test_part_and_speaks_korean(run, monkeypatch):
    examples = examples_of(run)
    truth = Truth(y=examples.y, names=examples.names, outputs=run.signature.outputs)
    measured = Measured(examples, truth, np.asarray(examples.y, np.float32))
    evidence = evidence_in(run.folder.path / "exports" / "litert")
    assert evidence is not None
    project = run.project.model_copy(update={"fit": run.project.fit.model_copy(update={"test_split": 0.2})})
    tested = FinishedRun(run.folder, project)
    made = BY_NAME["litert"]
    assert "Nobody has looked at the test part yet." in card(
        tested, made, evidence=evidence, measured=measured
    )
    for _ in range(2):
        add_look(run.folder, "command")
    text = card(tested, made, evidence=evidence, measured=measured)
    assert "The test part was looked at 2 times. Whoever changes" in text
    korean = Translator()
    korean.use("ko")
    monkeypatch.setattr("engine.export.folder.card.tr", korean)
    assert "## 데이터" in card(run, made, evidence=evidence, measured=measured)


def test_what_keras_cannot_write_is_a_sentence_and_leaves_nothing(run, model, tmp_path, monkeypatch):
    monkeypatch.setattr(steps, "write_keras", len)  # which a process can find, and which fails there
    with pytest.raises(ExportError, match=r"could not be made: object of type 'KerasAsked' has no len"):
        export(run, "savedmodel", folder=tmp_path / "out", model=model)
    monkeypatch.setattr(steps, "is_full", lambda _folder: True)
    with pytest.raises(ExportError, match="is full; free some space"):
        export(run, "savedmodel", folder=tmp_path / "out", model=model)
    assert not list(tmp_path.iterdir())


def test_int8_is_calibrated_on_training_examples_drawn_with_the_seed(run, monkeypatch):
    monkeypatch.setattr(proof, "CALIBRATED", 10)
    found = []
    for seed in (1, 1, 2):
        drawn = run.project.model_copy(update={"run": run.project.run.model_copy(update={"seed": seed})})
        again = FinishedRun(run.folder, drawn)
        examples, look = examples_of(again), again.inspection
        x = look.fitted.x
        assert isinstance(x, np.ndarray)
        trains = {row.tobytes() for row in x[look.split.train]}
        assert len(examples.calibration) == 10
        assert {row.tobytes() for row in examples.calibration} <= trains
        found.append(examples.calibration.tobytes())
    assert found[0] == found[1] != found[2]


@pytest.mark.parametrize("stage", [0, 1, *(pytest.param(stage, marks=pytest.mark.slow) for stage in (3, 4))])
def test_it_can_be_cancelled_at_every_stage(run, model, tmp_path, stage):
    said = []
    with pytest.raises(ExportCancelled):
        export(
            run,
            "litert",
            folder=tmp_path / "out",
            model=model,
            progress=lambda done, *_: said.append(done),
            cancelled=lambda: stage in said or (stage == 0 and not said),
        )
    assert not list(tmp_path.iterdir())
    assert not multiprocessing.active_children()


def test_a_run_that_is_deleted_meanwhile_stays_deleted(run, model, tmp_path):
    shutil.copytree(run.folder.path, tmp_path / "run")

    def delete(done, *_):
        if done == 1:
            shutil.rmtree(tmp_path / "run")

    with pytest.raises(ExportError, match="is not there any more"):
        export(FinishedRun.open(tmp_path / "run"), "weights", model=model, progress=delete)
    assert not list(tmp_path.iterdir())


LAMBDA = "keras.layers.Lambda(lambda x: keras.ops.abs(x) - outputs, output_shape=shape),"
CODE = """
import keras

class Twice(keras.layers.Layer):
    def call(self, x):
        return 2 * x

def build_model(shape, outputs):
    return keras.Sequential([
        keras.Input(shape),
        Twice(),
        # rest
        keras.layers.Dropout(0.5),
        keras.layers.Dense(outputs, activation="softmax"),
    ])
"""


def small_network(home, rest=""):
    """An untrained run whose model a Python file builds, of a class of its own and, with `rest`, of more."""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, 40)
    np.savez(home / "data.npz", x=rng.normal(size=(40, 6)).astype("float32"), y=labels)
    home.joinpath("mine.py").write_text(CODE.replace("# rest", rest), "utf-8")
    content = {
        "data": {"kind": "arrays", "path": str(home / "data.npz")},
        "model": {"kind": "code", "path": str(home / "mine.py")},
    }
    return FinishedRun.open(left(home / "run", content, trusted=trust_all), trusted=trust_all)


@pytest.mark.parametrize("rest", ["", LAMBDA])
def test_another_process_loads_the_model_of_a_custom_file_from_the_bytes_that_were_trusted(tmp_path, rest):
    run = small_network(tmp_path, rest)
    wanted = run.load_model().trained
    asked = run_model.model_of(run)
    tmp_path.joinpath("mine.py").write_text("raise SystemExit", "utf-8")
    x = np.random.default_rng(1).normal(size=(5, 6)).astype("float32")
    np.testing.assert_array_equal(passed(asked).whole()(x), wanted(x))
    network = passed(asked).network()
    np.testing.assert_array_equal(network(x), wanted(x))
    assert not [layer for layer in network.layers if type(layer).__name__ == "Dropout"]


def test_the_model_of_a_custom_file_is_written_by_another_process_alone(tmp_path, monkeypatch):
    run, asked = small_network(tmp_path), []
    model = run.load_model()

    def crash(call, argument, **_):
        asked.append((call.__name__, passed(argument).model.custom.function))
        raise CrashedError

    monkeypatch.setattr(steps, "call_isolated", crash)
    for made in ("savedmodel", "litert", "litert-int8", "onnx"):
        monkeypatch.setattr("engine.export.possible.importlib.util.find_spec", lambda _name: True)
        with pytest.raises(ExportError, match="crashed on this network"):
            export(run, made, folder=tmp_path / "out", model=model)
    assert asked == [(name, "build_model") for name in ("write_keras", "convert", "quantize", "convert")]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("rest", "words"), [("", "custom classes \\(Twice\\)"), (LAMBDA, "has Lambda layers")]
)
def test_custom_code_is_refused_where_a_file_would_hold_its_name_alone(tmp_path, rest, words):
    run = small_network(tmp_path, rest)
    for made in ("keras", "weights"):
        with pytest.raises(ExportRefused, match=f"{words}.*take savedmodel, litert or onnx"):
            export(run, made, folder=tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
@pytest.mark.parametrize("rest", ["", LAMBDA])
def test_a_custom_model_is_exported(tmp_path, rest):
    run = small_network(tmp_path, rest)
    model = run.load_model()
    for made in ("savedmodel", "litert", "litert-int8"):
        evidence = export(run, made, folder=tmp_path / made, model=model)
        assert evidence.same_answers == 1.0
        assert not evidence.warnings
    assert not multiprocessing.active_children()
