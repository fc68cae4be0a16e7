"""What may be asked of a run from another thread. The run looks here between two calls of its steps.

Stop and pause are flags; everything else is a `Change`, taken in order, recorded with its place and
replayed by a resume. What ends a run is not replayed: a resume is the person's word to go on.
"""

from __future__ import annotations

import math
import threading
from collections import deque
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SetLearningRate:
    """Use this learning rate from the next step on."""

    value: float


@dataclass(frozen=True, slots=True)
class ReduceLearningRate:
    """Multiply the learning rate by `factor`."""

    factor: float = 0.1


@dataclass(frozen=True, slots=True)
class SetEpochs:
    """Train until this epoch (counted from 1)."""

    epochs: int


@dataclass(frozen=True, slots=True)
class SetPatience:
    """Give the callback at `index` of the project's list this patience."""

    index: int
    patience: int


@dataclass(frozen=True, slots=True)
class StopAfterEpoch:
    """End the run when this epoch is done, validation included; or, not `wanted` any more, go on."""

    wanted: bool = True


@dataclass(frozen=True, slots=True)
class TrainMore:
    """Train until this epoch (from 1), though the run was over; callbacks that ended it wait again."""

    epochs: int


_MOST = 2**31 - 1
Change = SetLearningRate | ReduceLearningRate | SetEpochs | SetPatience | StopAfterEpoch | TrainMore
_CHANGES: dict[str, type[Change]] = {
    kind.__name__: kind
    for kind in (SetLearningRate, ReduceLearningRate, SetEpochs, SetPatience, StopAfterEpoch, TrainMore)
}


def change_as_dict(change: Change) -> dict[str, Any]:
    """The change as plain JSON values."""
    return {"change": type(change).__name__, **asdict(change)}


def change_from_dict(content: dict[str, Any]) -> Change:
    """The change that `change_as_dict` made; KeyError, TypeError or ValueError when it is none."""
    values = dict(content)
    change = _CHANGES[values.pop("change")](**values)
    for value in asdict(change).values():
        is_whole = type(value) in (int, bool) and 0 <= value <= _MOST
        if not is_whole and not (type(value) is float and math.isfinite(value) and value >= 0):
            raise ValueError(value)
    for name in ("index", "patience", "epochs"):
        if type(getattr(change, name, 0)) is not int:
            raise ValueError(name)
    return change


class Control:
    """Thread-safe. Who has the window calls the verbs; the run asks `stopping`, `pausing` and `take`."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._stop = False
        self._pause = False
        self._changes: deque[Change] = deque()

    def stop(self) -> None:
        """End the run after the current step."""
        with self._condition:
            self._stop = True
            self._condition.notify_all()

    def pause(self) -> None:
        """Hold the run after the current step."""
        with self._condition:
            self._pause = True

    def resume_run(self) -> None:
        """Let a paused run go on."""
        with self._condition:
            self._pause = False
            self._condition.notify_all()

    def change(self, change: Change) -> None:
        """Ask for a change; it takes effect between two steps."""
        with self._condition:
            self._changes.append(change)
            self._condition.notify_all()

    def set_learning_rate(self, value: float) -> None:
        """Use this learning rate from the next step on."""
        self.change(SetLearningRate(value))

    def reduce_learning_rate(self, factor: float = 0.1) -> None:
        """Multiply the learning rate by `factor`."""
        self.change(ReduceLearningRate(factor))

    def set_epochs(self, epochs: int) -> None:
        """Train until this epoch."""
        self.change(SetEpochs(epochs))

    def set_patience(self, index: int, patience: int) -> None:
        """Give the callback at `index` of the project's list this patience."""
        self.change(SetPatience(index, patience))

    def stop_after_epoch(self, wanted: bool = True) -> None:
        """End the run when the current epoch is done, or take that back."""
        self.change(StopAfterEpoch(wanted))

    @property
    def stopping(self) -> bool:
        """Whether the run was asked to end."""
        return self._stop

    @property
    def pausing(self) -> bool:
        """Whether the run was asked to hold."""
        return self._pause

    def wait_while_paused(self, *, or_changed: bool = True) -> None:
        """Block until not paused any more, asked to stop or, with `or_changed`, a change is waiting."""
        with self._condition:
            self._condition.wait_for(
                lambda: not self._pause or self._stop or (or_changed and bool(self._changes))
            )

    def take(self) -> list[Change]:
        """The changes asked for since the last call, in order."""
        if not self._changes:
            return []
        with self._condition:
            taken = list(self._changes)
            self._changes.clear()
            return taken
