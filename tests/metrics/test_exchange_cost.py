"""What providers take for changing money, worked by hand from statements like Payoneer's, WorldFirst's, PingPong's and a channel's."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from memory_measures import measures_of

from argosy.metrics.contract import Query
from argosy.reference import fx

DAY, NEXT = date(2026, 3, 13), date(2026, 3, 14)  # a Friday; a Saturday, which has Friday's rates


def line(account: str, number: int, currency: str, amount: str, **columns: Any) -> dict[str, Any]:
    return {
        "account_id": account,
        "load_id": account,
        "line_no": str(number),
        "source_line": number,
        "booked_on": DAY,
        "currency": currency,
        "amount": Decimal(amount),
        **columns,
    }


BANK = [
    line("payoneer_us", 1, "USD", "-900", original_currency="CNY", original_amount=Decimal(6200), category="transfer"),
    line("worldfirst_us", 1, "USD", "-1000", category="exchange", booked_on=NEXT),
    line("worldfirst_us", 2, "CNY", "6950", category="exchange", booked_on=NEXT),
    line(
        "worldfirst_us", 3, "USD", "-50", category="exchange", booked_on=NEXT
    ),  # its other side is not in the statement
    line("pingpong_us", 1, "USD", "-903.60", category="transfer", fee_amount=Decimal("3.60")),
    line("pingpong_us", 2, "USD", "1200", category="payout"),
]
PAYOUT = {
    "store_id": "mx",
    "channel": "mercado_libre",
    "payout_id": "p1",
    "paid_on": DAY,
    "status": "paid",
    "currency": "MXN",
    "payout_amount": Decimal(1000),
    "received_currency": "CNY",
    "received_amount": Decimal(380),
}
LOADS = [
    {"load_id": f"{name}_us", "connector": name, "report": "statement"}
    for name in ("payoneer", "worldfirst", "pingpong")
]


def test_all_in_cost_by_provider_in_money_and_basis_points() -> None:
    measures = measures_of({"bank_lines": BANK, "loads": LOADS, "payouts": [PAYOUT]}, "CNY")
    names = ("exchanged_amount", "exchange_cost", "exchange_basis_points")
    rows = {row["provider"]: row for row in measures.measure(Query(names, ("provider",))).rows}
    dollar, peso = (float(fx.rate(one, "CNY", DAY).number) for one in ("USD", "MXN"))
    worked = {
        "payoneer": (900 * dollar, 6200.0),
        "worldfirst": (1000 * dollar, 6950.0),
        "pingpong": (903.6 * dollar, 900 * dollar),
        "mercado_libre": (1000 * peso, 380.0),
    }
    assert rows.keys() == worked.keys()
    for provider, (given, come) in worked.items():
        row = rows[provider]
        assert float(row["exchanged_amount"]) == pytest.approx(given, abs=0.001)
        assert float(row["exchange_cost"]) == pytest.approx(given - come, abs=0.001)
        assert float(row["exchange_basis_points"]) == pytest.approx((given - come) / given * 10_000, rel=1e-4)
    deals = {row["provider"]: row for row in measures.dataset("exchange_deals", until=NEXT).to_pylist()}
    told = deals["worldfirst"]
    assert (told["rate"], told["rated_on"]) == (
        6.95,
        DAY,
    )  # the rate of Friday holds on Saturday, and the answer says so
    assert "European Central Bank" in told["source"]
    assert told["basis_points"] == pytest.approx(float(rows["worldfirst"]["exchange_basis_points"]), rel=1e-4)


@pytest.mark.slow
def test_an_answer_names_the_rates_it_was_converted_by() -> None:
    measures = measures_of({"bank_lines": BANK, "loads": LOADS}, "CNY")
    (note,) = measures.measure(Query(("exchanged_amount",), start=DAY, end=NEXT)).notes
    assert str(note).startswith("Converted to CNY by the European Central Bank's rates: 1 USD = ")
    assert str(note).endswith("CNY (2026-03-13)")
    (note,) = measures.measure(Query(("exchanged_amount",))).notes
    assert str(note).startswith(
        "Converted to CNY from USD: the European Central Bank's reference rate of each amount's own day"
    )
