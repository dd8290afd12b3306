"""Properties: spreading loses nothing, consignments add up, and the steps of the statement are the parts of its metrics."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy.economics.allocation import STEP, spread
from argosy.economics.consignment import Charge, Consignment, Goods, shares
from argosy.economics.costing import fifo
from argosy.economics.statement import STATEMENT
from argosy.metrics.ledger.spend import parts_by_month
from argosy.metrics.registry import metrics

AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False, allow_infinity=False)
WEIGHTS = st.lists(st.decimals(min_value=0, max_value=10**6, places=3, allow_nan=False), min_size=1, max_size=30)


@given(AMOUNTS, WEIGHTS.filter(lambda weights: sum(weights) > 0))
def test_parts_add_up_and_follow_their_weights(amount: Decimal, weights: list[Decimal]) -> None:
    parts = spread(amount, weights)
    whole = sum(weights, Decimal(0))
    assert sum(parts, Decimal(0)) == amount
    assert all(abs(part - amount * weight / whole) <= STEP for part, weight in zip(parts, weights, strict=True))


@given(AMOUNTS, st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 800))
def test_an_expense_over_months_stays_whole(amount: Decimal, first: date, days: int) -> None:
    parts = parts_by_month(first, first + timedelta(days=days), amount)
    assert sum((part for _, part in parts), Decimal(0)) == amount
    assert len({(day.year, day.month) for day, _ in parts}) == len(parts)


GOODS = st.builds(
    Goods,
    st.sampled_from(["mug", "lamp", "sofa"]),
    st.integers(1, 5000),
    st.integers(0, 10**7),
    st.decimals(min_value=0, max_value=10**6, places=2, allow_nan=False),
)
CHARGES = st.builds(
    Charge,
    st.sampled_from(["first_leg", "insurance", "duty", "import_vat"]),
    st.decimals(min_value="0.01", max_value=10**6, places=2, allow_nan=False),
    st.just("CNY"),
)


@pytest.mark.slow
@given(st.lists(GOODS, min_size=1, max_size=8), st.lists(CHARGES, min_size=1, max_size=4))
def test_a_consignment_gives_away_what_was_paid_for_it(goods: list[Goods], charges: list[Charge]) -> None:
    given_away = shares(Consignment("S", "DE", date(2026, 1, 1), tuple(goods), tuple(charges)))
    assert sum((part for *_, part in given_away), Decimal(0)) == sum((one.amount for one in charges), Decimal(0))


@given(
    st.lists(st.tuples(st.integers(1, 50), st.integers(1, 99)), max_size=6), st.lists(st.integers(1, 40), max_size=12)
)
def test_first_in_first_out_takes_every_unit_of_every_batch_once(lots: list[tuple[int, int]], sales: list[int]) -> None:
    batches = [(units, Decimal(cost)) for units, cost in lots]
    sold, spent, beyond = 0, Decimal(0), 0
    for quantity in sales:
        cost, uncovered = fifo(quantity, sold, batches)
        sold, spent, beyond = sold + quantity, spent + cost, beyond + uncovered
    held = sum(units for units, _ in batches)
    assert beyond == max(0, sold - held)
    assert spent == fifo(sold, 0, batches)[0]
    if sold >= held:
        assert spent == sum((units * cost for units, cost in batches), Decimal(0))


def leaves(slug: str, sign: int = 1, until: frozenset[str] = frozenset()) -> dict[str, int]:
    """The metrics a metric is made of, with their signs, down to those named."""
    one = metrics()[slug]
    if not one.parts or slug in until:
        return {slug: sign}
    found: dict[str, int] = {}
    for part, its_sign in one.parts:
        found |= leaves(part, sign * its_sign, until)
    return found


def test_every_subtotal_of_the_statement_is_the_sum_of_the_steps_above_it() -> None:
    steps = frozenset(step.name for step in STATEMENT if step.sign)
    above: dict[str, int] = {}
    for step in STATEMENT:
        if step.sign:
            above[step.name] = step.sign
        else:
            assert leaves(step.name, 1, steps) == above, step.name
