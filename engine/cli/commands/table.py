"""The commands by name, and whether the command line asks for one of them or for the window.

The window's first paint waits for this module, so it imports nothing that only a command needs.
"""

import importlib
import os
from collections.abc import Sequence
from dataclasses import dataclass

PROJECT_SUFFIX = ".fitroom"


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        usage: Its arguments, as the help shows them.
        summary: What it does, as the help shows it.
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
    "train": Command("PROJECT [--out FOLDER] [--set NAME=VALUE]", "train without a window", "train"),
    "resume": Command("RUN_FOLDER", "resume a run that was stopped or interrupted", "resume"),
    "script": Command("PROJECT [--set NAME=VALUE]", "print the Keras script that trains the same", "script"),
    "describe": Command(
        "PROJECT [--json] [--set NAME=VALUE]", "say what the data are, as they are read", "describe"
    ),
    "predict": Command(
        "RUN_FOLDER INPUT [INPUT ...] [--out FILE]", "answer new pictures, rows, texts or series", "predict"
    ),
    "export": Command(
        "RUN_FOLDER --format FORMAT [--out FOLDER]", "make a file for elsewhere, and prove it", "export"
    ),
    "doctor": Command("[--json]", "look at the machine, and say what is missing", "doctor"),
    "schema": Command("", "print the JSON Schema of the project file", "schema"),
    "tensorboard": Command(
        "--logdir FOLDER [--host HOST] [--port PORT] [--path-prefix PATH]", "serve TensorBoard", "tensorboard"
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
