"""`train`: trains a project in a new run folder."""

import sys
from collections.abc import Sequence
from pathlib import Path

from engine.cli.errors import Parser, UsageError
from engine.cli.exit_status import WRONG_REQUEST
from engine.cli.projects import read_project
from engine.cli.run_command import carry_out
from engine.cli.trust import add_trust, trust_in
from engine.language import tr
from engine.message import joined
from engine.record.events import Sink
from engine.record.run_folder import RunFolder
from engine.record.trash import delete_unstarted
from engine.run.control import Control
from engine.settings import Project
from engine.user_folders import runs_folder


def run(arguments: Sequence[str], prog: str) -> int:
    """Check the project, train it, and return the exit status."""
    parser = Parser(prog, tr("Train a project without a window. Ctrl+C stops after the current batch."))
    parser.add_argument("project", type=Path, metavar="PROJECT", help=tr("a project file, *.fitroom"))
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FOLDER",
        help=tr("the folder of this run, new or empty; without it one is made among the other runs"),
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help=tr("change a setting for this run, such as fit.epochs=3; may be given many times"),
    )
    add_trust(parser)
    asked = parser.read(arguments)
    project = read_project(asked.project, asked.set)
    trusted = trust_in(asked.trust, project)

    from engine.inspect.preflight import check
    from engine.run.session import Session

    problems = check(project, None)
    for problem in problems:
        if problem.severity == "warning":
            print(tr("Warning: {message}", message=problem.message), file=sys.stderr)
    if errors := [problem.message for problem in problems if problem.severity == "error"]:
        raise UsageError(joined(errors, "\n"))
    there_before = asked.out is not None and asked.out.exists()
    folder = _make_folder(project, asked.out, name=asked.project.stem)

    def make_session(sink: Sink, control: Control) -> Session:
        return Session(project, folder, sink, control, trusted=trusted)

    status = carry_out(project, folder, make_session=make_session)
    if status == WRONG_REQUEST:
        delete_unstarted(folder, folder_too=not there_before)
    return status


def _make_folder(project: Project, out: Path | None, *, name: str) -> RunFolder:
    try:
        if out is not None:
            return RunFolder.create_at(out, project)
        return RunFolder.create(runs_folder(), project, name=name)
    except OSError as error:
        # errors of the operating system have a strerror, the program's own have a whole sentence
        why = str(error)
        if error.strerror:
            why = tr(
                "{path} cannot be written to: {reason}", path=out or runs_folder(), reason=error.strerror
            )
        raise UsageError(
            tr("The run's folder cannot be made: {reason}. Choose another with --out.", reason=why)
        ) from error
