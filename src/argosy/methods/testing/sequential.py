"""Always-valid analysis: look as often as you like, stop when you like, and the error rate holds.

The interval is the asymptotic confidence sequence of the normal mixture (Robbins 1970; Johari, Koomen, Pekelis, Walsh 2017, "Peeking at
A/B tests", as mixture sequential probability ratio test; Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas 2024, "Time-uniform central limit
theory and asymptotic confidence sequences", equation 9). With V the squared standard error and T the mixing variance its half-width is

    sqrt(V (V + T) / T x log((V + T) / (V alpha^2)))

and the p-value is its inversion. T is set so that the interval is tightest when the planned number of units is in.
"""

from __future__ import annotations

import math
from functools import cache

from argosy.core.errors import RequestError
from argosy.methods.testing.contrast import Contrast, contrast
from argosy.methods.testing.distributions import normal_tail, require_share, student_quantile, student_tail
from argosy.methods.testing.fixed_horizon import Difference
from argosy.methods.testing.statistics import Statistic

PLANNED_UNITS = 5_000
"""Units of both arms together at which the interval is tightest where the plan says nothing; any fixed number is valid."""

_NORMAL_ENOUGH = 1_000.0


@cache
def mixing_ratio(alpha: float) -> float:
    """Mixing variance over squared standard error at the planned size that makes the interval tightest there.

    It solves ratio - log(1 + ratio) = -log(alpha^2) through Lambert's W.

    >>> round(mixing_ratio(0.05), 4)
    8.212
    """
    from scipy.special import lambertw

    return float(-lambertw(-(alpha**2) / math.e, k=-1).real - 1.0)


def boundary(ratio: float, alpha: float) -> float:
    """The multiple of the standard error within which the effect stays, for a mixing variance `ratio` times the squared error.

    >>> round(boundary(mixing_ratio(0.05), 0.05), 3)
    3.035
    """
    return math.sqrt((1.0 + ratio) / ratio * (math.log1p(ratio) - 2.0 * math.log(alpha)))


def compare_always_valid(
    arm: Statistic, versus: Statistic, *, alpha: float = 0.05, planned_units: int = PLANNED_UNITS
) -> Difference:
    """The difference of two arms, valid at every look: over all looks together at most `alpha` wrong intervals.

    `planned_units` counts both arms; it must be fixed before looking. Raises `DataError` where no interval exists.

    >>> from argosy.methods.testing.statistics import Proportion
    >>> found = compare_always_valid(Proportion(2000, 300), Proportion(2000, 200))
    >>> found.effect > 0.0, found.p < 0.05
    (True, True)
    """
    require_share("alpha", alpha)
    if planned_units < 1:
        raise RequestError("The planned number of units must be at least 1, not {planned}.", planned=planned_units)
    return always_valid(contrast(arm, versus), alpha, planned_units)


def always_valid(found: Contrast, alpha: float = 0.05, planned_units: int = PLANNED_UNITS) -> Difference:
    """The always-valid interval and p-value of a contrast."""
    ratio = mixing_ratio(alpha) * found.units / planned_units
    error, effect = found.standard_error, found.effect
    half = _student_equivalent(boundary(ratio, alpha), found.degrees) * error
    z = _normal_equivalent(abs(effect) / error, found.degrees)
    p = math.exp(min(0.0, 0.5 * math.log1p(ratio) - 0.5 * ratio / (1.0 + ratio) * z * z))
    return Difference(effect, effect - half, effect + half, p, error, found.degrees)


def _student_equivalent(z: float, degrees: float) -> float:
    """The point of Student's t with the tail the normal has beyond `z`: few units need a wider boundary."""
    return z if degrees > _NORMAL_ENOUGH else -student_quantile(normal_tail(z), degrees)


def _normal_equivalent(t: float, degrees: float) -> float:
    """The inverse of `_student_equivalent`."""
    if degrees > _NORMAL_ENOUGH:
        return t
    from scipy.special import ndtri

    tail = student_tail(t, degrees)
    return float(-ndtri(tail)) if tail > 0.0 else t
