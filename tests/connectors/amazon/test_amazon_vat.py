"""The VAT report: refunds negative, tax where it is owed, and nobody else's account."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from argosy.connectors.amazon.vat import OPTIONAL, REPORT, REQUIRED
from argosy.connectors.conformance import CONTEXT
from argosy.connectors.sighting import look
from argosy.core.errors import DataError

FILE = Path(__file__).parent / "vat" / "june.txt"


def test_the_report_has_its_95_columns() -> None:
    assert len({*REQUIRED, *OPTIONAL}) == 95


def test_sales_refunds_and_transfers(shop: Any, reader: Any) -> None:
    result = shop.sound(FILE)
    assert result.kept_apart == {"unknown_value:TRANSACTION_TYPE": 1}
    assert [(check.currency, check.in_amount) for check in result.money] == [
        ("EUR", Decimal("241.19")),
        ("GBP", Decimal("60.00")),
    ]
    columns = (
        "kind, taxed_on::VARCHAR, net_amount, tax_amount, gross_amount, tax_country, scheme, collected_by, currency"
    )
    found = reader.sample("vat", "june.txt").rows("tax_transactions", columns)
    assert found[:5] == [
        ("sale", "2026-06-03", Decimal(100), Decimal(19), Decimal(119), "DE", "vat", "seller", "EUR"),
        ("sale", "2026-06-13", Decimal(200), Decimal(40), Decimal(240), "FR", "union_oss", "seller", "EUR"),
        ("refund", "2026-06-20", Decimal(-100), Decimal(-19), Decimal(-119), "DE", "vat", "seller", "EUR"),
        ("sale", "2026-06-21", Decimal(50), Decimal(10), Decimal(60), "GB", "vat", "channel", "GBP"),
        ("stock_transfer", "2026-06-24", None, None, None, None, None, None, "EUR"),
    ]


def test_where_goods_moved_and_at_what_rate(reader: Any) -> None:
    columns = "departure_country, arrival_country, tax_rate, cost_amount, is_export, invoice_number"
    found = reader.sample("vat", "june.txt").rows("tax_transactions", columns)
    assert found[0] == ("DE", "DE", pytest.approx(0.19), None, False, "INV-1")
    assert found[4][:4] == ("DE", "PL", None, Decimal("45.00"))


def test_two_accounts_in_a_file_or_another_than_the_stores_are_refused(reader: Any) -> None:
    with pytest.raises(DataError, match=r"several seller accounts \(A1SELLER, B2SELLER\)"):
        reader.changed("vat", "june.txt", {"A1SELLER\t2026-JUN\t\tamazon.co.uk": "B2SELLER\t2026-JUN\t\tamazon.co.uk"})
    context = replace(CONTEXT, extra={"account": "Z9SELLER"})
    with pytest.raises(DataError, match="account A1SELLER, but store sample_shop is account Z9SELLER"):
        REPORT.parse(look(FILE)[0], duckdb.connect(), context)
