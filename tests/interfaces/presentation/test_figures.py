"""Figures by language: grouping, currency, missing values, estimates."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy.core.estimate import Estimate
from argosy.interfaces.presentation.formatting import MISSING, Formats


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_missing_value_is_a_dash_never_zero(language: str) -> None:
    formats = Formats(language)
    assert {
        formats.number(None),
        formats.count(None),
        formats.amount(None, "EUR"),
        formats.money(None, "EUR"),
        formats.percent(None),
        formats.date(None),
        formats.percent(float("nan")),
        formats.significant(None),
    } == {MISSING}


@pytest.mark.parametrize(
    ("currency", "shown"),
    [("EUR", "EUR 1,234,567.90"), ("JPY", "JPY 1,234,568"), ("KWD", "KWD 1,234,567.900")],
)
def test_money_has_the_decimals_of_its_currency(currency: str, shown: str) -> None:
    assert Formats("en").money(Decimal("1234567.9"), currency) == shown


@given(st.decimals(min_value=Decimal("-1e12"), max_value=Decimal("1e12"), places=2))
def test_grouping_loses_no_cent(amount: Decimal) -> None:
    shown = Formats("zh").amount(amount, "CNY")
    assert Decimal(shown.replace(",", "").replace("−", "-")) == amount


def test_days_and_instants_are_written_by_language() -> None:
    day, at = date(2026, 2, 3), datetime(2026, 2, 3, 14, 5, tzinfo=UTC)
    assert Formats("zh").date(day) == "2026年2月3日"
    assert "2026" in Formats("en").date(day)
    assert Formats("zh").instant(at).endswith("14:05")


@pytest.mark.parametrize(
    ("estimate", "point", "spread"),
    [
        (Estimate("net_sales", 12300.0, 4000.0, 21000.0, "EUR/year"), "EUR +12,300 a year", "80%: +4,000 … +21,000"),
        (Estimate("net_sales", -50.0, -70.5, -1.0, "CNY"), "CNY −50.00", "80%: −70.50 … −1.00"),
        (Estimate("refund_rate", 0.02, -0.01, 0.05, "/1", 0.9), "+2.0%", "90%: −1.0% … +5.0%"),
        (Estimate("lead_time", 12.0, 9.0, 15.5, "days"), "+12 days", "80%: +9 … +15.5"),
    ],
)
def test_an_estimate_is_shown_with_its_range_and_unit(estimate: Estimate, point: str, spread: str) -> None:
    assert Formats("en").estimate(estimate) == point
    assert Formats("en").estimate_range(estimate) == spread


def test_an_unknown_language_is_read_as_english() -> None:
    assert Formats("xx-unknown").count(1234) == "1,234"
    assert Formats("zh-Hans-CN").place("JP") == "JP 日本"
