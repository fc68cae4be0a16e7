"""Reads the project that a command names, with the changes from the command line."""

from collections.abc import Iterable
from pathlib import Path

from engine.cli.errors import UsageError, suggestion
from engine.language import tr
from engine.message import joined
from engine.opening import path_exists, shortened
from engine.settings import Project
from engine.settings.project_file.assign import AssignError, assign
from engine.settings.project_file.file import SUFFIX, ProjectFileError, load, with_absolute_paths


def read_project(path: Path, assignments: Iterable[str] = ()) -> Project:
    """Read a project file.

    The window opens a faulty file with the rest of its settings and shows what is wrong; a command refuses
    it, as nobody would see that.

    Args:
        path: The project file.
        assignments: Changes such as "fit.epochs=3", applied in order.

    Returns:
        The project, with absolute paths.

    Raises:
        UsageError: The file cannot be read, or the file or an assignment has an invalid setting.
    """
    if not path_exists(path):
        beside = path.parent.glob(f"*{SUFFIX}") if path_exists(path.parent) else ()
        near = suggestion(path.name, (file.name for file in beside))
        raise UsageError(tr("There is no project file {path}.", path=shortened(str(path))) + near)
    try:
        loaded = load(path, keep_aside=False)
        if loaded.problems:
            raise UsageError(
                joined((f"{path.name}: " + problem.message for problem in loaded.problems), "\n")
            )
        return with_absolute_paths(assign(loaded.project, assignments), path.parent)
    except (ProjectFileError, AssignError) as error:
        raise UsageError(str(error)) from error
