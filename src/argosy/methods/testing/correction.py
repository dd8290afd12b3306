"""p-values of several metrics and arms, corrected for their number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from argosy.core.errors import RequestError

Correction = Literal["holm", "benjamini_hochberg", "none"]


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjusted so that the chance of even one false alarm stays at alpha (Holm 1979).

    >>> holm([0.01, 0.04, 0.03])
    (0.03, 0.06, 0.06)
    """
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted, highest = [0.0] * len(p_values), 0.0
    for rank, i in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[i]))
        adjusted[i] = highest
    return tuple(adjusted)


def benjamini_hochberg(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjusted so that alpha bounds the expected share of false alarms among the alarms (Benjamini, Hochberg 1995).

    >>> benjamini_hochberg([0.01, 0.04, 0.03])
    (0.03, 0.04, 0.04)
    """
    count = len(p_values)
    order = sorted(range(count), key=lambda i: p_values[i], reverse=True)
    adjusted, lowest = [0.0] * count, 1.0
    for place, i in enumerate(order):
        # the factor first, so that rounding never lowers a p-value
        lowest = min(lowest, p_values[i] * (count / (count - place)))
        adjusted[i] = lowest
    return tuple(adjusted)


def correct(p_values: Sequence[float], how: Correction = "holm") -> tuple[float, ...]:
    """The p-values adjusted by the named method.

    >>> correct([0.02, 0.5], "none")
    (0.02, 0.5)
    """
    if not all(0.0 <= p <= 1.0 for p in p_values):
        raise RequestError("A p-value must lie between 0 and 1; leave out what could not be judged.")
    if how == "none":
        return tuple(p_values)
    methods = {"holm": holm, "benjamini_hochberg": benjamini_hochberg}
    if how not in methods:
        raise RequestError("{how} is not a correction; choose holm, benjamini_hochberg or none.", how=how)
    return methods[how](p_values)
