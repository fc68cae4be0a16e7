"""The callbacks of a run, one section for each, with all arguments of its Keras class.

`engine.run.callbacks` creates the Keras objects from them.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from engine.settings.callbacks.base import CallbackSection
from engine.settings.callbacks.early_stopping import EarlyStopping, ReduceLROnPlateau, TerminateOnNaN
from engine.settings.callbacks.recording import CSVLogger, RemoteMonitor, TensorBoard
from engine.settings.callbacks.saving import ModelCheckpoint
from engine.settings.callbacks.scheduling import CustomCallback, LearningRateScheduler, SwapEMAWeights

CallbackSettings = Annotated[
    EarlyStopping
    | ModelCheckpoint
    | TensorBoard
    | ReduceLROnPlateau
    | LearningRateScheduler
    | CSVLogger
    | TerminateOnNaN
    | SwapEMAWeights
    | RemoteMonitor
    | CustomCallback,
    Field(discriminator="kind"),
]

COVERED: dict[str, str] = {
    "BackupAndRestore": "Exact resume does this and more: every run resumes where it was cut, bit for bit.",
    "ProgbarLogger": "The progress line of the window and the log show this.",
    "History": "The plots, history.csv and the list of runs show this.",
    "LambdaCallback": "A custom callback does this with a Python file.",
    "OrbaxCheckpoint": "ModelCheckpoint saves in the formats that Keras itself reads; resume keeps the rest.",
}

__all__ = [
    "COVERED",
    "CSVLogger",
    "CallbackSection",
    "CallbackSettings",
    "CustomCallback",
    "EarlyStopping",
    "LearningRateScheduler",
    "ModelCheckpoint",
    "ReduceLROnPlateau",
    "RemoteMonitor",
    "SwapEMAWeights",
    "TensorBoard",
    "TerminateOnNaN",
]
