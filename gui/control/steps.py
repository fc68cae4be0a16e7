"""Which settings belong to each of the five steps, how each one stands, and what it is set to.

Plain data, no widget.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.run.problems import Problem
from engine.settings import Project
from gui.control.step import Standing, Step, StepState
from gui.text import tr

SECTIONS: dict[Step, tuple[str, ...]] = {
    Step.DATA: ("data", "augmentation"),
    Step.MODEL: ("model",),
    Step.FIT: ("fit", "compile", "run"),
    Step.CALLBACKS: ("callbacks",),
    Step.TRAIN: (),
}
if set(SECTIONS) != set(Step) or {name for names in SECTIONS.values() for name in names} != set(
    Project.model_fields
):
    raise TypeError("every step has its sections, and every section of the project its step")


def step_of(path: str) -> Step:
    """The page on which the setting at `path` stands; the train page for anything else."""
    section = path.partition(".")[0]
    return next((step for step, names in SECTIONS.items() if section in names), Step.TRAIN)


def states(project: Project, problems: Iterable[Problem], *, last: Project | None) -> dict[Step, StepState]:
    """How each step stands; `last` is the project of the latest run."""
    found: dict[Step, StepState] = {}
    problems = tuple(problems)
    for step, sections in SECTIONS.items():
        own = [problem for problem in problems if step_of(problem.path) is step]
        errors = [problem for problem in own if problem.severity == "error"]
        if errors:
            found[step] = StepState(Standing.ATTENTION, errors[0].message)
        elif own:
            found[step] = StepState(Standing.WARNING, own[0].message)
        elif last is not None and any(getattr(project, s) != getattr(last, s) for s in sections):
            found[step] = StepState(Standing.CHANGED, tr("Changed since the last run."))
        else:
            found[step] = StepState(Standing.READY)
    return found


def summaries(project: Project) -> dict[Step, str]:
    """A few words on what each step is set to."""
    on = sum(callback.enabled for callback in project.callbacks)
    return {
        Step.DATA: project.data.called or tr("nothing chosen yet"),
        Step.MODEL: tr(type(project.model).title),
        Step.FIT: tr("{epochs} epochs, batch {size}", epochs=project.fit.epochs, size=project.fit.batch_size),
        Step.CALLBACKS: tr("{on} of {all} on", on=on, all=len(project.callbacks)),
        Step.TRAIN: "",
    }
