"""What the numbers of the Fit page mean for the present data, such as the steps in an epoch.

The notes are shown by `gui.forms`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.inspect.inactive import inactive
from engine.language import tr
from engine.settings import Project
from engine.settings.fit import FitSettings

if TYPE_CHECKING:
    from engine.inspect.facts import DataFacts, MadeBatches


def notes(project: Project, facts: DataFacts | None) -> dict[str, str]:
    """Return a short note for each field that has one and an effect.

    Args:
        project: The settings.
        facts: What is known about the data; None while it has not been read.

    Returns:
        The translated note by dotted path; empty without `facts`.
    """
    if facts is None:
        return {}
    fit = project.fit
    if facts.made is not None:
        return _made_notes(fit, facts.made)
    all_steps = -(-facts.train // fit.batch_size)
    steps = fit.steps_per_epoch or all_steps
    found = {
        "fit.batch_size": tr(
            "{examples:,} / {size:,} = {steps:,} steps an epoch",
            examples=facts.train,
            size=fit.batch_size,
            steps=all_steps,
        ),
        "fit.epochs": tr("{steps:,} steps in all", steps=steps * max(fit.epochs - fit.initial_epoch, 0)),
    }
    if facts.validation:
        found["fit.validation_split"] = tr(
            "{train:,} to train, {validation:,} to check", train=facts.train, validation=facts.validation
        )
    if facts.test:
        found["fit.test_split"] = tr("{test:,} to test", test=facts.test)
    if fit.steps_per_epoch is None:
        found["fit.steps_per_epoch"] = _none_is(all_steps)
    else:
        found["fit.steps_per_epoch"] = tr(
            "{size:,} x {steps:,} = {examples:,} examples an epoch",
            size=fit.batch_size,
            steps=fit.steps_per_epoch,
            examples=fit.steps_per_epoch * fit.batch_size,
        )
    found |= _validation_notes(fit, facts)
    if fit.validation_method in unfit_splits(facts):
        found["fit.validation_method"] = tr("no classes here: drawn at random")
    if fit.shuffle and facts.ordered:
        found["fit.shuffle"] = tr("mixes whole windows; inside a window time is kept")
    found |= _initial_epoch(fit)
    idle = inactive(project, facts)  # the reason why a setting has no effect stands at its field instead
    return {path: note for path, note in found.items() if path not in idle}


def unfit_splits(facts: DataFacts) -> dict[str, str]:
    """Return the values of `fit.validation_method` that do not fit, with a few words on what each is for."""
    return {} if facts.task == "classification" else {"stratified": tr("for classes")}


def _initial_epoch(fit: FitSettings) -> dict[str, str]:
    if not fit.initial_epoch:
        return {}
    text = tr("runs epochs {first} to {last}", first=fit.initial_epoch + 1, last=fit.epochs)
    return {"fit.initial_epoch": text}


def _made_notes(fit: FitSettings, made: MadeBatches) -> dict[str, str]:
    """The notes of batches that a custom file makes: their number and size are the file's."""
    found = {"fit.batch_size": tr("the file makes batches of {size:,}", size=made.size)}
    steps = fit.steps_per_epoch or made.count
    if steps is not None:
        all_steps = steps * max(fit.epochs - fit.initial_epoch, 0)
        found["fit.epochs"] = tr("{steps:,} steps in all", steps=all_steps)
    if fit.steps_per_epoch is not None:
        found["fit.steps_per_epoch"] = tr(
            "{size:,} x {steps:,} = {examples:,} examples an epoch",
            size=made.size,
            steps=fit.steps_per_epoch,
            examples=fit.steps_per_epoch * made.size,
        )
    elif made.count is not None:
        found["fit.steps_per_epoch"] = _none_is(made.count)
    if made.test_count:
        found["fit.test_split"] = tr("{count:,} batches to test on", count=made.test_count)
    steps = made.validation_count if not fit.validation_data else None
    if fit.validation_steps is None and steps is not None:
        found["fit.validation_steps"] = _none_is(steps)
    return found | _initial_epoch(fit)


def _validation_notes(fit: FitSettings, facts: DataFacts) -> dict[str, str]:
    if not facts.validation:
        return {}
    size = fit.validation_batch_size or fit.batch_size
    if fit.validation_steps is None:
        return {"fit.validation_steps": _none_is(-(-facts.validation // size))}
    examples = min(fit.validation_steps * size, facts.validation)
    text = tr(
        "{size:,} x {steps:,} = {examples:,} of {all:,} examples",
        size=size,
        steps=fit.validation_steps,
        examples=examples,
        all=facts.validation,
    )
    return {"fit.validation_steps": text}


def _none_is(steps: int) -> str:
    return tr("empty is {steps:,} batches", steps=steps)
