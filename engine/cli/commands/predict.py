"""`predict`: the answers of a run's model for new pictures, folders, tables, texts and series, streamed."""

from __future__ import annotations

import csv
import io
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cli.errors import Parser, UsageError
from engine.cli.exit_status import DONE, FAILED, STOPPED
from engine.cli.stop_signals import stopped_by_signal
from engine.cli.trust import add_trust, trust_in
from engine.files import write_pieces_atomically
from engine.language import tr
from engine.message import Sentence, joined
from engine.opening import path_exists, require_regular
from engine.problems import RunError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from engine.predict.answers import Answer, Answered
    from engine.predict.predictor import Predictor
    from engine.predict.signature.schema import Outputs

_MOST_NAMED = 50
_WIDEST = 48


def run(arguments: Sequence[str], prog: str) -> int:
    """Answer the inputs and return the exit status: 1 where one of them has no answer."""
    parser = Parser(prog, tr("Say what the model of a run gives for new examples."))
    parser.add_argument("run", type=Path, metavar="RUN_FOLDER", help=tr("the folder that train made"))
    parser.add_argument(
        "inputs",
        nargs="+",
        metavar="INPUT",
        help=tr("a file of the kind that the run was trained on, a folder of them, or a text"),
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help=tr("a CSV file for the answers, a row each"))
    add_trust(parser)
    asked = parser.read(arguments)
    if asked.out is not None:
        _require_place(asked.out)

    from engine.data import DataError
    from engine.models.inputs import ModelError
    from engine.predict.answers import threshold_sentence
    from engine.tensorflow_import import TensorFlowError

    try:
        predictor = _predictor(asked.run, asked.trust)
    except (RunError, DataError, ModelError, TensorFlowError) as error:
        raise UsageError(str(error)) from error
    if said := threshold_sentence(predictor.signature.outputs):
        print(said, file=sys.stderr)
    return _answer(predictor, asked.inputs, out=asked.out)


def _answer(predictor: Predictor, inputs: Sequence[str], *, out: Path | None) -> int:
    """Print the answers, or write them, and return the exit status."""
    from engine.data.reading.context import LoadCancelled

    report = _Report()
    try:
        with (
            stopped_by_signal() as cancelled,
            closing(predictor.answers(inputs, cancelled=cancelled)) as parts,
        ):
            answered = report.watch(parts)
            if out is None:
                for part in answered:
                    print("\n".join(lines_of(part)))
            else:
                write_pieces_atomically(out, csv_pieces(predictor.signature.outputs, answered))
    except RunError as error:  # a custom callback has failed
        print(error, file=sys.stderr)
        return FAILED
    except LoadCancelled:
        said = [tr("Stopped."), *([] if out is None else [tr("Nothing is written to {path}.", path=out)])]
        print(joined(said), file=sys.stderr)
        return STOPPED
    except OSError as error:
        if out is None or isinstance(error, BrokenPipeError):
            raise
        reason = error.strerror or str(error)
        print(tr("{path} cannot be written: {reason}.", path=out, reason=reason), file=sys.stderr)
        return FAILED
    if out is not None:
        print(tr("{count:,} answers: {path}", count=report.answers, path=out))
    return report.end(predictor.odd)


def _require_place(out: Path) -> None:
    """Check that a file can be made, before anything is read. A device is never replaced by a file.

    Raises:
        UsageError: It cannot.
    """
    if not out.absolute().parent.is_dir():
        raise UsageError(tr("There is no folder {path}; make it first.", path=out.absolute().parent))
    if path_exists(out):
        try:
            require_regular(out)
        except OSError as error:
            reason = error.strerror or str(error)
            raise UsageError(tr("{path} cannot be written: {reason}.", path=out, reason=reason)) from error


def _predictor(folder: Path, trust: Sequence[Path]) -> Predictor:
    from engine.predict.finished_run import FinishedRun

    found = FinishedRun.open(folder)
    found = FinishedRun.open(folder, trusted=trust_in(trust, found.project))

    from engine.tensorflow_import import import_keras

    import_keras()
    from engine.predict.predictor import Predictor
    from engine.run.callbacks.build import custom_callbacks

    callbacks = custom_callbacks(found.project, found.folder, trusted=found.trusted, warn=_warn)
    return Predictor(found, callbacks)


def _warn(sentence: Sentence) -> None:
    print(tr("Warning: {message}", message=sentence), file=sys.stderr)


class _Report:
    """Names what has no answer, and counts."""

    def __init__(self) -> None:
        self.answers = self.refused = self.remarks = 0

    def watch(self, parts: Iterable[Answered]) -> Iterator[list[Answer]]:
        """Yield the answers of each part that has some, and report the rest on stderr."""
        for part in parts:
            for one in part.refused:
                self.refused += 1
                if self.refused <= _MOST_NAMED:
                    print(f"{one.name}: {one.reason}", file=sys.stderr)
            for one in part.remarks:
                self.remarks += 1
                if self.remarks <= _MOST_NAMED:
                    print(f"{one.name}: {one.reason}", file=sys.stderr)
            self.answers += len(part.answers)
            if part.answers:
                yield list(part.answers)

    def end(self, odd: str) -> int:
        """Say how many inputs have no answer, and return the exit status."""
        if odd:
            _warn(odd)
        more = max(self.refused - _MOST_NAMED, 0) + max(self.remarks - _MOST_NAMED, 0)
        if more:
            print(tr("{count:,} more are not named.", count=more), file=sys.stderr)
        if not self.refused:
            return DONE
        print(
            tr(
                "{refused:,} of {count:,} inputs have no answer.",
                refused=self.refused,
                count=self.refused + self.answers,
            ),
            file=sys.stderr,
        )
        return FAILED


def lines_of(answers: Sequence[Answer]) -> list[str]:
    """Return answers as lines for people: the input, the answer, how sure it is, the runner-up.

    Args:
        answers: Of a part of the inputs.
    """
    from engine.predict.answers import in_words

    width = min(max(len(one.name) for one in answers), _WIDEST)
    return [f"{one.name:<{width}}  {in_words(one)}" for one in answers]


def csv_pieces(outputs: Outputs, parts: Iterable[Sequence[Answer]]) -> Iterator[bytes]:
    """Yield a CSV file with a row for each answer: `input`, `answer`, then `p_CLASS`, or each target.

    Args:
        outputs: What the model gives.
        parts: The answers.
    """
    values = [f"p_{name}" for name in outputs.classes] or list(outputs.targets)
    yield _rows([["input", "answer", *values]])
    for answers in parts:
        yield _rows(
            [
                one.name,
                one.label or "; ".join(f"{value:.9g}" for value in one.values.values()),
                *(f"{value:.9g}" for value in one.values.values()),
            ]
            for one in answers
        )


def _rows(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8", "backslashreplace")
