"""The middle of a run: from settings to a trained model. `session` turns its errors into outcomes.

The parts are put together in `assembly`: prepare, build, wire. Then they are carried out here.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import replace

import tensorflow as tf

from engine.language import tr
from engine.predict.signature.file import write_signature
from engine.predict.signature.of_run import signature_of
from engine.problems import RunError
from engine.record.captured_output import printed_lines
from engine.record.events import LogLine, Mark, Phase, PhaseChanged, RunEnded
from engine.run.assembly.build import Built, build
from engine.run.assembly.prepare import Prepared, prepare
from engine.run.assembly.wire import Wired, flush, wire
from engine.run.callbacks.build import check_names
from engine.run.callbacks.open_files import release
from engine.run.control import TrainMore
from engine.run.end_summary import ended, report_restored
from engine.run.environment import facts, package_versions
from engine.run.loop.fit_loop import Ending
from engine.run.loop.replicas import place
from engine.run.outputs.class_counts import count_classes
from engine.run.outputs.kept_predictions import keep_predictions
from engine.run.outputs.saved_values import saved_values
from engine.run.position import Position
from engine.run.run_request import RunContext
from engine.run.saved_model import save_model
from engine.run.starting_point import start_from, start_new, training_started


def train(context: RunContext) -> RunEnded:
    """Prepare, build, wire; then train and save. Raises what the parts raise.

    Args:
        context: The run.
    """
    prepared = prepare(context)
    with (
        place(prepared.strategy, prepared.device),
        printed_lines(lambda line: context.sink(LogLine(level="info", text=line))) as printed,
    ):
        # what is printed while an event is handled comes after it in the log
        context = replace(context, sink=printed.beyond(context.sink))
        built = build(context, prepared)
        wired = wire(context, prepared, built=built)
        began = time.monotonic()
        try:
            ending = _run_epochs(context, prepared, built, wired)
            return _finish(context, prepared, built, wired, ending=ending, began=began)
        finally:
            built.workers.close()
            wired.writer.close()
            _release(context, built)


def _run_epochs(context: RunContext, prepared: Prepared, built: Built, wired: Wired) -> Ending:
    """Start, or restore the state, and run the loop to its end."""
    fit, data, snapshot = context.project.fit, prepared.data, prepared.snapshot
    model, callbacks, loop, state = built.model, built.callbacks, built.loop, wired.state
    names, validated = wired.parts.names
    check_names(built.made, fit, values=[*names, *(f"val_{name}" for name in validated)])
    wired.parts.train.traced.begin()
    if snapshot is None:
        start = start_new(model, callbacks, state=state, first_epoch=fit.initial_epoch)
        at_begin = facts(context.project, data, device=built.device, exact=prepared.exact, model=model)
        wired.exactness.begin(at_begin)
    else:
        steps = data.plan.steps
        start = start_from(snapshot, model, callbacks=callbacks, state=state, loop=loop, steps=steps)
        context.best_so_far.restore(snapshot.header["tally"])
    if context.more:
        wired.changes.record(start, [TrainMore(start.epoch + context.more)])
    data.start_at(start, first_epoch=fit.initial_epoch)
    _report_start(context, prepared, built, wired, start=start)
    return loop.run(start, wired.parts)


def _report_start(
    context: RunContext, prepared: Prepared, built: Built, wired: Wired, *, start: Position
) -> None:
    snapshot = prepared.snapshot
    context.sink(
        training_started(
            prepared.data,
            context.project.fit,
            start=start,
            epochs=wired.changes.epochs_at(start, otherwise=built.loop.epochs),
            model=built.model,
            device=built.device,
            resumed=snapshot is not None,
            not_restored=wired.state.not_restored,
            per_batch=wired.parts.batch_values.names,
            names=wired.parts.names,
        )
    )
    if snapshot is not None:
        text = tr("Resumed at epoch {epoch}, batch {batch}.", epoch=start.epoch + 1, batch=start.step + 1)
        built.reporter.mark(Mark.RESUMED, start, text=text)
        wired.exactness.resumed(snapshot.header, start, lost=context.recorder.ledger.lost)
    context.sink(PhaseChanged(phase=Phase.TRAINING))


def _finish(
    context: RunContext, prepared: Prepared, built: Built, wired: Wired, *, ending: Ending, began: float
) -> RunEnded:
    """Keep the last state, let the callbacks end, save model and predictions, and say with which values."""
    model, loop, data = built.model, built.loop, prepared.data
    context.sink(PhaseChanged(phase=Phase.SAVING))
    if loop.validation_broken_off:
        wired.checkpointer.save_pending()
    else:
        wired.checkpointer.save_now(loop.position)
    if ending in (Ending.ALL_EPOCHS, Ending.CALLBACK):
        model.optimizer.finalize_variable_values(model.trainable_variables)
    built.callbacks.on_train_end(loop.last_logs)
    report_restored(built.made, built.reporter, loop=loop)
    save_model(model, context.folder.model_file, fitted=data.dataset.fitted)
    saved = saved_values(
        ending,
        loop.position,
        project=context.project,
        built=built.made,
        best_so_far=context.best_so_far,
        validates=data.validation is not None,
        again=wired.again,
        stopping=context.stopping,
    )
    signature = signature_of(
        context.project,
        data.dataset,
        inputs=data.inputs,
        trained=model,
        epoch=saved.epoch,
        versions=package_versions(),
    )
    write_signature(context.folder, signature)
    predictions = None
    if ending is not Ending.PERSON:  # a stop by hand must not wait for a prediction of all examples
        predictions = keep_predictions(
            context,
            model,
            data=data.validation_part,
            fingerprint=data.fingerprint,
            epoch=saved.epoch,
            took=time.monotonic() - began,
        )
        count_classes(
            model, data, predictions=predictions, loss=context.project.compile.loss, sink=context.sink
        )
    wired.forecaster.at_end(loop.position.epoch, predictions)
    return ended(
        ending,
        loop,
        built=built.made,
        best_so_far=context.best_so_far,
        saved=saved,
        reporter=built.reporter,
    )


def _release(context: RunContext, built: Built) -> None:
    with contextlib.suppress(OSError, tf.errors.OpError, RunError):  # they have their sentence already
        flush(context, built)
    release(built.made)
