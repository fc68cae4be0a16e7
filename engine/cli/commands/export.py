"""`export`: makes of a run's model a file for elsewhere, and proves it in its own runtime."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cli.errors import Parser, UsageError, suggestion
from engine.cli.exit_status import DONE, FAILED, STOPPED
from engine.cli.stop_signals import stopped_by_signal
from engine.cli.trust import add_trust, trust_in
from engine.export.formats import BY_NAME, FORMATS
from engine.export.problems import ExportCancelled, ExportError, ExportRefused
from engine.language import percent, tr
from engine.opening import shortened
from engine.problems import RunError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.export.evidence import Evidence


def run(arguments: Sequence[str], prog: str) -> int:
    """Export the run in the given folder and return the exit status."""
    parser = Parser(
        prog, tr("Export the model of a run, run the file again, and say how its answers differ.")
    )
    parser.add_argument("run", type=Path, metavar="RUN_FOLDER", help=tr("the folder that train made"))
    parser.add_argument(
        "--format", required=True, metavar="FORMAT", help=", ".join(one.name for one in FORMATS)
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        help=tr("a new folder for it; without it RUN_FOLDER/exports/FORMAT"),
    )
    add_trust(parser)
    asked = parser.read(arguments)
    if asked.format not in BY_NAME:
        raise UsageError(
            tr("There is no format {name}.", name=shortened(asked.format))
            + suggestion(asked.format, BY_NAME)
            + " "
            + tr("These are known: {names}.", names=", ".join(BY_NAME))
        )
    try:
        return _export(asked.run, asked.format, asked.out, trust=asked.trust)
    except ExportRefused as error:
        raise UsageError(str(error)) from error
    except ExportError as error:
        print(error, file=sys.stderr)
        return FAILED
    except ExportCancelled:
        print(tr("Cancelled; nothing of the export is left."), file=sys.stderr)
        return STOPPED


def _export(folder: Path, name: str, out: Path | None, *, trust: Sequence[Path]) -> int:
    from engine.data import DataError
    from engine.export.make import export, place_of
    from engine.models.inputs import ModelError
    from engine.predict.finished_run import FinishedRun
    from engine.tensorflow_import import TensorFlowError

    try:
        found = FinishedRun.open(folder)
        trusted = trust_in(trust, found.project)
        with stopped_by_signal() as cancelled:
            found = FinishedRun.open(folder, trusted=trusted, cancelled=cancelled)
            target = place_of(found, name) if out is None else out
            evidence = export(found, name, folder=target, progress=_say, cancelled=cancelled)
    except (RunError, DataError, ModelError, TensorFlowError) as error:
        raise UsageError(str(error)) from error
    print("\n".join(evidence_lines(evidence, target)))
    return DONE


def evidence_lines(evidence: Evidence, folder: Path) -> list[str]:
    """Return what was found, as lines for people.

    Args:
        evidence: Of the export.
        folder: Where it is.
    """
    first = tr("{path}: {size:,} bytes", path=folder / evidence.file, size=evidence.bytes)
    warnings = [tr("Warning: {message}", message=sentence) for sentence in evidence.warnings]
    if evidence.unmeasured:
        return [first, *warnings]
    lines = [
        first,
        tr(
            "Run again on {count:,} examples ({part}): largest difference {difference:.1e} of the largest"
            " output, {same} of the answers equal.",
            count=evidence.examples,
            part=evidence.part,
            difference=evidence.max_difference or 0.0,
            same=percent(evidence.same_answers or 0.0),
        ),
        tr(
            "{metric}: {before:.4g} before, {after:.4g} after. One example takes {time:.3g} ms on one"
            " thread.",
            metric=evidence.metric,
            before=evidence.metric_before or 0.0,
            after=evidence.metric_after or 0.0,
            time=(evidence.seconds_per_example or 0.0) * 1000,
        ),
    ]
    return [*lines, *evidence.notes, *warnings]


def _say(_done: int, _total: int, sentence: str) -> None:
    if sentence:
        print(sentence, flush=True)
