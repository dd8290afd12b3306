"""How far the claims of a kind of decision can be believed, from what was predicted and what was measured.

With no outcomes a prior speaks; every outcome moves it. Only final outcomes count, one per decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from argosy.core.estimate import Estimate
from argosy.loop.outcomes import LEVEL, Outcome

PRIOR_SHRINK = (
    0.9  # a proposal is picked because it looks large, so what is picked is on average a little less than it looks
)
PRIOR_OUTCOMES = 4.0  # the prior weighs as much as so many outcomes
PRIOR_COVERAGE_OUTCOMES = 5.0


@dataclass(frozen=True)
class Calibration:
    """Of a kind: how many outcomes, how often its 80 % interval held what was measured, by how much it promised too much, what to believe.

    `coverage` is drawn toward 0.8 while outcomes are few. `bias` is the mean of predicted minus measured, None without outcomes.
    `hit_rate` is the share whose sign was right. `shrink`, 0 to 1, is what its claims are multiplied by.
    """

    kind: str
    outcomes: int
    covered: int
    coverage: float
    bias: float | None
    hit_rate: float | None
    shrink: float


def calibrate(kind: str, outcomes: Iterable[Outcome]) -> Calibration:
    """The calibration of one kind from its outcomes.

    `shrink` is the slope of measured on predicted through zero, drawn toward the prior by as much as four outcomes of usual size, and
    kept between 0 and 1: claims are never blown up.

    >>> calibrate("market.focus", []).shrink
    0.9
    """
    pairs = [(one.expected, one.measured) for one in outcomes if one.kind == kind and one.is_final]
    known = [(expected, measured) for expected, measured in pairs if expected is not None and measured is not None]
    covered = sum(expected.low <= measured.point <= expected.high for expected, measured in known)
    count = len(known)
    coverage = (PRIOR_COVERAGE_OUTCOMES * LEVEL + covered) / (PRIOR_COVERAGE_OUTCOMES + count)
    if not known:
        return Calibration(kind, 0, 0, coverage, None, None, PRIOR_SHRINK)
    return Calibration(
        kind=kind,
        outcomes=count,
        covered=covered,
        coverage=coverage,
        bias=sum(expected.point - measured.point for expected, measured in known) / count,
        hit_rate=sum((expected.point > 0) == (measured.point > 0) for expected, measured in known) / count,
        shrink=_shrink(known),
    )


def calibrations(outcomes: Iterable[Outcome]) -> Mapping[str, Calibration]:
    """The calibration of every kind that has outcomes, by kind."""
    kept = list(outcomes)
    return {kind: calibrate(kind, kept) for kind in sorted({one.kind for one in kept})}


def _shrink(known: list[tuple[Estimate, Estimate]]) -> float:
    squares = sum(expected.point**2 for expected, _ in known)
    if squares == 0:
        return PRIOR_SHRINK
    prior = PRIOR_OUTCOMES * squares / len(known)
    slope = (prior * PRIOR_SHRINK + sum(expected.point * measured.point for expected, measured in known)) / (
        prior + squares
    )
    return min(1.0, max(0.0, slope))
