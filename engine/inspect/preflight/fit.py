"""Checks of fit and compile: combinations that Keras would reject or silently ignore."""

from __future__ import annotations

from collections.abc import Iterator

from engine.data import AnyDataset, DataError
from engine.inspect.preflight.callbacks import metric_names
from engine.inspect.staged_data import StagedData
from engine.language import tr
from engine.problems import Problem
from engine.settings import Project


def fit_problems(project: Project, data: StagedData | None) -> Iterator[Problem]:
    """Yield the problems of epochs, batches, validation and compilation.

    Args:
        project: The settings.
        data: The data; None leaves out the checks that need it.
    """
    fit, compiling = project.fit, project.compile
    dataset = None if data is None else data.dataset
    if fit.initial_epoch >= fit.epochs:
        yield Problem(
            "fit.initial_epoch",
            tr(
                "Training runs epochs {first} to {last}, which are none;"
                " raise epochs above {initial} or lower initial_epoch.",
                first=fit.initial_epoch + 1,
                last=fit.epochs,
                initial=fit.initial_epoch,
            ),
        )
    if isinstance(fit.validation_freq, tuple):
        late = [epoch for epoch in fit.validation_freq if epoch > fit.epochs]
        if late:
            yield Problem(
                "fit.validation_freq",
                tr(
                    "Epoch {epoch} is never reached: the run ends after epoch {last}.",
                    epoch=late[0],
                    last=fit.epochs,
                ),
                "warning",
            )
    if compiling.run_eagerly and compiling.jit_compile == "on":
        yield Problem(
            "compile.run_eagerly",
            tr("Keras refuses run_eagerly together with jit_compile; switch one of the two off."),
        )
    if project.run.device == "all" and compiling.jit_compile in ("on", "measured"):
        yield Problem(
            "compile.jit_compile",
            tr("XLA does not work on several devices at once; switch it off, or choose one device."),
        )
    if compiling.run_eagerly and compiling.steps_per_execution > 1:
        yield Problem(
            "compile.steps_per_execution",
            tr("steps_per_execution has no effect while run_eagerly is on; set it to 1 or switch it off."),
            "warning",
        )
    yield from _rounded_steps(project, dataset)
    if data is not None and data.dataset.batches is None:
        yield from _portion_problems(project, data)


def _rounded_steps(project: Project, dataset: AnyDataset | None) -> Iterator[Problem]:
    """Keras runs steps_per_execution steps at a time, and so silently more than were asked for."""
    validated = "val_loss" in metric_names(project, dataset)
    at_once = project.compile.steps_per_execution
    if project.compile.run_eagerly:
        return
    for name in ("steps_per_epoch", "validation_steps") if validated else ("steps_per_epoch",):
        steps = getattr(project.fit, name)
        if steps is not None and steps % at_once:
            yield Problem(
                f"fit.{name}",
                tr(
                    "Keras takes {at_once} steps at a time and would take {more} instead of {steps}; make"
                    " {name} a multiple of steps_per_execution, or set steps_per_execution to 1.",
                    at_once=at_once,
                    more=-(-steps // at_once) * at_once,
                    steps=steps,
                    name=name,
                ),
            )


def _portion_problems(project: Project, data: StagedData) -> Iterator[Problem]:
    fit, dataset = project.fit, data.dataset
    train = _train_count(data)
    if fit.batch_size > train:
        yield Problem(
            "fit.batch_size",
            tr(
                "Only {count:,} examples train, so every epoch is one batch of all of them.",
                count=train,
            ),
            "warning",
        )
    by_share = bool(fit.validation_split) and not fit.validation_data and dataset.validation_mask is None
    if dataset.task == "classification" and by_share:
        validation_size = _validation_count(data)
        if validation_size < 10 * dataset.outputs:
            yield Problem(
                "fit.validation_split",
                tr(
                    "Only {held:,} examples validate {classes} classes; the dashed curves will jump.",
                    held=validation_size,
                    classes=dataset.outputs,
                ),
                "warning",
            )


def _validation_count(data: StagedData) -> int:
    try:
        return len(data.split.validation)
    except DataError:  # named at its own setting
        return round(data.dataset.count * data.project.fit.validation_split)


def _train_count(data: StagedData) -> int:
    try:
        return len(data.split.train)
    except DataError:  # named at its own setting
        return data.dataset.count
