"""Did the arms get the shares of units they should have? If not, something else than the arm differs, and no result can be trusted."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from argosy.core.errors import DataError, RequestError
from argosy.methods.testing.distributions import chi_square_tail

MISMATCH_ALPHA = 0.001
"""A false alarm stops a sound test, so the level is strict (Fabijan et al. 2019, "Diagnosing sample ratio mismatch")."""


@dataclass(frozen=True, slots=True)
class SampleRatio:
    """The p-value of the arms' sizes under the planned shares, and whether it is below `MISMATCH_ALPHA`."""

    p: float
    mismatch: bool


def planned_shares(arms: Mapping[str, int], shares: Mapping[str, float] | None) -> dict[str, float]:
    """Shares of the arms, summing to 1: those given (any positive weights), or equal ones.

    Raises `RequestError` for an arm without share and `DataError` for a share whose arm is empty.

    >>> planned_shares({"a": 10, "b": 20}, {"a": 1, "b": 3})
    {'a': 0.25, 'b': 0.75}
    """
    if shares is None:
        return dict.fromkeys(arms, 1.0 / len(arms))
    for name, share in shares.items():
        if not (share > 0.0 and math.isfinite(share)):
            raise RequestError("The share of arm {arm} is {share}; give a number above 0.", arm=name, share=share)
        if not arms.get(name):
            raise DataError(
                "Arm {arm} should have a share but has no unit; check its name and the assignment.", arm=name
            )
    for name in arms:
        if name not in shares:
            raise RequestError("Arm {arm} has no planned share; name a share for every arm.", arm=name)
    total = math.fsum(shares.values())
    return {name: shares[name] / total for name in arms}


def sample_ratio(arms: Mapping[str, int], shares: Mapping[str, float] | None = None) -> SampleRatio:
    """Pearson's chi-square of the arms' numbers of units against the planned shares (equal ones by default).

    >>> sample_ratio({"a": 5000, "b": 5300}).mismatch
    False
    >>> sample_ratio({"a": 5000, "b": 5600}).mismatch
    True
    """
    expected, total = _expected(arms, shares)
    statistic = math.fsum((arms[name] - expected[name]) ** 2 / expected[name] for name in arms)
    p = chi_square_tail(statistic, len(arms) - 1) if total else 1.0
    return SampleRatio(p, p < MISMATCH_ALPHA)


def sample_ratio_always_valid(
    arms: Mapping[str, int], shares: Mapping[str, float] | None = None, *, concentration: float = 10_000.0
) -> SampleRatio:
    """The same question, valid at every look: a Dirichlet mixture against the planned shares.

    Lindon, Malek 2022, "Anytime-valid inference for multinomial count data". `concentration` says how near the planned shares a
    plausible mismatch lies; any fixed number is valid.

    >>> sample_ratio_always_valid({"a": 50_000, "b": 53_000}).mismatch
    True
    """
    expected, total = _expected(arms, shares)
    prior = {name: concentration * expected[name] / total for name in arms} if total else {}
    log_odds = math.lgamma(concentration) - math.lgamma(concentration + total)
    for name, weight in prior.items():
        log_odds += (
            math.lgamma(weight + arms[name]) - math.lgamma(weight) - arms[name] * math.log(expected[name] / total)
        )
    p = math.exp(min(0.0, -log_odds))
    return SampleRatio(p, p < MISMATCH_ALPHA)


def _expected(arms: Mapping[str, int], shares: Mapping[str, float] | None) -> tuple[dict[str, float], int]:
    if len(arms) < 2:
        raise DataError(
            "There is one arm only ({arms}); an experiment needs at least two.", arms=", ".join(arms) or "none"
        )
    total = sum(arms.values())
    return {name: share * total for name, share in planned_shares(arms, shares).items()}, total
