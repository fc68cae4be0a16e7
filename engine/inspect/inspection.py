"""What a project is found to be: its data in stages, and all that follows from data and settings together.

Run, script, command line and window take it from here.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from engine.inspect.fit_notes import notes
from engine.inspect.inactive import inactive
from engine.inspect.preflight.check import check
from engine.inspect.proposals import proposal_for
from engine.inspect.staged_data import StagedData
from engine.models.overview.outline import Outline, outline
from engine.script import LayoutCache, Script, facts_of, write_both, write_script

if TYPE_CHECKING:
    from engine.models.proposal import Proposal
    from engine.problems import Problem
    from engine.script import ScriptFacts


class Inspection(StagedData):
    """One look at a project. What needs the data raises as the stages of `StagedData` do."""

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps a run from starting or will spoil it, with the data: it is read where it is unread."""
        self.dataset  # noqa: B018 - raises where the data cannot be read, which is then the problem
        return tuple(check(self.project, self.base, data=self))

    @cached_property
    def problems_of_settings(self) -> tuple[Problem, ...]:
        """The problems that are known without the data."""
        return tuple(check(self.project, self.base))

    @property
    def inactive(self) -> dict[str, str]:
        """Why a setting has no effect, by its dotted path."""
        return inactive(self.project, self.facts)

    @property
    def fit_notes(self) -> dict[str, str]:
        """What numbers of `fit` mean for the present data, by dotted path."""
        return notes(self.project, self.facts)

    @property
    def proposal(self) -> Proposal | None:
        """The model to begin with; None where it is the chosen one."""
        return proposal_for(self.project, self.facts)

    @property
    def outline(self) -> Outline | None:
        """The shapes of the model, calculated without TensorFlow; None for a model from a file."""
        return outline(self.project, self.inputs)

    @property
    def script_facts(self) -> ScriptFacts:
        """The data as a script must know it: the facts, and how the data is written in its files."""
        layouts: LayoutCache = self._stages.get("layouts", (), make=LayoutCache).value
        return facts_of(
            self.project,
            self.fitted,
            validation=self.validation,
            test=self.test,
            parts=self.split,
            base=self.base,
            layout_of=layouts,
        )

    @property
    def script(self) -> Script:
        """The plain Keras script of this project."""
        return write_script(self.project, self.script_facts)

    @property
    def scripts(self) -> Script:
        """The plain script, with the exact one beside it."""
        return write_both(self.project, self.script_facts)

    @property
    def exact_script(self) -> Script:
        """The Keras script whose losses are those of a run."""
        return write_script(self.project, self.script_facts, exact=True)
