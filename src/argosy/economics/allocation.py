"""Spreading an amount over many by weights, so that nothing is lost: the parts always add up to the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from argosy.core.errors import RequestError

STEP = Decimal("0.0001")
"""The smallest part: the precision money is stored with."""


def spread(amount: Decimal, weights: Sequence[Decimal], step: Decimal = STEP) -> tuple[Decimal, ...]:
    """Parts of `amount` in the order of the weights (>= 0, not all 0), each a multiple of `step` where the amount is one.

    Each part is the rounded running total less the one before it. The warehouse spreads by the same rule with a window, which
    is why it is this rule and not that of the largest remainder.

    >>> [str(part) for part in spread(Decimal("10"), [Decimal(1)] * 3, Decimal("0.01"))]
    ['3.33', '3.34', '3.33']
    >>> sum(spread(Decimal("-0.0005"), [Decimal(1), Decimal(2), Decimal(4)]))
    Decimal('-0.0005')
    """
    whole = sum(weights, Decimal(0))
    if not weights or whole <= 0 or min(weights) < 0:
        raise RequestError("An amount cannot be spread over weights of which none is above zero or one is below.")
    parts, running, before = [], Decimal(0), Decimal(0)
    for weight in weights:
        running += weight
        until = amount if running == whole else (amount * running / whole).quantize(step, ROUND_HALF_UP)
        parts.append(until - before)
        before = until
    return tuple(parts)


def spread_by_rule(
    amount: Decimal, rule: str, measures: Mapping[str, Mapping[str, Decimal]], step: Decimal = STEP
) -> dict[str, Decimal]:
    """The amount over the names of `measures` (name to measure to value) by a rule: by_units, by_weight, by_volume, by_value ...

    >>> lots = {"A": {"weight": Decimal(20)}, "B": {"weight": Decimal(60)}}
    >>> {name: str(part) for name, part in spread_by_rule(Decimal(800), "by_weight", lots, Decimal("0.01")).items()}
    {'A': '200.00', 'B': '600.00'}
    """
    measure = rule.removeprefix("by_")
    lacking = [name for name, values in measures.items() if measure not in values]
    if lacking or not rule.startswith("by_"):
        raise RequestError(
            "The rule {rule} needs {measure} of every part; it is missing for: {names}.",
            rule=rule,
            measure=measure,
            names=", ".join(lacking) or "(all)",
        )
    parts = spread(amount, [values[measure] for values in measures.values()], step)
    return dict(zip(measures, parts, strict=True))
