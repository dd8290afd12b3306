"""Conflicts between decisions, and the best set that cash pays for."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy.core.estimate import Estimate
from argosy.core.evidence import Evidence
from argosy.core.money import Money
from argosy.core.text import Text
from argosy.decision.budget import best_set
from argosy.decision.conflicts import Clash, Conflict, conflicts
from argosy.decision.contract import Decision, Option, Term, Verdict, hold
from argosy.decision.evaluation import Evaluation

DAY = date(2026, 3, 1)


def decision(
    kind: str,
    subject: str,
    option: str,
    *,
    verdict: Verdict = Verdict.ACT,
    low: float = 100.0,
    cost: float | None = None,
    terms: dict[str, Term] | None = None,
    where: dict[str, tuple[str, ...]] | None = None,
    currency: str = "EUR",
) -> Decision:
    effect = Estimate("net_sales", low * 2, low, low * 3, "EUR/year")
    price = Money.of(str(cost), currency) if cost is not None else None
    go = Option(option, Text("Do it."), effect, terms or {}, price)
    return Decision(
        kind, subject, DAY, verdict, (go, hold(Text("Hold."), Estimate.exact("net_sales", 0.0, "EUR/year"))),
        (Evidence("x", 1, DAY, "load"),), Text("Because."), Evaluation("net_sales", 28, 0.0, where=where or {}), True, date(2026, 4, 1),
    )  # fmt: skip


def clash_of(*several: Decision) -> list[Clash]:
    return [one.clash for one in conflicts(several)]


def test_raising_and_cutting_the_same_price() -> None:
    up, down = decision("product.price", "sku:K1", "raise_price"), decision("channel.match", "sku:K1", "cut_price")
    assert clash_of(up, down) == [Clash.OPPOSED]
    assert "undo each other" in str(conflicts([up, down])[0].reason)
    assert clash_of(up, decision("channel.match", "sku:K2", "cut_price")) == []


def test_leaving_opposes_whatever_is_deepened_there() -> None:
    assert clash_of(
        decision("market.focus", "market:BR", "leave"), decision("market.grow", "market:BR", "extend_lead")
    ) == [Clash.OPPOSED]


def test_one_lever_two_values() -> None:
    one = decision("product.price", "sku:K1", "set_price", terms={"price_amount": 20.0})
    other = decision("channel.align", "part:market=DE/sku=K1", "align_price", terms={"price_amount": 18.0})
    assert clash_of(one, other) == [Clash.SAME_LEVER]
    same = decision("channel.align", "part:market=DE/sku=K1", "align_price", terms={"price_amount": 20.0})
    assert clash_of(one, same) == []


def test_two_tests_on_one_listing_cannot_be_told_apart() -> None:
    where = {"sku": ("K1",)}
    one = decision("analytics.test", "sku:K1", "switch_by_day", verdict=Verdict.TEST, where=where)
    other = decision("brand.try", "sku:K1", "new_picture", verdict=Verdict.TEST, where=where)
    (found,) = conflicts([one, other])
    assert found.clash is Clash.SAME_TEST
    assert not found.is_exclusive
    assert found.first < found.second


def test_the_same_cash_is_not_spent_twice() -> None:
    dear = decision("product.replenish", "sku:A", "order", low=900.0, cost=1000)
    cheap = [decision("product.replenish", f"sku:{name}", "order", low=500.0, cost=500) for name in "BC"]
    found = best_set([dear, *cheap], Money.of("1000", "EUR"))
    assert set(found.chosen) == {one.id for one in cheap}
    assert found.cost == Money.of("1000", "EUR")


def test_opposed_decisions_are_never_both_picked() -> None:
    up = decision("product.price", "sku:K1", "raise_price", low=50.0, cost=1)
    down = decision("channel.match", "sku:K1", "cut_price", low=60.0, cost=1)
    found = best_set([up, down], Money.of("100", "EUR"), conflicts([up, down]))
    assert found.chosen == (down.id,)


def test_what_has_no_known_cost_is_named_not_picked() -> None:
    free, foreign = decision("a.b", "sku:1", "go"), decision("a.c", "sku:2", "go", cost=5, currency="USD")
    found = best_set([free, foreign], Money.of("100", "EUR"))
    assert found.chosen == ()
    assert set(found.unpriced) == {free.id, foreign.id}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 50), st.integers(1, 50)), min_size=1, max_size=7), st.integers(1, 120))
def test_the_set_is_the_best_there_is(items: list[tuple[int, int]], cash: int) -> None:
    several = [
        decision("a.b", f"sku:{place}", "go", low=float(worth), cost=cost) for place, (worth, cost) in enumerate(items)
    ]
    banned = [Conflict(Clash.OPPOSED, several[0].id, several[-1].id, Text("x"))] if len(several) > 1 else []
    found = best_set(several, Money.of(str(cash), "EUR"), banned)
    best = 0
    for size in range(len(items) + 1):
        for chosen in combinations(range(len(items)), size):
            both = len(items) > 1 and {0, len(items) - 1} <= set(chosen)
            if not both and sum(items[place][1] for place in chosen) <= cash:
                best = max(best, sum(items[place][0] for place in chosen))
    assert found.worth == pytest.approx(best)
    assert found.cost.amount <= cash
