"""The script, alone in a clean process, trains what the program trains: the same values after every epoch."""

import json

import numpy as np
import pytest

from engine.custom_code.trust import TrustStore
from engine.data.separate_data import load_validation
from engine.inspect.staged_data import StagedData
from engine.record.events import EpochEnded, Result
from engine.record.run_folder import RunFolder
from engine.run.control import Control
from engine.run.session import Session
from engine.script import facts_of, write_script
from engine.settings import Project
from engine.settings.augmentation import (
    Brightness,
    Contrast,
    Crop,
    CutMix,
    Cutout,
    Flip,
    Jitter,
    MixUp,
    Noise,
    Rotation,
    Scaling,
    Shift,
    Translation,
    Zoom,
)
from engine.settings.callbacks import (
    CSVLogger,
    CustomCallback,
    EarlyStopping,
    LearningRateScheduler,
    ModelCheckpoint,
    ReduceLROnPlateau,
    TensorBoard,
    TerminateOnNaN,
)
from engine.settings.data.kinds import ArraysData, KerasData, SeriesData, TableData, TextData
from engine.settings.model import CnnModel, CodeModel, DenseModel, FileModel, LstmModel
from engine.settings.presets.images import ResnetModel
from engine.settings.presets.network import TransferModel
from engine.settings.presets.sequences import SequenceResnetModel, TransformerModel
from engine.settings.presets.text import TextModel
from engine.settings.schedules import CosineDecay
from engine.settings.stack.attention import PositionsLayer, ResidualBlock, TransformerBlock
from engine.settings.stack.convolution import Conv2DLayer
from engine.settings.stack.dense import EmbeddingLayer
from engine.settings.stack.model import StackModel
from engine.settings.stack.pooling import GlobalAveragePooling1DLayer
from engine.settings.stack.pretrained import PretrainedLayer
from engine.settings.stack.recurrent import GRULayer
from engine.settings.stack.regularizing import DropoutLayer
from engine.settings.stack.shaping import ReshapeLayer
from engine.tensorflow_import import import_keras
from tests.marks import TRAINS, some_slow
from tests.unit.engine import keras_cache

DIGITS = ArraysData(path="sample:digits.npz")
# NumPy 2 asks for a copy argument that the variables of Keras 3.15 do not have yet
pytestmark = [pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"), TRAINS]

PRINT = "\nimport json\nprint(json.dumps(history.history))\n"
CASES = {
    "dense on digits": {
        "data": DIGITS,
        "model": DenseModel(units=(16,), dropout=0.2),
        "fit.class_weight": "balanced",
        "compile.loss": "categorical_crossentropy",
        "compile.metrics": ("accuracy", "f1_score", "auc"),
    },
    "cnn on digits with augmentation": {
        "data": DIGITS,
        "model": CnnModel(filters=(4,), dense_units=8, batch_normalization=True),
        "augmentation": (
            Flip(),
            Rotation(fill_mode="constant"),
            Translation(width_factor=0.2),
            Zoom(),
            Contrast(),
            Brightness(factor=0.1),
            Noise(),
            Cutout(),
            Rotation(enabled=False),
        ),
        "fit.batch_size": 100,
        "fit.initial_epoch": 1,
        "callbacks": (EarlyStopping(patience=0), LearningRateScheduler(expression="lr * exp(-0.1 * epoch)")),
    },
    "mixed digits with class weights": {
        "data": DIGITS,
        "model": DenseModel(units=(16,)),
        "augmentation": (MixUp(), Crop(share=0.4), Flip(), CutMix(), Crop(share=0.1)),
        "fit.class_weight": "balanced",
    },
    "changed series, in order": {
        "data": SeriesData(path="sample:elnino.csv", window=8, stride=4),
        "model": LstmModel(units=(4,)),
        "augmentation": (Shift(), Jitter(), Scaling(), MixUp()),
        "fit.shuffle": False,
    },
    "residual cnn on digits": {
        "data": DIGITS,
        "model": ResnetModel(filters=(4, 6), blocks=1, dropout=0.2),
        "augmentation": (Translation(),),
        "fit.epochs": 2,
        "fit.batch_size": 100,
    },
    "stack with blocks on digits": {
        "data": DIGITS,
        "model": StackModel(
            layers=(
                ReshapeLayer(target_shape=(8, 8, 1)),
                ResidualBlock(filters=3),
                ResidualBlock(filters=3, activation="elu"),
                DropoutLayer(enabled=False),
                Conv2DLayer(filters=4, kernel_size=(2, 3), kernel_regularizer=0.01),
                DropoutLayer(rate=0.3),
                ReshapeLayer(target_shape=(-1, 4)),
                TransformerBlock(num_heads=2, key_dim=3, units=5),
                GRULayer(units=4, bidirectional=True, return_sequences=True),
            )
        ),
        "fit.epochs": 2,
        "fit.steps_per_epoch": 4,  # rounding grows with every step through so many normalizations
    },
    "stack with positions on words": {
        "data": TextData(path="sample:constitution.csv"),
        "model": StackModel(
            layers=(
                EmbeddingLayer(input_dim=20_000, output_dim=4),
                PositionsLayer(units=6),
                TransformerBlock(num_heads=2, key_dim=3, units=5),
                ResidualBlock(filters=4, convolutions=3),
                ResidualBlock(filters=4),
                GlobalAveragePooling1DLayer(),
            )
        ),
        "fit.epochs": 2,
        "fit.steps_per_epoch": 4,
    },
    "lstm on elnino": {
        "data": SeriesData(path="sample:elnino.csv", window=8, horizon=3, stride=2),
        "model": LstmModel(units=(4,), dropout=0.1),
        "fit.steps_per_epoch": 5,
        "fit.test_split": 0.2,
        "compile.schedule": CosineDecay(warmup_steps=3),
        "fit.validation_freq": 2,
    },
    "gru on elnino": {
        "data": SeriesData(path="sample:elnino.csv", window=8),
        "model": LstmModel(units=(4,), cell="gru", bidirectional=True),
        "fit.epochs": 2,
    },
    "residual 1-d cnn on elnino": {
        "data": SeriesData(path="sample:elnino.csv", window=8),
        "model": SequenceResnetModel(filters=(4, 4), dropout=0.1),
        "fit.epochs": 2,
    },
    "transformer on elnino": {
        "data": SeriesData(path="sample:elnino.csv", window=8),
        "model": TransformerModel(width=8, heads=2, feed_forward=8),
        "fit.epochs": 2,
    },
    "lstm on vowels with padding": {
        "data": ArraysData(path="sample:vowels.npz", padding="zero"),
        "model": LstmModel(units=(6, 4), bidirectional=True),
        "fit.batch_size": 64,
    },
    "many series with two forecast columns": {
        "data": SeriesData(
            path="sample:penguins.csv",
            target=("body_mass_g", "bill_depth_mm"),
            features=("body_mass_g", "flipper_length_mm"),
            series="species",
            window=5,
            horizon=2,
        ),
        "callbacks": (),
    },
    "classes of windows, whole series to validate": {
        "data": SeriesData(
            path="sample:penguins.csv", label="sex", series="island", held_out="series", window=3
        ),
        "callbacks": (),
    },
    "dense on wine, in order": {
        "data": TableData(path="sample:wine.csv"),
        "fit.shuffle": False,
        "fit.validation_method": "random",
        "fit.test_split": 0.15,
        "fit.validation_batch_size": 7,
        "callbacks": (ReduceLROnPlateau(patience=0, factor=0.5),),
    },
    "text columns of penguins": {
        "data": TableData(path="sample:penguins.csv", target="species"),
        "fit.class_weight": "table",
        "fit.class_weights": {"Gentoo": 3.0},
        "callbacks": (),
    },
    "words of the constitution": {
        "data": TextData(path="sample:constitution.csv"),
        "model": TextModel(embedding=4, dense_units=4),
        "fit.test_split": 0.1,
        "callbacks": (),
    },
    "gru on characters": {
        "data": TextData(path="sample:constitution.csv", level="character", length=20),
        "model": LstmModel(cell="gru", units=(4,), embedding=4, bidirectional=True),
        "callbacks": (),
    },
    "regression on penguins": {
        "data": TableData(path="sample:penguins.csv", target="body_mass_g"),
        "compile.loss": "huber",
        "fit.validation_data": "sample:penguins.csv",
        "callbacks": (),
    },
}


def project_of(values):
    project = Project().with_value("fit.epochs", 3).with_value("callbacks", ())
    for path, value in values.items():
        project = project.with_value(path, value)
    return project


def script_of(project):
    dataset = StagedData(project).fitted
    custom = load_validation(project, None, dataset=dataset) if project.fit.validation_data else None
    return write_script(project, facts_of(project, dataset, validation=custom), exact=True)


def run_script(python, project, folder, *, before=""):
    """The history that the script prints, run in `folder` by a Python that does not find Fitroom.

    `before` are lines that are run before it.
    """
    (folder / "script.py").write_text(script_of(project).text + PRINT, "utf-8")
    (folder / "start.py").write_text(f"import runpy\n{before}\nrunpy.run_path('script.py')\n", "utf-8")
    printed = python.run(folder / ("start.py" if before else "script.py"))
    return json.loads(printed.splitlines()[-1])


def run_program(project, folder):
    """The values of every epoch of a session."""
    events = []
    run_folder = RunFolder.create(folder, project)
    trusted = TrustStore().is_trusted
    ended = Session(project, run_folder, events.append, Control(), trusted=trusted).run()
    assert ended.result is Result.COMPLETED, ended.reason
    return [event.values for event in events if isinstance(event, EpochEnded)]


def compare(python, project, folder, *, before=""):
    scripts = run_script(python, project, folder, before=before)
    programs = run_program(project, folder)
    assert len(programs) == len(scripts["loss"])
    for name, values in scripts.items():
        if name != "learning_rate":
            given = [epoch[name] for epoch in programs if name in epoch]
            assert given == pytest.approx(values, rel=1e-6), name


# each is two trainings and a process that imports TensorFlow
SLOW = set(CASES) - {
    "cnn on digits with augmentation",
    "lstm on elnino",
}


@pytest.mark.parametrize("case", some_slow(CASES, SLOW))
def test_losses_and_metrics_of_every_epoch_are_the_programs(python, case, tmp_path):
    compare(python, project_of(CASES[case]), tmp_path)


@pytest.mark.slow
def test_a_model_file_goes_on_as_in_the_program(python, tmp_path):
    first = project_of({"data": DIGITS, "model": DenseModel(units=(8,)), "fit.epochs": 1})
    run_script(python, first, tmp_path)
    second = project_of({"data": DIGITS, "model": FileModel(path=str(tmp_path / "model.keras"))})
    # the script writes its own model.keras at its end, so the program goes first
    programs = run_program(second, tmp_path)
    scripts = run_script(python, second, tmp_path)
    assert [epoch["loss"] for epoch in programs] == pytest.approx(scripts["loss"], rel=1e-6)
    assert [epoch["val_accuracy"] for epoch in programs] == pytest.approx(scripts["val_accuracy"], rel=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("as_stack", [False, True])
def test_a_known_network_learns_on_as_in_the_program(python, as_stack, tmp_path):
    keras = import_keras()
    network = keras.applications.MobileNetV3Small(
        input_shape=(32, 32, 3), include_top=False, weights=None, pooling="avg"
    )
    weights = tmp_path / "network.weights.h5"
    network.save_weights(weights)
    rng = np.random.default_rng(3)
    images = rng.integers(0, 256, (40, 32, 32, 1), dtype=np.uint8)
    np.savez(tmp_path / "images.npz", x=images, y=np.arange(40) % 4)
    kind = PretrainedLayer if as_stack else TransferModel
    model = kind(base="MobileNetV3Small", weights="file", weights_path=str(weights), fine_tune=20)
    if isinstance(model, PretrainedLayer):
        model = StackModel(layers=(model, DropoutLayer()))
    values = {"data": ArraysData(path=str(tmp_path / "images.npz")), "model": model, "fit.epochs": 2}
    compare(python, project_of(values), tmp_path)


@pytest.mark.slow
def test_weights_alone_begin_a_training_as_in_the_program(python, tmp_path):
    first = {"data": DIGITS, "model": DenseModel(units=(8,)), "fit.epochs": 1}
    saver = ModelCheckpoint(filepath="first.weights.h5", save_weights_only=True)
    run_script(python, project_of(first | {"callbacks": (saver,)}), tmp_path)
    path = str(tmp_path / "first.weights.h5")
    compare(python, project_of(first | {"model": DenseModel(units=(8,), start_weights=path)}), tmp_path)


@pytest.mark.slow
def test_an_architecture_is_trained_as_in_the_program(python, tmp_path):
    keras = import_keras()
    layers = [keras.Input((8, 8, 1)), keras.layers.Flatten(), keras.layers.Dense(10, "softmax")]
    (tmp_path / "layers.json").write_text(keras.Sequential(layers).to_json())
    model = FileModel(path=str(tmp_path / "layers.json"))
    compare(python, project_of({"data": DIGITS, "model": model, "fit.epochs": 1}), tmp_path)


BUILD = """
import keras

def build_model(input_shape, outputs):
    layers = [keras.Input(input_shape), keras.layers.Flatten(), keras.layers.Dense(outputs, "softmax")]
    return keras.Sequential(layers)
"""


@pytest.mark.slow
def test_a_model_that_a_file_builds_is_trained_as_in_the_program(python, tmp_path):
    (tmp_path / "mine.py").write_text(BUILD)
    model = CodeModel(path=str(tmp_path / "mine.py"))
    project = project_of({"data": DIGITS, "model": model, "fit.epochs": 1})
    TrustStore().trust(tmp_path / "mine.py")
    compare(python, project, tmp_path)


# the files are small ones, and Keras would look at their hashes
UNCHECKED = """
import keras.src.backend.config
import keras.src.utils.file_utils
keras.src.backend.config._KERAS_DIR = {home!r}
keras.src.utils.file_utils.validate_file = lambda *args, **options: True
"""
SETS = {
    "images": {"data": KerasData(name="fashion_mnist"), "model": CnnModel(filters=(4,), dense_units=4)},
    "texts": {
        "data": KerasData(name="imdb", vocabulary=9, length=7),
        "model": LstmModel(units=(3,), embedding=4),
        "fit.class_weight": "balanced",
        "compile.loss": "binary_crossentropy",
    },
    "houses, a share of the training part": {
        "data": KerasData(name="california_housing", version="small", test_part="unused")
    },
}


@pytest.mark.slow
@pytest.mark.parametrize("case", SETS)
def test_a_set_of_keras_is_trained_as_in_the_program(python, case, tmp_path, monkeypatch):
    datasets = keras_cache.use(tmp_path / "keras", monkeypatch)
    keras_cache.check_nothing(monkeypatch)
    project = project_of({"model": DenseModel(units=(4,)), "fit.epochs": 2, **SETS[case]})
    keras_cache.SETS[project.data.called](datasets)
    text = script_of(project).text
    assert f"keras.datasets.{project.data.called}.load_data(" in text
    compare(python, project, tmp_path, before=UNCHECKED.format(home=str(tmp_path / "keras")))


CUSTOM = """
import keras

class Notes(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        with open("notes.txt", "a") as file:
            file.write(f"{epoch} {sorted(logs)}\\n")
"""


def test_callbacks_of_the_script_leave_what_they_should(python, tmp_path):
    (tmp_path / "own.py").write_text(CUSTOM, "utf-8")
    callbacks = (
        ModelCheckpoint(filepath="saved/{epoch:02d}.ckpt", keep="last", keep_last=2),
        ModelCheckpoint(
            filepath="kept/{epoch}.weights.h5", save_weights_only=True, save_best_only=True, keep="best"
        ),
        ModelCheckpoint(filepath="all/{epoch}"),
        TensorBoard(),
        CSVLogger(separator=";"),
        TerminateOnNaN(),
        CustomCallback(path=str(tmp_path / "own.py")),
    )
    project = project_of({"data": DIGITS, "model": DenseModel(units=(4,)), "callbacks": callbacks})
    history = run_script(python, project, tmp_path)
    assert sorted(path.name for path in (tmp_path / "saved").iterdir()) == ["02.ckpt", "03.ckpt"]
    assert (tmp_path / "saved" / "03.ckpt" / "saved_model.pb").is_file()
    best = history["val_loss"].index(min(history["val_loss"])) + 1
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [f"{best}.weights.h5"]
    assert sorted(path.name for path in (tmp_path / "all").iterdir()) == ["1.keras", "2.keras", "3.keras"]
    assert list((tmp_path / "logs" / "validation").iterdir())
    assert len((tmp_path / "epochs.csv").read_text("utf-8").splitlines()) == 4
    assert [line[0] for line in (tmp_path / "notes.txt").read_text("utf-8").splitlines()] == ["0", "1", "2"]
