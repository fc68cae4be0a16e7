"""The second step: what is built from settings and data. Model, callbacks, and what runs the steps."""

from __future__ import annotations

from dataclasses import dataclass

import keras

from engine.models.seeded import build_seeded
from engine.record.events import Phase, PhaseChanged
from engine.run.assembly.prepare import Prepared
from engine.run.callbacks.build import BuiltCallback, build_callbacks
from engine.run.callbacks.context import CallbackContext
from engine.run.callbacks.open_files import boards, summaries
from engine.run.environment import device_text
from engine.run.feed.prefetch import Workers
from engine.run.loop.batch_hooks import TRAIN_BATCH_HOOKS, batch_watchers, stops_at_nan
from engine.run.loop.compiled_steps import StepRunner, make_runner
from engine.run.loop.fit_loop import FitLoop
from engine.run.loop.metric_variables import make_metric_variables
from engine.run.pace.execution_plan import ExecutionTuner
from engine.run.reporter import Reporter
from engine.run.run_request import RunContext


@dataclass(frozen=True, slots=True)
class Built:
    """What a training consists of, before its parts know each other.

    Attributes:
        model: Built and compiled, with the variables of its optimizer and metrics.
        made: The callbacks of the project that are on.
        callbacks: They and Keras's own, which gets their hooks called.
        train: Runs training steps.
        stops_at_nan: Whether it ends a call at a loss that is not finite.
        test: Runs validation steps; None where there is no validation.
        tuner: Decides how steps are executed.
        workers: Make batches ahead.
        loop: Knows where the run is; it has not run.
        reporter: Sends the events.
        device: The device in words.
    """

    model: keras.Model
    made: list[BuiltCallback]
    callbacks: keras.callbacks.CallbackList
    train: StepRunner
    stops_at_nan: bool
    test: StepRunner | None
    tuner: ExecutionTuner
    workers: Workers
    loop: FitLoop
    reporter: Reporter
    device: str


def build(context: RunContext, prepared: Prepared) -> Built:
    """Build the model, then the callbacks, then what runs its steps; TensorFlow compiles the steps here.

    Args:
        context: The run.
        prepared: From `prepare`.

    Raises:
        ModelError, RunError: When a part cannot be built, with the setting to look at.
    """
    project, data, snapshot = context.project, prepared.data, prepared.snapshot
    fit, plan = project.fit, data.plan
    context.sink(PhaseChanged(phase=Phase.BUILDING))
    epochs = fit.epochs if snapshot is None else int(snapshot.header["epochs"])
    loop = FitLoop(epochs)
    reporter = Reporter(
        context.sink,
        best_so_far=context.best_so_far,
        steps_per_epoch=plan.steps,
        verbose=fit.verbose != 0,
    )
    workers = Workers(fit, warn=reporter.warn)
    model = build_seeded(project, data.inputs, total_steps=plan.steps * fit.epochs, trusted=context.trusted)
    made = build_callbacks(project, _callback_context(context, prepared, loop=loop, reporter=reporter))
    callbacks = keras.callbacks.CallbackList(
        [item.callback for item in made],
        add_history=True,
        model=model,
        epochs=epochs,
        steps=plan.steps,
        verbose=fit.verbose,
    )
    model.optimizer.build(model.trainable_variables)
    make_metric_variables(model, data.train)
    reporter.watch({item.index: item.callback for item in made if hasattr(item.callback, "patience")})
    tuner = ExecutionTuner(project, data, device=prepared.device, reporter=reporter)
    tuner.settle_xla(model, before=None if snapshot is None else bool(snapshot.header["xla"]))
    watchers = batch_watchers(callbacks.callbacks, TRAIN_BATCH_HOOKS)
    looks_once = project.compile.steps_per_execution == 1
    stops = looks_once and stops_at_nan(watchers)
    train = make_runner(
        model,
        data.train,
        training=True,
        workers=workers,
        stops_at_nan=stops,
        scope=lambda: summaries(made, training=True),
    )
    for board in boards(made):
        board.write_train_graph(train.graph)
    test = None
    if data.validation is not None:
        test = make_runner(
            model,
            data.validation,
            training=False,
            workers=workers,
            scope=lambda: summaries(made, training=False),
        )
    return Built(
        model=model,
        made=made,
        callbacks=callbacks,
        train=train,
        stops_at_nan=stops,
        test=test,
        tuner=tuner,
        workers=workers,
        loop=loop,
        reporter=reporter,
        device=_device_words(model, prepared.device),
    )


def _callback_context(
    context: RunContext, prepared: Prepared, *, loop: FitLoop, reporter: Reporter
) -> CallbackContext:
    return CallbackContext(
        folder=context.folder.path,
        ledger=context.recorder.ledger,
        resumed=prepared.snapshot is not None,
        add_mark=lambda mark, text: reporter.mark(mark, loop.position, text=text),
        say=reporter.say,
        trusted=context.trusted,
    )


def _device_words(model: keras.Model, device: str) -> str:
    copies = model.distribute_strategy.num_replicas_in_sync
    return device_text(device) if copies == 1 else f"{copies} × {device_text(device)}"
