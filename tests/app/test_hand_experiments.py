"""Experiments started by hand: several factors at once and several arms, from the plan to what was shown."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[1] / "domains"))
from memory_measures import measures_of
from planted_seller import order_lines

from argosy.app.experiment import (
    Wish,
    assigned,
    found_experiment,
    judge_experiment,
    listed_experiments,
    plan_experiment,
    start_experiment,
)
from argosy.core.errors import DataError, RequestError
from argosy.loop.experiments.experiment import Design
from argosy.loop.register import Register
from argosy.metrics.contract import Measures

FIRST, START = date(2026, 3, 2), date(2026, 5, 4)
FACTORS = {"title": ("old", "new"), "picture": ("a", "b")}


def shop(until: date, arms: dict[str, str]) -> Measures:
    """In Germany a new title sells half as much again, the picture changes nothing."""

    def rate(day: date, market: str, _sku: str) -> float:
        return 1.5 if market == "DE" and arms.get(day.isoformat(), "").startswith("new") else 1.0

    return measures_of({"order_lines": order_lines(FIRST, until, rate=rate)})


def test_several_factors_from_plan_to_judgement(tmp_path: Path) -> None:
    register = Register.open(f"sqlite:///{tmp_path / 'state.db'}")
    before = shop(START - timedelta(days=1), {})
    wish = Wish("Page of May", "net_sales", Design.SWITCHBACK, effect="30%", where={"market": ("DE",)}, factors=FACTORS)
    planned = plan_experiment(before, wish)
    assert planned.arms == ("old + a", "old + b", "new + a", "new + b")
    assert planned.days % (4 * 7) == 0, "every combination has every weekday"
    assert planned.detectable is not None
    assert planned.detectable <= planned.effect
    kept = start_experiment(before, register, planned, "owner", "to know")
    assert start_experiment(before, register, planned, "colleague", "clicked too").experiment == kept.experiment
    other = plan_experiment(before, Wish("Another", "orders", Design.SWITCHBACK, where={"market": ("DE",)}))
    with pytest.raises(RequestError, match="runs on the same part of the shop"):
        start_experiment(before, register, other, "owner", "")

    days = dict(assigned(kept))
    assert len(days) == planned.days
    early = judge_experiment(shop(START + timedelta(days=9), days), register, kept, "owner")
    assert (early.status, early.found) == ("running", None)
    assert f"{planned.days - 10} days of orders are missing, up to {planned.ends_on}" in str(early.reason)

    shown = judge_experiment(
        shop(planned.ends_on, days), register, found_experiment(register, kept.experiment.id[:8]), "owner"
    )
    assert (shown.status, shown.ruling) == ("judged", "ship")
    assert shown.found is not None
    assert set(shown.found.arms) == {"old + b", "new + a", "new + b"}
    assert shown.found.best.startswith("new")
    by_factor = {one.factors: one for one in shown.found.factors}
    title, picture = by_factor["title",], by_factor["picture",]
    assert title.levels == ("new",)
    assert title.estimate.low > 0
    assert title.p_adjusted < 0.01
    assert picture.estimate.low < 0 < picture.estimate.high
    assert ("title", "picture") in by_factor
    assert [one.status for one in listed_experiments(register)] == ["judged"]
    assert shown.kept.judgement is not None
    assert shown.kept.judgement["best"] == shown.found.best
    register.close()


def test_a_fraction_says_what_it_cannot_tell_apart() -> None:
    factors = {**FACTORS, "price": ("9", "8")}
    wish = Wish("Half", "net_sales", Design.SWITCHBACK, effect="30%", factors=factors, runs=4)
    planned = plan_experiment(shop(START - timedelta(days=1), {}), wish)
    assert len(planned.arms) == 4
    assert planned.terms["runs"] == 4
    three = {**FACTORS, "price": ("9", "8", "7")}
    with pytest.raises(RequestError, match="two levels only"):
        plan_experiment(shop(START, {}), Wish("Third", "net_sales", Design.SWITCHBACK, factors=three, runs=4))


def test_too_little_history_says_how_much_is_missing_and_when_it_is_there() -> None:
    start = FIRST + timedelta(days=7)
    with pytest.raises(DataError, match=f"7 days of orders are too few.*7 are missing.*{start + timedelta(days=7)}"):
        plan_experiment(shop(start, {}), Wish("Early", "net_sales", Design.SWITCHBACK, start_on=start))
