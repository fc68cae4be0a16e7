"""Which settings belong to each of the six pages, the state of each page, and a summary of its settings.

Plain functions of settings and problems; the rail shows the results.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.problems import Problem
from engine.settings import Project
from gui.control.project.page_status import PageState, Readiness, Step
from gui.text import tr

SECTIONS: dict[Step, tuple[str, ...]] = {
    Step.DATA: ("data", "augmentation"),
    Step.MODEL: ("model",),
    Step.FIT: ("fit", "compile", "run"),
    Step.CALLBACKS: ("callbacks",),
    Step.TRAIN: (),
    Step.RESULTS: (),
}
if set(SECTIONS) != set(Step) or {name for names in SECTIONS.values() for name in names} != set(
    Project.model_fields
):
    raise TypeError("every step has its sections, and every section of the project its step")


def step_of(path: str) -> Step:
    """Return the page with the setting at the dotted `path`; the Train page for any other path."""
    section = path.partition(".")[0]
    return next((step for step, names in SECTIONS.items() if section in names), Step.TRAIN)


def states(project: Project, problems: Iterable[Problem], *, last: Project | None) -> dict[Step, PageState]:
    """Return the state of each page.

    Args:
        project: The present settings.
        problems: The problems of these settings.
        last: The settings of the last run; None if there was none.
    """
    found: dict[Step, PageState] = {}
    problems = tuple(problems)
    for step, sections in SECTIONS.items():
        relevant = [problem for problem in problems if step_of(problem.path) is step]
        errors = [problem for problem in relevant if problem.severity == "error"]
        if errors:
            found[step] = PageState(Readiness.ATTENTION, errors[0].message)
        elif relevant:
            found[step] = PageState(Readiness.WARNING, relevant[0].message)
        elif last is not None and any(getattr(project, s) != getattr(last, s) for s in sections):
            found[step] = PageState(Readiness.CHANGED, tr("Changed since the last run."))
        else:
            found[step] = PageState(Readiness.READY)
    return found


def summaries(project: Project) -> dict[Step, str]:
    """Return a few words about the settings of each page, "" for those that show a run."""
    on = sum(callback.enabled for callback in project.callbacks)
    return {
        Step.DATA: project.data.called or tr("nothing chosen yet"),
        Step.MODEL: tr(type(project.model).title),
        Step.FIT: tr("{epochs} epochs, batch {size}", epochs=project.fit.epochs, size=project.fit.batch_size),
        Step.CALLBACKS: tr("{on} of {all} on", on=on, all=len(project.callbacks)),
        Step.TRAIN: "",
        Step.RESULTS: "",
    }
