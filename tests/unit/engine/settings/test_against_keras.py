"""Our declarations against the real Keras: classes, arguments and defaults; where they differ, the reason."""

import inspect
from typing import Any

import pytest

from engine.settings.callbacks import COVERED
from engine.settings.compile import CompileSettings
from engine.settings.declaration.declare import Section, walk
from engine.settings.fit import FitSettings
from engine.settings.losses import LOSSES, METRICS
from engine.settings.stack.base import LayerSection
from tests.unit.engine.settings.strategies import all_sections

# layers of a stack are held against Keras in tests/unit/engine/models/stack
WITH_CLASS = [
    section for section in all_sections() if section.keras_class and not issubclass(section, LayerSection)
]

OTHER_DEFAULT = {
    ("EarlyStopping", "patience"): "Keras's 0 stops at the first epoch that is not better",
    ("EarlyStopping", "restore_best_weights"): "the best epoch is what people expect to have in the end",
    ("FitSettings", "epochs"): "one epoch teaches nothing",
    ("FitSettings", "batch_size"): "Keras's None means 32",
    ("FitSettings", "validation_split"): "without validation nobody sees overfitting",
    ("FitSettings", "class_weight"): "our choice of none is Keras's None",
    ("FitSettings", "validation_data"): "an empty path is Keras's None",
    ("CompileSettings", "optimizer"): "Adam is the usual first choice",
    ("CompileSettings", "loss"): "found from the task",
    ("CompileSettings", "loss_weights"): "a weight of 1 is Keras's None",
    ("CompileSettings", "jit_compile"): "XLA changes numbers, so it is a visible choice",
    ("TensorBoard", "embeddings_metadata"): "an empty path is Keras's None",
    ("Muon", "exclude_layers"): "an empty list is Keras's None",
    ("Flip", "mode"): "up and down is rarely right",
    ("Cutout", "factor"): "some images should stay whole",
    ("Cutout", "area"): "a third of the image is a lot",
    ("RemoteMonitor", "headers"): "an empty table is Keras's None",
}
_OF_MOVING = {"interpolation": "bilinear suits pictures", "fill_value": "black, where the gap is filled so"}
_OF_COLOUR = {"value_range": "bytes are 0 to 255"}
LEFT_OUT: dict[str, dict[str, str]] = {
    "CosineDecay": {"warmup_target": "the optimizer's learning rate"},
    "Rotation": _OF_MOVING,
    "Translation": _OF_MOVING,
    "Zoom": {**_OF_MOVING, "width_factor": "as the height, so that pictures keep their proportions"},
    "Contrast": _OF_COLOUR,
    "Brightness": _OF_COLOUR,
    "Cutout": {**_OF_COLOUR, "fill_value": "noise, as nothing else looks like no picture"},
}
EVERYWHERE = {"self", "kwargs", "name", "initial_learning_rate", "seed", "data_format"}
"""Arguments of all classes alike; schedules take their first rate from the optimizer, layers their seed from
the run."""

OF_DATASET = {"max_queue_size", "workers", "use_multiprocessing"}
"""Arguments that Keras 3 moved from fit to PyDataset."""


def signature(keras: Any, path: str) -> dict[str, inspect.Parameter]:
    thing = keras
    for part in path.split(".")[1:]:
        thing = getattr(thing, part)
    target = thing.__init__ if inspect.isclass(thing) else thing
    return dict(inspect.signature(target).parameters)


def differing(section: type[Section], parameters: dict[str, inspect.Parameter]) -> set[tuple[str, str]]:
    """The settings whose default is not Keras's, where Keras has a default."""
    return {
        (section.__name__, item.name)
        for item in walk(section)
        if item.info.keras in parameters
        and parameters[item.info.keras].default is not inspect.Parameter.empty
        and parameters[item.info.keras].default != item.default
    }


def excused(section: type[Section]) -> set[tuple[str, str]]:
    return {key for key in OTHER_DEFAULT if key[0] == section.__name__}


@pytest.mark.parametrize("section", WITH_CLASS, ids=lambda section: section.__name__)
def test_a_section_is_its_keras_class(keras: Any, section: type[Section]) -> None:
    parameters = signature(keras, section.keras_class)
    declared = {item.info.keras for item in walk(section)} - {""}
    assert declared <= parameters.keys()
    assert parameters.keys() - declared - EVERYWHERE - {"learning_rate"} == LEFT_OUT.get(
        section.__name__, {}
    ).keys() - {"learning_rate"}
    assert differing(section, parameters) == excused(section)


def test_fit_has_every_argument(keras: Any) -> None:
    parameters = signature(keras, "keras.Model.fit") | {
        name: parameter
        for name, parameter in signature(keras, "keras.utils.PyDataset").items()
        if name in OF_DATASET
    }
    declared = {item.info.keras for item in walk(FitSettings)} - {""}
    assert declared <= parameters.keys()
    # x, y and sample_weight come from the data, callbacks from their own list
    assert parameters.keys() - declared == {"self", "x", "y", "sample_weight", "callbacks"}
    assert differing(FitSettings, parameters) == excused(FitSettings)


def test_compile_has_every_argument(keras: Any) -> None:
    parameters = signature(keras, "keras.Model.compile")
    declared = {item.info.keras for item in walk(CompileSettings)} - {""}
    # two are not arguments of compile: the schedule, and mixed precision (a policy)
    assert declared - parameters.keys() == {"learning_rate", "mixed_float16"}
    # loss scaling is part of mixed precision
    assert parameters.keys() - declared == {"self", "weighted_metrics", "auto_scale_loss"}
    assert differing(CompileSettings, parameters) == excused(CompileSettings)


def test_every_optimizer_schedule_and_callback_of_keras_is_there(keras: Any) -> None:
    ours = {section.keras_class for section in WITH_CLASS}
    bases = {
        "keras.optimizers": {"Optimizer", "LossScaleOptimizer", "MultiOptimizer", "OptimizerMap"},
        "keras.optimizers.schedules": {"LearningRateSchedule"},
        "keras.callbacks": {"Callback", "CallbackList", *COVERED},
    }
    for module, not_ours in bases.items():
        thing = keras
        for part in module.split(".")[1:]:
            thing = getattr(thing, part)
        classes = {name for name, found in vars(thing).items() if inspect.isclass(found)}
        assert {f"{module}.{name}" for name in classes - not_ours} <= ours


def test_losses_and_metrics_exist(keras: Any) -> None:
    for table, module in ((LOSSES, keras.losses), (METRICS, keras.metrics)):
        for objective in table.values():
            assert not objective.keras_class or inspect.isclass(getattr(module, objective.keras_class))
            assert objective.encodings
    assert {"CTC", "Circle"} == {
        name for name, found in vars(keras.losses).items() if inspect.isclass(found) and name != "Loss"
    } - {objective.keras_class for objective in LOSSES.values()}
