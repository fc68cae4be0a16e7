"""Reads the command line, runs one command, and turns every end into an exit status.

0 done, 1 the run failed, 2 the request is wrong, 130 stopped by the user.
"""

import io
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine import __version__
from engine.cli.request import RequestError, suggestion
from engine.cli.status import DONE, STOPPED, WRONG_REQUEST

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
    """Whether these are not for `main`: nothing at all, or one project file."""
    if len(arguments) != 1:
        return not arguments
    word = arguments[0]
    if word in COMMANDS or word.startswith("-"):
        return False
    return word.endswith(PROJECT_SUFFIX) or Path(word).is_file()


def main(arguments: Sequence[str]) -> int:
    """Run the command that `arguments` (without the program's name) give; its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a sign that a terminal lacks must not end a run
    try:
        status = _run(list(arguments))
    except RequestError as error:
        print(error, file=sys.stderr)
        status = WRONG_REQUEST
    except KeyboardInterrupt:
        status = STOPPED
    except BrokenPipeError:
        status = DONE  # who read the output has seen enough
    try:
        print(end="", flush=True)
    except BrokenPipeError:
        # what is still in the buffer would raise once more when Python ends
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
    return status


def _run(arguments: list[str]) -> int:
    program = Path(sys.argv[0]).name or "main.py"
    name, rest = (arguments[0], arguments[1:]) if arguments else ("--help", [])
    if name in COMMANDS:
        return COMMANDS[name].run(rest, f"{program} {name}")
    if name in {"--help", "-h", "help"}:
        print(_help(program))
    elif name in {"--version", "-V"}:
        print(f"Fitroom {__version__}")
    else:
        raise RequestError(
            f"There is no command {name}.{suggestion(name, COMMANDS)} {program} --help lists them."
        )
    return DONE


def _help(program: str) -> str:
    rows = [("[PROJECT]", "open the window")]
    rows += [(f"{name} {command.usage}".rstrip(), command.summary) for name, command in COMMANDS.items()]
    rows += [("--version", "print the version"), ("COMMAND --help", "say more about one command")]
    width = max(len(usage) for usage, _ in rows)
    lines = [f"  {program} {usage:<{width}}  {summary}" for usage, summary in rows]
    return "\n".join(
        [
            "Fitroom trains Keras models.",
            "",
            *lines,
            "",
            "Exit status: 0 done, 1 the run failed, 2 the request is wrong, 130 stopped by the user.",
        ]
    )
