"""The rules of the coach: each looks at one run and returns one finding or None.

A rule is a pure function of `Observations`. "Guessing" is the loss of a model that has learned nothing
(`Observations.guessing`). All thresholds are the constants below; docs/coach.md explains them. Which findings
are shown, and in which order, is left to `advice`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from engine.coach.finding import Finding, FindingKind, Remedy
from engine.coach.observations import Curve, Observations
from engine.settings.callbacks import EarlyStopping

EXPLODES = 10.0
"""Exploding: the loss rises to 10 times its lowest value so far, and above `FAR_ABOVE` times guessing."""
FAR_ABOVE = 2.0
"""Rate too high: the loss of a whole epoch is above twice that of guessing."""
JUMP_EPOCHS, JUMP_RISES, JUMP_SIZE, JUMP_GAIN = 8, 0.35, 0.15, 0.9
"""Rate too high: of the changes over the last 8 epochs 35 % are rises, their mean size is 15 % of the loss,
and the mean loss of the later 4 epochs is at least 0.9 of that of the earlier 4."""
LOW_EPOCHS, LOW_PACE, LOW_LEVEL, LOW_STEADY = 5, 0.01, 0.7, -0.9
"""Rate too low: for 5 epochs or more the loss falls by less than 1 % an epoch, steadily (correlation with the
epochs below -0.9), and is still above 0.7 of guessing, with a rate below the optimizer's default."""
OVERFIT_EPOCHS, OVERFIT_RISE, OVERFIT_FALL = 5, 1.10, 0.95
"""Overfitting: 5 epochs or more after its best the validation loss is 10 % above it, and the training loss
has fallen by 5 % meanwhile. Ends are means of 3 epochs."""
UNDERFIT_EPOCHS, UNDERFIT_LEVEL, UNDERFIT_GAP, STILL_FALLING = 10, 0.5, 1.2, 0.02
"""Underfitting: after 10 epochs the training loss is above half of guessing, validation no more than 20 %
above it, and the last 5 epochs are less than 2 % better than the 5 before; else the run was too short."""
FLAT_EPOCHS, FLAT_SHARE, FLAT_GAIN, FLAT_FALL, FLAT_LEVEL = 10, 0.25, 0.99, 0.95, 0.02
"""A plateau: for 10 epochs and a quarter of the run no value 1 % better than the best before, the training
loss fell by less than 5 %, and is above 2 % of guessing; no early stopping is about to act."""
NEVER_LEAST = 5
"""A class with fewer validation examples is not reported as never predicted."""
VALIDATION_LEAST = 30
"""With fewer validation examples a single one changes the accuracy by more than 3 percentage points."""
ENDS = 3

Rule = Callable[[Observations], Finding | None]


def exploding(run: Observations) -> Finding | None:
    """Find a loss that is NaN or infinite, or many times its lowest value so far."""
    curve = run.loss
    broken = np.flatnonzero(~np.isfinite(curve.values))
    remedies = (Remedy.LOWER_RATE, Remedy.CLIP)
    if len(broken):
        first, last = max(float(curve.epochs[broken[0]]) - 1, 0.0), float(curve.epochs[-1])
        numbers = {"epoch": round(float(curve.epochs[broken[0]]))}
        return Finding(FindingKind.EXPLODING, "loss", first, last, numbers, remedies, variant="broken")
    if len(curve) < 2:
        return None
    lowest = np.minimum.accumulate(curve.values)
    floor = FAR_ABOVE * (run.guessing or float(curve.values[0]))
    found = np.flatnonzero((curve.values[1:] > EXPLODES * lowest[:-1]) & (curve.values[1:] > floor)) + 1
    if not len(found):
        return None
    begin = int(np.argmin(curve.values[: found[0]]))
    numbers = {"times": round(float(curve.values[found[0]] / lowest[found[0] - 1]))}
    first, last = float(curve.epochs[begin]), float(curve.epochs[found[-1]])
    return Finding(FindingKind.EXPLODING, "loss", first, last, numbers, remedies)


def rate_high(run: Observations) -> Finding | None:
    """Find whole epochs far above guessing, or a loss that oscillates without improving."""
    curve, guessing = run.loss.finite, run.guessing
    if guessing is not None:
        above = np.flatnonzero(curve.values > FAR_ABOVE * guessing)
        if len(above):
            worse = np.flatnonzero(curve.values > guessing)
            first, last = float(curve.epochs[above[0]]) - 1, float(curve.epochs[worse[-1]])
            return Finding(
                FindingKind.RATE_HIGH, "loss", first, last, _rate(run), (Remedy.LOWER_RATE,), variant="above"
            )
    if len(curve) < JUMP_EPOCHS:
        return None
    epochs, values = curve.epochs[-JUMP_EPOCHS:], curve.values[-JUMP_EPOCHS:]
    steps, half = np.diff(values), JUMP_EPOCHS // 2
    jumps = np.mean(steps > 0) >= JUMP_RISES and np.abs(steps).mean() >= JUMP_SIZE * np.median(values)
    gains = values[half:].mean() < JUMP_GAIN * values[:half].mean()
    solved = guessing is not None and np.median(values) < FLAT_LEVEL * guessing
    if not jumps or gains or solved:
        return None
    return Finding(
        FindingKind.RATE_HIGH, "loss", float(epochs[0]), float(epochs[-1]), _rate(run), (Remedy.LOWER_RATE,)
    )


def rate_low(run: Observations) -> Finding | None:
    """Find a loss that decreases steadily but slowly, and is hardly better than guessing."""
    curve, guessing = run.loss.finite, run.guessing
    if len(curve) < LOW_EPOCHS or guessing is None or curve.values[-1] < LOW_LEVEL * guessing:
        return None
    optimizer = run.project.compile.optimizer
    rate = getattr(optimizer, "learning_rate", None)
    if rate is None or rate >= type(optimizer).model_fields["learning_rate"].default:
        return None
    fall = 1 - curve.values[-1] / curve.values[0]
    pace = fall / (curve.epochs[-1] - curve.epochs[0])
    if not 0 < pace < LOW_PACE or np.corrcoef(curve.epochs, curve.values)[0, 1] > LOW_STEADY:
        return None
    numbers = {**_rate(run), "fall": f"{100 * fall:.2g} %", "epochs": len(curve)}
    first, last = float(curve.epochs[0]), float(curve.epochs[-1])
    return Finding(FindingKind.RATE_LOW, "loss", first, last, numbers, (Remedy.RAISE_RATE,))


def only_validated(run: Observations) -> Finding | None:
    """Find classes that validate and never train, so that the validation values say nothing of them."""
    names = run.only_validated
    if not names or not len(run.validation):
        return None
    first, last = float(run.validation.epochs[0]) - 1, float(run.validation.epochs[-1])
    numbers = {"classes": _first_of(names)}
    return Finding(FindingKind.ONLY_VALIDATED, "val_loss", first, last, numbers, (Remedy.STRATIFY,))


def only_trained(run: Observations) -> Finding | None:
    """Find classes that train and never validate, where they are so many that the validation is of a few."""
    names = run.only_trained
    if not len(run.validation) or 2 * len(names) < max(run.classes, 1):
        return None
    first, last = float(run.validation.epochs[0]) - 1, float(run.validation.epochs[-1])
    numbers = {"classes": _first_of(names)}
    return Finding(FindingKind.ONLY_TRAINED, "val_loss", first, last, numbers, (Remedy.STRATIFY,))


def never_predicted(run: Observations) -> Finding | None:
    """Find classes that occur among the validation examples and are never predicted."""
    left_out = [
        name
        for name, count in run.counted.items()
        if count >= NEVER_LEAST and run.predicted.get(name, 0) == 0
    ]
    # where most classes are left out the model learns nothing, which other rules find
    if not left_out or not len(run.loss) or len(left_out) > len(run.counted) / 2:
        return None
    last = float(run.loss.epochs[-1])
    numbers = {
        "classes": _first_of(left_out),
        "count": sum(run.counted[name] for name in left_out),
    }
    remedies = (Remedy.CLASS_WEIGHT, Remedy.MORE_EPOCHS)
    metric = "val_loss" if len(run.validation) else "loss"
    return Finding(FindingKind.NEVER_PREDICTED, metric, max(last - 1, 0.0), last, numbers, remedies)


def overfitting(run: Observations) -> Finding | None:
    """Find a validation loss that rises after its best epoch while the training loss still falls."""
    validation, train = run.validation.finite, run.loss.finite
    if run.restored or len(validation) <= OVERFIT_EPOCHS or len(train) <= OVERFIT_EPOCHS:
        return None
    best = int(np.argmin(validation.values))
    begin = float(validation.epochs[best])
    after, trained = validation.since(begin), train.since(begin)
    if len(after) <= OVERFIT_EPOCHS or not len(trained):
        return None
    rise = float(after.values[-ENDS:].mean() / validation.values[best])
    fall = float(trained.values[-ENDS:].mean() / trained.values[0])
    if validation.values[best] <= 0 or rise < OVERFIT_RISE or fall > OVERFIT_FALL or _is_watched(run, begin):
        return None
    numbers = {"epoch": round(begin), "rise": f"{100 * (rise - 1):.0f} %"}
    remedies = (Remedy.EARLY_STOPPING, Remedy.AUGMENTATION, Remedy.DROPOUT, Remedy.SMALLER_MODEL)
    return Finding(FindingKind.OVERFITTING, "val_loss", begin, float(after.epochs[-1]), numbers, remedies)


def underfitting(run: Observations) -> Finding | None:
    """Find a training loss that stays high: the model is too small, or the run too short for it."""
    curve, validation, guessing = run.loss.finite, run.validation.finite, run.guessing
    if len(curve) < UNDERFIT_EPOCHS or guessing is None:
        return None
    late, before = curve.values[-5:].mean(), curve.values[-10:-5].mean()
    if late < UNDERFIT_LEVEL * guessing:
        return None
    if len(validation) and validation.values[-ENDS:].mean() > UNDERFIT_GAP * curve.values[-ENDS:].mean():
        return None
    numbers = {"share": f"{100 * late / guessing:.0f} %"}
    last = float(curve.epochs[-1])
    if before - late >= STILL_FALLING * before:
        if not run.over or run.restored:
            return None
        first = float(curve.epochs[-10])
        return Finding(FindingKind.TOO_SHORT, "loss", first, last, numbers, (Remedy.MORE_EPOCHS,))
    flat = _flat_since(curve)
    return Finding(
        FindingKind.UNDERFITTING,
        "loss",
        min(flat, last - 5),
        last,
        numbers,
        (Remedy.LARGER_MODEL, Remedy.RAISE_RATE),
    )


def plateau(run: Observations) -> Finding | None:
    """Find a run that no longer improves on either curve, and that no early stopping is about to stop."""
    curve, train, guessing = run.validation.finite, run.loss.finite, run.guessing
    if not len(curve):
        curve = train
    if run.restored or len(curve) <= FLAT_EPOCHS or not len(train):
        return None
    since, last = _flat_since(curve), float(curve.epochs[-1])
    flat = train.since(since)
    if last - since < max(FLAT_EPOCHS, FLAT_SHARE * last) or len(flat) < ENDS:
        return None
    if flat.values[-ENDS:].mean() < FLAT_FALL * flat.values[:ENDS].mean():
        return None
    if guessing is not None and flat.values[-1] < FLAT_LEVEL * guessing:
        return None
    if _is_watched(run, since):
        return None
    metric = "val_loss" if len(run.validation) else "loss"
    numbers = {"epoch": round(since), "epochs": round(last - since)}
    return Finding(
        FindingKind.PLATEAU, metric, since, last, numbers, (Remedy.REDUCE_RATE, Remedy.EARLY_STOPPING)
    )


def small_validation(run: Observations) -> Finding | None:
    """Find a validation part so small that single examples decide its accuracy, or its mean loss."""
    if not 0 < run.validation_examples < VALIDATION_LEAST or not len(run.validation):
        return None
    first, last = float(run.validation.epochs[0]) - 1, float(run.validation.epochs[-1])
    numbers = {"count": run.validation_examples, "worth": f"{100 / run.validation_examples:.0f} %"}
    return Finding(
        FindingKind.SMALL_VALIDATION,
        "val_loss",
        first,
        last,
        numbers,
        (Remedy.MORE_VALIDATION,),
        variant="" if run.classes else "numbers",
    )


RULES: tuple[Rule, ...] = (
    exploding,
    rate_high,
    rate_low,
    only_validated,
    only_trained,
    never_predicted,
    overfitting,
    underfitting,
    plateau,
    small_validation,
)


def _first_of(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")


def _rate(run: Observations) -> dict[str, object]:
    rate = getattr(run.project.compile.optimizer, "learning_rate", None)
    return {"rate": f"{rate:g}" if isinstance(rate, float) else ""}


def _is_watched(run: Observations, since: float) -> bool:
    """Whether an EarlyStopping still waits for a better value than that of epoch `since`."""
    waited = float(run.loss.epochs[-1]) - since
    return any(
        isinstance(section, EarlyStopping) and section.enabled and section.patience >= waited
        for section in run.project.callbacks
    )


def _flat_since(curve: Curve) -> float:
    """The last epoch whose value was at least 1 % better than every one before."""
    best, since = float("inf"), float(curve.epochs[0])
    for epoch, value in zip(curve.epochs, curve.values, strict=True):
        if value < FLAT_GAIN * best:
            best, since = float(value), float(epoch)
    return since
