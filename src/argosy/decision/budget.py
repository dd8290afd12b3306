"""The best set of decisions that a sum of cash pays for: an integer programme, exact for any list a person could read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from argosy.core.errors import FaultError
from argosy.core.money import Money
from argosy.decision.conflicts import Conflict
from argosy.decision.contract import Decision, Verdict
from argosy.decision.ranking import sure_worth


@dataclass(frozen=True)
class BestSet:
    """What to do with the cash: `chosen` ids, what they cost and are surely worth a year (cost not taken off).

    `unpriced` have no cost that is known in that currency.
    """

    cash: Money
    chosen: tuple[str, ...]
    cost: Money
    worth: float
    unpriced: tuple[str, ...]


@dataclass(frozen=True)
class _Item:
    id: str
    cost: Decimal
    worth: float


def best_set(
    decisions: Iterable[Decision],
    cash: Money,
    conflicts: Sequence[Conflict] = (),
    shrink: Mapping[str, float] | None = None,
) -> BestSet:
    """The decisions to act on or test that together are surely worth most a year and cost at most `cash`, no two of them opposed.

    Worth is the lower end of the chosen option's effect, shrunk by the kind's past (see `ranking`). What costs in another currency, or
    whose cost nobody knows, is not picked but named.
    """
    items, unpriced = [], []
    for one in decisions:
        if one.verdict not in (Verdict.ACT, Verdict.TEST):
            continue
        cost = one.chosen.cost
        if cost is None or cost.currency != cash.currency:
            unpriced.append(one.id)
            continue
        worth = sure_worth(one, (shrink or {}).get(one.kind, 1.0))
        gain = None if worth is None else worth + float(cost.amount)
        if gain is not None and gain > 0 and cost.amount <= cash.amount:
            items.append(_Item(one.id, cost.amount, gain))
    exclusive = [(one.first, one.second) for one in conflicts if one.is_exclusive]
    picked = _solved(items, cash.amount, exclusive) if items else []
    return BestSet(
        cash,
        tuple(item.id for item in picked),
        Money(sum((item.cost for item in picked), Decimal(0)), cash.currency),
        sum(item.worth for item in picked),
        tuple(unpriced),
    )


def _solved(items: Sequence[_Item], cash: Decimal, exclusive: Sequence[tuple[str, str]]) -> list[_Item]:
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    places = {item.id: place for place, item in enumerate(items)}
    rows = [[float(item.cost) for item in items]]
    limits = [float(cash)]
    for first, second in exclusive:
        if first in places and second in places:
            row = [0.0] * len(items)
            row[places[first]] = row[places[second]] = 1.0
            rows.append(row)
            limits.append(1.0)
    answer = milp(
        -np.array([item.worth for item in items]),
        constraints=LinearConstraint(np.array(rows), -np.inf, np.array(limits)),
        integrality=np.ones(len(items)),
        bounds=Bounds(0, 1),
    )
    if answer.x is None:
        raise FaultError("The best set of decisions could not be found: {reason}.", reason=answer.message)
    return [item for item, taken in zip(items, answer.x, strict=True) if taken > 0.5]
