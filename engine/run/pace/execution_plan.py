"""Decides for one run how its steps are compiled and how many run in a call, and reports the result.

`engine.run.loop.steps_per_call` and `xla_trial` measure, `timing_cache` remembers.
"""

from __future__ import annotations

import contextlib
import math
from typing import TYPE_CHECKING

from engine.record.events import PaceFound
from engine.run.loop.steps_per_call import Pace, StepTimes
from engine.run.pace.timing_cache import TimingCache, key_of
from engine.run.pace.xla_trial import try_xla
from engine.user_folders import settings_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    import keras

    from engine.run.feed.prepare import PreparedData
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
                self._reporter.say("XLA was not measured, as the steps of this run are not fused.")
                return
            with contextlib.suppress(OSError):  # the next run measures again
                self._timings.remember(self._key, xla=found)
        model.jit_compile = found.taken
        speed = f"{found.times_faster:.2g} times as fast, losses differ by {found.difference:.1g}"
        if not found.times_faster:
            speed = "this model cannot be compiled with it"
        self._reporter.say(f"XLA was measured: {speed}; it is {'taken' if found.taken else 'left'}.")

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
        gain = f": {faster:.1f} times as fast as one step a call" if faster else ""
        count = f"{steps} steps" if steps > 1 else "1 step"
        self._reporter.say(f"{count} a call, {'with' if xla else 'no'} XLA{gain}.")
