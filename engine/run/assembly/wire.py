"""The third step: the parts are made known to each other, and nothing is computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import keras
from numpy.typing import NDArray

from engine.run.assembly.build import Built
from engine.run.assembly.prepare import Prepared
from engine.run.callbacks.open_files import boards
from engine.run.exactness.conditions import decisive_facts
from engine.run.exactness.report import FACTS, Exactness
from engine.run.feed.custom_source import CustomSource
from engine.run.live.change_log import ChangeLog
from engine.run.live.live_changes import LiveChanges
from engine.run.loop.batch_values import BatchValues, names_per_batch
from engine.run.loop.chunk_runner import ChunkRunner
from engine.run.loop.loop_parts import LoopParts
from engine.run.loop.step_logs import numbers
from engine.run.loop.validation import Validation, make_validation
from engine.run.outputs.forecaster import Forecaster
from engine.run.run_request import RunContext
from engine.run.starting_point import state_of
from engine.run.state.checkpointer import Checkpointer
from engine.run.state.store import StateWriter
from engine.run.state.values.pack import pack
from engine.run.state.whole import TrainingState


@dataclass(frozen=True, slots=True)
class Wired:
    """Parts that work together.

    Attributes:
        parts: What the loop works with.
        state: Takes and restores all that a resume needs.
        changes: The log of live changes.
        checkpointer: Takes states when they are due.
        writer: Writes them in the background.
        exactness: Says whether numbers repeat.
        forecaster: Forecasts the validation part of a series.
        again: Validates without hooks, when the model is saved; None where that is not possible.
    """

    parts: LoopParts
    state: TrainingState
    changes: ChangeLog
    checkpointer: Checkpointer
    writer: StateWriter
    exactness: Exactness
    forecaster: Forecaster
    again: Validation | None


def wire(context: RunContext, prepared: Prepared, *, built: Built) -> Wired:
    """Make the parts of the loop from what was built.

    Args:
        context: The run.
        prepared: From `prepare`.
        built: From `build`.
    """
    project, folder, data, snapshot = context.project, context.folder, prepared.data, prepared.snapshot
    model, loop, reporter, callbacks = built.model, built.loop, built.reporter, built.callbacks
    state = state_of(project, data, model=model, callbacks=callbacks, runners=(built.train, built.test))
    exactness = Exactness(
        decisive_facts(model, device=prepared.device, exact=prepared.exact),
        context=context,
        state=state,
        reporter=reporter,
    )
    changes = ChangeLog(
        folder.changes_jsonl, applied=0 if snapshot is None else int(snapshot.header["changes"])
    )

    def header(arrays: dict[str, NDArray[Any]]) -> Mapping[str, Any]:
        return {
            "fingerprint": data.fingerprint,
            "epochs": loop.epochs,
            "logs": numbers(loop.last_logs),
            "step_logs": pack(loop.step_logs, arrays, prefix="step_logs"),
            "tally": context.best_so_far.state(),
            "xla": bool(model.jit_compile),
            FACTS: exactness.facts,
        }

    writer = StateWriter(folder.resume, sync=context.recorder.ledger.sync)
    checkpointer = Checkpointer(
        ledger=context.recorder.ledger,
        writer=writer,
        model=model,
        callbacks=callbacks.callbacks,
        state=state,
        settings=project.run,
        changes=changes,
        flush=lambda: flush(context, built),
        extra=header,
        warn=reporter.warn,
        taken=exactness.report_more,
    )
    forecaster = Forecaster(data.forecast, model, path=folder.forecast_file, reporter=reporter)
    train = ChunkRunner(
        "train",
        built.train,
        model=model,
        callbacks=callbacks,
        steps_per_hook=project.compile.steps_per_execution,
        pace=built.tuner.pace,
        stops_at_nan=built.stops_at_nan,
    )
    parts = LoopParts(
        model=model,
        callbacks=callbacks,
        plan=data.plan,
        train=train,
        validation=make_validation(
            data, built.test, model=model, callbacks=callbacks, project=project, reporter=reporter
        ),
        control=context.control,
        reporter=reporter,
        checkpointer=checkpointer,
        apply=LiveChanges(loop, model, built=built.made, callbacks=callbacks, reporter=reporter).apply,
        after_epoch=forecaster.after_epoch,
        batch_values=BatchValues(context.recorder.per_batch(_names_per_batch(prepared, built)), data.plan),
        report_pace=lambda: built.tuner.report(model, bound=train.steps_until_look),
    )
    return Wired(
        parts=parts,
        state=state,
        changes=changes,
        checkpointer=checkpointer,
        writer=writer,
        exactness=exactness,
        forecaster=forecaster,
        again=_validation_again(context, prepared, built),
    )


def flush(context: RunContext, built: Built) -> None:
    """Flush all files of the run, and look which of them have gone missing.

    Raises:
        OSError, RunError: When a file cannot be written.
    """
    context.recorder.flush()
    for board in boards(built.made):
        board.flush()
    context.files.look(context.folder, context.growing_files(), warn=built.reporter.warn)


def _names_per_batch(prepared: Prepared, built: Built) -> tuple[str, ...]:
    is_counted = prepared.data.dataset.batches is None
    return names_per_batch(built.model, prepared.data.plan, counted=is_counted)


def _validation_again(context: RunContext, prepared: Prepared, built: Built) -> Validation | None:
    # custom batches are the person's: they are asked for as often as Keras asks
    is_repeatable = not isinstance(prepared.data.validation, CustomSource)
    return make_validation(
        prepared.data,
        built.test if is_repeatable else None,
        model=built.model,
        callbacks=keras.callbacks.CallbackList([], model=built.model),
        project=context.project,
        reporter=built.reporter,
    )
