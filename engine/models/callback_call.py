"""One call of a Keras class for each callback of the settings: a run builds it, a script prints it.

What only a run knows (where its folder is, whether it was resumed) is put in place of single arguments in
`engine.run.callbacks`; what only a script needs is in `engine.script.callbacks`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from engine.models.arguments import arguments
from engine.settings.callbacks import CallbackSection, LearningRateScheduler
from engine.settings.declaration.call import Call, Named
from engine.settings.expression import evaluate

if TYPE_CHECKING:
    from typing import Any

ALWAYS = (
    "monitor",
    "patience",
    "restore_best_weights",
    "factor",
    "filename",
    "log_dir",
    "histogram_freq",
    "root",
)
"""Arguments that are always given: the most important, and those whose default here is not Keras's."""


def callback_call(section: CallbackSection, path: str) -> Call:
    """Return the call that makes the callback.

    Args:
        section: Its settings.
        path: Their dotted path, such as "callbacks.0".

    Returns:
        The call of the section's Keras class; arguments that have Keras's default are left out.
    """
    kwargs, origin = arguments(section, path, always=ALWAYS)
    if "verbose" in kwargs:
        kwargs["verbose"] = int(kwargs["verbose"])
    call = Call(section.keras_class, kwargs=kwargs, origin=origin)
    return _with_schedule(call, section, path) if isinstance(section, LearningRateScheduler) else call


def _with_schedule(call: Call, section: LearningRateScheduler, path: str) -> Call:
    schedule = Named(f"lambda epoch, lr: {section.expression}", partial(_rate, section.expression))
    kwargs: dict[str, Any] = {
        "schedule": schedule,
        **{k: v for k, v in call.kwargs.items() if k != "schedule"},
    }
    return replace(call, kwargs=kwargs, origin={**call.origin, "schedule": f"{path}.expression"})


def _rate(expression: str, epoch: int, lr: float) -> float:
    return evaluate(expression, epoch=epoch, lr=lr)
