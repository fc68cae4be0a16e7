"""Decides for one run how its steps are compiled and how many run in a call, and reports the result.

`engine.run.loop.steps_per_call` and `xla_trial` measure, `timing_cache` remembers.
"""

from __future__ import annotations

import contextlib
import math
from typing import TYPE_CHECKING

from engine.language import tr
from engine.record.events import PaceFound
from engine.run.loop.steps_per_call import Pace, StepTimes
from engine.run.pace.timing_cache import TimingCache, key_of
from engine.run.pace.xla_trial import try_xla
from engine.user_folders import settings_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    import keras

    from engine.run.feed.prepare import PreparedData
    from engine.run.pace.timing_cache import XlaFinding
    from engine.run.reporter import Reporter
    from engine.settings import Project


class ExecutionTuner:
    """Execution of the training steps of one run.

    Attributes:
        pace: How many steps run in a call.
    """

    def __init__(self, project: Project, data: PreparedData, *, device: str, reporter: Reporter) -> None:
        self._project, self._data, self._reporter = project, data, reporter
        self._timings = TimingCache(settings_folder() / "speeds.json")
        self._key = key_of(project, data.inputs, batch_size=data.batch_size, device=device)
        self._known = self._timings.steps(self._key)
        self.pace = Pace(project.run.steps_per_call, self._known)
        self._reported = False

    def settle_xla(self, model: keras.Model, *, before: bool | None) -> None:
        """Set `jit_compile` of a model for which it is to be measured; nothing for others.

        Args:
            model: Built and compiled.
            before: What a resumed run used, which it continues to use; None for a new run.
        """
        if self._project.compile.jit_compile != "measured":
            return
        if before is not None:
            model.jit_compile = before
            return
        found = self._timings.xla(self._key)
        if found is None:
            found = try_xla(model, self._data.train, plan=self._data.plan)
            if found is None:
                self._reporter.say(tr("XLA was not measured, as the steps of this run are not fused."))
                return
            with contextlib.suppress(OSError):  # the next run measures again
                self._timings.remember(self._key, xla=found)
        model.jit_compile = found.taken
        self._reporter.say(_xla_sentence(found))

    def report(self, model: keras.Model, *, bound: Callable[[], float]) -> None:
        """Report once what was found, and remember it; called at the end of each epoch.

        Args:
            model: Built and compiled.
            bound: Returns how many steps the callbacks allow in a call; `math.inf` for any number.
        """
        if self._reported:
            return
        times, xla = self.pace.found, bool(model.jit_compile)
        if times is not None:
            with contextlib.suppress(OSError):
                self._timings.remember(self._key, steps=times)
        times = times or self._known
        limit = bound()
        if times is None and self._project.run.steps_per_call is None and limit > 1:
            return  # not known yet
        self._reported = True
        steps = self.pace.steps if math.isinf(limit) else min(self.pace.steps, int(limit))
        self._say(steps, xla=xla, times=times)

    def _say(self, steps: int, *, xla: bool, times: StepTimes | None) -> None:
        faster = times.times_faster if times is not None and steps > 1 else 0.0
        self._reporter.send(PaceFound(steps_per_call=steps, xla=xla, times_faster=faster))
        self._reporter.say(_pace_sentence(steps, xla=xla, faster=faster))


def _xla_sentence(found: XlaFinding) -> str:
    """Return what a measurement of XLA has found."""
    if not found.times_faster:
        return tr("XLA was measured: this model cannot be compiled with it, so it is not used.")
    values = {"faster": f"{found.times_faster:.2g}", "difference": f"{found.difference:.1g}"}
    if found.taken:
        return tr(
            "XLA was measured: {faster} times as fast, losses differ by {difference}; it is used.", **values
        )
    return tr(
        "XLA was measured: {faster} times as fast, losses differ by {difference}; it is not used.", **values
    )


def _pace_sentence(steps: int, *, xla: bool, faster: float) -> str:
    """Return how the steps of a run are executed."""
    if steps == 1:
        return tr("1 step a call, with XLA.") if xla else tr("1 step a call, no XLA.")
    if not faster:
        return (
            tr("{steps} steps a call, with XLA.", steps=steps)
            if xla
            else tr("{steps} steps a call, no XLA.", steps=steps)
        )
    values = {"steps": steps, "faster": f"{faster:.1f}"}
    if xla:
        return tr("{steps} steps a call, with XLA: {faster} times as fast as one step a call.", **values)
    return tr("{steps} steps a call, no XLA: {faster} times as fast as one step a call.", **values)
