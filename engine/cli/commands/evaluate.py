"""`evaluate`: says how good a run is on a part of its data, or on other data."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.cli.errors import Parser, UsageError
from engine.cli.exit_status import DONE, FAILED, STOPPED
from engine.cli.stop_signals import stopped_by_signal
from engine.cli.trust import add_trust, trust_in
from engine.data import DataError
from engine.data.reading.context import LoadCancelled
from engine.language import tr
from engine.message import Sentence
from engine.models.inputs import ModelError
from engine.problems import RunError

if TYPE_CHECKING:
    from engine.predict.finished_run import FinishedRun

_PARTS = ("validation", "test", "train")
_REDRAW_SECONDS = 0.2


def run(arguments: Sequence[str], prog: str) -> int:
    """Print how good the run is and return the exit status."""
    parser = Parser(prog, tr("Say how good a run is, with 95 % intervals and simple methods beside it."))
    parser.add_argument("run", type=Path, metavar="RUN_FOLDER", help=tr("the folder that train made"))
    parser.add_argument(
        "--part",
        choices=_PARTS,
        metavar="|".join(_PARTS),
        help=tr("which part; validation where none is named"),
    )
    parser.add_argument("--data", type=Path, metavar="PATH", help=tr("other data of the same kind"))
    parser.add_argument("--json", action="store_true", help=tr("print JSON for a program to read"))
    add_trust(parser)
    asked = parser.read(arguments)
    if asked.data is not None and asked.part is not None:
        raise UsageError(tr("Give either --part or --data: other data are a part by themselves."))
    if asked.data is not None and not asked.data.exists():
        raise UsageError(
            tr("There is nothing at {path}; give the path of a file or folder.", path=asked.data)
        )

    from engine.evaluate.evaluate import evaluate
    from engine.evaluate.printed.as_json import as_json
    from engine.evaluate.printed.as_text import as_lines
    from engine.predict.finished_run import FinishedRun
    from engine.predict.input_form import takes_pictures

    try:
        found = FinishedRun.open(asked.run)
        trusted = trust_in(asked.trust, found.project)
        with stopped_by_signal() as cancelled, _progress() as progress:
            found = FinishedRun.open(asked.run, trusted=trusted, progress=progress, cancelled=cancelled)
            callbacks = _callbacks(found)
            evaluation = evaluate(
                found,
                asked.part or "validation",
                data="" if asked.data is None else str(asked.data),
                callbacks=callbacks,
                progress=progress,
                cancelled=cancelled,
            )
    except (DataError, ModelError, RunError) as error:
        raise UsageError(str(error)) from error
    except LoadCancelled:
        print(tr("Stopped."), file=sys.stderr)
        return STOPPED
    except MemoryError:
        print(tr("There is not enough memory to evaluate; take a smaller batch size."), file=sys.stderr)
        return FAILED
    if asked.json:
        print(json.dumps(as_json(evaluation), ensure_ascii=False, indent=1))
    else:
        print("\n".join(as_lines(evaluation, pictures=takes_pictures(found))))
    return DONE


def _callbacks(found: FinishedRun) -> list[Any]:
    """The custom callbacks of the run; TensorFlow is imported for them alone."""
    from engine.settings.callbacks import CustomCallback

    if not any(isinstance(one, CustomCallback) and one.enabled for one in found.project.callbacks):
        return []
    from engine.tensorflow_import import import_keras

    import_keras()
    from engine.run.callbacks.build import custom_callbacks

    return custom_callbacks(found.project, found.folder, trusted=found.trusted, warn=_warn)


def _warn(sentence: Sentence) -> None:
    print(tr("Warning: {message}", message=sentence), file=sys.stderr)


@contextmanager
def _progress() -> Generator[Callable[[int, int, str], None]]:
    """Give what says on one line of a terminal what is done; nothing where a program reads the output."""
    shows, drawn = sys.stderr.isatty(), 0.0

    def report(done: int, total: int, *doing: str) -> None:
        nonlocal drawn
        now = time.monotonic()
        if shows and (not done or now - drawn > _REDRAW_SECONDS):
            drawn = now
            said = "".join(doing) or tr("Reading the data")
            share = f" {done:,} / {total:,}" if total else " ..."
            print(f"\r\x1b[K{said}{share}", end="", file=sys.stderr, flush=True)

    try:
        yield report
    finally:
        if shows:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
