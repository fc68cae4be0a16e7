"""Reports how exact a run is: what a resume cannot restore, and what had changed when it was resumed.

Both go into the log, on the curves, into the outcome and into environment.json. `conditions` finds out what
decides the numbers, `engine.run.state` what cannot be restored.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from typing import Any

from engine.language import tr
from engine.record.events import Mark
from engine.run.exactness.conditions import changes, changes_sentence
from engine.run.position import Position
from engine.run.reporter import Reporter
from engine.run.run_request import RunContext
from engine.run.state.whole import TrainingState

FACTS = "decides_numbers"
"""The name of the facts in environment.json and in the header of a state."""
_FIRST_WITH_CUSTOM_CODE = 3
_NAMED = 20


class Exactness:
    """Reports the exactness of one run.

    Args:
        facts: From `conditions.decisive_facts`.
        context: The run.
        state: Names what cannot be restored.
        reporter: Sends log lines and marks.

    Attributes:
        facts: The argument.
    """

    def __init__(
        self,
        facts: Mapping[str, str],
        *,
        context: RunContext,
        state: TrainingState,
        reporter: Reporter,
    ) -> None:
        self.facts = dict(facts)
        self._folder, self._best_so_far = context.folder, context.best_so_far
        self._state, self._reporter = state, reporter

    def begin(self, environment: Mapping[str, Any]) -> None:
        """Write environment.json of a new run, and say what a resume cannot restore.

        Args:
            environment: From `engine.run.environment.facts`.

        Raises:
            OSError: When it cannot be written.
        """
        names = self._state.not_restored
        self._folder.write_environment({**environment, FACTS: self.facts, "not_restored": names})
        self._report(names)

    def resumed(self, header: Mapping[str, Any], start: Position, *, lost: Mapping[str, int]) -> None:
        """Say why the numbers of a resumed run may differ from now on, and write it to environment.json.

        Args:
            header: Of the state from which it was resumed.
            start: Where it continues.
            lost: Name of a file -> how many bytes it has lost of those that the state knows: a power cut
                takes what was not on disk, and a person may cut a file.

        Raises:
            OSError: When environment.json cannot be written.
        """
        environment = self._folder.environment()
        changed = self._changed(header, environment)
        names = self._state.not_restored
        sentences: list[str] = []
        if changed:
            sentences.append(changes_sentence(changed))
        if header["version"] < _FIRST_WITH_CUSTOM_CODE and self._state.has_custom_code:
            sentences.append(
                tr(
                    "The state was kept by an earlier version of Fitroom, which did not keep all that"
                    " custom code may hold; from here on the numbers may differ."
                )
            )
        if names:
            sentences.append(
                tr(
                    "From here on the numbers may differ from those of a run that was never interrupted, as"
                    " this could not be restored: {names}.",
                    names=", ".join(names),
                )
            )
        if sentences:
            # the seed alone does not reproduce these numbers
            environment["deterministic"] = False
            resumed = {"at": time.time(), "epoch": start.epoch, "step": start.step, "changed": changed}
            before = environment.get("resumed_inexactly")
            environment["resumed_inexactly"] = [*(before if isinstance(before, list) else ()), resumed]
            self._folder.write_environment({**environment, "not_restored": names})
        self._best_so_far.not_restored = names
        for sentence in sentences:
            self._reporter.mark(Mark.INEXACT, start, text=sentence, level="warning")
        if lost:
            names = ", ".join(f"{name} ({count:,} bytes)" for name, count in list(lost.items())[:_NAMED])
            sentence = tr(
                "Some of what the run had written is missing from its folder, so curves and tables have a gap"
                " before this place: {names}. The model and its state are whole.",
                names=names,
            )
            self._reporter.mark(Mark.RESUMED, start, text=sentence, level="warning")

    def report_more(self) -> None:
        """Say what cannot be restored, if more has been found since the last report."""
        names = self._state.not_restored
        if names != self._best_so_far.not_restored:
            new = tuple(name for name in names if name not in self._best_so_far.not_restored)
            with contextlib.suppress(
                OSError
            ):  # a full disk has its own sentence; the log and outcome name it
                self._folder.write_environment({**self._folder.environment(), "not_restored": names})
            self._report(new)
            self._best_so_far.not_restored = names

    def _report(self, names: tuple[str, ...]) -> None:
        self._best_so_far.not_restored = names
        if names:
            self._reporter.say(
                tr(
                    "A resume of this run will not be exact, as these hold a state that cannot be saved:"
                    " {names}.",
                    names=", ".join(names),
                ),
                "warning",
            )

    def _changed(
        self, header: Mapping[str, Any], environment: Mapping[str, Any]
    ) -> dict[str, tuple[str, str]]:
        before = header.get(FACTS)
        if isinstance(before, dict):
            return changes({str(name): str(value) for name, value in before.items()}, self.facts)
        # a run of an earlier version has only package versions
        packages = environment.get("packages", {})
        packages = packages if isinstance(packages, dict) else {}
        tensorflow = packages.get("tensorflow", packages.get("tensorflow-cpu", ""))
        known = {**packages, "python": environment.get("python", ""), "tensorflow": tensorflow}
        before = {name: str(value) for name, value in known.items() if value and name in self.facts}
        return changes(before, {name: self.facts[name] for name in before})
