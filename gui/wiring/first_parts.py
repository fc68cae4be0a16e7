"""What the window gets before its pages: runs, side panel, strip, and the commands of its menus."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from gui.control.program.exit_deadline import ExitDeadline
from gui.control.program.preferences import Preferences
from gui.control.project.project_files import ProjectFiles
from gui.control.project.settings_model import SettingsModel
from gui.control.worker_threads import EngineServices
from gui.frame.commands.file_commands import FileCommands
from gui.frame.commands.run_commands import RunCommands
from gui.frame.commands.trash_commands import TrashCommands
from gui.frame.side_panel import SidePanel
from gui.idle_work import left_unstyled
from gui.main_window import MainWindow
from gui.views.run.progress_strip import ProgressStrip
from gui.views.run.runs_list import RunsList


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstParts:
    """One window with its first parts, and what they show and command.

    Attributes:
        window: The frame in which all of it stands.
        runs: The list of runs.
        side: Help and script.
        strip: The progress of a run.
        model: The settings.
        files: The project's file, and the files before it.
        services: The worker threads and those who command them.
        file_commands: What the File menu does.
        run_commands: What the Run menu does.
        trash_commands: Deletes runs, and puts them back.
        preferences: What the person prefers, from session to session.
    """

    window: MainWindow
    runs: RunsList
    side: SidePanel
    strip: ProgressStrip
    model: SettingsModel
    files: ProjectFiles
    services: EngineServices
    file_commands: FileCommands
    run_commands: RunCommands
    trash_commands: TrashCommands
    preferences: Preferences


def make_first_parts(
    window: MainWindow,
    *,
    model: SettingsModel,
    files: ProjectFiles,
    services: EngineServices,
    exit_deadline: ExitDeadline,
    preferences: Preferences,
) -> Generator[int, None, FirstParts]:
    """Make the first parts, and put them where the frame has kept room for them; one a turn."""
    runs = left_unstyled(RunsList(window))
    yield 0
    side = left_unstyled(SidePanel(window))
    yield 0
    strip = ProgressStrip(window)
    window.populate(runs=runs, side=side, strip=strip)
    file_commands = FileCommands(window, window.banner, model=model, files=files)
    run_commands = RunCommands(
        window,
        window.banner,
        model=model,
        files=files,
        services=services,
        sees_training=lambda: window.shows_training,
        exit_deadline=exit_deadline,
    )
    return FirstParts(
        window=window,
        runs=runs,
        side=side,
        strip=strip,
        model=model,
        files=files,
        services=services,
        file_commands=file_commands,
        run_commands=run_commands,
        trash_commands=TrashCommands(window, window.banner, library=services.library, show=run_commands.open),
        preferences=preferences,
    )
