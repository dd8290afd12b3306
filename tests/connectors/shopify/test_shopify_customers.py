"""The customers export: the same buyer as in orders, consent per medium, no amount without a currency."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from argosy.connectors.contract import Context

STORE = Context("shop", "shopify", "America/New_York", currency="USD", today=date(2026, 11, 22))


def test_a_buyer_is_the_same_as_in_orders(load_sample: Any) -> None:
    load_sample("orders_first_line.csv", STORE)
    found = load_sample("customers_current.csv", STORE)
    digest = sha256(b"1001@example.com").hexdigest()
    rows = found.rows(
        f"SELECT email, email_sha256, postcode, market, tags FROM customers WHERE customer_id = '{digest}'"
    )
    assert rows == [("1001@example.com", digest, "01067", "US", '["vip","newsletter"]')]


def test_cells_of_several_lines_and_marked_numbers(load_sample: Any) -> None:
    found = load_sample("customers_current.csv", STORE)
    rows = found.rows("SELECT customer_id, phone, note, spent_amount, order_count FROM customers ORDER BY source_line")
    assert rows == [
        (sha256(b"1001@example.com").hexdigest(), None, 'likes lamps\n"blue" ones', Decimal("102.6"), 1),
        (sha256(b"491700000000").hexdigest(), "+491700000000", None, Decimal(0), 0),
        ("7012345678903", None, None, Decimal("5.5"), 1),
    ]


def test_consent_per_medium_from_the_day_of_the_export(load_sample: Any) -> None:
    found = load_sample("customers_current.csv", STORE)
    rows = found.rows("SELECT medium, state, changed_on, count(*) FROM consents GROUP BY ALL ORDER BY 1, 2")
    day = date(2026, 11, 22)
    assert rows == [
        ("email", "denied", day, 2),
        ("email", "granted", day, 1),
        ("sms", "denied", day, 2),
        ("sms", "granted", day, 1),
    ]


def test_rows_of_nobody_and_wrong_amounts_are_kept_apart(load_sample: Any) -> None:
    assert load_sample("customers_current.csv", STORE).kept() == {4: "nobody", 5: "not_an_amount:Total Spent"}


def test_the_older_layout_and_a_store_without_currency(load_sample: Any) -> None:
    found = load_sample("customers_before_2024.csv", replace(STORE, currency=None))
    rows = found.rows("SELECT company, street, region, phone, currency, spent_amount FROM customers")
    assert rows == [("Sample Ltd", "1 Sample St", "New York", "+12025550100", None, None)]
