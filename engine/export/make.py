"""Makes one export of a run: the file, the proof, the folder.

    read the examples -> the run's own answers -> [child] convert -> [child] run again -> compare -> write

Everything that can crash or must be free of this program's state is done in an isolated process. Nothing is
left of an export that fails or is cancelled.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.export.array_files import read_arrays, write_arrays
from engine.export.convert.converters import CALIBRATION, ConversionAsked, convert
from engine.export.convert.frozen import freeze
from engine.export.convert.keras_files import WRITERS
from engine.export.convert.network import (
    in_float32,
    is_mixed,
    recurrent_steps,
    unrolled,
    without_random_layers,
)
from engine.export.evidence import Evidence, write_evidence
from engine.export.formats import BY_NAME, Format
from engine.export.possible import (
    MOST_UNROLLED,
    exports_folder,
    instead,
    refuse_custom_classes,
    refuse_impossible,
)
from engine.export.problems import ExportCancelled, ExportError, ExportRefused
from engine.export.proof.compare import Truth, compare
from engine.export.proof.examples import Examples, examples_of
from engine.export.proof.runtimes import FOUND, GIVEN, THREADS, RunAsked, arrays_of, run_file
from engine.export.whole_folder import files_in, new_folder, require_free
from engine.isolated.errors import CrashedError, IsolatedError
from engine.isolated.process import call_isolated
from engine.language import tr
from engine.message import joined
from engine.models.task_losses import HINGES
from engine.tensorflow_import import import_keras

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from engine.data.reading.context import Progress
    from engine.predict.finished_run import FinishedRun
    from engine.predict.loaded_model import LoadedModel

_STEPS = 5
_BATCH = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One export that is being made.

    Attributes:
        run: The run.
        model: Its model.
        made: The format.
        examples: What it is compared with.
        cancelled: Whether somebody has cancelled it.
    """

    run: FinishedRun
    model: LoadedModel
    made: Format
    examples: Examples
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
            sentence = tr(
                "The process that makes {format} crashed on this network.", format=tr(self.made.title)
            )
            raise ExportError(joined((sentence, instead(self.made)))) from error
        except IsolatedError as error:
            sentence = tr("{format} could not be made: {reason}.", format=tr(self.made.title), reason=error)
            raise ExportError(joined((sentence, instead(self.made)))) from error

    def _look(self) -> None:
        if self.cancelled():
            raise ExportCancelled


def export(
    run: FinishedRun,
    name: str,
    *,
    folder: Path | None = None,
    model: LoadedModel | None = None,
    threshold: float | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Evidence:
    """Export the model of a run, and prove it.

    Args:
        run: The run.
        name: The format, one of `FORMATS`.
        folder: Where; None for `exports/NAME` in the run's folder.
        model: The run's model where it has been loaded already.
        threshold: From which output on the answer is the second of two classes, where one output stands for
            both; None for the usual one.
        progress: Called with steps done, steps in all, and a sentence.
        cancelled: Whether to end without an export; asked often.

    Raises:
        ExportRefused: The run cannot take the format, or the folder is somebody else's.
        ExportError: It cannot be made; the sentence says what to take instead.
        ExportCancelled: It was cancelled.
        RunError: The run's model cannot be loaded.
        DataError: The run's data cannot be read.
        ModelError: The run's custom code may not run, or fails.
    """
    made = BY_NAME[name]
    target = place_of(run, name) if folder is None else folder
    require_free(target)
    refuse_impossible(made)

    def say(step: int, sentence: str) -> None:
        if cancelled():
            raise ExportCancelled
        if progress is not None:
            progress(step, _STEPS, sentence)

    say(0, tr("Reading the data ..."))
    examples = examples_of(run)
    say(1, tr("Loading the model ..."))
    loaded = run.load_model() if model is None else model
    refuse_custom_classes(made, loaded.whole)
    one = Export(run=run, model=loaded, made=made, examples=examples, cancelled=cancelled)
    with tempfile.TemporaryDirectory(prefix="fitroom-export-") as work, new_folder(target) as partial:
        say(2, tr("Converting to {format} ...", format=tr(made.title)))
        _write_model(one, Path(work), partial)
        size = sum((partial / file).stat().st_size for file in files_in(partial))
        say(3, tr("Running {format} again ...", format=tr(made.title)))
        found, seconds = _run_again(one, Path(work), partial)
        say(4, tr("Comparing ..."))
        truth, before = _truth(one, threshold), _run_answers(loaded, examples.x)
        _require_numbers(made, before, found)
        compared = compare(before, found, truth=truth, made=made, mixed=is_mixed(loaded.trained))
        evidence = Evidence(
            format=made.name,
            file=made.file,
            bytes=size,
            max_difference=compared.max_difference,
            same_answers=compared.same_answers,
            metric=compared.metric,
            metric_before=compared.metric_before,
            metric_after=compared.metric_after,
            seconds_per_example=seconds,
            threads=THREADS,
            part=examples.part,
            examples=len(examples.rows),
            changed=compared.changed,
            warnings=compared.warnings,
            files=tuple(files_in(partial)),
        )
        write_evidence(partial, evidence)
    say(_STEPS, "")
    return evidence


def place_of(run: FinishedRun, name: str) -> Path:
    """Return the folder of a format where none is named."""
    return exports_folder(run.folder) / name


def _write_model(one: Export, work: Path, folder: Path) -> None:
    """Write the model file, and what belongs to it."""
    if one.made.name in WRITERS:
        WRITERS[one.made.name](one.model.whole, folder / one.made.file)
        return
    network = in_float32(without_random_layers(one.model.trained))
    steps = recurrent_steps(network)
    if one.made.name == "litert-int8":
        if steps > MOST_UNROLLED:
            raise ExportRefused(
                tr(
                    "This network goes through {steps} time steps, and int8 needs them unrolled, which is"
                    " done for up to {most}; take litert-dynamic, whose weights have 8 bits too.",
                    steps=steps,
                    most=MOST_UNROLLED,
                )
            )
        if steps:
            network = unrolled(network)  # the converter would crash
        write_arrays(work / CALIBRATION, [_as_input(network, one.examples.calibration)])
    # the loops of recurrent layers are made for one example at a time
    freeze(network, work, batch=None if one.made.name == "onnx" else 1)
    one.child(convert, ConversionAsked(str(work), one.made.name, str(folder / one.made.file)))


def _run_again(one: Export, work: Path, folder: Path) -> tuple[NDArray[np.float32], float]:
    """Return the outputs of the exported file, and the seconds of one example."""
    raw = one.examples.raw if one.made.whole else {}
    given = tuple(raw.values()) or (_as_input(one.model.trained, one.examples.x),)
    names = tuple(raw) if raw else ("",)
    write_arrays(work / GIVEN, given)
    asked = RunAsked(str(work), str(folder), one.made.name, one.made.file, names)
    seconds = one.child(run_file, asked)
    return _rows(read_arrays(work / FOUND)[0]), float(seconds)


def _run_answers(model: LoadedModel, x: NDArray[Any]) -> NDArray[np.float32]:
    """Return the outputs of the run's own model, (n, m), calculated on the CPU as everywhere else."""
    import_keras()
    import tensorflow as tf

    with tf.device("/CPU:0"):
        parts = [
            arrays_of(model.trained(tf.constant(x[at : at + _BATCH]), training=False))[0]
            for at in range(0, len(x), _BATCH)
        ]
    return _rows(np.concatenate(parts))


def _require_numbers(made: Format, before: NDArray[np.float32], after: NDArray[np.float32]) -> None:
    if np.isfinite(before).all() and not np.isfinite(after).all():
        sentence = tr("{format} gives values that are no numbers.", format=tr(made.title))
        raise ExportError(joined((sentence, instead(made))))


def _rows(outputs: NDArray[Any]) -> NDArray[np.float32]:
    return outputs.reshape(len(outputs), -1).astype(np.float32)


def _as_input(model: Any, x: NDArray[Any]) -> NDArray[Any]:
    """Return x in the dtype that the model takes, as Keras casts it."""
    return x.astype(str(model.inputs[0].dtype), copy=False)


def _truth(one: Export, threshold: float | None) -> Truth:
    return Truth(
        y=one.examples.y,
        names=one.examples.names,
        classes=one.examples.dataset.task == "classification",
        threshold=usual_threshold(one.run) if threshold is None else threshold,
    )


def usual_threshold(run: FinishedRun) -> float:
    """Return from which single output on the answer is the second class: hinge losses answer -1 to 1."""
    return 0.0 if run.project.compile.loss in HINGES else 0.5
