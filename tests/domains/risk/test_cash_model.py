"""The draws of cash against what can be known without drawing."""

from __future__ import annotations

import runpy
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from argosy.decision.domain import kinds
from argosy.domains.risk.facts import load
from argosy.domains.risk.history import CashFacts
from argosy.domains.risk.model import ALONE, FALLEN, HELD, Outcome, look_ahead

GIVEN = runpy.run_path(str(Path(__file__).with_name("given_hold_cash.py")))["measures"]
CHOSEN = kinds()["risk.hold_cash"].parameters


def facts(**case: object) -> CashFacts:
    known = {"as_of": date(2026, 10, 31), "cash": 10000, **case}
    return load(GIVEN(known), date(2026, 10, 31))


def test_steady_flows_end_where_arithmetic_says() -> None:
    steady = facts(payouts={"shop": {"a_week": 5000, "swing": 0.0}}, payments={"overhead": 4000})
    calm = CHOSEN.replaced({"late_payout_chance": 0.0, "usual_drift": 0.0}, "test")
    path = look_ahead(replace(steady, payout_weeks=26), calm).median_path
    assert path[-1] == pytest.approx(10000 + 26 * 1000, rel=0.05)


def test_a_blow_never_makes_it_better_where_all_comes_from_one_store_and_currency() -> None:
    one = facts(payouts={"us": {"a_week": 5000, "currency": "USD"}}, payments={"overhead": 5000})
    ahead = look_ahead(one, CHOSEN)
    assert ahead.fallen == "USD"
    assert (ahead.outcomes[HELD].lowest <= ahead.outcomes[ALONE].lowest + 1e-6).all()
    assert (ahead.outcomes[FALLEN].lowest <= ahead.outcomes[ALONE].lowest + 1e-6).all()


def test_the_reserve_is_what_takes_the_chance_to_the_limit() -> None:
    lowest = np.random.default_rng(1).normal(0, 100, 4000)
    reserve = Outcome(lowest, np.zeros(4000)).reserve(0.05)
    assert Outcome(lowest + reserve + 1e-9, np.zeros(4000)).chance == pytest.approx(0.05, abs=0.002)


@pytest.mark.slow
def test_intervals_of_the_end_cover_the_truth() -> None:
    """Sellers whose next half year is drawn like their last: the 10 % to 90 % band of the median course holds about 80 % of the ends."""
    inside = []
    for seed in range(40):
        generator = np.random.default_rng(seed)
        weekly = 5000 * generator.lognormal(0, 0.3, 104 + 26)
        seller = replace(
            facts(payouts={"shop": {"a_week": 5000}}, payments={"overhead": 5000}), payouts={"shop": weekly[:104]}
        )
        calm = CHOSEN.replaced({"late_payout_chance": 0.0, "draws": 800}, "test")
        steady = replace(seller, payout_weeks=26)
        ends = look_ahead(steady, calm)
        truth = 10000 + (weekly[104:] - 5000).sum()
        spread = ends.median_path[-1] - ends.low_path[-1]
        inside.append(abs(truth - ends.median_path[-1]) <= spread)
    assert 0.65 <= np.mean(inside) <= 1.0
