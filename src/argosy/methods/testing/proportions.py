"""Two proportions compared by the score test and the interval that inverts it.

The p-value is that of the pooled two-proportion test (Pearson's chi-square); the interval holds the differences which the same test,
with the rates estimated under that difference, would not reject (Mee 1984; Miettinen, Nurminen 1985; Farrington, Manning 1990 give the
restricted estimate in closed form). Unlike Wald's it stays within -1 and 1, and covers where events are rare.
"""

from __future__ import annotations

import math

from argosy.methods.testing.distributions import normal_quantile, two_sided
from argosy.methods.testing.statistics import Proportion, require_units

_NUDGE = 1e-10


def restricted_rate(arm: Proportion, versus: Proportion, difference: float) -> float:
    """The likeliest rate of `versus` given that the arm's is higher by `difference`: the middle root of a cubic.

    >>> round(restricted_rate(Proportion(10, 6), Proportion(10, 2), 0.0), 6)
    0.4
    """
    units, successes = arm.units + versus.units, arm.successes + versus.successes
    square = ((arm.units + 2 * versus.units) * difference - units - successes) / units
    linear = ((versus.units * difference - units - 2 * versus.successes) * difference + successes) / units
    constant = versus.successes * difference * (1.0 - difference) / units
    third = square / 3.0
    q = third**3 - linear * square / 6.0 + constant / 2.0
    p = math.copysign(math.sqrt(max(0.0, third * third - linear / 3.0)), q)
    angle = (math.pi + math.acos(min(1.0, max(-1.0, q / p**3)))) / 3.0 if p else 0.0
    return min(1.0, max(0.0, 2.0 * p * math.cos(angle) - third))


def score_variance(arm: Proportion, versus: Proportion, difference: float) -> float:
    """The variance of the observed difference if the true one is `difference`."""
    theirs = restricted_rate(arm, versus, difference)
    ours = min(1.0, max(0.0, theirs + difference))
    return ours * (1.0 - ours) / arm.units + theirs * (1.0 - theirs) / versus.units


def score_p(arm: Proportion, versus: Proportion) -> float:
    """The two-sided p-value of the pooled two-proportion test; 1 where nobody, or everybody, did it.

    >>> round(score_p(Proportion(100, 30), Proportion(100, 20)), 6)
    0.10247
    """
    require_units(arm.units, 1)
    require_units(versus.units, 1)
    variance = score_variance(arm, versus, 0.0)
    return two_sided((arm.mean - versus.mean) / math.sqrt(variance)) if variance > 0.0 else 1.0


def score_interval(arm: Proportion, versus: Proportion, alpha: float = 0.05) -> tuple[float, float]:
    """The differences (arm minus versus) that the score test does not reject at level `alpha`.

    >>> [round(bound, 4) for bound in score_interval(Proportion(100, 30), Proportion(100, 20))]
    [-0.0202, 0.2187]
    """
    from scipy.optimize import brentq

    effect, width = arm.mean - versus.mean, normal_quantile(1.0 - alpha / 2.0)

    def excess(difference: float) -> float:
        return abs(effect - difference) - width * math.sqrt(score_variance(arm, versus, difference))

    bounds = []
    for edge in (-1.0, 1.0):
        near = effect + math.copysign(_NUDGE, edge)
        # at the very edge of what is possible there is nothing between the estimate and the edge
        inside = abs(near) < 1.0 and excess(near) < 0.0
        bounds.append(float(brentq(excess, near, edge, xtol=1e-13, rtol=1e-13)) if inside else edge)
    return bounds[0], bounds[1]
