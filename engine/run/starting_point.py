"""Where a training begins: at its first epoch, or exactly where the newest intact state was taken.

`engine.run.state` defines what a state holds, and restores it.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from pathlib import PurePath

import keras

from engine.data.dataset import Dataset, forecast_of
from engine.data.facts import shows_as_image
from engine.language import tr
from engine.predict.signature.of_run import target_names
from engine.problems import RunError
from engine.record.events import LogLine, Sink, TrainingStarted
from engine.record.ledger.ledger import Ledger
from engine.record.ledger.written_file import kept_files
from engine.run.feed.prepare import PreparedData
from engine.run.loop.compiled_steps import StepRunner
from engine.run.loop.fit_loop import FitLoop
from engine.run.position import Position
from engine.run.run_request import RECORDS, RunContext
from engine.run.state.header import READABLE
from engine.run.state.store import Snapshot, read_newest
from engine.run.state.values.restore import unpack
from engine.run.state.whole import TrainingState
from engine.settings import Project
from engine.settings.fit import FitSettings
from engine.settings.model import CodeModel

_NAMED = 20


def newest_state(context: RunContext, *, fingerprint: str) -> Snapshot | None:
    """Read the newest intact state, and cut the run's growing files back to it.

    The log says which states are corrupt, and which files are left as they are.

    Args:
        context: The run.
        fingerprint: Of the data as they are now.

    Returns:
        The state, or None when there is none and the run starts from the beginning.

    Raises:
        RunError: When the state belongs to other data or another version of the program.
    """
    recorder, sink = context.recorder, context.sink
    found = read_newest(context.folder.resume)
    snapshot = found.snapshot
    if snapshot is not None:
        if snapshot.header.get("version") not in READABLE:
            raise RunError(
                tr(
                    "The state of this run was kept by another version of Fitroom; resume with that version,"
                    " or start a new run."
                )
            )
        if snapshot.header["fingerprint"] != fingerprint:
            raise RunError(
                tr(
                    "The data has changed since this run began, so it cannot be resumed exactly;"
                    " start a new run."
                ),
                path="data.path",
            )
        kept = kept_files(snapshot.header["files"])
    else:
        # records that the ledger does not have are known by their names, and by how they begin: those of a
        # version without one, or of a run that was killed before the first note
        kept = {name: 0 for name in RECORDS if not recorder.ledger.has_noted(name)}
    left = recorder.roll_back(kept, context.owns)
    if snapshot is None:
        context.folder.changes_jsonl.unlink(missing_ok=True)
    _report_left(left, recorder.ledger, sink)
    for name in found.corrupt:
        text = (
            tr("The state {name} is corrupt and cannot be used; there is none before it.", name=name)
            if snapshot is None
            else tr(
                "The state {name} is corrupt and cannot be used; the run is resumed from the one before it.",
                name=name,
            )
        )
        sink(LogLine(level="warning", text=text))
    if snapshot is None:
        text = tr("There is no state to resume from, so the run begins again.")
        sink(LogLine(level="warning", text=text))
    return snapshot


def _report_left(left: list[str], ledger: Ledger, sink: Sink) -> None:
    for name in left:
        text = tr(
            "{name} is not as the run wrote it, so it stays as it is and the run writes behind it.", name=name
        )
        sink(LogLine(level="warning", text=text))
    others = [name for name in ledger.others() if name not in left]
    if others:
        names = ", ".join(others[:_NAMED])
        if len(others) > _NAMED:
            names = names + " " + tr("and {count:,} more", count=len(others) - _NAMED)
        text = tr("Left as they are, as the run did not write them: {names}.", names=names)
        sink(LogLine(level="info", text=text))


def state_of(
    project: Project,
    data: PreparedData,
    *,
    model: keras.Model,
    callbacks: keras.callbacks.CallbackList,
    runners: Sequence[StepRunner | None],
) -> TrainingState:
    """Return the object that takes and restores the state of a training.

    Args:
        project: The settings.
        data: Its random generators beside the index plan belong to the state.
        model: The built model.
        callbacks: All callbacks of the run.
        runners: Of training and of validation; None where there is no validation.
    """
    custom = PurePath(project.model.path).name if isinstance(project.model, CodeModel) else ""
    beside = data.dataset.batches.draws if data.dataset.batches is not None else ()
    graphs = [runner.graph for runner in runners if runner is not None]
    return TrainingState(model, callbacks.callbacks, graphs=graphs, custom_model=custom, beside=beside)


def start_new(
    model: keras.Model,
    callbacks: keras.callbacks.CallbackList,
    *,
    state: TrainingState,
    first_epoch: int,
) -> Position:
    """Call `on_train_begin` for a training that starts at its first epoch.

    Args:
        model: Built and compiled.
        callbacks: All callbacks of the run.
        state: Records what the callbacks hold afterwards.
        first_epoch: From 0: `initial_epoch`.

    Returns:
        The position of the first batch.
    """
    model.stop_training = False
    callbacks.on_train_begin()
    state.look()
    # a callback such as Keras's BackupAndRestore says so where training begins
    begins: int | None = getattr(model, "_initial_epoch", None)
    return Position(begins or first_epoch)


def start_from(
    snapshot: Snapshot,
    model: keras.Model,
    *,
    callbacks: keras.callbacks.CallbackList,
    state: TrainingState,
    loop: FitLoop,
    steps: int,
) -> Position:
    """Restore model, callbacks and random generators from a state.

    Args:
        snapshot: The state.
        model: Built, with its optimizer's variables.
        callbacks: Get `on_train_begin` (and `on_epoch_begin` in mid-epoch) before they are restored.
        state: Restores them.
        loop: Gets the last logs, and whether a callback had ended the run.
        steps: Batches in an epoch.

    Returns:
        The position to continue from.

    Raises:
        RunError: When the state holds what no run has written.
    """
    header, arrays = snapshot.header, snapshot.arrays
    position = Position(*header["position"])
    if position.epoch > int(header["epochs"]) or position.step > steps:
        raise RunError(_damaged("position"))
    model.stop_training = False
    state.put_variables(arrays)
    # the hooks make what belongs to this process (clocks, writers); everything else is restored below
    with contextlib.redirect_stdout(io.StringIO()):
        callbacks.on_train_begin()
        state.look()
        if position.begun:
            callbacks.on_epoch_begin(position.epoch)
    try:
        step_logs = unpack(header.get("step_logs", {}), arrays)
        state.put(header, arrays)
    # the file may come from elsewhere: what is wrong in it makes Python and NumPy raise many things
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise RunError(_damaged(f"{type(error).__name__}: {error}")) from error
    model.stop_training = bool(header["stop_training"])
    loop.ended_before = model.stop_training and not position.begun
    loop.last_logs = dict(header["logs"])
    loop.step_logs = step_logs
    return position


def _damaged(what: str) -> str:
    return tr(
        "The saved state of this run is damaged ({what}), so the run cannot go on from it; start a new run.",
        what=what[:200],
    )


def training_started(
    data: PreparedData,
    fit: FitSettings,
    *,
    start: Position,
    epochs: int,
    model: keras.Model,
    device: str,
    resumed: bool,
    not_restored: tuple[str, ...],
    per_batch: tuple[str, ...],
    names: tuple[list[str], list[str]],
) -> TrainingStarted:
    """Return the event with the numbers of a training.

    Args:
        data: What was read.
        fit: The settings.
        start: Where it starts.
        epochs: The last epoch (from 1).
        model: The built model.
        device: Its name for people.
        resumed: Whether it continues from a state.
        not_restored: Names of what a resume cannot restore.
        per_batch: Names of the metrics that are reported for each batch by itself.
        names: Of the values of training, "loss" first, and of validation.

    Raises:
        RunError: When `initial_epoch` leaves nothing to train.
    """
    if start.epoch >= epochs and not resumed:
        raise RunError(
            tr(
                "Nothing to train: initial_epoch {first} is not below epochs {epochs}.",
                first=fit.initial_epoch,
                epochs=epochs,
            ),
            path="fit.initial_epoch",
        )
    return TrainingStarted(
        epochs=epochs,
        first_epoch=start.epoch + 1,
        first_step=start.epoch * data.plan.steps + start.step,
        steps_per_epoch=data.plan.steps,
        validation_steps=0 if data.validation_plan is None else data.validation_plan.steps,
        batch_size=data.batch_size,
        examples=data.examples,
        validation_examples=data.validation_examples,
        metrics=tuple(names[0]),
        validation_metrics=tuple(names[1]),
        parameters=model.count_params(),
        device=device,
        resumed=resumed,
        classes=len(data.dataset.class_names),
        not_restored=not_restored,
        per_batch=per_batch,
        only_validated=data.only_validated,
        only_trained=data.only_trained,
        pictures=shows_as_image(data.dataset),
        targets=_targets(data.dataset),
    )


def _targets(dataset: Dataset) -> tuple[str, ...]:
    """Return the names of the numbers that are predicted; of a forecast one for each column."""
    if dataset.task == "classification":
        return ()
    rows = forecast_of(dataset)
    return target_names(dataset) if rows is None else tuple(rows.columns)
