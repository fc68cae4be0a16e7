"""What a project is found to be: its data in stages, its problems, its script and the outline of its model.

Run, script, command line and window take it from here. What follows from settings and `facts` alone is a
function, as a page shows it at once: `inactive`, `fit_notes`, `proposals`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.inspect.preflight.check import check
from engine.inspect.staged_data import StagedData
from engine.models.overview.outline import Outline, outline
from engine.script import LayoutCache, Script, facts_of, write_script

if TYPE_CHECKING:
    from engine.problems import Problem
    from engine.script import ScriptFacts


class Inspection(StagedData):
    """One look at a project. What needs the data raises as the stages of `StagedData` do."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps a run from starting or will spoil it: of the settings alone while the data is unread."""
        return tuple(check(self.project, self.base, data=self if self.is_read else None))

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
    def exact_script(self) -> Script:
        """The Keras script whose losses are those of a run."""
        return write_script(self.project, self.script_facts, exact=True)
