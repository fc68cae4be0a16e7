"""Reads the command line, runs one command, and turns every outcome into an exit status.

0 done, 1 the run failed, 2 the request is wrong, 130 stopped by the user. It speaks English, or the language
that the environment variable FITROOM_LANGUAGE names.
"""

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from engine import __version__
from engine.cli.commands.table import COMMANDS
from engine.cli.errors import UsageError, suggestion
from engine.cli.exit_status import DONE, STOPPED, WRONG_REQUEST
from engine.language import suitable, tr
from engine.opening import shortened


def main(arguments: Sequence[str]) -> int:
    """Run the command that the command line names.

    Args:
        arguments: The command line without the program's name.

    Returns:
        The exit status.
    """
    tr.use(suitable(os.environ))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a character that the terminal lacks must not end a run
    try:
        status = _run(list(arguments))
    except UsageError as error:
        print(error, file=sys.stderr)
        status = WRONG_REQUEST
    except KeyboardInterrupt:
        status = STOPPED
    except BrokenPipeError:
        status = DONE  # the reader of the output has closed it
    except OSError as error:
        # a path that no command checked: too long, below a file, or without permission
        print(_refused(error), file=sys.stderr)
        status = WRONG_REQUEST
    try:
        print(end="", flush=True)
    except BrokenPipeError:
        # the rest of the buffer would raise once more when Python exits
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
    return status


def _refused(error: OSError) -> str:
    """A sentence about what the operating system refused, and why."""
    if error.filename is None:
        return str(error)
    return tr(
        "{path} cannot be used: {reason}. Choose another path.",
        path=shortened(str(error.filename)),
        reason=error.strerror,
    )


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
        raise UsageError(
            tr("There is no command {name}.", name=shortened(name))
            + suggestion(name, COMMANDS)
            + " "
            + tr("{program} --help lists them.", program=program)
        )
    return DONE


def _help(program: str) -> str:
    rows = [("[PROJECT]", tr("open the window"))]
    rows += [(f"{name} {command.usage}".rstrip(), tr(command.summary)) for name, command in COMMANDS.items()]
    rows += [("--version", tr("print the version")), ("COMMAND --help", tr("say more about one command"))]
    width = max(len(usage) for usage, _ in rows)
    lines = [f"  {program} {usage:<{width}}  {summary}" for usage, summary in rows]
    return "\n".join(
        [
            tr("Fitroom trains Keras models."),
            "",
            *lines,
            "",
            tr("Exit status: 0 done, 1 the run failed, 2 the request is wrong, 130 stopped by the user."),
        ]
    )
