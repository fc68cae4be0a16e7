"""The steps of one export that are not the same for all formats: the model file, and running it again."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.export.array_files import read_arrays, write_arrays
from engine.export.convert.converters import CALIBRATION, ConversionAsked, convert
from engine.export.convert.int8 import growing
from engine.export.convert.keras_files import WRITTEN_BY_KERAS, KerasAsked, write_keras
from engine.export.convert.network import recurrent_steps
from engine.export.convert.run_model import model_of
from engine.export.possible import MOST_UNROLLED, instead
from engine.export.problems import ExportCancelled, ExportError, ExportRefused
from engine.export.proof.quantized import WANTED, QuantizationAsked, Quantized, quantize
from engine.export.proof.runtimes import FOUND, GIVEN, Encoded, RunAsked, arrays_of, run_file
from engine.export.whole_folder import disk_full, is_full
from engine.isolated.errors import CrashedError, IsolatedError
from engine.isolated.process import call_isolated
from engine.language import tr
from engine.message import joined
from engine.predict.signature.examples import Rows, Windows
from engine.tensorflow_import import import_keras

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from engine.export.convert.run_model import RunModel
    from engine.export.formats import Format
    from engine.export.proof.examples import Examples
    from engine.predict.finished_run import FinishedRun
    from engine.predict.loaded_model import LoadedModel

_BATCH = 256
_EXACT, _ROUNDED = 1e-4, 0.05
"""By how much outputs may differ on another machine, of the largest: formats in float32, and the others."""


@dataclass(frozen=True, slots=True)
class FileFound:
    """What running an exported file gives.

    Attributes:
        outputs: (n, m) for the examples.
        seconds: The median time for one example alone.
        wrong: Sentences about examples that go along and are not answered as expected.
    """

    outputs: NDArray[np.float32]
    seconds: float
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One export that is being made.

    Attributes:
        run: The run.
        model: Its model.
        made: The format.
        folder: Below which the export will be.
        examples: What it is compared with; None where the data of the run are gone.
        cancelled: Whether somebody has cancelled it.
    """

    run: FinishedRun
    model: LoadedModel
    made: Format
    folder: Path
    examples: Examples | None
    cancelled: Callable[[], bool]

    def child(self, call: Callable[[Any], Any], asked: Any) -> Any:
        """Return what a function returns in an isolated process.

        Raises:
            ExportCancelled: It was cancelled; the process is gone.
            ExportError: It failed, or its process crashed.
        """
        try:
            return call_isolated(call, asked, seconds=None, look=self._look)
        except CrashedError as error:
            self._refuse_full_disk(error)
            sentence = tr(
                "The process that makes {format} crashed on this network.", format=tr(self.made.title)
            )
            raise ExportError(joined((sentence, instead(self.made)))) from error
        except IsolatedError as error:
            self._refuse_full_disk(error)
            sentence = tr("{format} could not be made: {reason}.", format=tr(self.made.title), reason=error)
            raise ExportError(joined((sentence, instead(self.made)))) from error

    def _refuse_full_disk(self, error: Exception) -> None:
        """Raise ExportError where a failure is that of a full disk: libraries say so in many ways."""
        full = next((one for one in (self.folder, Path(tempfile.gettempdir())) if is_full(one)), None)
        if full is not None:
            raise ExportError(disk_full(full)) from error

    def _look(self) -> None:
        if self.cancelled():
            raise ExportCancelled


def write_model(one: Export, *, work: Path, folder: Path) -> Quantized:
    """Write the model file, and what belongs to it, in an isolated process.

    Raises:
        ExportRefused: The network is none for this format.
        ExportError: The converter fails or crashes.
        ModelError: The run's custom code is not trusted any more.
    """
    file, name = str(folder / one.made.file), one.made.name
    model = model_of(one.run)
    if name == "litert-int8" and one.examples is not None:
        return _write_int8(one, model, one.examples.calibration, work=work, file=file)
    if name in WRITTEN_BY_KERAS:
        one.child(write_keras, KerasAsked(str(work), model, name, file))
    else:
        one.child(convert, ConversionAsked(str(work), model, name, file))
    return Quantized()


def _write_int8(one: Export, model: RunModel, examples: NDArray[Any], *, work: Path, file: str) -> Quantized:
    _refuse_many_steps(one.model.trained)
    form = one.run.signature.examples
    judged, given = growing(examples) if isinstance(form, Windows) and form.horizon else (examples, examples)
    write_arrays(work / CALIBRATION, [_as_input(one.model.trained, given)])
    write_arrays(work / WANTED, [run_answers(one.model, judged)])
    found: Quantized = one.child(
        quantize, QuantizationAsked(str(work), model, file, one.run.signature.outputs)
    )
    return found


def _refuse_many_steps(network: Any) -> None:
    steps = recurrent_steps(network)
    if steps > MOST_UNROLLED:
        raise ExportRefused(
            tr(
                "This network goes through {steps} time steps, and int8 needs them unrolled, which is done"
                " for up to {most}; take litert-dynamic, whose weights have 8 bits too.",
                steps=steps,
                most=MOST_UNROLLED,
            )
        )


def run_again(
    one: Export, examples: Examples, *, work: Path, folder: Path, shown: list[tuple[str, int]]
) -> FileFound:
    """Run the exported file on all examples, its preprocessing and its check too.

    Args:
        one: The export.
        examples: What it is run on.
        work: A folder to pass arrays in.
        folder: With the model file and what stands beside it.
        shown: The examples that go along: file and place of each.
    """
    raw, columns = examples.raw, _columns(one.run)
    write_arrays(work / GIVEN, tuple(raw.values()) or (_as_input(one.model.trained, examples.x),))
    encoded: Encoded = "array"
    if raw:
        encoded = "columns" if columns else "texts"
    asked = RunAsked(
        work=str(work),
        folder=str(folder),
        name=one.made.name,
        file=one.made.file,
        inputs=tuple(raw) or ("",),
        encoded="" if one.made.whole else encoded,
        columns=columns,
        shown=tuple(shown),
        tolerance=_EXACT if one.made.most_different < 1 else _ROUNDED,
    )
    seconds, wrong = one.child(run_file, asked)
    return FileFound(_rows(read_arrays(work / FOUND)[0]), float(seconds), tuple(wrong))


def _columns(run: FinishedRun) -> tuple[str, ...]:
    """Return the names of the columns that are read; () where there are none."""
    examples = run.signature.examples
    return tuple(column.name for column in examples.columns) if isinstance(examples, Rows) else ()


def run_answers(model: LoadedModel, x: NDArray[Any]) -> NDArray[np.float32]:
    """Return the outputs of the run's own model, (n, m), calculated on the CPU as everywhere else."""
    import_keras()
    import tensorflow as tf

    with tf.device("/CPU:0"):
        parts = [
            arrays_of(model.trained(tf.constant(x[at : at + _BATCH]), training=False))[0]
            for at in range(0, len(x), _BATCH)
        ]
    return _rows(np.concatenate(parts))


def require_numbers(before: NDArray[np.float32], after: NDArray[np.float32], *, made: Format) -> None:
    """Check that a file gives numbers where the run's model does.

    Raises:
        ExportError: It gives NaN or infinity.
    """
    if np.isfinite(before).all() and not np.isfinite(after).all():
        sentence = tr("{format} gives values that are no numbers.", format=tr(made.title))
        raise ExportError(joined((sentence, instead(made))))


def _rows(outputs: NDArray[Any]) -> NDArray[np.float32]:
    return outputs.reshape(len(outputs), -1).astype(np.float32)


def _as_input(model: Any, x: NDArray[Any]) -> NDArray[Any]:
    """Return x in the dtype that the model takes, as Keras casts it."""
    return x.astype(str(model.inputs[0].dtype), copy=False)
