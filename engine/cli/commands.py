"""The commands by name, and what the command line asks for: one of them, or the window.

The window's first paint waits for this module, so it imports nothing that only a command needs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

PROJECT_SUFFIX = ".fitroom"


def _train(arguments: Sequence[str], prog: str) -> int:
    from engine.cli.training import run

    return run(arguments, prog)


def _resume(arguments: Sequence[str], prog: str) -> int:
    from engine.cli.resuming import run

    return run(arguments, prog)


def _script(arguments: Sequence[str], prog: str) -> int:
    from engine.cli.script import run

    return run(arguments, prog)


def _doctor(arguments: Sequence[str], prog: str) -> int:
    from engine.cli.doctor import run

    return run(arguments, prog)


def _schema(arguments: Sequence[str], prog: str) -> int:
    from engine.cli.schema import run

    return run(arguments, prog)


def _tensorboard(arguments: Sequence[str], prog: str) -> int:
    from engine.cli.tensorboard import run

    return run(arguments, prog)


@dataclass(frozen=True, slots=True)
class Command:
    """`run(arguments, prog)` gives the exit status; what it needs is imported only then."""

    usage: str
    summary: str
    run: Callable[[Sequence[str], str], int]


COMMANDS = {
    "train": Command("PROJECT [--out FOLDER] [--set NAME=VALUE]", "train without a window", _train),
    "resume": Command("RUN_FOLDER", "go on with a run that was stopped or cut off", _resume),
    "script": Command("PROJECT [--set NAME=VALUE]", "print the Keras script that trains the same", _script),
    "doctor": Command("[--json]", "look at the machine, and say what is missing", _doctor),
    "schema": Command("", "print the JSON Schema of the project file", _schema),
    "tensorboard": Command("--logdir FOLDER [--host HOST] [--port PORT]", "serve TensorBoard", _tensorboard),
}


def asks_for_window(arguments: Sequence[str]) -> bool:
    """Whether these are not a command: nothing at all, or one project file."""
    if len(arguments) != 1:
        return not arguments
    word = arguments[0]
    if word in COMMANDS or word.startswith("-"):
        return False
    return word.endswith(PROJECT_SUFFIX) or Path(word).is_file()
