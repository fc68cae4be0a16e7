import ast
import difflib
import inspect
import runpy
from typing import Any, get_args

import numpy as np
import pytest

from engine.data import DataError
from engine.inspect.staged_data import StagedData
from engine.models.callback_call import ALWAYS
from engine.script import facts_of, write_script
from engine.settings import Project
from engine.settings.augmentation import Crop, CutMix, MixUp, Noise, Translation, Zoom, kinds
from engine.settings.callbacks import (
    CallbackSettings,
    CSVLogger,
    CustomCallback,
    EarlyStopping,
    LearningRateScheduler,
    ModelCheckpoint,
    RemoteMonitor,
    TensorBoard,
)
from engine.settings.data.kinds import DataSettings, ImagesData, SeriesData, TableData
from engine.settings.declaration.declare import alternatives, walk
from engine.settings.losses import LOSSES
from engine.settings.model import CnnModel, DenseModel, FileModel, LstmModel, ModelSettings
from engine.settings.optimizers import SGD
from engine.settings.schedules import CosineDecay
from engine.tensorflow_import import import_keras
from tests.unit.engine.script.clean import assert_clean

FORMS = pytest.mark.parametrize("exact", [False, True], ids=["plain", "exact"])
DATA = alternatives(get_args(DataSettings)[0])
MODELS = alternatives(get_args(ModelSettings)[0])
CALLBACKS = alternatives(get_args(CallbackSettings)[0])


@pytest.fixture(scope="module")
def digits():
    """Facts of the default project's data."""
    project = Project()
    dataset = StagedData(project).fitted
    return facts_of(project, dataset)


def changed(path: str, value: Any, project: Project | None = None) -> Project:
    return (project or Project()).with_value(path, value)


def on_one_line(text):
    return " ".join(text.split()).replace("( ", "(")


def check(script, project):
    """It is Python, and its spans are in order and name settings that exist."""
    ast.parse(script.text)
    end = 0
    for span in script.spans:
        assert end <= span.start < span.end <= len(script.text)
        end = span.end
        project.value_at(span.path)
        assert script.path_at(span.start) == span.path


@FORMS
@pytest.mark.parametrize("data", DATA, ids=lambda section: section.title)
@pytest.mark.parametrize("model", MODELS, ids=lambda section: section.title)
def test_data_that_is_not_read_yet_gives_a_script_all_the_same(data, model, exact):
    project = Project(data=data(), model=model())
    script = write_script(project, exact=exact)
    check(script, project)
    assert "# The data has not been read yet" in script.text


@FORMS
def test_ruff_finds_nothing(exact, tmp_path, digits):
    """Every kind of data with every model, every callback, and what has lines of its own."""
    made: list[Any] = [(data(), model()) for data in DATA for model in MODELS]
    projects = [Project(data=data, model=model) for data, model in made]
    projects += [changed("callbacks", (section(),)) for section in CALLBACKS]
    projects += [
        changed("callbacks", (ModelCheckpoint(keep="last"), CustomCallback(path="mine.py", class_name="A")))
    ]
    projects += [changed("augmentation", tuple(kind() for kind in kinds(in_batch=True)))]
    projects += [
        changed("fit", {"steps_per_epoch": 3, "workers": 2, "class_weight": "balanced", "test_split": 0.1})
    ]
    for number, project in enumerate(projects):
        facts = None if project.data != Project().data else digits
        (tmp_path / f"script_{number}.py").write_text(write_script(project, facts, exact=exact).text, "utf-8")
    assert_clean(tmp_path)


@pytest.mark.parametrize("loss", LOSSES)
def test_a_chosen_loss_settles_what_unread_data_is_taken_for(loss):
    script = write_script(
        Project(data=TableData(), compile=changed("compile.loss", loss).compile), exact=True
    )
    assert LOSSES[loss].keras_class in script.text


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("flats.xlsx", 'pd.read_excel(PATH, sheet_name="May", na_values=["?"])'),
        ("flats.parquet", "fastparquet.ParquetFile(PATH)"),
        ("flats.tsv", 'pd.read_csv(PATH, na_values=["?"], skipinitialspace=True, sep='),
    ],
)
def test_a_file_that_is_not_read_is_taken_for_what_its_name_says(name, line):
    project = Project(data=TableData(path=name, sheet="May"))
    script = write_script(project, exact=True)
    check(script, project)
    assert line in script.text
    assert f'PATH = "{name}"' in script.text


def test_what_does_not_fit_is_a_comment_with_the_reason(digits):
    project = changed("compile.loss", "mean_squared_error")
    script = write_script(project, digits, exact=True)
    check(script, project)
    assert "# This does not fit: The loss Mean squared error is for numbers" in script.text


ONE_PLACE = [
    ("run.seed", 7),
    ("run.deterministic", False),
    ("run.device", "cpu"),
    ("fit.epochs", 3),
    ("fit.batch_size", 8),
    ("fit.validation_split", 0.3),
    ("fit.steps_per_epoch", 3),
    ("fit.initial_epoch", 2),
    ("fit.validation_steps", 2),
    ("fit.validation_batch_size", 16),
    ("fit.validation_freq", (1, 5)),
    ("fit.verbose", 2),
    ("fit.workers", 2),
    ("fit.use_multiprocessing", True),
    ("fit.max_queue_size", 3),
    ("model.units", (8,)),
    ("model.activation", "gelu"),
    ("model.dropout", 0.5),
    ("compile.optimizer", SGD()),
    ("compile.optimizer.learning_rate", 0.1),
    ("compile.optimizer.clipnorm", 1.0),
    ("compile.schedule", CosineDecay(decay_steps=50)),
    ("compile.loss", "categorical_generalized_crossentropy"),
    ("compile.metrics", ()),
    ("compile.loss_weights", 2.5),
    ("compile.jit_compile", "on"),
    ("compile.run_eagerly", True),
    ("compile.steps_per_execution", 4),
    ("augmentation", (Zoom(),)),
    ("augmentation", (Translation(),)),
    ("callbacks", (EarlyStopping(),)),
    ("callbacks.2.update_freq", "batch"),
]


@pytest.mark.parametrize(("path", "value"), ONE_PLACE, ids=[path for path, _ in ONE_PLACE])
def test_one_setting_changes_one_place(path, value, digits):
    before = write_script(Project(), digits, exact=True).text.splitlines()
    project = changed(path, value)
    script = write_script(project, digits, exact=True)
    check(script, project)
    steps = difflib.SequenceMatcher(None, before, script.text.splitlines(), autojunk=False).get_opcodes()
    places = [step for step in steps if step[0] != "equal"]
    most = {"run.deterministic": 2, "fit.steps_per_epoch": 3, "model.activation": 2, "model.dropout": 2}
    assert 1 <= len(places) <= most.get(path, 1), places


def test_a_setting_and_its_argument_find_each_other(digits):
    project = changed("fit.validation_freq", 2)
    script = write_script(project, digits, exact=True)
    at = script.text.index("validation_freq=2")
    assert script.path_at(at) == script.path_at(at + len("validation_freq=2") - 1) == "fit.validation_freq"
    assert script.path_at(at - 1) == ""
    for path in (
        "run.seed",
        "fit.epochs",
        "fit.batch_size",
        "compile.optimizer.learning_rate",
        "model.units",
    ):
        assert any(span.path == path for span in script.spans), path


def test_a_schedule_over_the_whole_run_counts_its_steps(digits):
    project = changed("compile.schedule", CosineDecay())
    assert "decay_steps=EPOCHS * len(batches)" in write_script(project, digits, exact=True).text
    text = write_script(changed("fit.shuffle", False, project), digits, exact=True).text
    assert "decay_steps=EPOCHS * math.ceil(len(x_train) / BATCH_SIZE)" in text
    assert "batch_size=BATCH_SIZE" in text
    assert "import math" in text


def test_mixed_precision_is_set_before_the_model_is_made(digits):
    text = write_script(changed("compile.mixed_precision", True), digits, exact=True).text
    assert text.index('set_dtype_policy("mixed_float16")') < text.index("keras.Sequential")
    assert 'dtype="float32")' in text


@pytest.mark.parametrize("section", CALLBACKS, ids=lambda section: section.title)
def test_every_callback_is_printed_and_its_left_out_arguments_are_keras_defaults(section, digits):
    project = changed("callbacks", (section(),))
    script = write_script(project, digits, exact=True)
    check(script, project)
    if section is CustomCallback:
        assert 'own_callback(path="")' in script.text
        return
    keras_name = section.keras_class.rpartition(".")[2]
    assert f"keras.callbacks.{keras_name}(" in script.text
    parameters = inspect.signature(getattr(import_keras().callbacks, keras_name)).parameters
    custom = {
        "keep",
        "keep_last",
        "filepath",
        "schedule",
        "verbose",
        "embeddings_metadata",
        "headers",
    }
    for declared in walk(section):
        name = declared.info.keras
        if name and name not in custom and name not in ALWAYS:
            assert parameters[name].default == declared.default, name


def test_x_and_y_of_the_script_lead_to_where_the_data_is_chosen(digits):
    script = write_script(changed("fit.shuffle", False), digits, exact=True)
    fit = script.text.index("model.fit(")
    assert script.path_at(script.text.index("x_train", fit)) == "data.path"
    assert script.path_at(script.text.index("y_train", fit)) == "data.path"


def test_classes_by_number_and_by_name_are_one_table_in_the_script(digits):
    project = changed("fit", {"class_weight": {"0": 1.0, "1": 5.0}})
    text = write_script(project, digits, exact=True).text
    assert "class_weight = {\n    0: 1.0,\n    1: 5.0,\n    2: 1.0," in text
    with pytest.raises(DataError, match="There is no class eleven"):
        write_script(changed("fit", {"class_weight": {"eleven": 1.0}}), digits, exact=True)


def test_what_keras_callbacks_lack_comes_as_a_small_class(digits):
    section = ModelCheckpoint(
        filepath="checkpoints/cp-{epoch:04d}.ckpt", save_best_only=True, keep="last", keep_last=2
    )
    text = write_script(changed("callbacks", (section,)), digits, exact=True).text
    assert 'SavedModelCheckpoint(filepath="checkpoints/cp-{epoch:04d}.ckpt", ' in on_one_line(text)
    assert 'Kept(pattern="checkpoints/cp-*.ckpt", count=2)' in text
    for line in ("import glob", "import os", "import shutil"):
        assert line in text


def test_expressions_import_what_they_use(digits):
    section = LearningRateScheduler(expression="lr * exp(-0.1) * cos(pi)", verbose=True)
    text = write_script(changed("callbacks", (section,)), digits, exact=True).text
    assert "from math import cos, exp, pi\n" in text
    assert "schedule=lambda epoch, lr: lr * exp(-0.1) * cos(pi), verbose=1" in on_one_line(text)


def test_a_callback_that_is_off_is_not_there(digits):
    project = changed(
        "callbacks", (EarlyStopping(enabled=False), CSVLogger(), RemoteMonitor(), TensorBoard())
    )
    text = write_script(project, digits, exact=True).text
    assert "EarlyStopping" not in text
    assert text.index("CSVLogger") < text.index("RemoteMonitor") < text.index("TensorBoard(")


def test_long_arguments_get_a_line_each(digits):
    project = Project(model=CnnModel(filters=(4, 4)), callbacks=(EarlyStopping(),))
    script = write_script(project, digits, exact=True)
    assert max(len(line) for line in script.text.splitlines()) <= 88
    assert "model = keras.Sequential(\n    [\n        keras.Input(" in script.text


def test_a_model_file_is_loaded_and_goes_on(digits):
    project = Project(model=FileModel(path="saved.keras"))
    script = write_script(project, digits, exact=True)
    check(script, project)
    assert 'MODEL_PATH = "saved.keras"' in script.text
    assert "keras.models.load_model(MODEL_PATH)" in script.text
    assert "saved_state" in script.text
    again = write_script(changed("compile.schedule", CosineDecay(decay_steps=5), project), digits, exact=True)
    assert "saved_state" not in again.text


def test_series_and_images_print_their_own_settings():
    series = write_script(
        Project(data=SeriesData(window=9, horizon=2, stride=3), model=LstmModel()), exact=True
    )
    assert {"data.window", "data.horizon", "data.stride"} <= {span.path for span in series.spans}
    images = write_script(Project(data=ImagesData(height=32, resize="fit"), model=DenseModel()), exact=True)
    assert "ImageOps.pad" in images.text
    assert "from PIL import Image, ImageOps" in images.text


def test_the_plain_form_mixes_images_with_the_layers_of_keras(digits, tmp_path, monkeypatch):
    monkeypatch.setattr(import_keras().utils, "set_random_seed", lambda _seed: None)
    project = Project(augmentation=(MixUp(alpha=0.4), CutMix(), Noise(stddev=0.5), Crop()))
    script = write_script(project, digits)
    check(script, project)
    for line in ("mix_1 = layers.MixUp(alpha=0.4)", "mix_2 = layers.CutMix(factor=1.0)", "def on_epoch_end"):
        assert line in script.text
    at = script.text.index("alpha=0.4")
    assert script.path_at(at) == "augmentation.0.alpha"
    path = tmp_path / "script.py"
    path.write_text(script.text.partition("# Model\n")[0], "utf-8")
    found = runpy.run_path(str(path))
    batches = found["batches"]
    assert len(batches) == -(-len(found["x_train"]) // 32)
    x, y = batches[0]
    assert x.shape == (32, 8, 8, 1)
    np.testing.assert_allclose(y.sum(axis=1), 1, atol=1e-5)
    assert (y.max(axis=1) < 0.999).any()
    first = batches.order.copy()
    batches.on_epoch_end()
    assert sorted(batches.order) == sorted(first)
    assert (batches.order != first).any()


def test_with_weights_the_plain_form_mixes_by_itself(digits):
    project = Project(augmentation=(MixUp(),)).with_value("fit.class_weight", "balanced")
    text = write_script(project, digits).text
    assert "def mixed(" in text
    assert "layers.MixUp" not in text


def test_facts_serve_until_the_data_is_another(digits):
    one_hot = changed("compile.loss", "categorical_crossentropy")
    assert 'np.eye(10, dtype="float32")[y_train]' in write_script(one_hot, digits, exact=True).text
    standard = changed("data.scaling", "standard")
    assert "input_mean = x_train.mean(axis=(0, 1, 2)" in write_script(standard, digits, exact=True).text
    alone = write_script(changed("fit.validation_split", 0.0), digits, exact=True).text
    assert "validation_data" not in alone
    assert "x_train = x\ny_train = y\n" in alone
    assert (
        "The data has not been read yet" in write_script(Project(data=TableData()), digits, exact=True).text
    )
    custom = write_script(changed("fit.validation_data", "other.npz"), digits, exact=True).text
    assert "validation_data" not in custom, "separate validation data that has not been read is not printed"
