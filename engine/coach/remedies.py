"""What the coach can change: each remedy is an ordinary change of settings, which can be undone.

A change is applied to the present settings. Sizes and rates are computed from those of the run, so that
applying a remedy twice does not halve twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from engine.coach.finding import Finding, Remedy
from engine.language import tr
from engine.settings import Project
from engine.settings.augmentation import Rotation, Translation, Zoom
from engine.settings.callbacks import EarlyStopping, ReduceLROnPlateau
from engine.settings.declaration.declare import Section, info_of, kind_of
from engine.settings.project_file.assign import AssignError, assign
from engine.settings.schedules import PiecewiseDecay

RATE = 10.0
"""Factor by which a learning rate is divided or multiplied: the usual first step of a search."""
DROPOUT = 0.3
CLIP_NORM = 1.0
PATIENCE = 5
SHARE, MOST_SHARE = 0.1, 0.4
"""`fit.validation_split` is raised by the first, up to the second."""
FEWEST, MOST = 4, 4096
"""Bounds of the widths that a smaller or larger model gets."""
_WIDTHS = ("units", "filters", "dense_units")


@dataclass(frozen=True, slots=True)
class Change:
    """A remedy for given settings.

    Attributes:
        remedy: The remedy.
        title: Text of its button.
        after: The present project with the remedy applied.
        done: Whether the present project has it already.
    """

    remedy: Remedy
    title: str
    after: Project
    done: bool


@dataclass(frozen=True, slots=True)
class Case:
    """The settings that remedies start from.

    Attributes:
        run: The settings of the run.
        now: The present settings.
        images: Whether the inputs are images.
    """

    run: Project
    now: Project
    images: bool = False


_Made = tuple[str, tuple[str, ...]] | None
"""Text of the button, and assignments; None where the remedy does not apply."""


def change_of(remedy: Remedy, case: Case) -> Change | None:
    """Return the change that a remedy makes, None where it does not apply to these settings."""
    made = _MAKERS[remedy](case)
    if made is None:
        return None
    title, assignments = made
    try:
        after = assign(case.now, assignments)
    except AssignError:
        return None  # the settings were changed since, and this does not fit them any more
    return Change(remedy, title, after, done=after == case.now)


def changes_of(remedies: Iterable[Remedy], case: Case) -> tuple[Change, ...]:
    """Return the changes of those remedies that apply, in order."""
    found = (change_of(remedy, case) for remedy in remedies)
    return tuple(change for change in found if change is not None)


def _scaled_rate(case: Case, factor: float) -> _Made:
    rate = getattr(case.run.compile.optimizer, "learning_rate", None)
    # this schedule has absolute rates, which do not follow the optimizer's
    if rate is None or isinstance(case.now.compile.schedule, PiecewiseDecay):
        return None
    new = float(f"{rate * factor:.3g}")
    title = tr("Learning rate {before} → {after}", before=f"{rate:g}", after=f"{new:g}")
    return title, (f"compile.optimizer.learning_rate={new!r}",)


def _clip(_case: Case) -> _Made:
    empty = ("compile.optimizer.clipvalue=none", "compile.optimizer.global_clipnorm=none")
    return tr("Clip gradients"), (*empty, f"compile.optimizer.clipnorm={CLIP_NORM}")


def _callback(case: Case, section: type[EarlyStopping | ReduceLROnPlateau]) -> _Made:
    """Enable the first callback of this class, or add one."""
    there = any(isinstance(item, section) for item in case.now.callbacks)
    title = tr("Turn {name} on", name=section.title) if there else tr("Add {name}", name=section.title)
    made = _listed("callbacks", case.now.callbacks, wanted=[section])
    patience = () if there else (f"callbacks.{len(case.now.callbacks)}.patience={PATIENCE}",)
    return title, (*made, *patience)


def _augment(case: Case) -> _Made:
    if not case.images:
        return None
    changes = [Rotation, Translation, Zoom]
    return tr("Augment the images"), _listed("augmentation", case.now.augmentation, wanted=changes)


def _listed(path: str, items: Sequence[Section], *, wanted: Sequence[type[Section]]) -> tuple[str, ...]:
    """Assignments that enable the first entry of each wanted class, or append one."""
    made: list[str] = []
    end = len(items)
    for section in wanted:
        place = next((index for index, item in enumerate(items) if isinstance(item, section)), None)
        if place is None:
            made.append(f"{path}.{end}.kind={kind_of(section)}")
            end += 1
        else:
            made.append(f"{path}.{place}.enabled=true")
    return tuple(made)


def _drop(case: Case) -> _Made:
    model = case.run.model
    before = getattr(model, "dropout", None)
    if before is None or before >= DROPOUT:
        return None
    title = tr("Dropout {before} → {after}", before=f"{before:g}", after=f"{DROPOUT:g}")
    return title, (f"model.dropout={DROPOUT}",)


def _resized(case: Case, factor: float, title: str) -> _Made:
    """Halve or double every width of the model, in lists and single numbers alike."""
    if type(case.run.model) is not type(case.now.model):
        return None
    assignments: list[str] = []
    for name in _WIDTHS:
        before = getattr(case.run.model, name, None)
        if before is None:
            continue
        widths = before if isinstance(before, tuple) else (before,)
        after = [width if factor < 1 and width < 2 * FEWEST else round(width * factor) for width in widths]
        if max(after) <= MOST and after != list(widths):
            value = after if isinstance(before, tuple) else after[0]
            assignments.append(f"model.{name}={json.dumps(value)}")
    return (title, tuple(assignments)) if assignments else None


def _more_epochs(case: Case) -> _Made:
    before = case.run.fit.epochs
    return tr("Epochs {before} → {after}", before=before, after=2 * before), (f"fit.epochs={2 * before}",)


def _weigh(case: Case) -> _Made:
    if case.run.fit.class_weight != "none":
        return None
    choice = info_of(type(case.now.fit), "class_weight").choices["balanced"]
    return tr("Class weights: {choice}", choice=tr(choice)), ("fit.class_weight=balanced",)


def _hold_more(case: Case) -> _Made:
    before = case.run.fit.validation_split
    if case.now.fit.validation_data or not 0 < before < MOST_SHARE:
        return None
    after = round(min(before + SHARE, MOST_SHARE), 2)
    title = tr("Validation share {before} → {after}", before=f"{before:g}", after=f"{after:g}")
    return title, (f"fit.validation_split={after}",)


def _stratify(case: Case) -> _Made:
    fit = case.run.fit
    if fit.validation_method == "stratified" or fit.validation_data or case.now.fit.validation_data:
        return None
    return tr("Split it stratified"), ("fit.validation_method=stratified",)


_MAKERS: dict[Remedy, Callable[[Case], _Made]] = {
    Remedy.LOWER_RATE: lambda case: _scaled_rate(case, 1 / RATE),
    Remedy.RAISE_RATE: lambda case: _scaled_rate(case, RATE),
    Remedy.CLIP: _clip,
    Remedy.EARLY_STOPPING: lambda case: _callback(case, EarlyStopping),
    Remedy.AUGMENTATION: _augment,
    Remedy.DROPOUT: _drop,
    Remedy.SMALLER_MODEL: lambda case: _resized(case, 0.5, tr("Smaller model")),
    Remedy.LARGER_MODEL: lambda case: _resized(case, 2, tr("Larger model")),
    Remedy.MORE_EPOCHS: _more_epochs,
    Remedy.REDUCE_RATE: lambda case: _callback(case, ReduceLROnPlateau),
    Remedy.CLASS_WEIGHT: _weigh,
    Remedy.MORE_VALIDATION: _hold_more,
    Remedy.STRATIFY: _stratify,
}
if set(_MAKERS) != set(Remedy):
    raise TypeError("each Remedy needs a maker")


@dataclass(frozen=True, slots=True)
class Advised:
    """A finding with the changes that apply to the present settings.

    Attributes:
        finding: The finding.
        changes: Its changes, in the order of its remedies.
    """

    finding: Finding
    changes: tuple[Change, ...]


def advised(findings: Iterable[Finding], case: Case) -> tuple[Advised, ...]:
    """Return each finding with its changes, in order."""
    return tuple(Advised(finding, changes_of(finding.remedies, case)) for finding in findings)
