"""The middle of a run: from settings to a trained model. `session` turns its errors into outcomes."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

import keras
import tensorflow as tf

from engine.models.seeded import build_seeded
from engine.problems import RunError
from engine.record.captured_output import printed_lines
from engine.record.events import LogLine, Mark, Phase, PhaseChanged, RunEnded, Sink
from engine.record.records import Recorder
from engine.run.callbacks.build import build_callbacks, check_names
from engine.run.callbacks.context import CallbackContext
from engine.run.callbacks.open_files import boards, release
from engine.run.control import TrainMore
from engine.run.data_notes import ActivityLog, notes
from engine.run.end_summary import ended, report_restored
from engine.run.environment import device_text, facts
from engine.run.exactness.conditions import decisive_facts
from engine.run.exactness.determinism import be_deterministic
from engine.run.exactness.report import FACTS, Exactness
from engine.run.feed.prefetch import Workers
from engine.run.feed.prepare import PreparedData, read_data
from engine.run.live.change_log import ChangeLog
from engine.run.live.live_changes import LiveChanges
from engine.run.loop.batch_hooks import TRAIN_BATCH_HOOKS, batch_watchers, steps_until_look, stops_at_nan
from engine.run.loop.chunk_runner import ChunkRunner
from engine.run.loop.compiled_steps import make_runner
from engine.run.loop.fit_loop import Ending, FitLoop, LoopParts
from engine.run.loop.metric_variables import make_metric_variables
from engine.run.loop.replicas import check_batches, place, strategy_for
from engine.run.loop.validation import make_validation
from engine.run.outputs.class_counts import count_classes
from engine.run.outputs.forecaster import Forecaster
from engine.run.pace.execution_plan import ExecutionTuner
from engine.run.position import Position
from engine.run.reporter import Reporter
from engine.run.run_request import RunContext
from engine.run.saved_model import save_model
from engine.run.starting_point import newest_state, start_from, start_new, state_of, training_started
from engine.run.state.checkpointer import Checkpointer
from engine.run.state.store import Snapshot, StateWriter
from engine.tensorflow_import import configure


def train(context: RunContext, sink: Sink, *, recorder: Recorder) -> RunEnded:
    """Prepare, train, save. Raises what the parts raise; `session` makes a sentence of it."""
    project = context.project
    device = configure(project.run)
    exact = be_deterministic(project.run, device=device)
    sink(PhaseChanged(phase=Phase.READING))
    strategy = strategy_for(project.run)
    data = read_data(
        project, None, trusted=context.trusted, progress=ActivityLog(sink), cancelled=context.stopping
    )
    check_batches(strategy, data)
    snapshot = None
    if context.resume:
        snapshot = newest_state(context, recorder, fingerprint=data.fingerprint, sink=sink)
    for line in notes(data, exact=exact):
        sink(line)
    with (
        place(strategy, device),
        printed_lines(lambda line: sink(LogLine(level="info", text=line))) as printed,
    ):
        return _Training(
            context,
            printed.beyond(sink),
            recorder=recorder,
            data=data,
            snapshot=snapshot,
            device=device,
            exact=exact,
        ).run()


class _Training:
    """The parts of one training, put together."""

    def __init__(
        self,
        context: RunContext,
        sink: Sink,
        *,
        recorder: Recorder,
        data: PreparedData,
        snapshot: Snapshot | None,
        device: str,
        exact: bool,
    ) -> None:
        self._context, self._sink, self._recorder = context, sink, recorder
        self._project, self._folder, self._data = context.project, context.folder, data
        self._snapshot, self._exact = snapshot, exact
        self._workers = Workers(self._project.fit, warn=lambda text: self._reporter.say(text, "warning"))
        sink(PhaseChanged(phase=Phase.BUILDING))
        fit, compiling, plan = self._project.fit, self._project.compile, data.plan
        total = plan.steps * fit.epochs
        model = self._model = build_seeded(
            self._project, data.inputs, total_steps=total, trusted=context.trusted
        )
        copies = model.distribute_strategy.num_replicas_in_sync
        self._device = device_text(device) if copies == 1 else f"{copies} × {device_text(device)}"
        self._built = build_callbacks(self._project, self._callback_context())
        epochs = fit.epochs if snapshot is None else int(snapshot.header["epochs"])
        self._callbacks = keras.callbacks.CallbackList(
            [item.callback for item in self._built],
            add_history=True,
            model=model,
            epochs=epochs,
            steps=plan.steps,
            verbose=0,
        )
        model.optimizer.build(model.trainable_variables)
        make_metric_variables(model, data.train)
        self._reporter = Reporter(
            sink,
            {item.index: item.callback for item in self._built if hasattr(item.callback, "patience")},
            best_so_far=context.best_so_far,
            steps_per_epoch=plan.steps,
            verbose=fit.verbose != 0,
        )
        self._forecaster = Forecaster(
            data.forecast, model, path=self._folder.forecast_file, reporter=self._reporter
        )
        applied = 0 if snapshot is None else int(snapshot.header["changes"])
        self._changes = ChangeLog(self._folder.changes_jsonl, applied=applied)
        self._live = LiveChanges(model, built=self._built, callbacks=self._callbacks, reporter=self._reporter)
        watchers = batch_watchers(self._callbacks.callbacks, TRAIN_BATCH_HOOKS)
        every = compiling.steps_per_execution
        self._tuner = ExecutionTuner(self._project, data, device=device, reporter=self._reporter)
        self._tuner.settle_xla(model, before=None if snapshot is None else bool(snapshot.header["xla"]))
        train = make_runner(
            model,
            data.train,
            training=True,
            workers=self._workers,
            stops_at_nan=every == 1 and stops_at_nan(watchers),
        )
        for board in boards(self._built):
            board.write_train_graph(train.graph)
        test = None
        if data.validation is not None:
            test = make_runner(model, data.validation, training=False, workers=self._workers)
        self._state = state_of(
            self._project, data, model=model, callbacks=self._callbacks, runners=(train, test)
        )
        self._exactness = Exactness(
            decisive_facts(model, device=device, exact=exact),
            context=context,
            state=self._state,
            reporter=self._reporter,
        )
        self._writer = StateWriter(self._folder.resume, sync=recorder.ledger.sync)
        self._checkpointer = Checkpointer(
            ledger=recorder.ledger,
            writer=self._writer,
            model=model,
            callbacks=self._callbacks.callbacks,
            state=self._state,
            settings=self._project.run,
            changes=self._changes,
            flush=self._flush,
            extra=self._extra,
            warn=lambda text: self._reporter.say(text, "warning"),
            taken=self._exactness.report_more,
        )
        parts = LoopParts(
            model=model,
            callbacks=self._callbacks,
            plan=plan,
            train=ChunkRunner(
                "train",
                train,
                watchers=watchers,
                steps_per_hook=every,
                pace=self._tuner.pace,
                ended=lambda: model.stop_training,
            ),
            validation=make_validation(
                data,
                test,
                model=model,
                callbacks=self._callbacks,
                project=self._project,
                reporter=self._reporter,
            ),
            control=context.control,
            reporter=self._reporter,
            checkpointer=self._checkpointer,
            apply=self._live.apply,
            after_epoch=self._forecaster.after_epoch,
            report_pace=lambda: self._tuner.report(model, bound=lambda: steps_until_look(watchers)),
        )
        self._loop = self._live.loop = FitLoop(parts, epochs)

    def run(self) -> RunEnded:
        """Train from the beginning or from the state, and save the model."""
        try:
            return self._run()
        finally:
            self._workers.close()
            self._writer.close()
            self._release()

    def _run(self) -> RunEnded:
        loop, model, snapshot = self._loop, self._model, self._snapshot
        check_names(self._built, self._project.fit, model=model, validated=self._data.validation is not None)
        if snapshot is None:
            first = self._project.fit.initial_epoch
            start = start_new(model, self._callbacks, state=self._state, first_epoch=first)
            at_begin = facts(self._project, self._data, device=self._device, exact=self._exact, model=model)
            self._exactness.begin(at_begin)
        else:
            steps = self._data.plan.steps
            start = start_from(
                snapshot, model, callbacks=self._callbacks, state=self._state, loop=loop, steps=steps
            )
            self._context.best_so_far.restore(snapshot.header["tally"])
        if self._context.more:
            self._changes.record(start, [TrainMore(start.epoch + self._context.more)])
        self._data.start_at(start, first_epoch=self._project.fit.initial_epoch)
        self._report_start(start)
        ending = loop.run(start)
        self._sink(PhaseChanged(phase=Phase.SAVING))
        if loop.validation_broken_off:
            self._checkpointer.save_pending()
        else:
            self._checkpointer.save_now(loop.position)
        if ending in (Ending.ALL_EPOCHS, Ending.CALLBACK):
            model.optimizer.finalize_variable_values(model.trainable_variables)
        self._callbacks.on_train_end(loop.last_logs)
        report_restored(self._built, self._reporter, loop=loop)
        if ending is not Ending.PERSON:  # a stop by hand must not wait for a prediction of all examples
            count_classes(model, self._data, loss=self._project.compile.loss, sink=self._sink)
        self._forecaster.at_end(loop.position.epoch)
        save_model(model, self._folder.model_file, fitted=self._data.dataset.fitted)
        return ended(
            ending, loop, built=self._built, best_so_far=self._context.best_so_far, reporter=self._reporter
        )

    def _extra(self) -> Mapping[str, Any]:
        return {
            "fingerprint": self._data.fingerprint,
            "epochs": self._loop.epochs,
            "logs": self._loop.last_logs,
            "tally": self._context.best_so_far.state(),
            "xla": bool(self._model.jit_compile),
            FACTS: self._exactness.facts,
        }

    def _flush(self) -> None:
        self._recorder.flush()
        for board in boards(self._built):
            board.flush()
        files, warn = self._context.files, lambda text: self._reporter.say(text, "warning")
        files.look(self._folder, self._context.growing_files(), warn=warn)

    def _release(self) -> None:
        with contextlib.suppress(OSError, tf.errors.OpError, RunError):  # they have their sentence already
            self._flush()
        release(self._built)

    def _callback_context(self) -> CallbackContext:
        return CallbackContext(
            folder=self._folder.path,
            ledger=self._recorder.ledger,
            resumed=self._snapshot is not None,
            add_mark=lambda mark, text: self._reporter.mark(mark, self._loop.position, text=text),
            say=self._say,
            trusted=self._context.trusted,
        )

    def _say(self, text: str) -> None:
        # a callback may log while it is made, before there is a reporter
        self._sink(LogLine(level="info", text=text))

    def _report_start(self, start: Position) -> None:
        self._sink(
            training_started(
                self._data,
                self._project.fit,
                start=start,
                epochs=self._changes.epochs_at(start, otherwise=self._loop.epochs),
                model=self._model,
                device=self._device,
                resumed=self._snapshot is not None,
                not_restored=self._state.not_restored,
            )
        )
        if self._snapshot is not None:
            self._reporter.mark(
                Mark.RESUMED, start, text=f"Resumed at epoch {start.epoch + 1}, batch {start.step + 1}."
            )
            self._exactness.resumed(self._snapshot.header, start, lost=self._recorder.ledger.lost)
        self._sink(PhaseChanged(phase=Phase.TRAINING))
