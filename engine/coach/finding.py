"""What a rule finds: which thing, where on which curve, the numbers for its sentences, what would help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class FindingKind(Enum):
    """What the coach can find, the gravest first."""

    EXPLODING = "exploding"
    RATE_HIGH = "rate_high"
    RATE_LOW = "rate_low"
    NEVER_PREDICTED = "never_predicted"
    OVERFITTING = "overfitting"
    UNDERFITTING = "underfitting"
    TOO_SHORT = "too_short"
    PLATEAU = "plateau"
    SMALL_VALIDATION = "small_validation"


class Remedy(Enum):
    """A change of the settings that helps."""

    LOWER_RATE = "lower_rate"
    RAISE_RATE = "raise_rate"
    CLIP = "clip"
    EARLY_STOPPING = "early_stopping"
    AUGMENTATION = "augmentation"
    DROPOUT = "dropout"
    SMALLER_MODEL = "smaller_model"
    LARGER_MODEL = "larger_model"
    MORE_EPOCHS = "more_epochs"
    REDUCE_RATE = "reduce_rate"
    CLASS_WEIGHT = "class_weight"
    MORE_VALIDATION = "more_validation"


@dataclass(frozen=True, slots=True)
class Finding:
    """`metric` names the curve, "loss" or "val_loss"; the stretch runs from epoch `first` to `last`.

    `numbers` fill the places of the sentences; `variant` picks one where the same thing is seen in two ways.
    """

    kind: FindingKind
    metric: str
    first: float
    last: float
    numbers: Mapping[str, object] = field(default_factory=dict[str, object])
    remedies: tuple[Remedy, ...] = ()
    variant: str = ""
