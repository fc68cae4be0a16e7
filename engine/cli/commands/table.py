"""The commands by name, and whether the command line asks for one of them or for the window.

The window's first paint waits for this module, so it imports nothing that only a command needs.
"""

import importlib
import os
from collections.abc import Sequence
from dataclasses import dataclass

from engine.language import tr_later

PROJECT_SUFFIX = ".fitroom"


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        usage: Its arguments, as the help shows them.
        summary: What it does, in English; the help translates it.
        module: Name of its module in this package, which is imported when the command runs.
    """

    usage: str
    summary: str
    module: str

    def run(self, arguments: Sequence[str], prog: str) -> int:
        """Run the command.

        Args:
            arguments: The command line after the command's name.
            prog: Program and command as they were called, for messages.

        Returns:
            The exit status.

        Raises:
            UsageError: The request is wrong.
        """
        return importlib.import_module(f"engine.cli.commands.{self.module}").run(arguments, prog)


COMMANDS = {
    "train": Command(
        "PROJECT [--out FOLDER] [--set NAME=VALUE]",
        tr_later("train without a window"),
        "train",
    ),
    "resume": Command(
        "RUN_FOLDER",
        tr_later("resume a run that was stopped or interrupted"),
        "resume",
    ),
    "script": Command(
        "PROJECT [--set NAME=VALUE]",
        tr_later("print the Keras script that trains the same"),
        "script",
    ),
    "describe": Command(
        "PROJECT [--json] [--set NAME=VALUE]",
        tr_later("say what the data are, as they are read"),
        "describe",
    ),
    "evaluate": Command(
        "RUN_FOLDER [--part validation|test|train] [--data PATH] [--json]",
        tr_later("say how good a run is on a part of its data, or on other data"),
        "evaluate",
    ),
    "predict": Command(
        "RUN_FOLDER INPUT [INPUT ...] [--out FILE]",
        tr_later("answer new pictures, rows, texts or series"),
        "predict",
    ),
    "export": Command(
        "RUN_FOLDER --format FORMAT [--out FOLDER]",
        tr_later("make a file for elsewhere, and prove it"),
        "export",
    ),
    "doctor": Command(
        "[--json]",
        tr_later("look at the machine, and say what is missing"),
        "doctor",
    ),
    "schema": Command(
        "",
        tr_later("print the JSON Schema of the project file"),
        "schema",
    ),
    "tensorboard": Command(
        "--logdir FOLDER [--host HOST] [--port PORT] [--path-prefix PATH]",
        tr_later("serve TensorBoard"),
        "tensorboard",
    ),
}


def asks_for_window(arguments: Sequence[str]) -> bool:
    """Whether `arguments` (without the program's name) are no command: none at all, or one project file."""
    if len(arguments) != 1:
        return not arguments
    word = arguments[0]
    if word in COMMANDS or word.startswith("-"):
        return False
    return word.endswith(PROJECT_SUFFIX) or os.path.isfile(word)  # noqa: PTH113 - a Path raises for a name that is too long
