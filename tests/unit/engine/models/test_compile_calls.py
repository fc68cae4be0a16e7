"""Every optimizer, schedule, loss and metric that can be chosen is compiled, and takes one step."""

import inspect
from typing import get_args

import numpy as np
import pytest
from pydantic import ValidationError

from engine.models.compile_calls import (
    WITHOUT_DEFAULT,
    compile_call,
    metric_calls,
    optimizer_call,
    schedule_call,
)
from engine.models.construct import construct
from engine.models.inputs import ModelError
from engine.models.task_losses import fitting_losses, fitting_metrics
from engine.settings.declaration.call import Call, Named
from engine.settings.declaration.declare import alternatives, walk
from engine.settings.losses import LOSSES, METRICS, Encoding, encoding_of
from engine.settings.model import DenseModel
from engine.settings.optimizers import SGD, AdamW, Muon, OptimizerSettings, ScheduleFreeAdamW
from engine.settings.schedules import CosineDecay, NoSchedule, PiecewiseDecay, ScheduleSettings
from tests.calls import source

TINY = DenseModel(units=(3,))
OPTIMIZERS = alternatives(get_args(OptimizerSettings)[0])
SCHEDULES = [found for found in alternatives(get_args(ScheduleSettings)[0]) if found is not NoSchedule]


def objective_inputs(kit, loss):
    encoding = encoding_of(loss)
    return kit.inputs("table", outputs=2 if encoding is Encoding.BINARY else 3, encoding=encoding)


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda section: section.title)
def test_every_optimizer_takes_a_step(optimizer, kit):
    inputs = kit.inputs("table")
    model = kit.build(kit.project(model=TINY, compile__optimizer=optimizer()), inputs)
    assert type(model.optimizer).__name__ == optimizer.keras_class.rpartition(".")[2]
    model.run_eagerly = True  # one step needs no graph, and tracing one takes seconds
    before = [weight.copy() for weight in model.get_weights()]
    model.train_on_batch(*kit.batch(inputs))
    assert any((old != new).any() for old, new in zip(before, model.get_weights(), strict=True))


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=lambda section: section.title)
def test_every_argument_of_an_optimizer_arrives(optimizer, kit):
    changed = {}
    for declared in walk(optimizer):
        if declared.name in ("clipvalue", "global_clipnorm"):  # only one clipping at a time
            continue
        changed[declared.name] = _other(declared.default)
    section = optimizer(**changed)
    call = optimizer_call(kit.project(compile__optimizer=section), total_steps=10)
    made = construct(call)
    config = made.get_config()
    for declared in walk(optimizer):
        if declared.name in changed:
            value = changed[declared.name]
            wanted = value if isinstance(value, tuple) else pytest.approx(value, rel=1e-6)
            assert config[declared.info.keras] == wanted
            assert call.origin[declared.info.keras] == f"compile.optimizer.{declared.name}"


def _other(default):
    """A value that differs from the default and is allowed for every argument of that type."""
    if isinstance(default, bool):
        return not default
    if default is None:
        return 2
    if default == ():
        return ("output",)
    if isinstance(default, int):
        return default + 1
    return default / 2 if default else 0.25


@pytest.mark.parametrize("section", [*OPTIMIZERS, *SCHEDULES], ids=lambda section: section.title)
def test_what_is_left_out_is_keras_own_default(section, kit):
    found = kit.keras
    for part in section.keras_class.split(".")[1:]:
        found = getattr(found, part)
    defaults = {name: parameter.default for name, parameter in inspect.signature(found).parameters.items()}
    for declared in walk(section):
        if declared.info.keras not in WITHOUT_DEFAULT:
            assert (defaults[declared.info.keras] or ()) == (declared.default or ()), declared.name


def test_muon_leaves_layers_to_adamw_by_their_names(kit):
    muon = Muon(exclude_layers=("output", "dense_2"), muon_a=3.5)
    made = construct(optimizer_call(kit.project(compile__optimizer=muon), total_steps=10))
    assert (list(made.exclude_layers), made.muon_a) == (["output", "dense_2"], 3.5)
    with pytest.raises(ValidationError, match="no word that can be searched for"):
        Muon(exclude_layers=("out(",))


@pytest.mark.parametrize("optimizer", [AdamW, Muon])
def test_no_weight_decay_is_zero_where_keras_decays_by_default(optimizer, kit):
    section = optimizer(weight_decay=None)
    made = construct(optimizer_call(kit.project(compile__optimizer=section), total_steps=10))
    assert made.weight_decay == 0


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda section: section.title)
@pytest.mark.parametrize("optimizer", [SGD, ScheduleFreeAdamW], ids=lambda section: section.title)
def test_every_schedule_takes_a_step(schedule, optimizer, kit):
    inputs = kit.inputs("table")
    project = kit.project(model=TINY, compile__optimizer=optimizer(), compile__schedule=schedule())
    model = kit.build(project, inputs)
    model.run_eagerly = True  # one step needs no graph, and tracing one takes seconds
    assert np.isfinite(model.train_on_batch(*kit.batch(inputs))[0])


def rates(project, steps, total_steps):
    made = construct(schedule_call(project, total_steps=total_steps))
    return [float(made(step)) for step in steps]


def test_a_cosine_lasts_the_whole_run_and_warms_up_from_a_tenth(kit):
    plain = kit.project(compile__schedule=CosineDecay(), compile__optimizer__learning_rate=0.1)
    assert rates(plain, [0, 50, 100], 100) == pytest.approx([0.1, 0.05, 0.0], abs=1e-6)
    warm = plain.with_value("compile.schedule.warmup_steps", 20)
    assert rates(warm, [0, 10, 20, 60, 100], 100) == pytest.approx([0.01, 0.055, 0.1, 0.05, 0.0], abs=1e-6)


def test_rates_by_hand_are_taken_as_they_are(kit):
    schedule = PiecewiseDecay(boundaries=(10,), values=(0.5, 0.25))
    assert rates(kit.project(compile__schedule=schedule), [0, 10, 11], 100) == [0.5, 0.5, 0.25]


def test_steps_of_the_run_are_printed_as_an_expression(kit):
    project = kit.project(compile__schedule=CosineDecay(warmup_steps=5))
    text = source(schedule_call(project, total_steps=Named("epochs * steps", 100)))
    assert "decay_steps=epochs * steps - 5" in text


@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_with_every_metric_that_fits_takes_a_step(loss, kit):
    inputs = objective_inputs(kit, loss)
    metrics = fitting_metrics(loss)
    project = kit.project(model=TINY, compile__loss=loss, compile__metrics=metrics)
    model = kit.build(project, inputs)
    model.run_eagerly = True  # one step needs no graph, and tracing one takes seconds
    values = model.train_on_batch(*kit.batch(inputs), return_dict=True)
    assert set(values) == {"loss", *metrics}
    assert all(np.isfinite(value) for value in values.values())


def test_names_of_metrics_stay_when_a_second_model_is_built(kit):
    inputs = kit.inputs("table", outputs=2, encoding=Encoding.BINARY)
    project = kit.project(
        model=TINY,
        compile__loss="binary_crossentropy",
        compile__metrics=fitting_metrics("binary_crossentropy"),
    )
    first, second = (
        kit.build(project, inputs).train_on_batch(*kit.batch(inputs), return_dict=True) for _ in range(2)
    )
    assert set(first) == set(second)


@pytest.mark.parametrize("loss", ["hinge", "squared_hinge"])
def test_with_a_hinge_the_classes_part_at_zero(loss, kit):
    inputs = kit.inputs("table", outputs=2, encoding=Encoding.BINARY)
    project = kit.project(compile__loss=loss, compile__metrics=("accuracy", "auc", "precision", "recall"))
    given = np.array([[0.2], [-0.2]], "float32")
    for call in metric_calls(project, inputs):
        assert isinstance(call, Call)
        metric = construct(call)
        metric.update_state(np.array([[1.0], [0.0]], "float32"), given)
        assert float(metric.result()) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("loss", "encoding", "outputs", "word"),
    [
        ("mean_squared_error", Encoding.INDEX, 3, "numbers"),
        ("sparse_categorical_crossentropy", Encoding.NUMBER, 1, "classes"),
        ("binary_crossentropy", Encoding.INDEX, 3, "two classes, and this data has 3"),
        ("hinge", Encoding.NUMBER, 2, "classes"),
    ],
)
def test_a_loss_that_does_not_fit_is_refused(loss, encoding, outputs, word, kit):
    inputs = kit.inputs("table", encoding=encoding, outputs=outputs)
    with pytest.raises(ModelError, match=word) as caught:
        compile_call(kit.project(compile__loss=loss), inputs, total_steps=1)
    assert caught.value.path == "compile.loss"


def test_a_metric_that_does_not_fit_is_refused_with_those_that_do(kit):
    project = kit.project(compile__metrics=("accuracy", "r2_score"))
    with pytest.raises(ModelError, match=r"R2 score cannot .*these can: Accuracy, Right among") as caught:
        metric_calls(project, kit.inputs("table"))
    assert caught.value.path == "compile.metrics"


def test_every_metric_fits_some_loss_and_every_loss_some_task():
    assert {metric for loss in LOSSES for metric in fitting_metrics(loss)} == set(METRICS)
    assert {*fitting_losses("classification", 2), *fitting_losses("regression", 1)} == set(LOSSES)


def test_the_call_of_compile_is_short_and_says_what_differs(kit):
    inputs = kit.inputs("table")
    assert source(compile_call(kit.project(), inputs, total_steps=9)) == (
        "model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.001),"
        " loss=keras.losses.SparseCategoricalCrossentropy(), metrics=['accuracy'], jit_compile=False)"
    )
    changed = kit.project(
        compile__jit_compile="auto",
        compile__run_eagerly=True,
        compile__loss_weights=2.5,
        compile__steps_per_execution=4,
        compile__metrics=(),
    )
    call = compile_call(changed, inputs, total_steps=9)
    assert source(call).endswith("metrics=[], loss_weights=2.5, run_eagerly=True, steps_per_execution=4)")
    assert call.origin["steps_per_execution"] == "compile.steps_per_execution"
