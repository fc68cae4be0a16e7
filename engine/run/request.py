"""What a run is asked to do: which settings, where, steered by whom, from a state or from the beginning."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.own_code import Trusted
from engine.run.control import Control
from engine.run.run_folder import RunFolder
from engine.run.tally import Tally
from engine.settings import Project

__all__ = ["RunRequest", "Trusted"]


@dataclass(frozen=True, slots=True)
class RunRequest:
    """A run in `folder`, steered by `control`; `resume` goes on from the folder's newest state.

    With `more` a run that is over goes on for so many epochs. `tally` is filled in while it runs.
    """

    project: Project
    folder: RunFolder
    control: Control
    resume: bool
    trusted: Trusted
    more: int = 0
    tally: Tally = field(default_factory=Tally)
