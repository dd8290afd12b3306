"""Quantiles and tails of the normal and of Student's distribution, with infinite degrees of freedom meaning the normal.

Thin doors to `scipy.special`, which is imported on first use so that importing this package stays cheap.
"""

from __future__ import annotations

import math

from argosy.core.errors import RequestError


def require_share(name: str, value: float) -> None:
    """Raise `RequestError` unless `value` lies strictly between 0 and 1."""
    if not 0.0 < value < 1.0:
        raise RequestError(
            "{name} must lie between 0 and 1, not {value}; 0.05 is usual for alpha.", name=name, value=value
        )


def normal_quantile(probability: float) -> float:
    """The standard normal's quantile.

    >>> round(normal_quantile(0.975), 6)
    1.959964
    """
    from scipy.special import ndtri

    return float(ndtri(probability))


def normal_tail(z: float) -> float:
    """The chance that a standard normal exceeds `z`.

    >>> round(normal_tail(1.959964), 6)
    0.025
    """
    return 0.5 * math.erfc(z / math.sqrt(2.0))


def student_quantile(probability: float, degrees: float) -> float:
    """The quantile of Student's t with `degrees` of freedom (may be fractional or infinite).

    >>> round(student_quantile(0.975, 10), 6), round(student_quantile(0.975, math.inf), 6)
    (2.228139, 1.959964)
    """
    if math.isinf(degrees):
        return normal_quantile(probability)
    from scipy.special import stdtrit

    return float(stdtrit(degrees, probability))


def student_tail(t: float, degrees: float) -> float:
    """The chance that Student's t with `degrees` of freedom exceeds `t`.

    >>> round(student_tail(2.228139, 10), 6)
    0.025
    """
    if math.isinf(degrees):
        return normal_tail(t)
    from scipy.special import stdtr

    return float(stdtr(degrees, -t))


def two_sided(statistic: float, degrees: float = math.inf) -> float:
    """The two-sided p-value of a statistic that is Student's t (or normal) when there is no effect.

    >>> round(two_sided(1.959964), 6)
    0.05
    """
    return min(1.0, 2.0 * student_tail(abs(statistic), degrees))


def chi_square_tail(statistic: float, degrees: int) -> float:
    """The chance that a chi-square with `degrees` of freedom exceeds `statistic`.

    >>> round(chi_square_tail(3.841459, 1), 6)
    0.05
    """
    from scipy.special import chdtrc

    return float(chdtrc(degrees, statistic))
