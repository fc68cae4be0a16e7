"""Checks of callbacks: a monitor that the run will not have, names that cannot be filled in, schedules.

`writing` checks where they write.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.data import AnyDataset
from engine.inspect.preflight.file_names import filled_name_problem, values_of
from engine.inspect.preflight.monitors import likely_first
from engine.inspect.preflight.writing import writing_problems
from engine.language import tr, tr_later
from engine.opening import is_regular
from engine.problems import Problem
from engine.resources import resolve
from engine.settings import Project
from engine.settings.callbacks import (
    CallbackSection,
    CustomCallback,
    EarlyStopping,
    LearningRateScheduler,
    ModelCheckpoint,
    ReduceLROnPlateau,
    SwapEMAWeights,
)
from engine.settings.expression import evaluate
from engine.settings.fit import FitSettings
from engine.settings.losses import chosen_metrics
from engine.settings.schedules import NoSchedule


def callback_problems(
    project: Project, base: Path | None, *, dataset: AnyDataset | None
) -> Iterator[Problem]:
    """Yield the problems of the callbacks that are on.

    Args:
        project: The settings.
        base: The folder that relative paths start from; None for the working folder.
        dataset: What was read; None where it was not.
    """
    names = metric_names(project, dataset)
    for index, section in enumerate(project.callbacks):
        if not section.enabled:
            continue
        path = f"callbacks.{index}"
        if isinstance(section, EarlyStopping | ReduceLROnPlateau | ModelCheckpoint):
            yield from _monitor_problems(project, section, path=path, names=names)
        yield from _custom_problems(project, section, path=path, names=names, base=base)
    yield from writing_problems(project)


def _custom_problems(
    project: Project, section: CallbackSection, *, path: str, names: tuple[str, ...], base: Path | None
) -> Iterator[Problem]:
    match section:
        case ModelCheckpoint():
            yield from _checkpoint_problems(section, path, fit=project.fit, names=names)
        case LearningRateScheduler():
            yield from _rate_problems(project, section, path=path)
        case ReduceLROnPlateau():
            yield from _schedule_problems(project, path, name="ReduceLROnPlateau")
        case SwapEMAWeights() if not project.compile.optimizer.use_ema:
            yield Problem(
                path,
                tr(
                    "SwapEMAWeights needs the average of the weights: switch on use_ema at the optimizer,"
                    " or switch this callback off."
                ),
            )
        case CustomCallback():
            yield from _file_problems(section, path, base=base)
        case _:
            pass


def metric_names(project: Project, dataset: AnyDataset | None) -> tuple[str, ...]:
    """Return the names that the logs of a run will have, for choosing a monitor.

    Args:
        project: The settings.
        dataset: What was read; None gives the metrics of both tasks.

    Returns:
        `val_` names first, where there is a validation.
    """
    task = dataset.task if dataset is not None else "classification"
    names = ("loss", *chosen_metrics(project.compile.metrics, task))
    if dataset is None and project.compile.metrics is None:
        names = (*names, *chosen_metrics(None, "regression"))
    has_validation_part = dataset is not None and dataset.validation_mask is not None
    validated = bool(project.fit.validation_data) or project.fit.validation_split > 0 or has_validation_part
    if dataset is not None and dataset.batches is not None:
        validated = dataset.batches.validation is not None or bool(project.fit.validation_data)
    return (*(f"val_{name}" for name in names), *names) if validated else names


def _monitor_problems(
    project: Project,
    section: EarlyStopping | ReduceLROnPlateau | ModelCheckpoint,
    *,
    path: str,
    names: tuple[str, ...],
) -> Iterator[Problem]:
    if isinstance(section, ModelCheckpoint) and not section.save_best_only:
        return
    watched = section.monitor
    if watched not in names:
        known = ", ".join(likely_first(watched, names))
        if watched.startswith("val_") and watched[4:] in names:
            sentence = tr(
                "This run will have no {watched}: keep a validation share, or watch one of {known}.",
                watched=watched,
                known=known,
            )
        else:
            sentence = tr(
                "This run will have no {watched}: watch one of {known}.", watched=watched, known=known
            )
        yield Problem(f"{path}.monitor", sentence)
        return
    every = project.fit.validation_freq
    if watched.startswith("val_") and every != 1:
        saves = isinstance(section, ModelCheckpoint) and section.keep != "best"
        sentence = (
            tr_later(
                "{watched} is only there in epochs with a validation; between them every model is saved."
            )
            if saves
            else tr_later(
                "{watched} is only there in epochs with a validation; the epochs between are passed over."
            )
        )
        yield Problem(f"{path}.monitor", tr(sentence, watched=watched), "warning")
    if isinstance(section, ModelCheckpoint) and section.save_freq != "epoch" and watched.startswith("val_"):
        yield Problem(
            f"{path}.monitor",
            tr(
                "{watched} is known only at the end of an epoch, but save_freq saves after batches;"
                " watch a training value or save every epoch.",
                watched=watched,
            ),
        )


def _checkpoint_problems(
    section: ModelCheckpoint, path: str, *, fit: FitSettings, names: tuple[str, ...]
) -> Iterator[Problem]:
    known = values_of(fit, names, per_batch=section.save_freq != "epoch")
    if sentence := section.ending_problem or filled_name_problem(section.filepath, known):
        yield Problem(f"{path}.filepath", sentence)


def _rate_problems(project: Project, section: LearningRateScheduler, *, path: str) -> Iterator[Problem]:
    yield from _schedule_problems(project, path, name="LearningRateScheduler")
    rate = project.compile.optimizer.learning_rate
    try:
        for epoch in range(min(project.fit.epochs, 1000)):
            rate = evaluate(section.expression, epoch=epoch, lr=rate)
    except ValueError as error:
        yield Problem(f"{path}.expression", str(error) + ".")


def _schedule_problems(project: Project, path: str, *, name: str) -> Iterator[Problem]:
    if not isinstance(project.compile.schedule, NoSchedule):
        yield Problem(
            path,
            tr(
                "{name} cannot change a learning rate that follows a schedule; set the schedule to constant,"
                " or switch this callback off.",
                name=name,
            ),
        )


def _file_problems(section: CustomCallback, path: str, *, base: Path | None) -> Iterator[Problem]:
    if not section.path:
        yield Problem(f"{path}.path", tr("Choose the Python file with the callback."))
    elif not is_regular(resolve(section.path, base)):
        yield Problem(f"{path}.path", tr("The file {path} is not there; choose it again.", path=section.path))
