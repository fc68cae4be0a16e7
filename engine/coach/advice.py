"""All findings about a run in order: the most serious first, without those that another one explains."""

from __future__ import annotations

from engine.coach.finding import Finding, FindingKind
from engine.coach.observations import Observations
from engine.coach.rules import RULES

_OF_THE_CURVE = frozenset(FindingKind) - {FindingKind.SMALL_VALIDATION}
SILENCES: dict[FindingKind, frozenset[FindingKind]] = {
    FindingKind.EXPLODING: _OF_THE_CURVE,
    FindingKind.RATE_HIGH: _OF_THE_CURVE,
    FindingKind.RATE_LOW: _OF_THE_CURVE,
    # the validation loss then measures what cannot be learned: no cure of that curve can help
    FindingKind.ONLY_VALIDATED: frozenset(
        {FindingKind.NEVER_PREDICTED, FindingKind.OVERFITTING, FindingKind.PLATEAU, FindingKind.ONLY_TRAINED}
    ),
    # it measures a few of the classes, and may rise while the model learns all
    FindingKind.ONLY_TRAINED: frozenset(
        {FindingKind.NEVER_PREDICTED, FindingKind.OVERFITTING, FindingKind.PLATEAU}
    ),
    FindingKind.NEVER_PREDICTED: frozenset(),
    FindingKind.OVERFITTING: frozenset({FindingKind.PLATEAU}),
    FindingKind.UNDERFITTING: frozenset({FindingKind.PLATEAU}),
    FindingKind.TOO_SHORT: frozenset({FindingKind.PLATEAU}),
    FindingKind.PLATEAU: frozenset(),
    FindingKind.SMALL_VALIDATION: frozenset(),
}
"""Which later findings a finding explains, so that they are left out."""
if set(SILENCES) != set(FindingKind):
    raise TypeError("each Kind needs its line in SILENCES")


def advice(run: Observations) -> tuple[Finding, ...]:
    """Apply every rule to a run.

    Args:
        run: The run as the rules see it.

    Returns:
        The findings, the most serious first; () when there are none.
    """
    findings: list[Finding] = []
    silent: set[FindingKind] = set()
    for rule in RULES:
        finding = rule(run)
        if finding is not None and finding.kind not in silent:
            findings.append(finding)
            silent |= SILENCES[finding.kind]
    return tuple(findings)
