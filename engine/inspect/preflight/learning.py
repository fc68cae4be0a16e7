"""Finds settings under which a run would silently learn nothing, or look better than it is.

`engine.inspect.preflight` calls these, and has the other checks before a run.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.data import DataError
from engine.data.custom.steps import custom_plan
from engine.data.plan import IndexPlan
from engine.inspect.staged_data import StagedData
from engine.language import tr
from engine.problems import Problem
from engine.resources import resolve
from engine.settings import Project
from engine.settings.callbacks import LearningRateScheduler, ModelCheckpoint
from engine.settings.expression import evaluate
from engine.settings.schedules import CosineDecay

_LOOKED_AT = 1000  # a schedule by hand is calculated for so many epochs at most


def learning_problems(project: Project, base: Path | None, *, data: StagedData | None) -> Iterator[Problem]:
    """Yield what keeps the model from learning, or makes the validation misleading.

    Args:
        project: The settings.
        base: The folder that relative paths start from; None for the working folder.
        data: The data; None leaves out the checks that need it.
    """
    for problem in _validation_problems(project, base):
        # of one file with several parts, validation reads another part than training
        if problem.path != "fit.validation_data" or not _has_parts(data):
            yield problem
    yield from _rate_problems(project)
    if data is not None:
        try:
            steps = _steps_per_epoch(project, data)
        except DataError:
            return  # it has its sentence already
        yield from step_problems(project, steps)


def _has_parts(data: StagedData | None) -> bool:
    try:
        dataset = None if data is None else data.dataset
    except DataError:
        return False  # it has its sentence already
    return dataset is not None and (dataset.validation_mask is not None or dataset.test_mask is not None)


def _steps_per_epoch(project: Project, data: StagedData) -> int:
    """How many batches make an epoch. Raises DataError where the data cannot be split."""
    fit = project.fit
    if data.dataset.batches is not None and data.fitted.batches is not None:
        return custom_plan(project, data.fitted.batches).steps
    count = len(data.split.train)
    plan = IndexPlan(count, fit.batch_size, project.run.seed, fit.shuffle, fit.steps_per_epoch)
    return plan.steps


def step_problems(project: Project, steps: int) -> Iterator[Problem]:
    """Yield settings that count more steps than the run has.

    Args:
        project: The settings.
        steps: In an epoch.
    """
    fit, optimizer = project.fit, project.compile.optimizer
    total = steps * max(fit.epochs - fit.initial_epoch, 0)
    accumulated = optimizer.gradient_accumulation_steps
    if accumulated is not None and accumulated > total > 0:
        yield Problem(
            "compile.optimizer.gradient_accumulation_steps",
            tr(
                "The weights would never change: gradients of {accumulated:,} batches are accumulated, and"
                " the whole run has {total:,}; accumulate fewer or train for more epochs.",
                accumulated=accumulated,
                total=total,
            ),
        )
    schedule = project.compile.schedule
    if isinstance(schedule, CosineDecay) and schedule.warmup_steps >= total > 0:
        yield Problem(
            "compile.schedule.warmup_steps",
            tr(
                "The warm-up of {warmup:,} steps is as long as the whole run of {total:,}; the learning rate"
                " never comes down.",
                warmup=schedule.warmup_steps,
                total=total,
            ),
            "warning",
        )
    for index, section in enumerate(project.callbacks):
        if isinstance(section, ModelCheckpoint) and section.enabled and section.save_freq != "epoch":
            every = int(section.save_freq)
            if every > total > 0:
                yield Problem(
                    f"callbacks.{index}.save_freq",
                    tr(
                        "Nothing is ever saved: the whole run has {total:,} batches, and a model is saved"
                        " after {every:,}.",
                        total=total,
                        every=every,
                    ),
                    "warning",
                )


def _validation_problems(project: Project, base: Path | None) -> Iterator[Problem]:
    fit = project.fit
    never = isinstance(fit.validation_freq, int) and fit.validation_freq > fit.epochs
    if never and (fit.validation_data or fit.validation_split > 0):
        yield Problem(
            "fit.validation_freq",
            tr(
                "The model is never validated: that is done every {every} epochs, and the run ends after"
                " epoch {last}.",
                every=fit.validation_freq,
                last=fit.epochs,
            ),
            "warning",
        )
    source = project.data.source
    if fit.validation_data and source and _is_same(source, fit.validation_data, base):
        yield Problem("fit.validation_data", same_data_sentence(), "warning")


def same_data_sentence() -> str:
    """Return the warning for validation data that are the training data."""
    return tr(
        "The validation data are the training data, so the validation values only show how well the model"
        " has memorized them; choose other data, or use a validation share."
    )


def _is_same(first: str, second: str, base: Path | None) -> bool:
    try:
        one, other = resolve(first, base), resolve(second, base)
        return one == other or one.samefile(other)
    except (OSError, ValueError):
        return False  # a missing file is reported elsewhere


def _rate_problems(project: Project) -> Iterator[Problem]:
    fit = project.fit
    for index, section in enumerate(project.callbacks):
        if not (isinstance(section, LearningRateScheduler) and section.enabled):
            continue
        if fit.epochs - fit.initial_epoch > _LOOKED_AT:
            continue
        rate, highest = project.compile.optimizer.learning_rate, 0.0
        try:
            for epoch in range(fit.initial_epoch, fit.epochs):
                rate = evaluate(section.expression, epoch=epoch, lr=rate)
                highest = max(highest, rate)
        except ValueError:
            continue  # it has its sentence already
        if highest <= 0.0 and fit.epochs > fit.initial_epoch:
            yield Problem(
                f"callbacks.{index}.expression",
                tr("The learning rate would be 0 in every epoch, so nothing is learned; change it."),
            )
