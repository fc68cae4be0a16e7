"""The states of training; `gui.control.runs.run_controller` decides which one is present."""

from __future__ import annotations

from enum import Enum


class RunState(Enum):
    """The state of training, as the commands of a run see it."""

    IDLE = "idle"
    WAITING = "waiting"  # Train was pressed before TensorFlow was imported
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"
