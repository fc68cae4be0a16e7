"""What a rule finds: the kind of problem, where on which curve, numbers for the sentences, and remedies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class FindingKind(Enum):
    """What the coach can find, the most serious first."""

    EXPLODING = "exploding"
    RATE_HIGH = "rate_high"
    RATE_LOW = "rate_low"
    ONLY_VALIDATED = "only_validated"
    ONLY_TRAINED = "only_trained"
    NEVER_PREDICTED = "never_predicted"
    OVERFITTING = "overfitting"
    UNDERFITTING = "underfitting"
    TOO_SHORT = "too_short"
    PLATEAU = "plateau"
    SMALL_VALIDATION = "small_validation"


class Remedy(Enum):
    """A change of settings that helps."""

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
    STRATIFY = "stratify"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding about a run.

    Attributes:
        kind: What was found.
        metric: The curve on which it shows, "loss" or "val_loss".
        first: Epoch at which it begins on the curve.
        last: Epoch at which it ends.
        numbers: Values for the placeholders of the sentences, by name.
        remedies: What would help, the best first.
        variant: Which sentence describes it, where there are two; "" for the usual one.
    """

    kind: FindingKind
    metric: str
    first: float
    last: float
    numbers: Mapping[str, object] = field(default_factory=dict[str, object])
    remedies: tuple[Remedy, ...] = ()
    variant: str = ""
