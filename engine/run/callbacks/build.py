"""From the project's list of callbacks to Keras callbacks, in their order.

They are made from the calls that a script prints (`engine.models.callback_call`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

import keras

from engine.custom_code.run_file import Trusted
from engine.message import Say
from engine.models.callback_call import callback_call
from engine.models.construct import construct
from engine.problems import RunError
from engine.record.ledger.ledger import Ledger
from engine.record.ledger.safe_files import with_one_name
from engine.record.run_folder import RunFolder
from engine.run.callbacks.checkpoint import Checkpoint
from engine.run.callbacks.context import CallbackContext
from engine.run.callbacks.custom import load_custom
from engine.run.callbacks.remote_monitor import RunRemoteMonitor
from engine.run.callbacks.tensorboard import RunTensorBoard
from engine.settings import Project
from engine.settings.callbacks import (
    CallbackSection,
    CallbackSettings,
    CSVLogger,
    CustomCallback,
    EarlyStopping,
    LearningRateScheduler,
    ModelCheckpoint,
    ReduceLROnPlateau,
    RemoteMonitor,
    SwapEMAWeights,
    TensorBoard,
    TerminateOnNaN,
)
from engine.settings.declaration.declare import alternatives
from engine.settings.fit import FitSettings


@dataclass(frozen=True, slots=True)
class BuiltCallback:
    """A Keras callback of a run.

    Attributes:
        index: Its place in the project's list, from 0, callbacks that are off included.
        callback: The callback.
    """

    index: int
    callback: keras.callbacks.Callback


def build_callbacks(project: Project, context: CallbackContext) -> list[BuiltCallback]:
    """Make the callbacks that are on, in order.

    Args:
        project: The settings.
        context: What they may know of the run.

    Raises:
        RunError: When one cannot be made, with the setting to look at.
    """
    return [
        BuiltCallback(index, _BUILDERS[type(section)](section, context.at(index)))
        for index, section in enumerate(project.callbacks)
        if section.enabled
    ]


def custom_callbacks(project: Project, folder: RunFolder, *, trusted: Trusted, warn: Say) -> list[Any]:
    """Make the custom callbacks that are on, to predict or evaluate with the model of a finished run.

    The others do nothing there, or would write to the run's folder.

    Args:
        project: The settings of the run.
        folder: Its folder.
        trusted: Returns whether a Python file with this sha256 may run.
        warn: Gets a sentence for each that cannot be made, as its file may be gone; it is left out.
    """
    context = CallbackContext(
        folder=folder.path,
        ledger=Ledger(folder.path),
        resumed=False,
        add_mark=lambda _mark, _text: None,
        say=lambda _text: None,
        trusted=trusted,
    )
    made: list[Any] = []
    for index, section in enumerate(project.callbacks):
        if section.enabled and isinstance(section, CustomCallback):
            try:
                made.append(load_custom(section, context.at(index)))
            except RunError as error:
                warn(str(error))
    return made


def check_names(built: Iterable[BuiltCallback], fit: FitSettings, *, values: Sequence[str]) -> None:
    """Check that callbacks can fill in the names of their files.

    Args:
        built: The callbacks of the run.
        fit: The settings.
        values: Names of the values that a name may hold, those of the validation included.

    Raises:
        RunError: When a name cannot be filled in, with the setting to look at.
    """
    for item in built:
        if isinstance(item.callback, Checkpoint):
            item.callback.check_name(fit, list(values))


def _plain(section: Any, context: CallbackContext) -> Any:
    return construct(callback_call(section, context.section))


def _csv(section: Any, context: CallbackContext) -> Any:
    path = context.inside(section.filename, "filename")
    path.parent.mkdir(parents=True, exist_ok=True)
    with_one_name(path)
    is_written_by_run = context.ledger.begins(section.filename)
    path.touch()
    context.ledger.grows(section.filename)
    call = callback_call(section, context.section)
    # a file that the run did not write is never overwritten, whatever the settings say
    append = section.append or context.resumed or not is_written_by_run
    return construct(replace(call, kwargs={**call.kwargs, "filename": str(path), "append": append}))


_BUILDERS: dict[type[CallbackSection], Callable[[Any, CallbackContext], Any]] = {
    EarlyStopping: _plain,
    ReduceLROnPlateau: _plain,
    TerminateOnNaN: _plain,
    SwapEMAWeights: _plain,
    RemoteMonitor: RunRemoteMonitor,
    LearningRateScheduler: _plain,
    CSVLogger: _csv,
    ModelCheckpoint: Checkpoint,
    TensorBoard: RunTensorBoard,
    CustomCallback: load_custom,
}

if set(_BUILDERS) != set(alternatives(get_args(CallbackSettings)[0])):
    raise TypeError(
        "each callback in engine.settings.callbacks needs a builder in engine.run.callbacks.build"
    )
