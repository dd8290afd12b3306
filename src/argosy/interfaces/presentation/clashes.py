"""Decisions that clash, and the best set that a sum of cash pays for, as people and machines read them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from argosy.core.text import Text
from argosy.interfaces.presentation.decisions import SHORT_ID
from argosy.interfaces.presentation.formatting import Formats

if TYPE_CHECKING:
    from argosy.app.decide import Decided


def clash_lines(decided: Decided) -> Iterator[Text]:
    """A sentence per conflict."""
    for clash in decided.conflicts:
        values = {"one": clash.first[:SHORT_ID], "other": clash.second[:SHORT_ID], "reason": clash.reason}
        yield Text("Conflict of {one} and {other}: {reason}", values)


def best_set_lines(decided: Decided, formats: Formats) -> Iterator[Text]:
    """What the cash is best spent on; nothing where no cash was named."""
    best = decided.best
    if best is None:
        return
    values = {
        "cash": formats.money(best.cash.amount, best.cash.currency),
        "chosen": ", ".join(one[:SHORT_ID] for one in best.chosen) or "–",
        "cost": formats.money(best.cost.amount, best.cost.currency),
        "worth": formats.money(best.worth, best.cash.currency),
    }
    yield Text("For {cash} the best set is {chosen}: cost {cost}, surely worth {worth} a year.", values)
    if best.unpriced:
        yield Text(
            "{count} decisions name no cost in the home currency, so they are not in it.", {"count": len(best.unpriced)}
        )


def clashes_json(decided: Decided, decision_id: str, language: str) -> dict[str, object]:
    """A decision's conflicts, and whether the best set holds it (null where no cash was named)."""
    clashes = [
        {
            "with": one.second if one.first == decision_id else one.first,
            "clash": one.clash.value,
            "reason": one.reason.render(language),
        }
        for one in decided.conflicts
        if decision_id in (one.first, one.second)
    ]
    return {"conflicts": clashes, "in_best_set": None if decided.best is None else decision_id in decided.best.chosen}
