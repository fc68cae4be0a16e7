"""Keras's TensorBoard callback in a run folder: cheap where it only writes after epochs, and resumable.

Keras makes its writer the default one between batches. So with an `update_freq` that does not divide the
batches it drops the epoch's values (tensorboard issue 4975), and a run that fails leaves its writer to the
next run of the thread. Here no writer stays the default: each value goes to its writer. `embeddings` writes
embedding layers, `event_files` notices lost events.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Generator
from typing import Any

import keras
import tensorflow as tf

from engine.language import tr
from engine.models.callback_call import callback_call
from engine.models.construct import construct_arguments
from engine.record.ledger.safe_files import walk
from engine.run.callbacks.context import CallbackContext
from engine.run.callbacks.embeddings import Embeddings
from engine.run.callbacks.event_files import CountedSummary, EventFiles
from engine.run.callbacks.profiles import Profiles
from engine.settings.callbacks import TensorBoard


class RunTensorBoard(keras.callbacks.TensorBoard):
    """Keras's callback with the settings' arguments and the log folder inside the run."""

    def __init__(self, section: TensorBoard, context: CallbackContext) -> None:
        self._context = context
        self._files: list[str] = []
        self._validated: Any = tf.Variable(tf.constant(0, tf.int64), trainable=False)
        self._reported = False
        folder = context.inside(section.log_dir, "log_dir")
        self._parts = {
            part: f"{section.log_dir}/{part}".removeprefix("./") for part in ("train", "validation")
        }
        for part in self._parts.values():
            context.inside(f"{part}/plugins/profile", "log_dir")
        folder.mkdir(parents=True, exist_ok=True)
        self._profiles = Profiles(self._parts["train"], context)  # Keras starts the profiler as it is made
        arguments = construct_arguments(callback_call(section, context.section))
        arguments.pop("embeddings_metadata", None)  # which is a file, see below
        arguments["log_dir"] = str(folder)
        # a resumed run has its graph in the logs already
        arguments["write_graph"] = section.write_graph and not context.resumed
        super().__init__(**arguments)
        # Keras's own place for the module that it writes with
        self._summary_module = self._summaries = CountedSummary()
        self._event_files = EventFiles(folder)
        self._embeddings = Embeddings(
            self._parts["train"], metadata=section.embeddings_metadata, context=context
        )

    @property
    def wants_batches(self) -> bool:
        """Only what is written batch by batch needs the batch hooks."""
        return self.update_freq != "epoch" or self._should_trace

    def steps_until_look(self) -> float:
        """Return the steps until it profiles or times one; values of batches are in their logs anyway."""
        done = self._global_train_batch
        reach = math.inf
        if self._should_trace and done < self._stop_batch:
            reach = max(1, self._start_batch - 1 - done)
        if self.write_steps_per_second and isinstance(self.update_freq, int):
            reach = min(reach, max(1, self.update_freq - 1 - done % self.update_freq))
        return reach

    def write_train_graph(self, graph: Any) -> None:
        """Write the graph of a training step, where the settings ask for it.

        Keras takes it from `model.train_function`, which a run of this program does not have.

        Args:
            graph: A `tf.Graph`; None writes nothing.
        """
        if self.write_graph and graph is not None:
            with self._train_writer.as_default():
                self.summary.graph(graph)

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Write the values of every `update_freq`-th batch."""
        step = self._global_train_batch
        if isinstance(self.update_freq, int) and step % self.update_freq == 0:
            with self._train_writer.as_default(step):
                super().on_train_batch_end(batch, logs)
        elif self._should_trace:
            super().on_train_batch_end(batch)

    # Keras makes its writer the default one there; see `validation_summaries`
    on_test_batch_begin = keras.callbacks.Callback.on_test_batch_begin

    @contextlib.contextmanager
    def summaries(self) -> Generator[None]:
        """Have `tf.summary` in a training step write, while it is traced; not for `update_freq` "epoch".

        Every `update_freq`-th batch has its number as the step. Keras writes the number of the batch at which
        it traced the step.
        """
        if not self.writes_summaries:
            yield
            return
        model: Any = self.model
        # `iterations` counts updates, which come after several batches where gradients are accumulated
        batches = getattr(model.optimizer, "_iterations")  # noqa: B009 - no public name for it
        step = tf.cast(batches.value, tf.int64) + 1
        with self._written_to(self._train_writer, step):
            yield

    @contextlib.contextmanager
    def validation_summaries(self) -> Generator[None]:
        """Have `tf.summary` in a validation step write, while it is traced; as `summaries`.

        Its step is the number of the batch, counted over all validations of the run.
        """
        model: Any = self.model
        if not self.writes_summaries or model.distribute_strategy.num_replicas_in_sync > 1:
            yield
            return
        with self._written_to(self._val_writer, self._validated.assign_add(1)):
            yield

    @property
    def writes_summaries(self) -> bool:
        """Whether `tf.summary` in a step of the model writes to its files; the model must be set."""
        model: Any = self.model
        return self.update_freq != "epoch" and not model.jit_compile  # XLA knows no operation that writes

    @contextlib.contextmanager
    def _written_to(self, writer: Any, step: Any) -> Generator[None]:
        # at its end the context would add a flush to every step
        writer.flush = _flush_later
        try:
            with writer.as_default(step), tf.summary.record_if(step % self.update_freq == 0):
                yield
        finally:
            del writer.flush

    @property
    def _train_writer(self) -> Any:
        return self._writer("train", "train")

    @property
    def _val_writer(self) -> Any:
        return self._writer("val", "validation")

    def _writer(self, name: str, part: str) -> Any:
        """Return the writer for `part`; the ledger knows the file that it makes, before and afterwards."""
        if name not in self._writers:
            folder = self._parts[part]
            ending = self._context.ledger.announce(folder)
            self._writers[name] = self._noted(
                folder,
                lambda: self.summary.create_file_writer(
                    str(self._context.folder / folder), filename_suffix=ending
                ),
            )
        return self._writers[name]

    def _noted(self, folder: str, make: Callable[[], Any]) -> Any:
        """Return what `make` returns; note the files that it makes in `folder` in the ledger."""
        path = str(self._context.folder / folder)
        before = set(walk(path))
        made = make()
        for name in walk(path):
            if name not in before:
                self._files.append(f"{folder}/{name}")
                self._context.ledger.grows(self._files[-1])
        return made

    def _push_writer(self, writer: Any, step: int) -> None:
        """Do nothing: no writer is the default one between two calls."""

    def _pop_writer(self) -> None:
        """Do nothing, as nothing was pushed."""

    def _write_keras_model_summary(self) -> None:
        super()._write_keras_model_summary()
        # Keras bypasses its own summary module here, and writes only where the model serializes to JSON
        self._train_writer.flush()
        self._summaries.given = self._event_files.count()

    def _configure_embeddings(self) -> None:
        self._embeddings.configure(self.model)

    def _log_embeddings(self, epoch: int) -> None:  # noqa: ARG002 - Keras's signature
        self._embeddings.write(self.model)

    def _start_profiler(self, logdir: str) -> None:  # noqa: ARG002 - Keras's signature
        super()._start_profiler(str(self._profiles.beside))
        # Keras reports this in Python's log only
        if not self._profiler_started and not self._reported:
            self._reported = True
            self._context.say(tr("The profiler cannot start here; the run continues without a profile."))

    def _stop_profiler(self, save: bool = True) -> None:
        super()._stop_profiler(save=save)
        self._profiles.take()

    def flush(self) -> None:
        """Flush all writers to the operating system, so that file sizes are true.

        Raises:
            OSError: When an event was lost.
        """
        for writer in self._writers.values():
            writer.flush()
        for name in self._files:  # one that was empty is known by its content from now on
            self._context.ledger.grows(name)
        self._event_files.check(self._summaries.given)

    def close(self) -> None:
        """Close what a failed run has left open: the trace and the writers. May be called twice."""
        if self._is_tracing:
            self._is_tracing = False
            self._batch_trace_context = None
            tf.summary.trace_off()
            self._stop_profiler(save=False)
        self._close_writers()

    def get_state(self) -> dict[str, Any]:
        """Return the counters that continue through a run; writers and profiles belong to the process."""
        return {"train_batches": self._global_train_batch, "validation_batches": int(self._validated)}

    def set_state(self, state: dict[str, Any]) -> None:
        """Restore the counters; the model must be restored before."""
        self._global_train_batch = int(state["train_batches"])
        self._validated.assign(int(state.get("validation_batches", 0)))  # unknown to earlier states
        if self.write_steps_per_second:
            # the clock of the epoch started with this process, so its steps do too
            model: Any = self.model
            self._previous_epoch_iterations = float(model.optimizer.iterations)
        if self.embeddings_freq:
            # rolled back to its former size, the table may have lost its end
            self._embeddings.write(self.model)


def _flush_later() -> None:
    """Do nothing: the files are flushed when a state is taken."""
