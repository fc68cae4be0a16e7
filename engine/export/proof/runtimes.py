"""Runs an exported file in its own runtime, as those do who get it. Called in an isolated process.

Each runtime takes an array for each input and gives an array for each output; nothing of Fitroom's models is
used. The time of one example is measured with one thread.
"""

from __future__ import annotations

import importlib
import os
import statistics
import sys
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from engine.export.array_files import read_arrays, write_arrays
from engine.export.convert.converters import bytes_of_header
from engine.export.convert.keras_files import ARCHITECTURE, as_inputs
from engine.export.proof.expected import write_expected
from engine.export.quiet import quiet
from engine.tensorflow_import import import_keras

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Arrays = list[NDArray[Any]]

Encoded = Literal["", "array", "texts", "columns"]
GIVEN = "given.npz"
"""What a file is run on: an array for each input, (n, *shape)."""
FOUND = "found.npz"
"""What it answered: an array for each output, (n, *shape)."""
THREADS = 1
_BATCH = 64
_TIMED = 60  # calls with one example whose median is the time of one


@dataclass(frozen=True, slots=True, kw_only=True)
class RunAsked:
    """What to run.

    Attributes:
        work: The folder with `GIVEN`; `FOUND` is written there.
        folder: That with the exported file and what stands beside it.
        name: The name of the format.
        file: The name of the file.
        inputs: The names of what is given, in order; ("",) for one array.
        encoded: What preprocess.py makes numbers of: "columns", "texts" or an "array"; "" where the file
            takes what is given.
        columns: The names of the columns.
        shown: The examples that go along: file and place of each.
        tolerance: By how much their outputs may differ on another machine, of the largest.
    """

    work: str
    folder: str
    name: str
    file: str
    inputs: tuple[str, ...]
    encoded: Encoded = ""
    columns: tuple[str, ...] = ()
    shown: tuple[tuple[str, int], ...] = ()
    tolerance: float = 0.0


def run_file(asked: RunAsked) -> tuple[float, list[str]]:
    """Run the file on all examples, with the preprocessing that goes along, then its check.

    Returns:
        The median seconds of one example, and what the check finds wrong. What the file answers is written.
    """
    work, folder = Path(asked.work), Path(asked.folder)
    # what goes along is run as it is there, and leaves no compiled files
    sys.dont_write_bytecode = True
    sys.path.insert(0, asked.folder)
    quiet(work / "runtime.txt")
    given = _encoded(read_arrays(work / GIVEN), asked)
    runner = _runner(asked)
    batch = runner.batch
    parts = [
        runner.run([values[at : at + batch] for values in given]) for at in range(0, len(given[0]), batch)
    ]
    first = [values[:1] for values in given]
    seconds = statistics.median(_timed(runner, first) for _ in range(_TIMED))
    found = [np.concatenate(outputs) for outputs in zip(*parts, strict=True)]
    write_arrays(work / FOUND, found)
    rows = found[0].reshape(len(found[0]), -1)
    answers = importlib.import_module("predict").answers(rows)
    largest = float(np.abs(rows).max(initial=0.0)) or 1.0
    write_expected(folder, rows, answers=answers, shown=asked.shown, tolerance=asked.tolerance * largest)
    return seconds, importlib.import_module("check").check()


def _encoded(given: Arrays, asked: RunAsked) -> Arrays:
    """Return what the file takes, made by preprocess.py."""
    encode = importlib.import_module("preprocess").encode
    match asked.encoded:
        case "array":
            return [encode(given[0])]
        case "texts":
            return [encode(given[0][:, 0].tolist())]
        case "columns":
            return [encode({name: one[:, 0] for name, one in zip(asked.columns, given, strict=True)})]
        case _:
            return given


def _timed(runner: Runner, values: Arrays) -> float:
    start = time.perf_counter()
    runner.run(values)
    return time.perf_counter() - start


class Runner(ABC):
    """A loaded file.

    Attributes:
        batch: How many examples it takes at once.
    """

    batch = _BATCH

    @abstractmethod
    def run(self, values: Arrays) -> Arrays:
        """Return the outputs for some examples, (m, *shape) each."""


def _runner(asked: RunAsked) -> Runner:
    folder, file = Path(asked.folder), Path(asked.folder, asked.file)
    if asked.name == "onnx":
        return OnnxRunner(file)
    if asked.name == "c":
        return LiteRtRunner(bytes_of_header(file.read_text("ascii")))
    if asked.name.startswith("litert"):
        return LiteRtRunner(file.read_bytes())
    keras = _one_thread()
    if asked.name == "savedmodel":
        return SavedModelRunner(folder, asked.inputs)
    return KerasRunner(_loaded(keras, file), asked.inputs)


def _loaded(keras: Any, file: Path) -> Any:
    if file.suffix == ".keras":
        return keras.models.load_model(file, compile=False)
    model = keras.models.model_from_json(file.with_name(ARCHITECTURE).read_text("utf-8"))
    model.load_weights(file)
    return model


def _one_thread() -> Any:
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    keras = import_keras()
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(THREADS)
    tf.config.threading.set_inter_op_parallelism_threads(THREADS)
    return keras


class KerasRunner(Runner):
    """A model of Keras."""

    def __init__(self, model: Any, names: Sequence[str]) -> None:
        import tensorflow as tf

        self._names = names
        self._call = tf.function(
            lambda given: model(given, training=False), autograph=False, reduce_retracing=True
        )

    def run(self, values: Arrays) -> Arrays:
        """Call the model."""
        import tensorflow as tf

        return arrays_of(self._call(as_inputs([tf.constant(one) for one in values], self._names)))


class SavedModelRunner(Runner):
    """A SavedModel, by its signature "serve"."""

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        import tensorflow as tf

        self._names = names
        self._model: Any = tf.saved_model.load(str(folder))

    def run(self, values: Arrays) -> Arrays:
        """Call the endpoint."""
        import tensorflow as tf

        return arrays_of(self._model.serve(as_inputs([tf.constant(one) for one in values], self._names)))


class LiteRtRunner(Runner):
    """A .tflite file, one example at a time."""

    batch = 1

    def __init__(self, content: bytes) -> None:
        import_keras()
        import tensorflow as tf

        self._interpreter: Any = tf.lite.Interpreter(model_content=content, num_threads=THREADS)
        self._interpreter.allocate_tensors()
        # the order is that of their names in the signature, not that of the model
        self._inputs = _in_order(self._interpreter.get_input_details())
        self._outputs = _in_order(self._interpreter.get_output_details())

    def run(self, values: Arrays) -> Arrays:
        """Set the tensors, invoke, and get the tensors."""
        for place, value in zip(self._inputs, values, strict=True):
            self._interpreter.set_tensor(place, value)
        self._interpreter.invoke()
        return [np.array(self._interpreter.get_tensor(place)) for place in self._outputs]


def _in_order(details: Sequence[Any]) -> list[int]:
    return [int(one["index"]) for one in details]


class OnnxRunner(Runner):
    """An ONNX file."""

    def __init__(self, file: Path) -> None:
        import onnxruntime  # pyright: ignore[reportMissingImports] # of the extra "onnx"

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = THREADS
        self._session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        self._names = [one.name for one in self._session.get_inputs()]

    def run(self, values: Arrays) -> Arrays:
        """Run the session."""
        return [
            np.asarray(one) for one in self._session.run(None, dict(zip(self._names, values, strict=True)))
        ]


def arrays_of(outputs: Any) -> Arrays:
    """Return the outputs of a model as arrays in its order; Keras gives one, a list or a dict."""
    import tensorflow as tf

    return [np.asarray(one, np.float32) for one in tf.nest.flatten(outputs)]
