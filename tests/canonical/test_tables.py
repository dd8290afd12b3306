"""The canonical tables are complete, consistent and worded alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from argosy.canonical.catalogue import table as canonical_table
from argosy.canonical.catalogue import tables
from argosy.canonical.documentation import vocabularies
from argosy.canonical.places import ALL
from argosy.canonical.schema import LINEAGE, MONTH, Column, Kind, Table
from argosy.core.errors import FaultError, RequestError

NAMED_IN_DESIGN = [
    "products",
    "listings",
    "product_costs",
    "suppliers",
    "purchase_orders",
    "inspections",
    "orders",
    "order_lines",
    "refunds",
    "returns",
    "settlement_lines",
    "payouts",
    "bank_lines",
    "payment_attempts",
    "disputes",
    "inventory_levels",
    "inventory_events",
    "shipments",
    "shipment_events",
    "rate_cards",
    "customs_entries",
    "ad_performance",
    "traffic",
    "search_terms",
    "market_research",
    "competitor_offers",
    "customers",
    "customer_links",
    "consents",
    "messages",
    "reviews",
    "survey_responses",
    "loyalty_entries",
    "creators",
    "certificates",
    "ip_rights",
    "tax_registrations",
    "tax_transactions",
    "account_health",
    "privacy_requests",
    "listing_changes",
    "exposures",
    "people",
    "tasks",
    "budgets",
    "fx_rates",
    "loads",
    "kept_apart",
]

KIND_BY_SUFFIX = {
    "_at": Kind.INSTANT,
    "_on": Kind.DATE,
    "_rate": Kind.RATE,
    "_share": Kind.RATE,
    "_amount": Kind.MONEY,
    "_price": Kind.MONEY,
    "_g": Kind.INTEGER,
    "_mm": Kind.INTEGER,
    "_days": Kind.INTEGER,
    "_quantity": Kind.INTEGER,
    "_count": Kind.INTEGER,
}

VENDOR_WORDS = {
    "acos",
    "adyen",
    "aliexpress",
    "amazon",
    "buybox",
    "ebay",
    "fba",
    "google",
    "klaviyo",
    "lazada",
    "lineitem",
    "magento",
    "meli",
    "mercado",
    "meta",
    "msku",
    "paypal",
    "rakuten",
    "rms",
    "shopee",
    "shopify",
    "shopline",
    "stripe",
    "temu",
    "tiktok",
    "walmart",
}

LINEAGE_NAMES = {column.name for column in LINEAGE}


def all_columns() -> Iterator[tuple[Table, Column]]:
    for table in tables().values():
        for column in table.columns:
            yield table, column


ALL_TABLES = list(tables().values())
by_table = pytest.mark.parametrize("table", ALL_TABLES, ids=[table.name for table in ALL_TABLES])


@pytest.mark.parametrize("name", NAMED_IN_DESIGN)
def test_every_table_the_design_names_exists(name: str) -> None:
    assert canonical_table(name).name == name


def test_an_unknown_table_is_answered_with_the_known_ones() -> None:
    with pytest.raises(RequestError, match="order_lines"):
        canonical_table("order_line")


@by_table
def test_grain_and_descriptions_are_sentences(table: Table) -> None:
    sentences = {"grain": table.grain} | {column.name: column.description for column in table.columns}
    unfinished = {name: text for name, text in sentences.items() if not text.endswith(".") or len(text) < 5}
    assert not unfinished


@by_table
def test_suffixes_say_the_kind(table: Table) -> None:
    wrong = [
        column.name
        for column in table.columns
        for suffix, kind in KIND_BY_SUFFIX.items()
        if column.name.endswith(suffix) and column.kind is not kind
    ]
    assert not wrong


@by_table
def test_kinds_carry_their_suffix(table: Table) -> None:
    suffixes = {Kind.MONEY: ("amount", "_price"), Kind.DATE: ("_on",), Kind.INSTANT: ("_at",)}
    wrong = [
        column.name
        for column in table.columns
        if column.kind in suffixes and not column.name.endswith(suffixes[column.kind])
    ]
    assert not wrong


@by_table
def test_booleans_read_as_predicates(table: Table) -> None:
    allowed = re.compile(r"^(is|has|accepts|includes|issues|touches|sells)_|^tax_included$")
    assert not [c.name for c in table.columns if c.kind is Kind.BOOLEAN and not allowed.match(c.name)]


@by_table
def test_money_has_a_currency(table: Table) -> None:
    if any(column.kind is Kind.MONEY for column in table.columns):
        currency = table.column("currency")
        assert "ISO 4217" in currency.description
        if any(column.kind is Kind.MONEY and column.required for column in table.columns):
            assert currency.required


OWN_LINEAGE = {"loads", "kept_apart"}


@by_table
def test_rows_can_always_be_told_apart(table: Table) -> None:
    assert table.key
    assert not [name for name in {*table.key, *table.replaces} if not table.column(name).required]
    assert set(table.replaces) <= set(table.key)


@by_table
def test_keys_hold_no_measured_values(table: Table) -> None:
    measured = {Kind.MONEY, Kind.DECIMAL, Kind.RATE, Kind.BOOLEAN, Kind.JSON}
    assert not [name for name in table.key if table.column(name).kind in measured]


@by_table
def test_partitions_are_required_days(table: Table) -> None:
    if table.partition_on:
        column = table.column(table.partition_on)
        assert column.kind is Kind.DATE
        assert column.required


@by_table
def test_lineage_and_month_are_left_to_the_storage(table: Table) -> None:
    taken = LINEAGE_NAMES | {MONTH.name}
    if table.name not in OWN_LINEAGE:
        assert not taken & set(table.column_names)
    assert MONTH.name not in table.column_names


@by_table
def test_places_and_codes_name_their_standard(table: Table) -> None:
    country = re.compile(r"(^|_)country$")
    wanted = {"ISO 3166": country, "ISO 4217": re.compile(r"(^|_)currency$"), "BCP 47": re.compile(r"^languages?$")}
    missing = [
        (column.name, standard)
        for column in table.columns
        for standard, pattern in wanted.items()
        if pattern.search(column.name) and standard not in column.description
    ]
    assert not missing


def test_one_name_means_one_kind_everywhere() -> None:
    kinds: dict[str, set[Kind]] = {}
    for _, column in all_columns():
        kinds.setdefault(column.name, set()).add(column.kind)
    differing = {name: found for name, found in kinds.items() if len(found) > 1}
    credited_in_parts = {"orders", "add_to_carts"}  # advertising and traffic reports split one order over several rows
    assert {name for name, found in differing.items() if found != {Kind.INTEGER, Kind.DECIMAL}} == set()
    assert set(differing) <= credited_in_parts


def test_names_are_plain_snake_case_that_needs_no_quotes_in_sql() -> None:
    with duckdb.connect() as connection:
        query = "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'"
        reserved = {row[0] for row in connection.execute(query).fetchall()}
    names = {column.name for _, column in all_columns()} | set(tables())
    assert not [name for name in names if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or name in reserved]


def test_no_vendor_word_comes_this_far() -> None:
    used = {word for table, column in all_columns() for word in (*table.name.split("_"), *column.name.split("_"))}
    used |= {word for _, column in all_columns() for value in column.values for word in value.split("_")}
    assert not used & VENDOR_WORDS


def test_every_word_is_known() -> None:
    """A canonical name is an API: a typing error in it would stay for ever. A new word is added to `words.txt` on purpose."""
    known = set((Path(__file__).parent / "words.txt").read_text(encoding="utf-8").split())
    used = {word for name in tables() for word in name.split("_")}
    for _, column in all_columns():
        for name in (column.name, *column.values):
            used |= set(name.split("_"))
    assert sorted(used - known - {ALL}) == []
    assert sorted(known - used) == [], "words that no name uses any more"


def test_vocabularies_explain_exactly_the_values_of_their_column() -> None:
    for name, meanings in vocabularies().items():
        table, column = name.split(".")
        assert canonical_table(table).column(column).values == tuple(meanings), name
        assert all(meaning.endswith(".") for meaning in meanings.values()), name


def test_values_are_words_without_repetition() -> None:
    for table, column in all_columns():
        assert len(set(column.values)) == len(column.values), (table.name, column.name)
        assert all(value == ALL or re.fullmatch(r"[a-z0-9_]+", value) for value in column.values)


def test_who_a_person_is_counts_as_personal() -> None:
    telling = re.compile(
        r"(^|_)(email|phone|given_name|family_name|street|postcode|birthday|author|handles)(_|$)|^customer_id$"
    )
    open_ones = [
        (table.name, column.name)
        for table, column in all_columns()
        if telling.search(column.name) and not column.personal
    ]
    assert not open_ones


def test_a_table_that_names_a_missing_column_is_a_fault_of_ours() -> None:
    column = Column("a", Kind.TEXT, "A.", required=True)
    with pytest.raises(FaultError, match="does not declare"):
        Table("t", "s", "One row per a.", (column,), key=("b",))
    with pytest.raises(FaultError, match="twice"):
        Table("t", "s", "One row per a.", (column, column), key=("a",))
    with pytest.raises(FaultError, match="no column"):
        Table("t", "s", "One row per a.", (column,), key=("a",)).column("b")
