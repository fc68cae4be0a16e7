"""Makes the next batches while the model trains: in their order, so many ahead, by threads or processes.

A `BatchSource` defines what a batch is made of. Workers end with `close`; processes also end by themselves
when the program that started them has ended in any way (`prefetch_process`).
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.language import tr
from engine.message import Say
from engine.problems import RunError
from engine.run.feed.batch_source import Batch, BatchSource
from engine.run.feed.prefetch_process import begin, make_here
from engine.settings.fit import FitSettings

Indices = NDArray[np.int64]


@dataclass(slots=True)
class _Coming:
    """A batch that is being made, with its number in the epoch."""

    number: int
    indices: Indices
    made: Future[Any]


class Prefetcher:
    """The batches of one source, one after the other; all calls come from one thread.

    Args:
        source: Makes the batches.
        workers: How many, threads or processes, how far ahead.
    """

    def __init__(self, source: BatchSource, workers: Workers) -> None:
        self._source, self._workers = source, workers
        self._coming: deque[_Coming] = deque()
        self._next, self._until = 0, 0
        self._indices: Callable[[int], Indices] = _nothing
        self._pool: Executor | None = None

    def expect(self, first: int, until: int, *, indices: Callable[[int], Indices]) -> None:
        """Start to make the batches that are taken next.

        Args:
            first: Number of the next batch in the epoch, from 0.
            until: Number after the last one.
            indices: Gives the indices of a batch, (b,) int64.
        """
        if self._coming and self._coming[0].number != first:
            self._forget()
        if not self._coming:
            if first == 0:
                self._source.begin_epoch()
            self._next = first
        self._until, self._indices = until, indices
        self._fill()

    def take(self) -> Batch:
        """Return the next batch; waits until it is made.

        Raises:
            RunError: When a worker process has ended.
            Exception: What making the batch raised.
        """
        coming = self._coming.popleft()
        self._fill()
        try:
            made = coming.made.result()
        except BrokenProcessPool as error:
            raise RunError(
                tr(
                    "A process that prepares batches has ended, most likely for want of memory; take fewer"
                    " workers or a shorter queue, or threads in the place of processes."
                ),
                path="fit.use_multiprocessing",
            ) from error
        if coming.number == self._until - 1:
            self._source.end_epoch()
        return self._source.finish(coming.indices, made, warn=self._workers.warn)

    def close(self) -> None:
        """End the workers: wait for batches that are being made, cancel the others."""
        self._forget()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _fill(self) -> None:
        while self._next < self._until and len(self._coming) < self._workers.fit.max_queue_size:
            indices = self._indices(self._next)
            self._coming.append(
                _Coming(self._next, indices, self._submit(self._source.task(indices, number=self._next)))
            )
            self._next += 1

    def _submit(self, task: Any) -> Future[Any]:
        if self._pool is None:
            self._pool = _pool(self._source, self._workers.fit)
        if isinstance(self._pool, ProcessPoolExecutor):
            return self._pool.submit(make_here, task)
        return self._pool.submit(self._source.maker.make, task)

    def _forget(self) -> None:
        for coming in self._coming:
            coming.made.cancel()
        self._coming.clear()


class Workers:
    """All workers that make batches for one run.

    Attributes:
        fit: How many, threads or processes, how far ahead: Keras's `workers`, `use_multiprocessing` and
            `max_queue_size`.
        warn: Takes sentences for the log, in the thread that takes the batches.
    """

    def __init__(self, fit: FitSettings, *, warn: Say) -> None:
        self.fit, self.warn = fit, warn
        self._prefetchers: list[Prefetcher] = []

    def prefetcher(self, source: BatchSource) -> Prefetcher:
        """Return a prefetcher for `source`; its workers start with its first batch."""
        made = Prefetcher(source, self)
        self._prefetchers.append(made)
        return made

    def close(self) -> None:
        """End all workers."""
        for prefetcher in self._prefetchers:
            prefetcher.close()


def _nothing(_number: int) -> Indices:
    return np.empty(0, np.int64)


def _pool(source: BatchSource, fit: FitSettings) -> Executor:
    """Make the workers; a source with `one_worker` gets a single thread."""
    if fit.use_multiprocessing and not source.one_worker:
        # spawned, not forked: a fork of a program with TensorFlow's threads may hang
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(
            fit.workers, mp_context=context, initializer=begin, initargs=(source.maker,)
        )
    workers = 1 if source.one_worker else fit.workers
    return ThreadPoolExecutor(workers, thread_name_prefix="batches")
