"""A bad month, its cause, a test, its outcome, the procedure: one full turn of the loop, as an owner makes it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

sys.path.append(str(Path(__file__).resolve().parents[1] / "domains"))
from memory_measures import measures_of
from planted_seller import Row, order_lines, price_change

from argosy.app.act import act
from argosy.app.decide import decide
from argosy.app.explain import explain
from argosy.app.learn import Learned, learn
from argosy.core.errors import RequestError
from argosy.core.period import Period
from argosy.decision.contract import Verdict
from argosy.domains.analytics.tree import is_exact
from argosy.loop.experiments.assignment import arm_on
from argosy.loop.experiments.experiment import Experiment
from argosy.loop.register import Register
from argosy.metrics.contract import Measures

FIRST = date(2026, 1, 1)
DEARER = {("DE", "K1"): date(2026, 6, 1), ("FR", "K5"): date(2026, 9, 1)}
"""Prices raised from 20 to 26, and since when; six buyers in ten stay away. What a test has shown to cost sales is turned back after it."""


def seller(until: date, experiments: Mapping[tuple[str, str], Experiment]) -> Measures:
    """The shop's exports up to a day; while a test runs, prices are what its plan of days says."""
    plans = {part: (one, {day: arm_on(one, day) for day in one.period}) for part, one in experiments.items()}

    def is_dearer(day: date, market: str, sku: str) -> bool:
        since = DEARER.get((market, sku))
        if since is None or day < since:
            return False
        if (market, sku) not in plans:
            return True
        test, plan = plans[market, sku]
        return day < test.start_on or plan.get(day) == "as_it_is"

    lines = order_lines(
        FIRST,
        until,
        rate=lambda *place: 0.4 if is_dearer(*place) else 1.0,
        price=lambda *place: 26.0 if is_dearer(*place) else 20.0,
        level=6.0,
    )
    changes = [
        price_change(since, sku, market, 20.0, 26.0) for (market, sku), since in DEARER.items() if since <= until
    ]
    return measures_of({"order_lines": lines, "listing_changes": changes, "refunds": refunds(lines)})


def refunds(lines: list[Row]) -> list[dict[str, Any]]:
    """Every thirtieth order comes back a week later."""
    kept = ("store_id", "channel", "market", "sku", "currency", "customer_id")
    return [
        {**{name: row[name] for name in kept}, "refund_id": f"r-{row['order_id']}", "line_no": "1", "refunded_on": row["ordered_on"],
         "refund_amount": row["gross_amount"], "quantity": 1}
        for row in lines[::30]
    ]  # fmt: skip


def turn(
    register: Register, part: tuple[str, str], before: Mapping[tuple[str, str], Experiment]
) -> tuple[Experiment, Learned]:
    """One turn: the month is explained, its cause becomes a test, the test is run, measured and learned from."""
    market, sku = part
    month = Period.of("month", DEARER[part])
    as_of, start = month.last_day, month.end
    measures = seller(as_of, before)

    # Track and analyse: the tree names the slice, and the price that was changed in it.
    told = explain(measures, "net_sales")
    assert told.period == month
    assert is_exact(told.root)
    causes = [(dict(one.where), one.happening.kind) for one in told.hypotheses if one.happening]
    assert ({"market": market, "sku": sku}, "price") in causes

    # Hypothesise: it becomes a test of so many days at a known cost, proposed once however often it is asked.
    decided = decide(measures, register, "analytics.test", as_of, None)
    (test,) = [one.decision for one in decided.proposals if one.decision.verdict is Verdict.TEST]
    assert test.subject == f"part:market={market}/sku={sku}"
    assert test.chosen.cost is not None
    assert not [one for one in decide(measures, register, "analytics.test", as_of, None).proposals if one.is_new]

    # Test: what is under way is fixed; nobody can start another test on the same listing.
    act(measures, register, test.id, "test", "settle it", "owner", start)
    running = next(kept.experiment for kept in register.bench.experiments() if kept.is_running)
    assert (running.start_on, running.where) == (start, {"market": (market,), "sku": (sku,)})
    with pytest.raises(RequestError, match="runs on the same part of the shop"):
        register.bench.check(Experiment.from_json({**running.to_json(), "id": "another"}))

    # Measure: too early it is not looked at; at its end it is kept, by the rule fixed before, and measured once.
    under_way = {**before, part: running}
    end = running.period.end
    assert not learn(measures, register, start + timedelta(days=10)).outcomes
    grown = seller(end, under_way)
    learned = learn(grown, register, end)
    assert learn(grown, register, end).outcomes == ()
    (outcome,) = learned.outcomes
    assert (outcome.ruling.value, outcome.rule) == ("ship", "a worthwhile gain is shown")
    assert outcome.measured is not None
    assert outcome.measured.is_above_zero
    return running, learned


@pytest.mark.slow
def test_a_bad_month_its_cause_a_test_its_outcome_and_the_procedure(tmp_path: Path) -> None:
    register = Register.open(f"sqlite:///{tmp_path / 'state.db'}")
    first, learned = turn(register, ("DE", "K1"), {})
    assert learned.procedures == (), "once is no procedure"
    _, learned = turn(register, ("FR", "K5"), {("DE", "K1"): first})

    # Learn: the kind's claims are weighed by what came of them, and what shipped twice is a procedure.
    (calibration,) = learned.calibrations
    assert (calibration.kind, calibration.outcomes, calibration.hit_rate) == ("analytics.test", 2, 1.0)
    (procedure,) = learned.procedures
    assert (procedure.kind, procedure.option, procedure.shipped) == ("analytics.test", "switch_by_day", 2)
    assert {proof.subject for proof in procedure.proofs} == {"part:market=DE/sku=K1", "part:market=FR/sku=K5"}
    register.close()
