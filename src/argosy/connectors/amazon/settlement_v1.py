"""Settlement, flat file V1: the form before V2, with a pair of columns per kind of amount; Amazon gave it up on 2026-03-25.

Every amount of a row becomes a row in the form of V2, whose words it shares, and is booked as there. Amounts without an order name
what they are in transaction-type itself.
"""

from __future__ import annotations

from argosy.connectors.amazon.cells import Cells, cells_of, prepare, unknown_columns
from argosy.connectors.amazon.settlement import booked
from argosy.connectors.amazon.vocabulary import words
from argosy.connectors.contract import Connection, Context, Mapped, Report, Sighting, Status, VendorColumn
from argosy.connectors.reading import identifier, text_literal
from argosy.connectors.recognition import header_key, signature

REQUIRED = (
    *("settlement-id", "deposit-date", "total-amount", "currency", "transaction-type", "order-id", "posted-date"),
    *("price-type", "price-amount", "item-related-fee-type", "item-related-fee-amount", "promotion-amount"),
    *("other-amount",),
)
OPTIONAL = (
    *("settlement-start-date", "settlement-end-date", "merchant-order-id", "adjustment-id", "shipment-id"),
    *("marketplace-name", "shipment-fee-type", "shipment-fee-amount", "order-fee-type", "order-fee-amount"),
    *("fulfillment-id", "order-item-code", "merchant-order-item-id", "merchant-adjustment-item-id", "sku"),
    *("quantity-purchased", "misc-fee-amount", "other-fee-amount", "other-fee-reason-description", "promotion-id"),
    *("promotion-type", "direct-payment-type", "direct-payment-amount"),
)
COLUMNS = (
    *(VendorColumn(name) for name in REQUIRED),
    *(VendorColumn(name, required=False) for name in OPTIONAL),
)

AMOUNTS = (
    ("price-amount", "price-type", "ItemPrice"),
    ("item-related-fee-amount", "item-related-fee-type", "ItemFees"),
    ("shipment-fee-amount", "shipment-fee-type", "ShipmentFees"),
    ("order-fee-amount", "order-fee-type", "OrderFees"),
    ("promotion-amount", "promotion-type", "Promotion"),
    ("direct-payment-amount", "direct-payment-type", "DirectPayment"),
    ("misc-fee-amount", "", "MiscFees"),
    ("other-fee-amount", "other-fee-reason-description", "other-transaction"),
    ("other-amount", "transaction-type", "other-transaction"),
)
"""Column of an amount, column of what it is, and what V2 calls such amounts."""

KEPT_NAMES = (
    *("settlement-id", "settlement-start-date", "settlement-end-date", "deposit-date", "total-amount", "currency"),
    *("transaction-type", "order-id", "adjustment-id", "shipment-id", "marketplace-name", "fulfillment-id"),
    *("posted-date", "order-item-code", "sku", "quantity-purchased", "promotion-id"),
)
MADE = ("amount-type", "amount-description", "amount", "posted-date-time")
AS_V2 = "settlement_rows"
WITHHELD = ("marketplacefacilitator", "lowvaluegoods")
"""Beginnings of price-type that V2 shows as ItemWithheldTax."""


def parse_settlement_v1(sighting: Sighting, connection: Connection, _context: Context) -> None:
    """Every cell as it came, with its line; `DataError` where a column is missing that the report cannot do without."""
    prepare(connection, sighting, COLUMNS)


def map_settlement_v1(connection: Connection, context: Context) -> Mapped:
    """Settlement lines and the payout of each settlement."""
    cells = cells_of(connection, tuple(amount for amount, _, _ in AMOUNTS))
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {AS_V2} AS {_as_v2_sql(cells)}")
    own = Cells({header_key(name): name for name in (*KEPT_NAMES, *MADE)}, cells.decimal_mark)
    return booked(
        connection, own, context, unknown_columns(connection, COLUMNS), AS_V2, "concat_ws('.', source_line, part)"
    )


def _as_v2_sql(cells: Cells) -> str:
    """The heads as they are, and a row per filled amount; a row without any amount stays, to be told."""
    kept = ", ".join(f"{cells.text(name)} AS {identifier(name)}" for name in KEPT_NAMES)
    told = [
        f"{{'part': {part}, 'kind': {_kind_sql(cells, words_column, kind)}, 'said': {_said_sql(cells, words_column)},"
        f" 'amount': {cells.raw(amount)}}}"
        for part, (amount, words_column, kind) in enumerate(AMOUNTS, start=1)
        if cells.has(amount)
    ]
    items = f"list_filter([{', '.join(told)}], lambda item: item.amount IS NOT NULL)"
    nothing = "[{'part': 0, 'kind': NULL, 'said': NULL, 'amount': NULL}]"
    return f"""
        SELECT * EXCLUDE (item), item.part AS part, item.kind AS "amount-type", item.said AS "amount-description",
            item.amount AS amount, "posted-date" AS "posted-date-time"
        FROM (SELECT {kept}, source_line, unnest(CASE WHEN len({items}) = 0 THEN {nothing} ELSE {items} END) AS item FROM vendor)
    """


def _said_sql(cells: Cells, column: str) -> str:
    return cells.text(column) if column else "NULL::VARCHAR"


def _kind_sql(cells: Cells, column: str, kind: str) -> str:
    """What V2 calls the amount: withheld taxes and reimbursements are told apart there."""
    said = f"lower({_said_sql(cells, column)})"
    if kind == "ItemPrice":
        withheld = " OR ".join(f"starts_with({said}, {text_literal(beginning)})" for beginning in WITHHELD)
        return f"CASE WHEN {withheld} THEN 'ItemWithheldTax' ELSE 'ItemPrice' END"
    if kind == "other-transaction":
        paid_back = [word.split("|")[2] for word in words("settlement_v2") if "|fba inventory reimbursement|" in word]
        known = ", ".join(map(text_literal, paid_back))
        return f"CASE WHEN {said} IN ({known}) THEN 'FBA Inventory Reimbursement' ELSE 'other-transaction' END"
    return text_literal(kind)


REPORT = Report(
    id="settlement_v1",
    label="Settlement, Flat File V1 (GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE)",
    grain="One row per order item and kind of charge of a pay period, after one row with the period's total.",
    where="Seller Central: Payments, All Statements, Download Flat File; until 2026-03-25.",
    tables=("settlement_lines", "payouts"),
    columns=COLUMNS,
    recognise=signature(
        *("settlement-id", "deposit-date", "total-amount", "transaction-type", "price-type", "price-amount"),
        *("item-related-fee-type", "item-related-fee-amount", "other-amount"),
        share=0.7,
        any_of=("price-type", "item-related-fee-type"),
        forbids=("amount-type", "amount-description"),
    ),
    parse=parse_settlement_v1,
    map=map_settlement_v1,
    status=Status.PARTIAL,
    sources=(
        "https://developer-docs.amazon.com/sp-api/docs/report-type-values-settlement",
        "Header row as public parsers of the report read it, 2026-11-22",
    ),
)
