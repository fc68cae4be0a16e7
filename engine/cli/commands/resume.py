"""`resume`: resumes a stopped or interrupted run, or trains a completed one for more epochs."""

from collections.abc import Sequence
from pathlib import Path

from engine.cli.errors import Parser, UsageError
from engine.cli.run_command import carry_out
from engine.cli.trust import add_trust, trust_in
from engine.language import tr
from engine.problems import RunError
from engine.record.events import Sink
from engine.record.lock import FolderBusyError
from engine.record.run_folder import RunFolder, SettingsError
from engine.run.control import Control


def run(arguments: Sequence[str], prog: str) -> int:
    """Resume the run in the given folder and return the exit status."""
    parser = Parser(prog, tr("Resume a run from its last saved state, as if it had never ended."))
    parser.add_argument("folder", type=Path, metavar="RUN_FOLDER", help=tr("the folder that train made"))
    parser.add_argument(
        "--epochs", type=int, metavar="N", help=tr("train so many more epochs, though the run is over")
    )
    add_trust(parser)
    asked = parser.read(arguments)
    folder = RunFolder(asked.folder)
    if not folder.is_run:
        raise UsageError(
            tr(
                "{folder} is no run folder; give one that was made by train or by the window.",
                folder=folder.path,
            )
        )
    if folder.state == "running":
        raise UsageError(str(FolderBusyError(folder.path, folder.holder())))
    try:
        project = folder.project()
    except SettingsError as error:
        raise UsageError(str(error)) from error
    except OSError as error:
        raise UsageError(
            tr("The settings of this run cannot be read: look at {file}.", file=folder.project_json)
        ) from error
    trusted = trust_in(asked.trust, project)

    from engine.run.session import Session, resume_session

    def session(sink: Sink, control: Control) -> Session:
        return resume_session(folder, sink, control=control, trusted=trusted, more=asked.epochs)

    try:
        return carry_out(project, folder, make_session=session)
    except RunError as error:
        raise UsageError(str(error)) from error
