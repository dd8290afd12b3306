"""How markets compare: simulated truth, edges, and pure functions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np

from argosy.core.period import add_months
from argosy.core.text import Text
from argosy.decision.domain import kinds
from argosy.domains.market.draws import comparison, effective_customers, largest_share
from argosy.domains.market.facts import complete_months
from argosy.domains.market.history import MarketHistory
from argosy.domains.market.model import Assessment, assess

PARAMETERS = kinds()["market.focus"].parameters.replaced({"draws": 600}, "test")


def market(
    code: str, lead: float, orders: float, months: int, season: np.ndarray, generator: np.random.Generator
) -> MarketHistory:
    """A market with Poisson orders a month of gamma amounts; its log growth a year is `lead` above the others'."""
    expected = orders * season * np.exp(lead * (np.arange(months) - months / 2) / 12)
    counts = generator.poisson(expected)
    net = np.array([generator.gamma(4.0, 10.0, count).sum() for count in counts])
    people = generator.poisson(1.5, max(int(counts.sum() / 2.5), 1)) + 1
    amounts = generator.gamma(4.0, 10.0, len(people)) * people
    net_sales, orders_of_year = Decimal(str(round(net[-12:].sum(), 2))), int(counts[-12:].sum())
    return MarketHistory(
        code,
        Text(code),
        net_sales,
        orders_of_year,
        len(people),
        float((people > 1).mean()),
        0.03,
        net,
        net * 0.03,
        people.astype(float),
        amounts,
        amounts[:10],
    )


def assessed(leads: list[float], orders: list[float], months: int, seed: int) -> dict[str, Assessment]:
    generator = np.random.default_rng(seed)
    season = 1 + 0.5 * np.sin(np.arange(months) / 12 * 2 * np.pi)
    markets = [
        market(f"m{place:02d}", lead, size, months, season, generator)
        for place, (lead, size) in enumerate(zip(leads, orders, strict=True))
    ]
    compared = comparison(months, PARAMETERS.count("longest_half"))
    assert compared is not None
    first = [add_months(date(2024, 1, 1), month) for month in range(months)]
    found = assess(markets, markets, first, compared, PARAMETERS, "EUR")
    return {one.history.code: one for one in found}


def test_intervals_of_the_growth_lead_cover_the_truth() -> None:
    generator = np.random.default_rng(11)
    hits = []
    for seed in range(40):
        leads = generator.normal(0, 0.2, 6)
        orders = generator.uniform(8, 80, 6)
        found = assessed(list(leads), list(orders), 24, seed)
        for place, lead in enumerate(leads):
            others = np.delete(np.arange(6), place)
            rest = np.log(np.average(np.exp(leads[others]), weights=orders[others]))
            truth = float(np.expm1(lead - rest))
            growth = found[f"m{place:02d}"].growth
            hits.append(growth.low <= truth <= growth.high)
    assert 0.72 <= np.mean(hits) <= 0.9


def test_a_season_all_markets_share_is_no_growth() -> None:
    found = assessed([0.0] * 5, [200.0] * 5, 12, seed=3)
    assert all(one.growth.low < 0 < one.growth.high for one in found.values())
    assert all(abs(one.growth.point) < 0.15 for one in found.values())


def test_a_market_far_ahead_is_first_and_its_lead_is_worth_something() -> None:
    found = assessed([1.0, 0.0, 0.0, -0.2], [200.0, 150.0, 100.0, 50.0], 30, seed=4)
    first = found["m00"]
    assert (first.place, first.rank.low, first.rank.high) == (1, 1, 1)
    assert first.lead.is_above_zero
    assert not first.leaving.is_above_zero
    assert first.flip is None or first.flip_against is not None
    assert sorted(one.place for one in found.values()) == [1, 2, 3, 4]


def test_small_markets_are_shrunk_harder() -> None:
    found = assessed([0.5, 0.5, 0.0, 0.0], [300.0, 1.0, 300.0, 300.0], 24, seed=5)
    large, small = found["m00"].growth, found["m01"].growth
    assert small.high - small.low > large.high - large.low
    assert large.is_above_zero
    assert small.point < large.point


def test_one_market_is_judged_by_itself() -> None:
    (only,) = assessed([0.3], [100.0], 30, seed=6).values()
    assert only.place == 1
    assert only.flip is None


def test_the_same_seed_gives_the_same_answer() -> None:
    first, again = (assessed([0.1, 0.0], [50.0, 60.0], 20, seed=7) for _ in range(2))
    assert all(
        (one.score, one.lead, one.loyalty) == (again[code].score, again[code].lead, again[code].loyalty)
        for code, one in first.items()
    )


def test_complete_months_at_the_borders() -> None:
    assert complete_months(date(2025, 1, 5), date(2025, 3, 27)) == (date(2025, 2, 1),)
    assert complete_months(date(2025, 1, 1), date(2025, 2, 28)) == (date(2025, 1, 1), date(2025, 2, 1))
    assert complete_months(date(2025, 1, 1), date(2025, 1, 10)) == ()


def test_concentration_of_nothing_is_unknown() -> None:
    assert effective_customers(np.array([])) is None
    assert effective_customers(np.array([-5.0])) is None
    assert largest_share(np.array([3.0, 1.0, -9.0])) == 0.75
