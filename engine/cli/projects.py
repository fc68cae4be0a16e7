"""Reads the project that a command names, with the changes given on the command line."""

from collections.abc import Iterable
from pathlib import Path

from engine.cli.errors import UsageError, suggestion
from engine.opening import path_exists, shortened
from engine.settings import Project
from engine.settings.project_file.assign import AssignError, assign
from engine.settings.project_file.file import SUFFIX, ProjectFileError, load, with_absolute_paths


def read_project(path: Path, assignments: Iterable[str] = ()) -> Project:
    """The project at `path` with each "setting=value" done, and with absolute paths.

    Raises RequestError when the file cannot be read, or when it or an assignment holds what is no setting.
    The window continues with the rest of such a file and shows what is wrong; here nobody would see it.
    """
    if not path_exists(path):
        beside = path.parent.glob(f"*{SUFFIX}") if path_exists(path.parent) else ()
        near = suggestion(path.name, (file.name for file in beside))
        raise UsageError(f"There is no project file {shortened(str(path))}.{near}")
    try:
        loaded = load(path, keep_aside=False)
        if loaded.problems:
            raise UsageError("\n".join(f"{path.name}: {problem.message}" for problem in loaded.problems))
        return with_absolute_paths(assign(loaded.project, assignments), path.parent)
    except (ProjectFileError, AssignError) as error:
        raise UsageError(str(error)) from error
