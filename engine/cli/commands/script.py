"""`script`: prints the Keras script that trains what the project trains."""

from collections.abc import Sequence
from pathlib import Path

from engine.cli.errors import Parser, UsageError
from engine.cli.projects import read_project
from engine.cli.trust import add_trust, trust_in
from engine.custom_code.run_file import Trusted
from engine.data import DataError, load
from engine.data.separate_data import load_test, load_validation
from engine.data.split import fitted_for
from engine.models.inputs import ModelError
from engine.script import ScriptFacts, facts_of, write_script
from engine.settings import Project


def run(arguments: Sequence[str], prog: str) -> int:
    """Print the script and return the exit status."""
    parser = Parser(prog, "Print a plain Keras script that trains the same as the project, without Fitroom.")
    parser.add_argument("project", type=Path, metavar="PROJECT", help="a project file, *.fitroom")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="change a setting, as in train"
    )
    add_trust(parser)
    asked = parser.read(arguments)
    project = read_project(asked.project, asked.set)
    trusted = trust_in(asked.trust, project)
    try:
        text = write_script(project, _facts(project, trusted)).text
    except (DataError, ModelError) as error:
        raise UsageError(str(error)) from error
    print(text, end="")
    return 0


def _facts(project: Project, trusted: Trusted) -> ScriptFacts:
    """Read the data and collect what the settings do not say: names, shapes, how its files are written."""
    dataset = fitted_for(load(project.data, None, trusted=trusted), project.fit, seed=project.run.seed)
    validation = load_validation(project, None, dataset=dataset) if project.fit.validation_data else None
    test = load_test(project, None, dataset=dataset) if project.fit.test_data else None
    return facts_of(project, dataset, validation=validation, test=test)
