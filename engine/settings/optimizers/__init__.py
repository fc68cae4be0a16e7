"""Every optimizer of Keras, one section for each, with its arguments."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from engine.settings.optimizers.adam_family import Adam, Adamax, AdamW, Lamb, Lion, Nadam, ScheduleFreeAdamW
from engine.settings.optimizers.base import OptimizerSection
from engine.settings.optimizers.classic import SGD, Adadelta, Adagrad, Ftrl, RMSprop
from engine.settings.optimizers.large_models import Adafactor, Muon

OptimizerSettings = Annotated[
    Adam
    | AdamW
    | SGD
    | RMSprop
    | Nadam
    | Adamax
    | Adagrad
    | Adadelta
    | Adafactor
    | Ftrl
    | Lamb
    | Lion
    | Muon
    | ScheduleFreeAdamW,
    Field(discriminator="kind"),
]

__all__ = [
    "SGD",
    "Adadelta",
    "Adafactor",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "Ftrl",
    "Lamb",
    "Lion",
    "Muon",
    "Nadam",
    "OptimizerSection",
    "OptimizerSettings",
    "RMSprop",
    "ScheduleFreeAdamW",
]
