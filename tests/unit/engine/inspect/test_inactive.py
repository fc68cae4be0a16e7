"""Each rule of the table: when it holds, when it does not, and that nothing that blocks a run is greyed."""

from dataclasses import replace

import pytest

from engine.inspect.facts import DataFacts, MadeBatches
from engine.inspect.inactive import inactive
from engine.inspect.inactive_rules import RULES
from engine.inspect.inactive_section_rules import ENTRY_RULES
from engine.settings import Project
from engine.settings.callbacks import CSVLogger, ModelCheckpoint, TensorBoard
from engine.settings.data.kinds import ArraysData, KerasData, SeriesData
from engine.settings.model import FileModel, LstmModel
from engine.settings.presets.network import TransferModel
from engine.settings.presets.text import TextModel
from engine.settings.stack.model import StackModel
from engine.settings.stack.pretrained import PretrainedLayer

CLASSES = DataFacts(
    kind="arrays",
    task="classification",
    ordered=False,
    train=1438,
    validation=359,
    class_names=("a",),
    is_image=True,
)
NUMBERS = DataFacts(kind="series", task="regression", ordered=True, train=100, validation=20, class_names=())
TEXTS = replace(CLASSES, kind="text", is_image=False, vocabulary=9)
WEIGHTED = replace(CLASSES, weighted=True)
STREAMED = replace(CLASSES, streamed=True)

DATASET = replace(STREAMED, made=MadeBatches(size=20, count=8, in_order=False))
GENERATOR = replace(STREAMED, made=MadeBatches(size=20, count=None, in_order=True, validates=True))


def made(values: dict[str, object]) -> Project:
    project = Project()
    for path, value in values.items():
        project = project.with_value(path, value)
    return project


# settings, facts, path, whether the path has no effect
CASES = [
    ({}, DATASET, "fit.batch_size", True),
    ({}, DATASET, "fit.validation_batch_size", True),
    ({}, DATASET, "fit.validation_split", True),
    ({}, DATASET, "fit.test_split", True),
    ({}, DATASET, "fit.validation_freq", True),
    ({"fit.validation_data": "x.npz"}, DATASET, "fit.validation_data", False),
    ({}, DATASET, "fit.shuffle", False),
    ({}, DATASET, "fit.workers", False),
    ({}, DATASET, "fit.use_multiprocessing", False),
    ({}, GENERATOR, "fit.shuffle", True),
    ({}, GENERATOR, "fit.workers", True),
    ({}, GENERATOR, "fit.use_multiprocessing", True),
    ({}, GENERATOR, "fit.max_queue_size", False),
    ({}, GENERATOR, "fit.validation_freq", False),
    ({}, CLASSES, "fit.batch_size", False),
    ({}, CLASSES, "fit.workers", True),
    ({}, CLASSES, "fit.use_multiprocessing", True),
    ({}, CLASSES, "fit.max_queue_size", True),
    ({}, STREAMED, "fit.workers", False),
    ({}, CLASSES, "fit.validation_split", False),
    ({"fit.validation_data": "x.npz"}, CLASSES, "fit.validation_split", True),
    ({"fit.validation_data": "x.npz"}, CLASSES, "fit.validation_method", True),
    ({"fit.validation_data": "x.npz"}, CLASSES, "fit.validation_steps", False),
    ({"fit.validation_split": 0.0}, CLASSES, "fit.validation_method", True),
    ({"fit.validation_split": 0.0}, CLASSES, "fit.validation_steps", True),
    ({"fit.validation_split": 0.0}, CLASSES, "fit.validation_freq", True),
    ({"fit.validation_split": 0.0}, CLASSES, "fit.validation_batch_size", True),
    ({}, CLASSES, "fit.validation_freq", False),
    ({}, NUMBERS, "fit.validation_method", True),
    ({}, CLASSES, "fit.validation_method", False),
    ({}, None, "fit.validation_method", False),
    ({}, replace(CLASSES, has_validation_part=True), "fit.validation_split", True),
    ({}, CLASSES, "fit.test_split", False),
    ({"data": KerasData()}, CLASSES, "data.rules", True),
    ({}, replace(CLASSES, has_test_part=True), "fit.test_split", True),
    ({"fit.test_data": "x.npz"}, CLASSES, "fit.test_split", True),
    ({"fit.validation_split": 0.0, "fit.test_split": 0.2}, CLASSES, "fit.validation_method", False),
    (
        {"fit.validation_split": 0.0},
        replace(CLASSES, has_validation_part=True),
        "fit.validation_steps",
        False,
    ),
    ({}, CLASSES, "fit.class_weight", False),
    ({}, NUMBERS, "fit.class_weight", True),
    ({}, WEIGHTED, "fit.class_weight", True),
    # set, it stands in the way of the run and must be within reach
    ({"fit.class_weight": "balanced"}, NUMBERS, "fit.class_weight", False),
    ({"fit.class_weight": "balanced"}, WEIGHTED, "fit.class_weight", False),
    ({}, CLASSES, "fit.class_weights", True),
    ({"fit.class_weight": "table"}, CLASSES, "fit.class_weights", False),
    ({"model": TransferModel()}, CLASSES, "model.weights_path", True),
    ({"model": TransferModel(weights="file")}, CLASSES, "model.weights_path", False),
    ({"model": TransferModel()}, CLASSES, "model.fine_tune", False),
    ({"model": TransferModel(weights="none")}, CLASSES, "model.fine_tune", True),
    ({"model": StackModel(layers=(PretrainedLayer(),))}, CLASSES, "model.layers.0.weights_path", True),
    ({"model": StackModel(layers=(PretrainedLayer(),))}, CLASSES, "model.layers.0.fine_tune", False),
    ({"model": LstmModel()}, NUMBERS, "model.embedding", True),
    ({"model": LstmModel()}, TEXTS, "model.embedding", False),
    ({"model": TextModel()}, TEXTS, "model.filters", True),
    ({"model": TextModel(gather="convolution")}, TEXTS, "model.kernel_size", False),
    ({"model": FileModel(path="m.keras")}, CLASSES, "data.scaling", True),
    ({}, CLASSES, "data.scaling", False),
    ({}, CLASSES, "data.scale_target", True),
    ({}, NUMBERS, "data.scale_target", False),
    ({"data": SeriesData(label="kind")}, CLASSES, "data.target", True),
    ({"data": SeriesData(label="kind")}, CLASSES, "data.label_of", False),
    ({"data": SeriesData()}, NUMBERS, "data.horizon", False),
    ({"data": SeriesData()}, NUMBERS, "data.label_of", True),
    ({"data": ArraysData(path="A.NPZ")}, CLASSES, "data.y_path", True),
    ({"data": ArraysData(path="A.NPZ")}, CLASSES, "data.x_key", False),
    ({"data": ArraysData(path="a.npy")}, CLASSES, "data.y_path", False),
    ({"data": ArraysData(path="a.npy")}, CLASSES, "data.weight_key", True),
    ({"data": KerasData()}, CLASSES, "data.vocabulary", True),
    ({"data": KerasData(name="imdb")}, TEXTS, "data.vocabulary", False),
    ({"data": KerasData(name="imdb")}, TEXTS, "data.scaling", True),
    ({"data": KerasData()}, CLASSES, "data.scaling", False),
    ({"data": KerasData()}, CLASSES, "data.label_mode", True),
    ({"data": KerasData(name="cifar100")}, CLASSES, "data.label_mode", False),
    ({"data": KerasData()}, CLASSES, "data.version", True),
    ({"data": KerasData(name="california_housing")}, NUMBERS, "data.version", False),
    ({}, CLASSES, "compile.optimizer.learning_rate", False),
    ({"compile.schedule": {"kind": "exponential"}}, CLASSES, "compile.optimizer.learning_rate", False),
    ({"compile.schedule": {"kind": "piecewise"}}, CLASSES, "compile.optimizer.learning_rate", True),
    ({}, CLASSES, "compile.optimizer.ema_momentum", True),
    ({"compile.optimizer.use_ema": True}, CLASSES, "compile.optimizer.ema_momentum", False),
    ({"compile.run_eagerly": True}, CLASSES, "compile.jit_compile", True),
    ({"compile.run_eagerly": True, "compile.jit_compile": "on"}, CLASSES, "compile.jit_compile", False),
    ({"compile.run_eagerly": True}, CLASSES, "compile.steps_per_execution", True),
    (
        {"compile.run_eagerly": True, "compile.steps_per_execution": 4},
        CLASSES,
        "compile.steps_per_execution",
        False,
    ),
    ({}, CLASSES, "compile.jit_compile", False),
    ({"callbacks": (ModelCheckpoint(),)}, CLASSES, "callbacks.0.keep_last", True),
    ({"callbacks": (ModelCheckpoint(keep="last"),)}, CLASSES, "callbacks.0.keep_last", False),
    ({"callbacks": (ModelCheckpoint(),)}, CLASSES, "callbacks.0.monitor", True),
    ({"callbacks": (ModelCheckpoint(save_best_only=True),)}, CLASSES, "callbacks.0.monitor", False),
    ({"callbacks": (CSVLogger(), TensorBoard())}, CLASSES, "callbacks.1.write_images", True),
    ({"callbacks": (TensorBoard(histogram_freq=1),)}, CLASSES, "callbacks.0.write_images", False),
    ({"callbacks": (TensorBoard(),)}, CLASSES, "callbacks.0.embeddings_metadata", True),
    ({"callbacks": (TensorBoard(embeddings_freq=2),)}, CLASSES, "callbacks.0.embeddings_metadata", False),
    ({"callbacks": (CSVLogger(),)}, CLASSES, "callbacks.0.append", True),
    ({"callbacks": (CSVLogger(append=True),)}, CLASSES, "callbacks.0.append", False),
]


@pytest.mark.parametrize(("values", "facts", "path", "expected"), CASES)
def test_a_field_is_inactive_just_when_it_has_no_effect(
    values: dict[str, object], facts: DataFacts | None, path: str, expected: bool
) -> None:
    found = inactive(made(values), facts)
    assert (path in found) is expected
    assert found.get(path, ".").endswith(".")


def test_every_rule_has_a_case_in_which_it_holds() -> None:
    held = {path for _, _, path, expected in CASES if expected}
    for rule in RULES:
        assert any(path in held for path in rule.paths), rule.why
    for rule in ENTRY_RULES:
        assert any(path.endswith(f".{name}") for path in held for name in rule.names), rule.why


def test_every_path_of_the_table_is_a_setting() -> None:
    datas = (ArraysData(path="a.npz"), SeriesData(), KerasData())
    kinds = [
        Project(),
        made({"model": TransferModel()}),
        made({"model": TextModel()}),
        *(made({"data": data}) for data in datas),
    ]
    for rule in RULES:
        for path in rule.paths:
            assert any(_exists(project, path) for project in kinds), path
    for rule in ENTRY_RULES:
        assert set(rule.names) <= set(rule.kind.model_fields)


def test_the_first_reason_of_the_table_is_given() -> None:
    assert (
        "own validation data"
        in inactive(made({"fit.validation_data": "x"}), NUMBERS)["fit.validation_method"]
    )


def _exists(project: Project, path: str) -> bool:
    try:
        project.value_at(path)
    except (AttributeError, KeyError, ValueError, LookupError):
        return False
    return True
