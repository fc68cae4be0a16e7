"""Makes one export of a run: the file, what stands beside it, the proof, the evidence.

    read the examples -> the run's own answers -> [child] convert -> [child] run again -> compare -> write

Everything that can crash or must be free of this program's state is done in an isolated process. Nothing is
left of an export that fails or is cancelled.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from engine.export.convert.network import Standardizing, is_mixed
from engine.export.evidence import Evidence, write_evidence
from engine.export.folder.card import CARD, card
from engine.export.folder.preprocessing import PREPROCESSING, preprocessing_of
from engine.export.folder.scripts import scripts_of
from engine.export.folder.shown import write_shown
from engine.export.formats import BY_NAME
from engine.export.possible import exports_folder, refuse_custom_classes, refuse_impossible
from engine.export.problems import ExportCancelled
from engine.export.proof.compare import Comparison, Truth, compare
from engine.export.proof.examples import examples_of
from engine.export.proof.runtimes import THREADS
from engine.export.steps import Export, FileFound, require_numbers, run_again, run_answers, write_model
from engine.export.whole_folder import files_in, new_folder, require_free
from engine.language import tr
from engine.message import Sentence, joined

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.data.reading.context import Progress
    from engine.predict.finished_run import FinishedRun
    from engine.predict.loaded_model import LoadedModel

_STEPS = 5
SIGNATURE = "signature.json"
CLASSES = "classes.txt"


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
        DataError: The run's data cannot be read.
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
    examples = examples_of(run)
    say(1, tr("Loading the model ..."))
    loaded = run.load_model() if model is None else model
    refuse_custom_classes(made, loaded.whole)
    one = Export(run=run, model=loaded, made=made, examples=examples, cancelled=cancelled)
    with tempfile.TemporaryDirectory(prefix="fitroom-export-") as work, new_folder(target) as partial:
        say(2, tr("Converting to {format} ...", format=tr(made.title)))
        left_out = write_model(one, work=Path(work), folder=partial)
        size = sum((partial / file).stat().st_size for file in files_in(partial))
        shown = _write_beside(one, partial, left_out)
        say(3, tr("Running {format} again ...", format=tr(made.title)))
        found = run_again(one, work=Path(work), folder=partial, shown=shown)
        say(4, tr("Comparing ..."))
        truth, before = _truth(one), run_answers(loaded, examples.x)
        require_numbers(before, found.outputs, made=made)
        compared = compare(before, found.outputs, truth=truth, made=made, mixed=is_mixed(loaded.trained))
        files = (*files_in(partial), CARD)
        evidence = _evidence(one, compared, found, size=size, files=files)
        text = card(run, made, examples=examples, truth=truth, outputs=found.outputs, evidence=evidence)
        partial.joinpath(CARD).write_text(text, "utf-8")
        write_evidence(partial, evidence)
    say(_STEPS, "")
    return evidence


def place_of(run: FinishedRun, name: str) -> Path:
    """Return the folder of a format where none is named."""
    return exports_folder(run.folder) / name


def _write_beside(one: Export, folder: Path, left_out: Standardizing | None) -> list[tuple[str, int]]:
    """Write what others need beside the model file; return the examples that go along."""
    signature, made = one.run.signature, one.made
    model = one.model.whole if made.whole else one.model.trained
    dtype = str(model.inputs[0].dtype)
    fitted = one.run.inspection.fitted.fitted
    folder.joinpath(SIGNATURE).write_text(signature.model_dump_json(indent=1) + "\n", "utf-8")
    if signature.outputs.classes:
        folder.joinpath(CLASSES).write_text("\n".join(signature.outputs.classes) + "\n", "utf-8")
    if (fitted is not None and not made.whole) or left_out is not None:
        content = preprocessing_of(fitted, dtype, standardizing=left_out)
        steps = json.dumps(content, ensure_ascii=False, indent=1)
        folder.joinpath(PREPROCESSING).write_text(steps + "\n", "utf-8")
    named, standardizes = fitted is not None, left_out is not None
    scripts = scripts_of(made, signature, dtype=dtype, named=named, standardizes=standardizes)
    for name, text in scripts.items():
        folder.joinpath(name).write_text(text, "utf-8")
    return write_shown(folder, one.examples, signature=signature, source=Path(one.run.data_path))


def _evidence(
    one: Export, compared: Comparison, found: FileFound, *, size: int, files: tuple[str, ...]
) -> Evidence:
    wrong = [
        tr("Examples that go along are not answered as expected: {names}.", names=joined(found.wrong, "; "))
    ]
    return Evidence(
        format=one.made.name,
        file=one.made.file,
        bytes=size,
        max_difference=compared.max_difference,
        same_answers=compared.same_answers,
        metric=compared.metric,
        metric_before=compared.metric_before,
        metric_after=compared.metric_after,
        seconds_per_example=found.seconds,
        threads=THREADS,
        part=one.examples.part,
        examples=len(one.examples.rows),
        changed=compared.changed,
        warnings=(*compared.warnings, *(wrong if found.wrong else ())),
        files=files,
    )


def _truth(one: Export) -> Truth:
    return Truth(y=one.examples.y, names=one.examples.names, outputs=one.run.signature.outputs)
