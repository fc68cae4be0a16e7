"""Optimizer, schedule, loss and metrics as calls, and with them the call of `model.compile`. Knows no Keras.

Which loss and metrics fit is decided in `engine.models.task_losses`; the calls are carried out by
`engine.models.construct` and printed by `engine.script`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.models.arguments import arguments
from engine.models.task_losses import HINGES, checked_metrics, fitting_loss
from engine.settings.augmentation import mixes_labels
from engine.settings.declaration.call import Call, Named
from engine.settings.losses import LOSSES, METRICS, Encoding
from engine.settings.schedules import CosineDecay, NoSchedule, PiecewiseDecay

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.models.inputs import ModelInputs
    from engine.settings.declaration.declare import Section
    from engine.settings.project import Project

RATE = "compile.optimizer.learning_rate"
SCHEDULE = "compile.schedule"
WITHOUT_DEFAULT = ("decay_steps", "decay_rate", "boundaries", "values", "first_decay_steps")
"""Arguments of schedules that Keras has no default for."""

# "measured" starts without XLA; the run may switch it on (`engine.run.pace.xla_trial`)
_JIT = {"auto": "auto", "off": False, "measured": False, "on": True}


def compile_call(project: Project, inputs: ModelInputs, *, total_steps: int | Named) -> Call:
    """Return the call `model.compile(...)`.

    Args:
        project: Its section `compile` is used, and the augmentation, which can change the loss.
        inputs: What loss and metrics must fit.
        total_steps: Training steps of the whole run, for schedules that span it.

    Raises:
        ModelError: Loss or metrics do not fit the data.
    """
    settings = project.compile
    kwargs: dict[str, Any] = {
        "optimizer": optimizer_call(project, total_steps=total_steps),
        "loss": loss_call(project, inputs),
        "metrics": metric_calls(project, inputs),
    }
    plain: dict[str, tuple[Any, Any]] = {
        "loss_weights": (settings.loss_weights, 1.0),
        "jit_compile": (_JIT[settings.jit_compile], "auto"),
        "run_eagerly": (settings.run_eagerly, False),
        "steps_per_execution": (settings.steps_per_execution, 1),
    }
    given = {name: value for name, (value, default) in plain.items() if value != default}
    origin = {name: f"compile.{name}" for name in given} | {"metrics": "compile.metrics"}
    return Call("model.compile", kwargs=kwargs | given, origin=origin)


def optimizer_call(project: Project, *, total_steps: int | Named) -> Call:
    """Return the call of the optimizer, with a number or the call of a schedule as its learning rate.

    Args:
        project: Its section `compile` is used.
        total_steps: Training steps of the whole run, for schedules that span it.
    """
    section = project.compile.optimizer
    kwargs, origin = arguments(section, "compile.optimizer", always=("learning_rate",))
    if section.weight_decay is None and "weight_decay" in kwargs:
        kwargs["weight_decay"] = 0.0  # Keras refuses None for the optimizers that decay by default
    if not isinstance(project.compile.schedule, NoSchedule):
        kwargs["learning_rate"] = schedule_call(project, total_steps=total_steps)
        del origin["learning_rate"]
    return Call(type(section).keras_class, kwargs=kwargs, origin=origin)


def schedule_call(project: Project, *, total_steps: int | Named) -> Call:
    """Return the call of the schedule, which starts at the learning rate of the optimizer.

    Args:
        project: Its schedule must be another one than `NoSchedule`.
        total_steps: Training steps of the whole run: the decay's length where none is set.
    """
    schedule: Section = project.compile.schedule
    rate = project.compile.optimizer.learning_rate
    kwargs, origin = arguments(schedule, SCHEDULE, always=WITHOUT_DEFAULT)
    if isinstance(schedule, PiecewiseDecay):
        kwargs |= {"boundaries": list(schedule.boundaries), "values": list(schedule.values)}
        return Call(schedule.keras_class, kwargs=kwargs, origin=origin)
    warmup = schedule.warmup_steps if isinstance(schedule, CosineDecay) else 0
    if kwargs.get("decay_steps", 0) is None:
        kwargs["decay_steps"] = _less(total_steps, warmup)
    first: dict[str, Any] = {"initial_learning_rate": rate}
    if warmup:
        first = {"initial_learning_rate": rate / 10, "warmup_target": rate}
    return Call(type(schedule).keras_class, kwargs=first | kwargs, origin=dict.fromkeys(first, RATE) | origin)


def loss_call(project: Project, inputs: ModelInputs) -> Call:
    """Return the call of the loss.

    Raises:
        ModelError: The loss does not fit the data; its path is "compile.loss".
    """
    return Call(f"keras.losses.{LOSSES[loss_name(project, inputs)].keras_class}")


def loss_name(project: Project, inputs: ModelInputs) -> str:
    """Return the name in LOSSES of the loss that is used.

    Raises:
        ModelError: The loss does not fit the data; its path is "compile.loss".
    """
    return fitting_loss(
        project.compile.loss,
        task_of(inputs),
        outputs=inputs.outputs,
        mixed=mixes_labels(project.augmentation),
    )


def task_of(inputs: ModelInputs) -> str:
    """Return the task: "classification" or "regression"."""
    return "regression" if inputs.encoding is Encoding.NUMBER else "classification"


def metric_calls(project: Project, inputs: ModelInputs) -> list[Call | str]:
    """Return the metrics as calls, except accuracy, which Keras resolves from its name.

    Raises:
        ModelError: A metric does not fit the loss; its path is "compile.metrics".
    """
    loss = loss_name(project, inputs)
    names = checked_metrics(project.compile.metrics, task_of(inputs), loss=loss)
    return [_hinge_metric(name) if loss in HINGES else _metric(name) for name in names]


# Keras numbers the names of these (auc, auc_1, ...), and a callback that watches val_auc would not find them;
# F1Score gives a number for each class by default, and a curve needs one
_EXTRA: dict[str, dict[str, Any]] = {
    "auc": {"name": "auc"},
    "precision": {"name": "precision"},
    "recall": {"name": "recall"},
    "f1_score": {"average": "macro"},
}


def _metric(name: str) -> Call | str:
    if name == "accuracy":
        return name
    return Call(f"keras.metrics.{METRICS[name].keras_class}", kwargs=_EXTRA.get(name, {}))


_HINGE_METRICS: dict[str, Callable[[], Call]] = {
    "accuracy": lambda: Call("keras.metrics.BinaryAccuracy", kwargs={"name": "accuracy", "threshold": 0.0}),
    "auc": lambda: Call("keras.metrics.AUC", kwargs={"name": "auc", "from_logits": True}),
    "precision": lambda: Call("keras.metrics.Precision", kwargs={"name": "precision", "thresholds": 0.0}),
    "recall": lambda: Call("keras.metrics.Recall", kwargs={"name": "recall", "thresholds": 0.0}),
}


def _hinge_metric(name: str) -> Call:
    """Return the metric for outputs of -1 to 1, where a hinge loss separates the classes at 0, not at 0.5."""
    return _HINGE_METRICS[name]()


def _less(steps: int | Named, warmup: int) -> int | Named:
    if isinstance(steps, Named):
        return Named(f"{steps.expression} - {warmup}", max(steps.value - warmup, 1)) if warmup else steps
    return max(steps - warmup, 1)
