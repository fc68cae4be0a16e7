"""Makes the batches of a custom `keras.utils.PyDataset` or generator, in threads or in other processes.

Each maker runs the file again, so another process needs nothing of the custom code but the file. What a batch
must look like is in `custom.batches`.
"""

import importlib
import threading
from collections.abc import Callable, Iterator
from typing import Any

from engine.custom_code.run_file import CustomCode
from engine.data.problems import DataError
from engine.language import tr

_END = object()
Task = tuple[int, int]
"""The number of the epoch since the run began, and that of the batch."""


def _keras() -> Any:
    # imported by name: views read data sets without making a batch, and must not import TensorFlow
    return importlib.import_module("engine.tensorflow_import").import_keras()


def custom_names(code: CustomCode) -> dict[str, Any]:
    """Run the file again and return its names.

    Raises:
        DataError: the code fails; the message has file and line.
    """
    # the file imports Keras itself, and must get it as the program imports it
    _keras()
    return code.run()


def custom_object(code: CustomCode, name: str) -> Any:
    """Return the object that a name has in the file.

    Args:
        code: the trusted file.
        name: in that file.

    Returns:
        A `keras.utils.PyDataset`, or a function without arguments that returns an iterator.

    Raises:
        DataError: it is neither, or the code fails.
    """
    names, keras = custom_names(code), _keras()
    if name not in names:
        raise DataError(
            tr(
                "{file} has no {name}; write a function or a keras.utils.PyDataset of that name.",
                file=code.path.name,
                name=name,
            ),
            path="data.name",
        )
    found = names[name]
    if isinstance(found, keras.utils.PyDataset):
        return found
    with code.answered():
        made = found() if callable(found) else found
    if isinstance(made, keras.utils.PyDataset):
        return made
    if callable(found) and isinstance(made, Iterator):
        return found
    raise DataError(
        tr(
            "{name} in {file} gives {kind}; it must give a keras.utils.PyDataset, or be a function that"
            " yields batches.",
            name=name,
            file=code.path.name,
            kind=type(made).__name__,
        ),
        path="data.name",
    )


def batch_count(dataset: Any, code: CustomCode) -> int | None:
    """Return the number of batches in an epoch; None for one without end.

    Args:
        dataset: a `keras.utils.PyDataset` of the custom file.
        code: that file.

    Raises:
        DataError: the code fails.
    """
    with code.answered():
        count = dataset.num_batches
        return None if count is None else int(count)


class DatasetMaker:
    """Makes the batches of a PyDataset, in any order, from any thread.

    Its epoch hooks are called for every epoch, in other processes too. Pickling it sends the file alone.
    """

    def __init__(self, code: CustomCode, name: str) -> None:
        self._code, self._name = code, name
        self._begin()

    def make(self, task: Task) -> Any:
        """Return a batch as the custom code returns it.

        Args:
            task: the epoch since the run began, and the batch in it.

        Raises:
            DataError: the code fails; the message has file and line.
        """
        epoch, number = task
        with self._lock:
            if self._dataset is None:
                self._dataset = custom_object(self._code, self._name)
            with self._code.answered():
                while self._epoch < epoch:
                    self.end(self._epoch)
                    self._dataset.on_epoch_begin()
                    self._epoch += 1
                    self._ended = False
        with self._code.answered():
            return self._dataset[number]

    def end(self, epoch: int) -> None:
        """Call `on_epoch_end` once for `epoch`; a maker in another process calls that of its copy."""
        if self._dataset is not None and self._epoch == epoch and not self._ended and epoch >= 0:
            self._ended = True
            with self._code.answered():
                self._dataset.on_epoch_end()

    def _begin(self) -> None:
        self._dataset: Any = None
        self._epoch, self._ended = -1, False
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[Any, ...]:
        return DatasetMaker, (self._code, self._name)


class GeneratorMaker:
    """Makes the batches of a generator, one after the other: those before the requested one are skipped.

    With `endless` the generator starts again when it ends, and the epochs of tasks are ignored; otherwise it
    starts again for each epoch.
    """

    def __init__(self, code: CustomCode, name: str, *, endless: bool) -> None:
        self._code, self._name, self._endless = code, name, endless
        self._function: Callable[[], Iterator[Any]] | None = None
        self._batches: Iterator[Any] = iter(())
        self._epoch, self._next = -1, 0

    def make(self, task: Task) -> Any:
        """Return a batch as the custom code returns it.

        Args:
            task: the epoch since the run began, and the batch in it, or since the run began with `endless`.

        Raises:
            DataError: the code fails, or the generator ended before.
        """
        epoch, number = (0, task[1]) if self._endless else task
        if epoch != self._epoch:
            self._epoch, self._next = epoch, 0
            self._batches = self._restarted()
        while self._next < number:
            self._one()
        return self._one()

    def _one(self) -> Any:
        with self._code.answered():
            found = next(self._batches, _END)
            if found is _END and self._endless:
                self._batches = self._restarted()
                found = next(self._batches, _END)
        if found is _END:
            sentence = tr(
                "{name} in {file} ended after {count:,} batches, and more were asked for; set the steps to no"
                " more than it gives.",
                name=self._name,
                file=self._code.path.name,
                count=self._next,
            )
            raise DataError(sentence, path="fit.steps_per_epoch" if self._endless else "fit.validation_steps")
        self._next += 1
        return found

    def _restarted(self) -> Iterator[Any]:
        function = self._function or custom_object(self._code, self._name)
        self._function = function
        with self._code.answered():
            return iter(function())
