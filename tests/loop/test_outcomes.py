"""Measuring and ruling: known changes, edges, simulated coverage; calibration from outcomes."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from proposals import proposal

from argosy.core.estimate import Estimate
from argosy.decision.evaluation import Ruling
from argosy.loop.calibration import PRIOR_SHRINK, calibrate, calibrations
from argosy.loop.outcomes import Outcome, change_of_level, change_of_sum, judge

START = date(2026, 3, 2)


def outcome(
    measured: tuple[float, float, float] | None,
    refunds: tuple[float, float, float] | None = (0.0, -0.01, 0.01),
    days: int = 91,
    point: float = 500.0,
) -> Outcome:
    decision = proposal(point=point)
    change = None if measured is None else Estimate("net_sales", *measured, "EUR/year")
    guardrail = None if refunds is None else Estimate("refund_rate", *refunds, "/1")
    return judge(decision, decision.id, START, days, change, {"refund_rate": guardrail}, 4)


@pytest.mark.parametrize(
    ("measured", "refunds", "rule", "ruling"),
    [
        ((300, 100, 500), (0.0, -0.01, 0.01), "a worthwhile gain is shown", Ruling.SHIP),
        ((300, -100, 700), (0.0, -0.01, 0.01), "nothing is shown", Ruling.REVIEW),
        ((5, 1, 9), (0.0, -0.01, 0.01), "nothing is shown", Ruling.REVIEW),
        ((-300, -500, -100), (0.0, -0.01, 0.01), "harm is shown", Ruling.ROLLBACK),
        ((300, 100, 500), (0.2, 0.1, 0.3), "a guardrail broke", Ruling.ROLLBACK),
        ((300, 100, 500), (0.06, 0.01, 0.11), "a worthwhile gain is shown", Ruling.SHIP),
        ((300, 100, 500), None, "nothing is shown", Ruling.REVIEW),
        (None, (0.0, -0.01, 0.01), "nothing is shown", Ruling.REVIEW),
    ],
)
def test_the_rule_that_decides_is_named(
    measured: tuple[float, float, float] | None, refunds: tuple[float, float, float] | None, rule: str, ruling: Ruling
) -> None:
    found = outcome(measured, refunds)
    assert (found.rule, found.ruling) == (rule, ruling)
    assert Outcome.from_json(found.to_json()) == found


def test_predicted_minus_measured_and_whether_the_interval_held() -> None:
    found = outcome((300, 100, 500))
    assert found.predicted_minus_measured == 200
    assert found.is_covered
    assert not outcome((200, 100, 500)).is_covered
    assert outcome(None).predicted_minus_measured is None
    assert found.is_final
    assert not outcome((300, 100, 500), days=28).is_final


def test_a_weekly_rhythm_is_no_change() -> None:
    week = [10, 20, 30, 40, 50, 90, 5] * 13
    change = change_of_sum(week, [value + 1 for value in week], "net_sales", "EUR/year")
    assert change is not None
    assert (change.point, change.low) == (pytest.approx(365), pytest.approx(365))


@pytest.mark.parametrize("days", [7, 28, 91])
def test_intervals_of_a_change_cover_as_often_as_they_say(days: int) -> None:
    generator = np.random.default_rng(days)
    rhythm = np.tile([1.0, 1.0, 1.0, 1.2, 1.5, 2.0, 0.5], days // 7)
    hits = 0
    for _ in range(600):
        before = generator.gamma(2.0, 50.0 * rhythm)
        after = generator.gamma(2.0, 50.0 * rhythm) + 3.0
        change = change_of_sum(list(before), list(after), "net_sales", "EUR/year")
        assert change is not None
        hits += change.low <= 3.0 * 365 <= change.high
    assert hits / 600 == pytest.approx(0.8, abs=0.06)


def test_a_single_day_has_no_interval() -> None:
    assert change_of_sum([1.0], [2.0], "net_sales", "EUR/year") is None
    assert change_of_level([0.1], [0.2, 0.3], (0.1, 0.25), "refund_rate", "/1") is None


def test_nothing_known_is_the_prior_and_much_known_is_the_data() -> None:
    assert calibrate("market.focus", []).shrink == PRIOR_SHRINK
    half = [outcome((point / 2, point / 2 - 50, point / 2 + 50), point=point) for point in (200.0, 500.0, 900.0) * 20]
    found = calibrate("market.focus", half)
    assert found.outcomes == 60
    assert found.shrink == pytest.approx(0.5, abs=0.05)
    assert found.bias == pytest.approx((100 + 250 + 450) / 3)
    assert found.hit_rate == 1
    assert found.coverage > 0.95  # half of the point is just the lower end


def test_one_bad_outcome_shrinks_gently_and_no_claim_is_blown_up() -> None:
    bad = calibrate("market.focus", [outcome((-500, -600, -400))])
    assert 0.4 < bad.shrink < PRIOR_SHRINK
    assert bad.hit_rate == 0
    good = calibrate("market.focus", [outcome((5000, 4000, 6000))] * 50)
    assert good.shrink == 1


def test_interim_and_unmeasured_outcomes_do_not_count() -> None:
    kept = [outcome((100, 50, 150), days=28), outcome(None)]
    assert calibrate("market.focus", kept).outcomes == 0
    assert set(calibrations(kept)) == {"market.focus"}
