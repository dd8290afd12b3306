"""Inputs as they come: one row, one day, last year's, contradictory. Every kind answers with a decision or with what is missing."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pandas as pd
import pytest
from fake_measures import COLUMNS, FakeMeasures, seller

from argosy.decision.contract import Decision, Verdict
from argosy.decision.domain import kinds

AS_OF = date(2026, 10, 31)
SELLER = seller({"DE": {"customers": 260, "rhythm": 30}, "FR": {"customers": 90, "rhythm": 30}}, AS_OF, months=18)


def line(day: date, number: int, **changes: object) -> dict[str, object]:
    row = {
        "day": day,
        "store_id": "shop",
        "market": "DE",
        "customer_id": "c1",
        "order_id": f"o{number}",
        "sku": "a",
        "amount": 9.9,
    }
    return {**row, "is_order": True, **changes}


def table(rows: list[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


INPUTS = {
    "one row": table([line(AS_OF, 1)]),
    "one day": SELLER[SELLER["day"] == SELLER["day"].max()],
    "last year only": SELLER.assign(day=SELLER["day"] - pd.DateOffset(years=2)),
    "only the future": SELLER.assign(day=SELLER["day"] + pd.DateOffset(years=3)),
    "refunds without orders": table(
        [line(AS_OF - timedelta(days=day), day, amount=-5.0, is_order=False) for day in range(300)]
    ),
    "nothing but free orders": SELLER.assign(amount=0.0),
    "more refunded than sold": pd.concat([SELLER, SELLER.assign(amount=-2 * SELLER["amount"], is_order=False)]),
    "a single customer": table([line(AS_OF - timedelta(days=day), day) for day in range(0, 600, 5)]),
    "a single market": SELLER[SELLER["market"] == "DE"],
    "every customer alike": table(
        [
            line(AS_OF - timedelta(days=day), day, customer_id=f"c{who}", order_id=f"{who}-{day}")
            for who in range(250)
            for day in range(0, 400, 40)
        ]
    ),
    "one order of a million times the rest": pd.concat([SELLER, table([line(AS_OF, 1, amount=1e9)])]),
}


@cache
def seen(given: str) -> FakeMeasures:
    return FakeMeasures(INPUTS[given])


@cache
def answers(name: str, given: str) -> tuple[Decision, ...]:
    kind = kinds()[name]
    return kind.decide(kind.load(seen(given), AS_OF))


@pytest.mark.parametrize("name", list(kinds()))
@pytest.mark.parametrize("given", list(INPUTS))
def test_every_kind_answers(name: str, given: str) -> None:
    decisions = answers(name, given)
    assert decisions
    for decision in decisions:
        assert str(decision.rationale)
        if decision.verdict is Verdict.NOT_ENOUGH_DATA:
            assert decision.needs


@pytest.mark.slow
@pytest.mark.parametrize("name", list(kinds()))
@pytest.mark.parametrize("given", ["one row", "one day", "last year only", "only the future", "refunds without orders"])
def test_nothing_is_claimed_from_next_to_nothing(name: str, given: str) -> None:
    decisions = answers(name, given)
    assert {decision.verdict for decision in decisions} <= {Verdict.NOT_ENOUGH_DATA, Verdict.HOLD}
