"""The event with which a run begins, for tests that need one and look at little of it."""

from __future__ import annotations

from typing import Any

from engine.record.events import TrainingStarted


def started(**changes: Any) -> TrainingStarted:
    """Two epochs of two batches of four, without validation, on the CPU; `changes` are other values."""
    values: dict[str, Any] = {
        "epochs": 2,
        "first_epoch": 1,
        "first_step": 0,
        "steps_per_epoch": 2,
        "validation_steps": 0,
        "batch_size": 4,
        "examples": 8,
        "validation_examples": 0,
        "metrics": ("loss",),
        "parameters": 10,
        "device": "CPU",
    }
    return TrainingStarted(**values | changes)
