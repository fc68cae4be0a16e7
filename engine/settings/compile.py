"""The arguments of `model.compile`, with the precision of the model."""

from __future__ import annotations

from typing import Any, Literal

from engine.settings.declaration.declare import Section, setting
from engine.settings.losses import LOSSES, METRICS
from engine.settings.optimizers import Adam, OptimizerSettings
from engine.settings.schedules import NoSchedule, ScheduleSettings

LossName = Literal[
    "auto",
    "sparse_categorical_crossentropy",
    "categorical_crossentropy",
    "categorical_focal_crossentropy",
    "categorical_generalized_crossentropy",
    "categorical_hinge",
    "kl_divergence",
    "dice",
    "tversky",
    "binary_crossentropy",
    "binary_focal_crossentropy",
    "hinge",
    "squared_hinge",
    "mean_squared_error",
    "mean_absolute_error",
    "huber",
    "log_cosh",
    "mean_absolute_percentage_error",
    "mean_squared_logarithmic_error",
    "poisson",
    "cosine_similarity",
]
MetricName = Literal[
    "accuracy",
    "sparse_top_k_categorical_accuracy",
    "top_k_categorical_accuracy",
    "sparse_categorical_crossentropy",
    "categorical_crossentropy",
    "binary_crossentropy",
    "auc",
    "precision",
    "recall",
    "f1_score",
    "mean_absolute_error",
    "mean_squared_error",
    "root_mean_squared_error",
    "mean_absolute_percentage_error",
    "mean_squared_logarithmic_error",
    "r2_score",
    "cosine_similarity",
]
_METRIC_TITLES: dict[Any, str] = {name: objective.title for name, objective in METRICS.items()}


class CompileSettings(Section):
    """Optimizer, learning rate, loss, metrics, and how steps are run."""

    title = "Optimizer and loss"
    about = "What model.compile is given: how the model learns and what it is measured by."

    optimizer: OptimizerSettings = setting(
        Adam(), title="Optimizer", help="How the weights are changed to lower the loss.", keras="optimizer"
    )
    schedule: ScheduleSettings = setting(
        NoSchedule(),
        title="Schedule",
        help="How the learning rate changes with the steps of the run.",
        keras="learning_rate",
    )
    loss: LossName = setting(
        "auto",
        title="Loss",
        help="What training makes small. Auto takes the usual one for the task.",
        keras="loss",
        choices={"auto": "The usual one for the task"} | {k: v.title for k, v in LOSSES.items()},
    )
    metrics: tuple[MetricName, ...] | None = setting(
        None,
        title="Metrics",
        help="What is measured besides the loss."
        " Nothing set means accuracy for classes, mean absolute error for numbers.",
        keras="metrics",
        none_title="the usual ones for the task",
        choices=_METRIC_TITLES,
        editor="metrics",
    )
    loss_weights: float = setting(
        1.0,
        title="Loss weight",
        help="What the loss is multiplied by. A model here has one output, so it is one number.",
        lower="The loss and its gradients become smaller, as with a lower learning rate; Adam and its kin"
        " take the same steps.",
        raise_="The loss and its gradients become larger: it counts for more beside the penalties of"
        " regularizers, and plain SGD takes longer steps.",
        keras="loss_weights",
        gt=0.0,
        le=1000.0,
        more=True,
    )
    jit_compile: Literal["auto", "off", "measured", "on"] = setting(
        "off",
        title="XLA",
        help="Compile the model with XLA."
        " It can be faster or much slower, and can change the numbers slightly."
        " Measured tries it when a run begins, and takes it where it is faster and losses differ"
        " by less than 1e-5.",
        keras="jit_compile",
        choices={"auto": "As Keras decides", "off": "Off", "measured": "Measured", "on": "On"},
        more=True,
    )
    run_eagerly: bool = setting(
        False,
        title="Run eagerly",
        help="Run step by step without compiling; slow, for looking into an error.",
        keras="run_eagerly",
        more=True,
    )
    steps_per_execution: int = setting(
        1,
        title="Steps per execution",
        help="How many batches are run in one call. Callbacks see only the last batch of each call.",
        lower="Callbacks see every batch; small models run slower.",
        raise_="Small models run faster; Stop and curves answer later.",
        keras="steps_per_execution",
        unit="batches",
        ge=1,
        le=10_000,
        more=True,
    )
    mixed_precision: bool = setting(
        False,
        title="Mixed precision",
        help="Calculate in 16 bits and keep the weights in 32. Faster on recent GPUs; the numbers change.",
        keras="mixed_float16",
        more=True,
    )
