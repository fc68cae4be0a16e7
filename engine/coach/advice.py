"""All that the rules find in a run, in order: the gravest first, what follows from another thing left out."""

from __future__ import annotations

from engine.coach.finding import Finding, Kind
from engine.coach.rules import RULES
from engine.coach.told import Told

_OF_THE_CURVE = frozenset(Kind) - {Kind.SMALL_VALIDATION}
SILENCES: dict[Kind, frozenset[Kind]] = {
    Kind.EXPLODING: _OF_THE_CURVE,
    Kind.RATE_HIGH: _OF_THE_CURVE,
    Kind.RATE_LOW: _OF_THE_CURVE,
    Kind.NEVER_PREDICTED: frozenset(),
    Kind.OVERFITTING: frozenset({Kind.PLATEAU}),
    Kind.UNDERFITTING: frozenset({Kind.PLATEAU}),
    Kind.TOO_SHORT: frozenset({Kind.PLATEAU}),
    Kind.PLATEAU: frozenset(),
    Kind.SMALL_VALIDATION: frozenset(),
}
"""What a finding explains already. It silences only what comes behind it."""
if set(SILENCES) != set(Kind):
    raise TypeError("each Kind needs its line in SILENCES")


def advice(run: Told) -> tuple[Finding, ...]:
    """What is to be said of a run; () when there is nothing."""
    told: list[Finding] = []
    silent: set[Kind] = set()
    for rule in RULES:
        finding = rule(run)
        if finding is not None and finding.kind not in silent:
            told.append(finding)
            silent |= SILENCES[finding.kind]
    return tuple(told)
