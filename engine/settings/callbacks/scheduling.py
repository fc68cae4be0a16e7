"""Callbacks that change how the run goes, and custom callbacks."""

from __future__ import annotations

from typing import Literal

from pydantic import field_validator

from engine.language import tr_later
from engine.settings.callbacks.base import CallbackSection, verbose
from engine.settings.declaration.declare import setting
from engine.settings.declaration.section_list import Phrase


class LearningRateScheduler(CallbackSection):
    """Arguments of `keras.callbacks.LearningRateScheduler`."""

    title = "LearningRateScheduler"
    about = "Sets the learning rate at the beginning of every epoch."
    keras_class = "keras.callbacks.LearningRateScheduler"
    phrases = (Phrase(tr_later("sets the learning rate of every epoch to {expression}")),)
    kind: Literal["lr_scheduler"] = "lr_scheduler"
    expression: str = setting(
        "lr * 0.95",
        title="Learning rate",
        help="Arithmetic with epoch (from 0) and lr, such as lr * 0.5 ** (epoch // 10)."
        " There are pi, exp, log, sqrt, sin, cos, min and max.",
        keras="schedule",
        editor="expression",
        min_length=1,
    )
    verbose: bool = verbose()

    @field_validator("expression")
    @classmethod
    def _can_be_read(cls, value: str) -> str:
        from engine.settings.expression import parse

        parse(value)
        return value


class SwapEMAWeights(CallbackSection):
    """Arguments of `keras.callbacks.SwapEMAWeights`."""

    title = "SwapEMAWeights"
    about = "Uses the moving average of the weights for validation; needs 'Average weights' at the optimizer."
    keras_class = "keras.callbacks.SwapEMAWeights"
    phrases = (
        Phrase(tr_later("validates with the average of the weights")),
        Phrase(tr_later("other callbacks see it too"), lambda section: section.swap_on_epoch),
    )
    kind: Literal["swap_ema"] = "swap_ema"
    swap_on_epoch: bool = setting(
        False,
        title="At every epoch end",
        help="Also use the average for callbacks at the end of an epoch.",
        keras="swap_on_epoch",
    )


class CustomCallback(CallbackSection):
    """A callback class from a Python file. The file runs only if the user trusts it."""

    title = "Custom callback"
    about = (
        "A Python file with a subclass of keras.callbacks.Callback."
        " It runs only after you have said that you trust it."
    )
    phrases = (
        Phrase(tr_later("runs {file_name}"), lambda section: bool(section.path) and not section.class_name),
        Phrase(
            tr_later("runs {class_name} of {file_name}"),
            lambda section: bool(section.path and section.class_name),
        ),
        Phrase(tr_later("no file is chosen yet"), lambda section: not section.path),
    )
    kind: Literal["custom"] = "custom"
    path: str = setting(
        "", title="Python file", help="The file with the callback class.", editor="python", suffixes=(".py",)
    )
    class_name: str = setting(
        "", title="Class", help="The name of the class in the file.", none_title="the only one in the file"
    )

    @property
    def file_name(self) -> str:
        """The name of the file, without its folder."""
        return self.path.replace("\\", "/").rpartition("/")[2]
