"""What a run has kept of its data in environment.json: enough to use its model without reading them again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.data.dataset import TaskName


@dataclass(frozen=True, slots=True)
class KnownData:
    """What environment.json says of the data of a run, without reading them.

    Attributes:
        task: "classification" or "regression".
        classes: Names of the classes in the order of their numbers; () for regression.
        shape: Of one example as the trained model takes it.
        fingerprint: Identifies the data that trained and validated; "" where it is not known.
    """

    task: TaskName
    classes: tuple[str, ...]
    shape: tuple[int, ...]
    fingerprint: str


def known_data(facts: Any) -> KnownData | None:
    """Return what environment.json says of the data.

    Args:
        facts: Its field "data", which may hold anything, as the file may come from elsewhere.

    Returns:
        The facts; None where they are not there or make no sense.
    """
    if not isinstance(facts, dict):
        return None
    task, classes, shape = facts.get("task"), facts.get("classes"), facts.get("shape")
    fingerprint = facts.get("fingerprint")
    if task not in ("classification", "regression"):
        return None
    if not isinstance(classes, list) or not all(isinstance(name, str) for name in classes):
        return None
    if not isinstance(shape, list) or not all(type(size) is int and size > 0 for size in shape):
        return None
    if task == "classification" and len(classes) < 2:
        return None
    return KnownData(
        task,
        tuple(classes) if task == "classification" else (),
        tuple(shape),
        fingerprint if isinstance(fingerprint, str) else "",
    )
