"""Fitroom's one entry point: the window, the commands without one, and the frozen program's own children.

What the commands are is `engine.cli`'s matter, the window is `gui.startup.application`'s. Each is imported
when it is wanted: a command costs no Qt, and the window is there before TensorFlow.
"""

import gc
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from engine.child_command import clean_process_environment, is_frozen, training_command
from engine.cli.commands.table import asks_for_window
from engine.cli.exit_status import STOPPED, WRONG_REQUEST
from engine.forced_exit import END_SECONDS, Watcher, end_process_within

SELF_TEST = "--self-test"
_TRAINS = ("train", "resume")  # the commands that run for long, and custom code with it


def main(arguments: Sequence[str]) -> int:
    """Do what `arguments` (without the program's name) ask for; the exit status."""
    if arguments and arguments[0] == SELF_TEST:
        return _test_installation(arguments[1:])
    if asks_for_window(arguments):
        return _open_window(arguments)
    from engine.cli.main import main as command

    return command(arguments)


def _test_installation(arguments: Sequence[str]) -> int:
    if arguments[:1] == ["window"]:  # what the test starts as a child
        from gui.self_test import drive_window

        return drive_window(arguments[1:])
    from engine.self_test import run

    return run()


def _open_window(arguments: Sequence[str]) -> int:
    # the window collects garbage itself (gui.control.workers.garbage_collection); what imports make is none
    gc.disable()
    project = Path(arguments[0]) if arguments else None
    if problem := _window_problem(project):
        gc.enable()
        print(problem, file=sys.stderr)  # noqa: T201 - the message for the user
        return WRONG_REQUEST
    from gui.startup.application import run_window

    gc.freeze()  # what was imported stays, so nobody has to look at it again
    return run_window(sys.argv[:1], project)


def _window_problem(project: Path | None) -> str:
    """Why no window can be opened, in words that say what to do; "" when nothing stands against it."""
    from engine.language import suitable, tr

    tr.use(suitable(os.environ))
    from engine.doctor.display import display_problem, uses_x
    from engine.doctor.libraries import Part, how_to_install, missing_libraries

    # a Path would raise for a name that is too long
    if project is not None and not os.path.isfile(project):  # noqa: PTH113 - as said
        return tr(
            "There is no file {path}; give the path of a project, or nothing to open the last one.",
            path=project,
        )
    if problem := display_problem(os.environ):
        return tr(
            "No window can be opened, as {problem}. Training works without one: {command}",
            problem=problem,
            command=training_command(),
        )
    parts = [Part.WINDOW, Part.SCREEN] if uses_x(os.environ) else [Part.WINDOW]
    if missing := missing_libraries(parts):
        return tr("Qt lacks system libraries.") + " " + how_to_install(missing)
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        return tr(
            "No window can be opened, as PySide6 cannot be loaded ({error})."
            " Start with `make run`, which installs it. Training works without one: {command}",
            error=error,
            command=training_command(),
        )
    return ""


def _outcome_writer() -> Callable[[Path, float], None]:
    """In the watcher, once the program was asked to end: what writes the outcome where the run cannot."""
    from engine.history.unfinished import write_unfinished_run

    return write_unfinished_run


if __name__ == "__main__":
    if is_frozen():
        import multiprocessing

        multiprocessing.freeze_support()  # the frozen program starts itself again for worker processes
    clean_process_environment(os.environ)
    # before any import that starts threads, as the watcher is a copy of this process
    watches = asks_for_window(sys.argv[1:]) or sys.argv[1] in _TRAINS
    watcher = Watcher(make_writer=_outcome_writer) if watches else None
    status = main(sys.argv[1:])
    if asks_for_window(sys.argv[1:]) or status == STOPPED:
        # who was asked to end does: a thread of custom code would keep the interpreter for ever
        end_process_within(END_SECONDS)
    if watcher is not None:
        watcher.close()
    sys.exit(status)
