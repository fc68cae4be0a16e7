"""The states that training can be in; `run_controller` says in which it is."""

from __future__ import annotations

from enum import Enum


class RunState(Enum):
    """What training does, as far as its buttons are concerned."""

    IDLE = "idle"
    WAITING = "waiting"  # Train was pressed before TensorFlow was there
    RUNNING = "running"
    PAUSED = "paused"
    STOPPING = "stopping"
