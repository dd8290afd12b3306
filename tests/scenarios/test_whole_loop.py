"""One turn of the loop, as a seller makes it: ingest, measure, decide, act, and a season later learn what it brought."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from argosy.app.facade import Argosy
from argosy.decision.contract import Verdict
from argosy.metrics.contract import Query

MAPPING = """
argosy_mapping: 1
name: shop_orders
recognise: {columns: [order, day, country, customer, sku, units, price]}
store: {id: shop, channel: own_store, time_zone: UTC}
columns:
  order: {type: text}
  day: {type: instant}
  country: {type: country}
  customer: {type: text}
  sku: {type: text}
  units: {type: integer}
  price: {type: money, currency: EUR}
money: {amount: {multiply: [units, price]}, currency: EUR, arrives: {order_lines: [gross_amount]}}
rows:
  - name: line
    to: order_lines
    set:
      order_id: order
      line_no: {constant: "1"}
      ordered_at: day
      customer_id: customer
      market: country
      sku: sku
      quantity: units
      unit_price: price
      gross_amount: {multiply: [units, price]}
      status: {constant: ordered}
"""
MARKETS = {"DE": (9.0, 0.0018), "FR": (6.0, 0.0), "IT": (5.0, -0.0004), "ES": (4.0, 0.0)}
"""Orders a day at the start, and their growth a day."""


def write_orders(path: Path, first: date, last: date) -> None:
    """A shop whose German market outgrows the others; the same days give the same orders."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["order", "day", "country", "customer", "sku", "units", "price"])
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            for market, (level, growth) in MARKETS.items():
                age = (day - date(2024, 1, 1)).days
                random = np.random.default_rng([age, ord(market[0])])
                for index in range(random.poisson(level * np.exp(growth * age))):
                    customer = f"{market}-{int(random.pareto(1.2) * 40) % 900}"
                    writer.writerow(
                        [
                            f"{market}{day}-{index}",
                            f"{day} 12:00:00",
                            market,
                            customer,
                            f"K{random.integers(30)}",
                            random.integers(1, 4),
                            "20.00",
                        ]
                    )


@pytest.fixture
def argosy(tmp_path: Path) -> Argosy:
    argosy = Argosy.new(tmp_path / "shop", "EUR", "CN")
    (argosy.workspace.mappings / "shop.yaml").write_text(MAPPING, encoding="utf-8")
    return argosy


def test_a_turn_of_the_loop(argosy: Argosy) -> None:
    inbox = argosy.workspace.inbox
    write_orders(inbox / "first.csv", date(2024, 1, 1), date(2025, 6, 30))

    # Track: the file is recognised by its content, every row and every cent accounted for.
    (loaded,) = argosy.ingest()
    assert (loaded.report, loaded.loaded, loaded.residual) == ("shop_orders", loaded.rows, 0)
    assert argosy.measure(Query(("orders",))).rows[0]["orders"] == loaded.rows

    # Decide: twice the same, with the same ids, every effect with its range and holding among the options.
    decided = argosy.decide()
    assert decided.as_of == date(2025, 6, 30)
    assert [one.decision.id for one in argosy.decide().proposals] == [one.decision.id for one in decided.proposals]
    assert all(any(option.name == "hold" for option in one.decision.options) for one in decided.proposals)
    chosen = next(one for one in decided.proposals if one.decision.verdict in (Verdict.ACT, Verdict.TEST))
    evaluation = chosen.decision.evaluation
    assert evaluation is not None
    assert chosen.decision.expected is not None

    # Act: what was fixed before is kept, a second acceptance is the same one, what is in hand is not proposed anew.
    argosy.act(chosen.decision.id[:8], "accept", "it pays", "owner")
    argosy.act(chosen.decision.id, "done", "shipped on Tuesday", "owner", on=date(2025, 7, 1))
    acted = argosy.act(chosen.decision.id, "done", "clicked twice", "colleague", on=date(2025, 7, 2))
    assert [event.type.value for event in acted.history] == ["proposed", "accepted", "done"]

    # Nothing can be measured yet: it says which data is missing.
    early = argosy.learn(on=date(2025, 7, 10))
    assert not early.outcomes
    assert "2025-07" in str(early.waiting[0].reason)

    # A season later the new export comes in, and what is due is measured and judged by the evaluation fixed before.
    end = date(2025, 7, 1) + timedelta(days=evaluation.window_days)
    write_orders(inbox / "later.csv", date(2025, 7, 1), end)
    assert [result.outcome.value for result in argosy.ingest()] == ["already_loaded", "loaded"]
    learned = argosy.learn(on=end)
    assert [outcome.days for outcome in learned.outcomes][:2] == [7, 28]
    final = learned.outcomes[-1]
    assert (final.is_final, final.days) == (True, evaluation.window_days)
    assert final.ruling.value in ("ship", "rollback", "review")
    assert final.rule
    assert argosy.learn(on=end).outcomes == (), "measured once"
    (calibration,) = learned.calibrations
    assert (calibration.kind, calibration.outcomes) == (chosen.decision.kind, 1)
    assert argosy.register.thread(chosen.decision.id).status.value == "closed"


def test_what_was_declined_stays_quiet_until_its_facts_change(argosy: Argosy) -> None:
    write_orders(argosy.workspace.inbox / "first.csv", date(2024, 1, 1), date(2025, 6, 30))
    argosy.ingest()
    decided = argosy.decide("market")
    declined = next(one for one in decided.proposals if one.decision.verdict is not Verdict.NOT_ENOUGH_DATA)
    argosy.act(declined.decision.id, "decline", "not now", "owner")
    at_once = argosy.decide("market")
    assert declined.decision.id not in {one.decision.id for one in at_once.proposals}, (
        "the very same one stays quiet too"
    )
    assert "1 stay quiet" in str(at_once.notes[0])
    write_orders(argosy.workspace.inbox / "next.csv", date(2025, 7, 1), date(2025, 7, 2))
    argosy.ingest()
    again = argosy.decide("market")
    assert declined.decision.subject not in {one.decision.subject for one in again.proposals}
    assert "1 stay quiet" in str(again.notes[0])
