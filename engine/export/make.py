"""Makes one export of a run: the file, what stands beside it, the proof, the evidence.

    read the examples -> the run's own answers -> [child] convert -> [child] run again -> compare -> write

Everything that can crash or must be free of this program's state is done in an isolated process. Nothing is
left of an export that fails or is cancelled.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from engine.data.problems import DataError
from engine.data.reading.context import LoadCancelled
from engine.export.convert.network import is_mixed
from engine.export.evidence import Evidence, write_evidence
from engine.export.folder.beside import write_beside
from engine.export.folder.card import CARD, Measured, card
from engine.export.formats import BY_NAME
from engine.export.possible import exports_folder, instead, refuse_custom_classes, refuse_impossible
from engine.export.problems import ExportCancelled, ExportError, ExportRefused
from engine.export.proof.compare import Comparison, Truth, compare
from engine.export.proof.examples import Examples, examples_of
from engine.export.proof.runtimes import THREADS
from engine.export.steps import Export, FileFound, require_numbers, run_again, run_answers, write_model
from engine.export.whole_folder import files_in, new_folder, require_free
from engine.language import tr
from engine.message import Sentence, joined

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.data.reading.context import Progress
    from engine.export.convert.int8 import Level
    from engine.export.formats import Format
    from engine.predict.finished_run import FinishedRun
    from engine.predict.loaded_model import LoadedModel

_STEPS = 5


def export(
    run: FinishedRun,
    name: str,
    *,
    folder: Path | None = None,
    model: LoadedModel | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Evidence:
    """Export the model of a run, and prove it.

    Args:
        run: The run.
        name: The format, one of `FORMATS`.
        folder: Where; None for `exports/NAME` in the run's folder.
        model: The run's model where it has been loaded already.
        progress: Called with steps done, steps in all, and a sentence.
        cancelled: Whether to end without an export; asked often.

    Raises:
        ExportRefused: The run cannot take the format, or the folder is somebody else's.
        ExportError: It cannot be made; the sentence says what to take instead.
        ExportCancelled: It was cancelled.
        RunError: The run's model cannot be loaded.
        DataError: The run has no signature.json yet, and its data cannot be read to make it.
        ModelError: The run's custom code may not run, or fails.
    """
    made = BY_NAME[name]
    target = place_of(run, name) if folder is None else folder
    require_free(target)
    refuse_impossible(made)

    def say(step: int, sentence: Sentence) -> None:
        if cancelled():
            raise ExportCancelled
        if progress is not None:
            progress(step, _STEPS, sentence)

    say(0, tr("Reading the data ..."))
    examples, gone = _examples(run)
    if examples is None and made.name == "litert-int8":
        raise ExportRefused(joined((gone, tr("int8 is calibrated on them."), instead(made))))
    say(1, tr("Loading the model ..."))
    loaded = run.load_model() if model is None else model
    refuse_custom_classes(made, loaded.whole)
    if folder is None and not run.folder.path.is_dir():
        raise ExportError(tr("The run in {folder} is not there any more.", folder=run.folder.path))
    one = Export(
        run=run, model=loaded, made=made, folder=target.parent, examples=examples, cancelled=cancelled
    )
    with new_folder(target) as where:
        partial, work = where.folder, where.work
        say(2, tr("Converting to {format} ...", format=tr(made.title)))
        written = write_model(one, work=work, folder=partial)
        size = sum((partial / file).stat().st_size for file in files_in(partial))
        dtype = str((loaded.whole if made.whole else loaded.trained).inputs[0].dtype)
        shown = write_beside(
            run, made, folder=partial, dtype=dtype, left_out=written.left_out, examples=examples
        )
        if examples is None:
            evidence = _unmeasured(made, gone, size=size, files=(*files_in(partial), CARD))
            text = card(run, made, evidence=evidence)
        else:
            say(3, tr("Running {format} again ...", format=tr(made.title)))
            found = run_again(one, examples, work=work, folder=partial, shown=shown)
            say(4, tr("Comparing ..."))
            truth = Truth(y=examples.y, names=examples.names, outputs=run.signature.outputs)
            before = run_answers(loaded, examples.x)
            require_numbers(before, found.outputs, made=made)
            compared = compare(before, found.outputs, truth=truth, made=made, mixed=is_mixed(loaded.trained))
            files = (*files_in(partial), CARD)
            evidence = _evidence(made, examples, compared, found, size=size, files=files)
            evidence = replace(evidence, notes=_in_float(written.in_float))
            measured = Measured(examples, truth, found.outputs)
            text = card(run, made, evidence=evidence, measured=measured)
        partial.joinpath(CARD).write_text(text, "utf-8")
        write_evidence(partial, evidence)
        say(_STEPS, "")
    return evidence


def place_of(run: FinishedRun, name: str) -> Path:
    """Return the folder of a format where none is named."""
    return exports_folder(run.folder) / name


def _examples(run: FinishedRun) -> tuple[Examples | None, str]:
    """Return what an export is measured on; None, and why, where the run's data are gone or have changed."""
    try:
        return examples_of(run), ""
    except DataError as error:
        return None, str(error)
    except LoadCancelled as error:
        raise ExportCancelled from error


def _evidence(
    made: Format,
    examples: Examples,
    compared: Comparison,
    found: FileFound,
    *,
    size: int,
    files: tuple[str, ...],
) -> Evidence:
    wrong = [
        tr("Examples that go along are not answered as expected: {names}.", names=joined(found.wrong, "; "))
    ]
    return Evidence(
        format=made.name,
        file=made.file,
        bytes=size,
        max_difference=compared.max_difference,
        same_answers=compared.same_answers,
        metric=compared.metric,
        metric_before=compared.metric_before,
        metric_after=compared.metric_after,
        seconds_per_example=found.seconds,
        threads=THREADS,
        part=examples.part,
        examples=len(examples.rows),
        changed=compared.changed,
        warnings=(*compared.warnings, *(wrong if found.wrong else ())),
        files=files,
    )


def _in_float(level: Level) -> tuple[str, ...]:
    if level.arithmetic:
        return (
            tr(
                "Convolutions and dense layers calculate with 8 bits, all else in float32, as too many"
                " answers would have changed; a device that knows whole numbers alone cannot run it."
            ),
        )
    if level.output:
        return (
            tr(
                "The last layer calculates in float32, as too many answers would have changed; a device that"
                " knows whole numbers alone cannot run it."
            ),
        )
    return ()


def _unmeasured(made: Format, gone: str, *, size: int, files: tuple[str, ...]) -> Evidence:
    sentence = tr("It was not run again, as there are no data to compare with: {reason}", reason=gone)
    return Evidence(
        format=made.name,
        file=made.file,
        bytes=size,
        max_difference=None,
        same_answers=None,
        metric="",
        metric_before=None,
        metric_after=None,
        seconds_per_example=None,
        threads=THREADS,
        part="",
        examples=0,
        warnings=(sentence,),
        files=files,
        unmeasured=gone,
    )
