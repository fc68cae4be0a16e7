"""What may be asked of a run from another thread. The run looks here between two chunks.

Stop and pause are flags; everything else is a `Change`, taken in order, recorded with its position and
replayed by a resume (`engine.run.live`). What ends a run is not replayed: a resume asks to continue.
"""

from __future__ import annotations

import math
import threading
from collections import deque
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SetLearningRate:
    """Use this learning rate from the next step on.

    Attributes:
        value: The learning rate.
    """

    value: float


@dataclass(frozen=True, slots=True)
class ReduceLearningRate:
    """Multiply the learning rate by a factor.

    Attributes:
        factor: What to multiply by.
    """

    factor: float = 0.1


@dataclass(frozen=True, slots=True)
class SetEpochs:
    """Change the number of epochs.

    Attributes:
        epochs: The last epoch to train (from 1).
    """

    epochs: int


@dataclass(frozen=True, slots=True)
class SetPatience:
    """Change the patience of a callback.

    Attributes:
        index: Its place in the project's list of callbacks, from 0.
        patience: Epochs without improvement to wait.
    """

    index: int
    patience: int


@dataclass(frozen=True, slots=True)
class StopAfterEpoch:
    """End the run after the current epoch, validation included.

    Attributes:
        wanted: False takes the wish back.
    """

    wanted: bool = True


@dataclass(frozen=True, slots=True)
class TrainMore:
    """Continue a run beyond its end; callbacks that ended it start to wait again.

    Attributes:
        epochs: The new last epoch (from 1).
    """

    epochs: int


_MOST = 2**31 - 1
Change = SetLearningRate | ReduceLearningRate | SetEpochs | SetPatience | StopAfterEpoch | TrainMore
_CHANGES: dict[str, type[Change]] = {
    kind.__name__: kind
    for kind in (SetLearningRate, ReduceLearningRate, SetEpochs, SetPatience, StopAfterEpoch, TrainMore)
}


def change_as_dict(change: Change) -> dict[str, Any]:
    """Return the change as plain JSON values, its class's name under "change"."""
    return {"change": type(change).__name__, **asdict(change)}


def change_from_dict(content: dict[str, Any]) -> Change:
    """Return the change that `change_as_dict` wrote.

    Raises:
        KeyError, TypeError, ValueError: When `content` is no change, or has a value out of range.
    """
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
    """Requests to a run; thread-safe.

    The window's side calls the verbs; the run reads `stopping` and `pausing`, and calls `take`.
    """

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._stop = False
        self._pause = False
        self._changes: deque[Change] = deque()

    def stop(self) -> None:
        """End the run after the current chunk."""
        with self._condition:
            self._stop = True
            self._condition.notify_all()

    def pause(self) -> None:
        """Pause the run after the current chunk."""
        with self._condition:
            self._pause = True

    def resume_run(self) -> None:
        """Continue a paused run."""
        with self._condition:
            self._pause = False
            self._condition.notify_all()

    def change(self, change: Change) -> None:
        """Ask for a change; it takes effect between two chunks."""
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
        """Change the last epoch to train (from 1)."""
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
        """Whether the run was asked to pause."""
        return self._pause

    def wait_while_paused(self, *, or_changed: bool = True) -> None:
        """Block while the run is paused and not asked to stop.

        Args:
            or_changed: Return also when a change is waiting.
        """
        with self._condition:
            self._condition.wait_for(
                lambda: not self._pause or self._stop or (or_changed and bool(self._changes))
            )

    def take(self) -> list[Change]:
        """Return the changes asked for since the last call, oldest first."""
        if not self._changes:
            return []
        with self._condition:
            taken = list(self._changes)
            self._changes.clear()
            return taken
