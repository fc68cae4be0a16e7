"""`script`: prints the Keras script that trains what the project trains."""

from collections.abc import Sequence
from pathlib import Path

from engine.cli.errors import Parser, UsageError
from engine.cli.projects import read_project
from engine.cli.trust import add_trust, trust_in
from engine.data import DataError
from engine.inspect import inspect
from engine.language import tr
from engine.message import joined
from engine.models.inputs import ModelError


def run(arguments: Sequence[str], prog: str) -> int:
    """Print the script and return the exit status."""
    parser = Parser(prog, tr("Print a Keras script that trains the model of the project, without Fitroom."))
    parser.add_argument("project", type=Path, metavar="PROJECT", help=tr("a project file, *.fitroom"))
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help=tr("change a setting, as in train")
    )
    parser.add_argument(
        "--exact",
        action="store_true",
        help=tr(
            "with the program's order of batches and rows for validation: the same losses to the last bit"
        ),
    )
    add_trust(parser)
    asked = parser.read(arguments)
    project = read_project(asked.project, asked.set)
    trusted = trust_in(asked.trust, project)
    try:
        found = inspect(project, asked.project.absolute().parent, trusted=trusted)
        text = (found.exact_script if asked.exact else found.script).text
        errors = [problem.message for problem in found.problems if problem.severity == "error"]
    except (DataError, ModelError) as error:
        raise UsageError(str(error)) from error
    if errors:  # a script of what `train` refuses would train something else, or fail
        raise UsageError(joined(errors, "\n"))
    print(text, end="")
    return 0
