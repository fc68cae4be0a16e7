"""The texts of the coach: for each kind of finding a title, what is seen, and what it means."""

from __future__ import annotations

from engine.coach.finding import Finding, FindingKind
from engine.language import tr, tr_later

_TITLES: dict[FindingKind, str] = {
    FindingKind.EXPLODING: tr_later("Exploding loss"),
    FindingKind.RATE_HIGH: tr_later("Learning rate too high"),
    FindingKind.RATE_LOW: tr_later("Learning rate too low"),
    FindingKind.ONLY_VALIDATED: tr_later("Validated on a class without training"),
    FindingKind.ONLY_TRAINED: tr_later("Classes without validation"),
    FindingKind.NEVER_PREDICTED: tr_later("A class is never predicted"),
    FindingKind.OVERFITTING: tr_later("Overfitting"),
    FindingKind.UNDERFITTING: tr_later("Underfitting"),
    FindingKind.TOO_SHORT: tr_later("Too few epochs"),
    FindingKind.PLATEAU: tr_later("Plateau"),
    FindingKind.SMALL_VALIDATION: tr_later("Small validation set"),
}
_SENTENCES: dict[FindingKind, tuple[str, str]] = {
    FindingKind.EXPLODING: (
        tr_later("The training loss suddenly rose to {times} times its lowest value."),
        tr_later(
            "The steps were longer than the slope allows: a lower learning rate or clipped gradients help."
        ),
    ),
    FindingKind.RATE_HIGH: (
        tr_later("The training loss jumps up and down, and gains nothing on the whole."),
        tr_later("Each step leaps over the valley; with a learning rate below {rate} the loss can settle."),
    ),
    FindingKind.RATE_LOW: (
        tr_later("In {epochs} epochs the training loss fell by only {fall}, little by little."),
        tr_later(
            "The direction is right but the steps are tiny; a learning rate above {rate} gets there sooner."
        ),
    ),
    FindingKind.ONLY_VALIDATED: (
        tr_later("Validation has examples of {classes}, of which training has none."),
        tr_later(
            "No setting of the model can help here: the validation values are right only when every class is"
            " in both parts, as in a stratified split."
        ),
    ),
    FindingKind.ONLY_TRAINED: (
        tr_later("Validation has no example of {classes}, half of the classes or more."),
        tr_later(
            "The validation values say nothing about most of what the model learns: they do when every class"
            " is in both parts, as in a stratified split."
        ),
    ),
    FindingKind.NEVER_PREDICTED: (
        tr_later("The model never gives {classes}, though {count} validation examples belong there."),
        tr_later(
            "A rare class hardly counts in the loss; class weights make it count as much as the others."
        ),
    ),
    FindingKind.OVERFITTING: (
        tr_later(
            "The validation loss is {rise} above its best of epoch {epoch}, while the training loss falls."
        ),
        tr_later(
            "The model memorizes the training data. More data is the surest cure, as there is too much to"
            " memorize then; else stop earlier, vary the data or shrink the model."
        ),
    ),
    FindingKind.UNDERFITTING: (
        tr_later("The training loss itself stays at {share} of that of pure guessing."),
        tr_later("The model is too small or too restrained to learn what the data shows: give it more room."),
    ),
    FindingKind.TOO_SHORT: (
        tr_later(
            "The loss was still falling when the run ended, and is at {share} of that of pure guessing."
        ),
        tr_later("The model has not learned all that it can: let it train for more epochs."),
    ),
    FindingKind.PLATEAU: (
        tr_later("Since epoch {epoch} nothing has become better, for {epochs} epochs."),
        tr_later("A lower learning rate may find a way down; if not, the time is better spent by stopping."),
    ),
    FindingKind.SMALL_VALIDATION: (
        tr_later("There are only {count} validation examples, each worth {worth} of the accuracy."),
        tr_later("The dashed curve moves by chance; compare runs only when more examples are held back."),
    ),
}
_SEEN_OTHERWISE: dict[tuple[FindingKind, str], str] = {
    (FindingKind.EXPLODING, "broken"): tr_later("The loss has not been a number since epoch {epoch}."),
    (FindingKind.SMALL_VALIDATION, "numbers"): tr_later(
        "There are only {count} validation examples, each worth {worth} of the mean loss."
    ),
    (FindingKind.RATE_HIGH, "above"): tr_later("Whole epochs lie far above the loss of pure guessing."),
}
if set(_TITLES) != set(FindingKind) or set(_SENTENCES) != set(FindingKind):
    raise TypeError("each Kind needs its words")


def title(kind: FindingKind) -> str:
    """Return the title of a kind of finding, in the program's language."""
    return tr(_TITLES[kind])


def sentences(finding: Finding) -> tuple[str, str]:
    """Return two sentences in the program's language: what is seen, and what it means."""
    seen, means = _SENTENCES[finding.kind]
    seen = _SEEN_OTHERWISE.get((finding.kind, finding.variant), seen)
    return tr(seen, **finding.numbers), tr(means, **finding.numbers)
