"""What the entries of the menus and the buttons of the bar do, and who says why something was not done."""

from __future__ import annotations

from gui.frame.desktop.desktop import Desktop
from gui.wiring.first_parts import FirstParts


def connect_commands(first: FirstParts) -> None:
    """Connect every command that needs no page."""
    actions, files, runs = first.window.actions_table, first.file_commands, first.run_commands
    controller, inspector = first.services.controller, first.services.inspector
    first.window.menus.recent_chosen.connect(files.open_path)
    actions.new.triggered.connect(files.new)
    files.began.connect(first.window.show_data)
    actions.open.triggered.connect(files.open)
    actions.save.triggered.connect(files.save)
    actions.save_as.triggered.connect(files.save_as)
    actions.read_again.triggered.connect(inspector.read_again)
    actions.train.triggered.connect(runs.train)
    actions.pause.triggered.connect(controller.toggle_pause)
    actions.stop.triggered.connect(controller.stop)
    actions.stop_after_epoch.toggled.connect(controller.stop_after_epoch)
    actions.reduce_rate.triggered.connect(controller.reduce_learning_rate)
    actions.resume.triggered.connect(runs.resume_shown)
    actions.runs_folder.triggered.connect(runs.open_folder)
    actions.put_back.triggered.connect(first.trash_commands.put_back_last)
    runs.training_wanted.connect(first.window.show_training)


def make_desktop(first: FirstParts) -> Desktop:
    """The desktop's own signs of a run: it shows the progress, and says when it ends."""
    services = first.services
    desktop = Desktop(first.window, progress=lambda: services.pump.history.progress.of_run)
    if services.controller.busy:
        desktop.begin()
    services.controller.began.connect(desktop.begin)
    services.controller.ended.connect(desktop.end)
    return desktop


def connect_banner(first: FirstParts) -> None:
    """Whatever cannot be done is said in the banner."""
    banner, runs, services = first.window.banner, first.run_commands, first.services
    first.files.problem.connect(banner.show_problem)
    first.model.unaccepted_changed.connect(runs.forget_unaccepted)
    services.controller.refused.connect(runs.say_refused)
    services.controller.ended.connect(runs.say_ended)
    services.controller.unable.connect(banner.show_problem)
    services.library.failed.connect(banner.show_problem)
    services.library.left.connect(first.trash_commands.say_left)
    first.side.script.failed.connect(banner.show_problem)
    for trust in services.trusts:
        trust.failed.connect(banner.show_problem)
