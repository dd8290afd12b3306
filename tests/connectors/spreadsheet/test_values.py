"""What a cell becomes, type by type, and what becomes of a cell that is not of its type."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from argosy.connectors.contract import Context

from .conftest import Loader

MAPPING = """
argosy_mapping: 1
name: values
recognise: {columns: [id, cell]}
file: FILE
columns:
  cell: {SETTINGS}
rows:
  - name: row
    to: TABLE
    set: SET
"""

PLACES = {
    "text": ("products", "{product_id: id, title: cell}", "title"),
    "integer": ("products", "{product_id: id, packed_weight_g: cell}", "packed_weight_g"),
    "money": ("products", "{product_id: id, declared_value_amount: cell}", "declared_value_amount"),
    "decimal": ("listings", "{listing_id: id, sku: id, rating: cell}", "rating"),
    "rate": (
        "bank_lines",
        "{line_no: id, fx_rate: cell, account_id: id, booked_on: {constant: 2024-01-01}, amount: {constant: 1}}",
        "fx_rate",
    ),
    "date": ("products", "{product_id: id, launched_on: cell}", "launched_on"),
    "instant": ("products", "{product_id: id, updated_at: cell}", "updated_at"),
    "boolean": ("products", "{product_id: id, is_liquid: cell}", "is_liquid"),
    "country": ("products", "{product_id: id, origin_country: cell}", "origin_country"),
    "currency": ("products", "{product_id: id, currency: cell}", "currency"),
}


def cell(through: Loader, kind: str, written: str, settings: str = "", file: str = "{}", zone: str = "UTC") -> Any:
    """The value a cell becomes, or the reason why its row is kept apart."""
    table, set_, column = PLACES[kind]
    mapping = MAPPING.replace("FILE", file).replace("SETTINGS", f"type: {kind}{', ' + settings if settings else ''}")
    mapping = mapping.replace("TABLE", table).replace("SET", set_)
    text = 'id;cell\nfirst;"' + written.replace('"', '""') + '"\n'
    done = through(mapping, text, Context("shop", "own_store", zone, None, "EUR"))
    value, reason = done.rows(f"SELECT {column}, kept_apart FROM out_{table}")[0]
    return reason or value


@pytest.mark.parametrize(
    ("written", "settings", "value"),
    [
        ("12", "", 12),
        ("-3", "", -3),
        ("6.0", "", 6),
        ("6.5", "", "not_whole:cell"),
        ("1,200", "", "not_whole:cell"),
        ("1,200", 'thousands: ","', 1200),
        ("1 200", 'thousands: " "', 1200),
        ("1,20", 'thousands: ","', "not_whole:cell"),
        ("twelve", "", "not_whole:cell"),
        ("12345678901234567", "", 12345678901234567),
        ("", "", None),
    ],
)
def test_integers(through: Loader, written: str, settings: str, value: object) -> None:
    assert cell(through, "integer", written, settings) == value


@pytest.mark.parametrize(
    ("written", "settings", "value"),
    [
        ("0.1", "", "0.1000"),
        ("1.234,56", 'decimal: ",", thousands: "."', "1234.5600"),
        ("12.34", 'decimal: ",", thousands: "."', "not_a_number:cell"),
        ("12.34", 'decimal: ","', "not_a_number:cell"),
        ("1,234.56", 'thousands: ","', "1234.5600"),
        ("12,34,567.80", 'thousands: ","', "1234567.8000"),
        ("1'234.50", 'thousands: "\'"', "1234.5000"),
        ("1\u202f234,50", 'decimal: ",", thousands: " "', "1234.5000"),
        ("£2.55", "currency: GBP", "2.5500"),
        ("GBP 2.55", "currency: GBP", "2.5500"),
        ("$2.55", "currency: GBP", "other_currency:cell"),
        ("-£2.55", "currency: GBP", "-2.5500"),
        ("(2.55)", "", "-2.5500"),
        ("2.55-", "", "-2.5500"),
        ("−2.55", "", "-2.5500"),
        ("1-2", "", "not_a_number:cell"),
        ("NaN", "", "not_a_number:cell"),
        ("12 apples", "", "not_a_number:cell"),
    ],
)
def test_money(through: Loader, written: str, settings: str, value: str) -> None:
    found = cell(through, "money", written, settings)
    assert (str(found) if isinstance(found, Decimal) else found) == value


@pytest.mark.parametrize(
    ("written", "settings", "value"),
    [
        ("5 %", "", 0.05),
        ("0.05", "", 0.05),
        ("5", "percent: true", 0.05),
        ("5%", "percent: true", 0.05),
        ("five", "", "not_a_number:cell"),
    ],
)
def test_rates(through: Loader, written: str, settings: str, value: object) -> None:
    assert cell(through, "rate", written, settings) == value


@pytest.mark.parametrize(
    ("written", "settings", "value"),
    [
        ("2024-05-01", "", "2024-05-01"),
        ("2024-5-1", "", "2024-05-01"),
        ("2024-05-01T23:30:00", "", "2024-05-01"),
        ("2024-02-30", "", "not_a_date:cell"),
        ("31.12.2024", "day_first: true", "2024-12-31"),
        ("31/12/24", "day_first: true", "2024-12-31"),
        ("31/12/24", 'format: "%d/%m/%Y"', "not_a_date:cell"),
        ("31/12/24", 'format: ["%d/%m/%Y", "%d/%m/%y"]', "2024-12-31"),
        ("12/31/2024", "day_first: false", "2024-12-31"),
        ("12/31/2024", "day_first: true", "not_a_date:cell"),
        ("2024年5月1日", 'format: "%Y年%m月%d日"', "2024-05-01"),
        ("20240501", 'format: "%Y%m%d"', "2024-05-01"),
        ("1 May 2024", 'format: ["%Y-%m-%d", "%d %B %Y"]', "2024-05-01"),
        ("45413", "format: excel", "2024-05-01"),
    ],
)
def test_dates(through: Loader, written: str, settings: str, value: str) -> None:
    assert str(cell(through, "date", written, settings)) == value


@pytest.mark.parametrize(
    ("written", "settings", "zone", "value"),
    [
        ("2024-05-01 10:00:00", "", "UTC", "2024-05-01 10:00"),
        ("2024-05-01 10:00:00", "", "Europe/London", "2024-05-01 09:00"),
        ("2024-05-01 10:00:00", "zone: Asia/Shanghai", "Europe/London", "2024-05-01 02:00"),
        ("2024-05-01T10:00:00Z", "", "Europe/London", "2024-05-01 10:00"),
        ("2024-05-01T10:00:00+02:00", "", "Europe/London", "2024-05-01 08:00"),
        ("2024-05-01T10:00:00.500-07:00", "", "UTC", "2024-05-01 17:00"),
        ("2024-05-01 10:00:00 PDT", "", "UTC", "not_an_instant:cell"),
        ("2024-05-01", "", "Asia/Shanghai", "2024-04-30 16:00"),
        ("01/05/2024 08:26", "day_first: true", "Europe/London", "2024-05-01 07:26"),
        ("01/05/2024, 8:26 PM", "day_first: false", "UTC", "2024-01-05 20:26"),
        ("1714557600", "format: unix", "Asia/Shanghai", "2024-05-01 10:00"),
        ("1714557600000", "format: unix_ms", "Asia/Shanghai", "2024-05-01 10:00"),
        ("2024-05-01 10:00 +0200", 'format: "%Y-%m-%d %H:%M %z"', "Asia/Shanghai", "2024-05-01 08:00"),
        ("2024-10-27 00:30:00", "", "Europe/London", "2024-10-26 23:30"),
        ("2024-10-27 03:30:00", "", "Europe/London", "2024-10-27 03:30"),
    ],
)
def test_instants(through: Loader, written: str, settings: str, zone: str, value: str) -> None:
    found = cell(through, "instant", written, settings, zone=zone)
    assert (found.strftime("%Y-%m-%d %H:%M") if isinstance(found, datetime) else found) == value


@pytest.mark.parametrize(
    ("written", "value"), [("Yes", True), ("是", True), ("0", False), ("nein", False), ("maybe", "not_yes_or_no:cell")]
)
def test_booleans(through: Loader, written: str, value: object) -> None:
    assert cell(through, "boolean", written) == value


@pytest.mark.parametrize(
    ("written", "settings", "value"),
    [
        ("DE", "", "DE"),
        ("de", "", "DE"),
        ("Deutschland", "", "DE"),
        ("中国", "", "CN"),
        ("The U.S.A.", "", "US"),
        ("Côte d’Ivoire", "", "CI"),
        ("Atlantis", "", "unknown_country:cell"),
        ("Atlantis", "values: {Atlantis: GR}", "GR"),
        ("Unspecified", "values: {Unspecified: null}", None),
    ],
)
def test_countries(through: Loader, written: str, settings: str, value: object) -> None:
    assert cell(through, "country", written, settings) == value


@pytest.mark.parametrize(
    ("written", "settings", "value"),
    [
        ("EUR", "", "EUR"),
        ("eur", "", "EUR"),
        ("人民币", "", "CNY"),
        ("Taler", "", "unknown_currency:cell"),
        ("Taler", "values: {Taler: EUR}", "EUR"),
    ],
)
def test_currencies(through: Loader, written: str, settings: str, value: object) -> None:
    assert cell(through, "currency", written, settings) == value


def test_words_for_nothing(through: Loader) -> None:
    assert cell(through, "text", "NULL") == "NULL"
    assert cell(through, "text", "NULL", file='{null_values: ["NULL"]}') is None
    assert cell(through, "text", "-", settings='null_values: ["-"]') is None


def test_text_values_are_translated(through: Loader) -> None:
    assert cell(through, "text", "杯子", settings="values: {杯子: cup}") == "cup"


def test_countries_that_appear_late_are_still_known(through: Loader) -> None:
    """The first 50,000 rows are looked at beforehand; a word behind them is looked up one by one."""
    mapping = MAPPING.replace("FILE", "{}").replace("SETTINGS", "type: country, values: {Nowhere: null}")
    mapping = mapping.replace("TABLE", "products").replace("SET", "{product_id: id, origin_country: cell}")
    text = (
        "id,cell\n"
        + "".join(f"{number},DE\n" for number in range(50_001))
        + "a,Frankreich\nb,Atlantis\nc,Nowhere\nd,fr\n"
    )
    done = through(mapping, text)
    late = done.rows(
        "SELECT product_id, origin_country, kept_apart FROM out_products WHERE source_line > 50001 ORDER BY source_line"
    )
    assert late == [("a", "FR", None), ("b", None, "unknown_country:cell"), ("c", None, None), ("d", "FR", None)]
