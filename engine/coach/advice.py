"""All that the rules find in a run, in order: the gravest first, what follows from another thing left out."""

from __future__ import annotations

from engine.coach.finding import Finding, FindingKind
from engine.coach.observations import Observations
from engine.coach.rules import RULES

_OF_THE_CURVE = frozenset(FindingKind) - {FindingKind.SMALL_VALIDATION}
SILENCES: dict[FindingKind, frozenset[FindingKind]] = {
    FindingKind.EXPLODING: _OF_THE_CURVE,
    FindingKind.RATE_HIGH: _OF_THE_CURVE,
    FindingKind.RATE_LOW: _OF_THE_CURVE,
    FindingKind.NEVER_PREDICTED: frozenset(),
    FindingKind.OVERFITTING: frozenset({FindingKind.PLATEAU}),
    FindingKind.UNDERFITTING: frozenset({FindingKind.PLATEAU}),
    FindingKind.TOO_SHORT: frozenset({FindingKind.PLATEAU}),
    FindingKind.PLATEAU: frozenset(),
    FindingKind.SMALL_VALIDATION: frozenset(),
}
"""What a finding explains already. It silences only what comes behind it."""
if set(SILENCES) != set(FindingKind):
    raise TypeError("each Kind needs its line in SILENCES")


def advice(run: Observations) -> tuple[Finding, ...]:
    """What is to be said of a run; () when there is nothing."""
    findings: list[Finding] = []
    silent: set[FindingKind] = set()
    for rule in RULES:
        finding = rule(run)
        if finding is not None and finding.kind not in silent:
            findings.append(finding)
            silent |= SILENCES[finding.kind]
    return tuple(findings)
