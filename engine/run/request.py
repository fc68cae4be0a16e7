"""What a run is asked to do: which settings, where, steered by whom, from a state or from the beginning."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.own_code import Trusted
from engine.run.control import Control
from engine.run.run_folder import RunFolder
from engine.run.tally import Tally
from engine.settings import Project
from engine.settings.callbacks import CSVLogger, TensorBoard

__all__ = ["RunRequest", "Trusted"]

_RECORDS = ("history.csv", "events.jsonl", "batches.bin")


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

    def stopping(self) -> bool:
        """Whether the run was asked to end."""
        return self.control.stopping

    def owned_files(self) -> list[str]:
        """The files and folders in the run's folder that only grow, and are cut back by a resume."""
        more = [
            section.log_dir if isinstance(section, TensorBoard) else section.filename
            for section in self.project.callbacks
            if isinstance(section, TensorBoard | CSVLogger) and section.enabled
        ]
        return [*_RECORDS, *more]
