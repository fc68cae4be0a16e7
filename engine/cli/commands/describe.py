"""`describe`: prints what the data of a project are, as read."""

import json
from collections.abc import Sequence
from pathlib import Path

from engine.cli.errors import Parser, UsageError
from engine.cli.projects import read_project
from engine.cli.trust import add_trust, trust_in
from engine.data import DataError
from engine.inspect import inspect
from engine.language import tr
from engine.models.inputs import ModelError


def run(arguments: Sequence[str], prog: str) -> int:
    """Print the description and return the exit status."""
    parser = Parser(prog, tr("Say what the data of a project are, as they are read. Nothing is trained."))
    parser.add_argument("project", type=Path, metavar="PROJECT", help=tr("a project file, *.fitroom"))
    parser.add_argument("--json", action="store_true", help=tr("print JSON for a program to read"))
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help=tr("change a setting, as in train")
    )
    add_trust(parser)
    asked = parser.read(arguments)
    project = read_project(asked.project, asked.set)
    trusted = trust_in(asked.trust, project)

    from engine.inspect.as_json import as_lines, described

    try:
        facts = described(inspect(project, asked.project.absolute().parent, trusted=trusted))
    except (DataError, ModelError) as error:
        raise UsageError(str(error)) from error
    print(json.dumps(facts, ensure_ascii=False, indent=1) if asked.json else "\n".join(as_lines(facts)))
    return 0
