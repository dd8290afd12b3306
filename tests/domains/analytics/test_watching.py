"""Watch: a break in one part of the shop is found there, and an even shop is quiet."""

from __future__ import annotations

from datetime import date

from memory_measures import measures_of
from planted_seller import order_lines

from argosy.app.watch import watch
from argosy.domains.analytics.watching import Place
from argosy.metrics.contract import Measures

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


def seller(broken: bool) -> Measures:
    def rate(day: date, market: str, sku: str) -> float:
        return 0.2 if broken and market == "FR" and day > date(2026, 6, 23) else 1.0

    return measures_of({"order_lines": order_lines(FIRST, LAST, rate)})


def test_a_market_that_fell_is_found_and_explained() -> None:
    told = watch(seller(broken=True))
    places = [one.found.key for one in told.alarms]
    assert Place("orders", "market", "FR") in places
    assert not [place for place in places if place.dimension == "market" and place.member != "FR"]
    first = next(one for one in told.alarms if one.explanation is not None)
    assert first.explanation is not None
    assert first.explanation.change < 0
    assert first.explanation.hypotheses


def test_an_even_shop_is_quiet() -> None:
    assert len(watch(seller(broken=False)).alarms) <= 1


def test_too_short_a_history_says_how_much_is_missing() -> None:
    told = watch(measures_of({"order_lines": order_lines(date(2026, 6, 1), LAST)}))
    assert not told.alarms
    assert "13 weeks of orders are needed to know a season, 3 are there" in str(told.notes[0])


def test_nothing_loaded_watches_nothing() -> None:
    assert not watch(measures_of({})).alarms
