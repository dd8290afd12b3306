"""VAT transactions (AVTR): every movement a European tax office may ask about, in 95 columns.

A refund's amounts come negative or positive, depending on the month's format; here a refund is always negative. Rows whose type nobody
knows are kept apart with their gross amount. Stock transfers have no amounts, only the cost price the seller told Amazon.
"""

from __future__ import annotations

from collections.abc import Mapping

from argosy.connectors.accounts import refuse_other_account
from argosy.connectors.amazon.cells import Cells
from argosy.connectors.amazon.dates import with_dates
from argosy.connectors.amazon.marketplaces import country_sql, currency_sql
from argosy.connectors.amazon.plain_report import Plain, plain_report
from argosy.connectors.amazon.vocabulary import case_sql
from argosy.connectors.contract import Connection, Context, Sighting, Status
from argosy.connectors.future import FUTURE, FUTURE_SENTENCE, is_far_off
from argosy.connectors.reading import text_literal

PARTS = ("PRICE_OF_ITEMS", "SHIP_CHARGE", "GIFT_WRAP")
VALUES = tuple(
    f"{promo}{part}_{value}"
    for value in ("AMT_VAT_EXCL", "VAT_AMT", "AMT_VAT_INCL")
    for part in PARTS
    for promo in ("", "PROMO_", "TOTAL_")
)
REQUIRED = (
    *("UNIQUE_ACCOUNT_IDENTIFIER", "ACTIVITY_PERIOD", "MARKETPLACE", "TRANSACTION_TYPE", "TRANSACTION_EVENT_ID"),
    *("ACTIVITY_TRANSACTION_ID", "TAX_CALCULATION_DATE", "TRANSACTION_COMPLETE_DATE", "SELLER_SKU", "QTY"),
    *("TOTAL_ACTIVITY_VALUE_AMT_VAT_EXCL", "TOTAL_ACTIVITY_VALUE_VAT_AMT", "TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL"),
    *("TRANSACTION_CURRENCY_CODE", "SALE_DEPART_COUNTRY", "SALE_ARRIVAL_COUNTRY"),
)
OPTIONAL = (
    *("SALES_CHANNEL", "PROGRAM_TYPE", "TRANSACTION_DEPART_DATE", "TRANSACTION_ARRIVAL_DATE", "ASIN"),
    *("ITEM_DESCRIPTION", "ITEM_MANUFACTURE_COUNTRY", "ITEM_WEIGHT", "TOTAL_ACTIVITY_WEIGHT", "COST_PRICE_OF_ITEMS"),
    *(f"{part}_VAT_RATE_PERCENT" for part in PARTS),
    *VALUES,
    *("COMMODITY_CODE", "STATISTICAL_CODE_DEPART", "STATISTICAL_CODE_ARRIVAL", "COMMODITY_CODE_SUPPLEMENTARY_UNIT"),
    *("ITEM_QTY_SUPPLEMENTARY_UNIT", "TOTAL_ACTIVITY_SUPPLEMENTARY_UNIT", "PRODUCT_TAX_CODE", "DEPATURE_CITY"),
    *("DEPARTURE_COUNTRY", "DEPARTURE_POST_CODE", "ARRIVAL_CITY", "ARRIVAL_COUNTRY", "ARRIVAL_POST_CODE"),
    *("TRANSPORTATION_MODE", "DELIVERY_CONDITIONS", "SELLER_DEPART_VAT_NUMBER_COUNTRY"),
    *("SELLER_DEPART_COUNTRY_VAT_NUMBER", "SELLER_ARRIVAL_VAT_NUMBER_COUNTRY", "SELLER_ARRIVAL_COUNTRY_VAT_NUMBER"),
    *("TRANSACTION_SELLER_VAT_NUMBER_COUNTRY", "TRANSACTION_SELLER_VAT_NUMBER", "BUYER_VAT_NUMBER_COUNTRY"),
    *("BUYER_VAT_NUMBER", "VAT_CALCULATION_IMPUTATION_COUNTRY", "TAXABLE_JURISDICTION"),
    *("TAXABLE_JURISDICTION_LEVEL", "VAT_INV_NUMBER", "VAT_INV_CONVERTED_AMT", "VAT_INV_CURRENCY_CODE"),
    *("VAT_INV_EXCHANGE_RATE", "VAT_INV_EXCHANGE_RATE_DATE", "EXPORT_OUTSIDE_EU", "INVOICE_URL", "BUYER_NAME"),
    *("ARRIVAL_ADDRESS", "SUPPLIER_NAME", "SUPPLIER_VAT_NUMBER", "TAX_REPORTING_SCHEME"),
    "TAX_COLLECTION_RESPONSIBILITY",
)
REASONS = {
    "unknown_value:TRANSACTION_TYPE": "Nobody knows this type of movement yet; its amount is shown and not booked.",
    "not_a_date:TAX_CALCULATION_DATE": "The row has no day of tax or completion in a form we know.",
    "not_a_number:TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL": "An amount of the row is no number, or a sale has none.",
    "missing:TRANSACTION_CURRENCY_CODE": "The row has amounts but no currency.",
    FUTURE: FUTURE_SENTENCE,
}


def _one_account(sighting: Sighting, connection: Connection, context: Context) -> None:
    refuse_other_account(connection, "UNIQUE_ACCOUNT_IDENTIFIER", sighting.name, context)


def _transactions(cells: Cells, context: Context) -> Mapping[str, str]:
    signed = "CASE WHEN kind = 'refund' THEN -abs({0}) ELSE {0} END"
    money = {
        "goods_net_amount": "PRICE_OF_ITEMS_AMT_VAT_EXCL",
        "goods_tax_amount": "PRICE_OF_ITEMS_VAT_AMT",
        "shipping_net_amount": "SHIP_CHARGE_AMT_VAT_EXCL",
        "shipping_tax_amount": "SHIP_CHARGE_VAT_AMT",
        "gift_wrap_net_amount": "GIFT_WRAP_AMT_VAT_EXCL",
        "gift_wrap_tax_amount": "GIFT_WRAP_VAT_AMT",
        "net_amount": "TOTAL_ACTIVITY_VALUE_AMT_VAT_EXCL",
        "tax_amount": "TOTAL_ACTIVITY_VALUE_VAT_AMT",
        "gross_amount": "TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL",
    }
    read = ", ".join(f"{cells.money(name)} AS {column}" for column, name in money.items())
    turned = ", ".join(f"{signed.format(column)} AS {column}" for column in money)
    rows = f"SELECT source_line, {_described(cells)}, {read}, {_discounts(cells)} FROM vendor"
    kept = "vendor_type, kind, event_id, order_id, sku, quantity, departure_country, arrival_country, arrival_postcode, tax_country"
    kept += ", scheme, collected_by, buyer_kind, buyer_vat_number, seller_vat_number, invoice_number, invoice_url, is_export, period"
    kept += (
        ", tax_rate, cost_amount, fx_rate, currency, marketplace, discount_net_amount, discount_tax_amount, source_line"
    )
    days = {"calculated": "said_tax", "departed": "said_departed", "completed": "said_completed", "fx": "said_fx"}
    dated = with_dates(rows, days, context)
    picked = f"""
        SELECT {kept}, {turned}, coalesce(calculated_on, completed_on) AS taxed_on, departed_on, completed_on, fx_on, calculated_at
        FROM ({dated})
    """
    return {"tax_transactions": _final_sql(picked, context)}


def _described(cells: Cells) -> str:
    """Words and ids of a row."""
    buyer = cells.text("BUYER_VAT_NUMBER")
    site = cells.text("MARKETPLACE")
    arrival = f"coalesce({cells.text('SALE_ARRIVAL_COUNTRY')}, {cells.text('ARRIVAL_COUNTRY')})"
    rate = cells.money("PRICE_OF_ITEMS_VAT_RATE_PERCENT")
    return f"""{cells.text("TRANSACTION_TYPE")} AS vendor_type, {case_sql("vat_kind", cells.text("TRANSACTION_TYPE"))} AS kind,
        {cells.text("ACTIVITY_TRANSACTION_ID")} AS event_id, {cells.text("TRANSACTION_EVENT_ID")} AS order_id,
        {cells.text("SELLER_SKU")} AS sku, {cells.units("QTY")} AS quantity, lower({site}) AS marketplace,
        {country_sql(f"coalesce({cells.text('SALE_DEPART_COUNTRY')}, {cells.text('DEPARTURE_COUNTRY')})")} AS departure_country,
        {country_sql(arrival)} AS arrival_country,
        {cells.text("ARRIVAL_POST_CODE")} AS arrival_postcode,
        {country_sql(cells.text("VAT_CALCULATION_IMPUTATION_COUNTRY"))} AS tax_country,
        {case_sql("vat_scheme", cells.text("TAX_REPORTING_SCHEME"))} AS scheme,
        {case_sql("vat_collected_by", cells.text("TAX_COLLECTION_RESPONSIBILITY"))} AS collected_by,
        CASE WHEN {buyer} IS NULL THEN 'unknown' ELSE 'business' END AS buyer_kind, {buyer} AS buyer_vat_number,
        {cells.text("TRANSACTION_SELLER_VAT_NUMBER")} AS seller_vat_number, {cells.text("VAT_INV_NUMBER")} AS invoice_number,
        {cells.text("INVOICE_URL")} AS invoice_url, lower({cells.text("EXPORT_OUTSIDE_EU")}) IN ('true', 'yes', 'y') AS is_export,
        {cells.text("ACTIVITY_PERIOD")} AS period, CASE WHEN {rate} >= 1 THEN {rate} / 100 ELSE {rate} END AS tax_rate,
        {cells.money("COST_PRICE_OF_ITEMS")} AS cost_amount, {cells.money("VAT_INV_EXCHANGE_RATE")} AS fx_rate,
        upper({cells.text("TRANSACTION_CURRENCY_CODE")}) AS currency, {cells.text("TAX_CALCULATION_DATE")} AS said_tax,
        {cells.text("TRANSACTION_DEPART_DATE")} AS said_departed, {cells.text("TRANSACTION_COMPLETE_DATE")} AS said_completed,
        {cells.text("VAT_INV_EXCHANGE_RATE_DATE")} AS said_fx"""


def _discounts(cells: Cells) -> str:
    """Promotions of goods, shipping and wrapping together, negative."""
    sums = []
    for value, column in (("AMT_VAT_EXCL", "discount_net_amount"), ("VAT_AMT", "discount_tax_amount")):
        parts = " + ".join(f"abs(coalesce({cells.money(f'PROMO_{part}_{value}')}, 0))" for part in PARTS)
        sums.append(f"-({parts}) AS {column}")
    return ", ".join(sums)


def _final_sql(picked: str, context: Context) -> str:
    """Keys, currency, and why a row may not enter."""
    own = text_literal(context.currency) if context.currency else "NULL::VARCHAR"
    usual = "(SELECT mode(upper(TRANSACTION_CURRENCY_CODE)) FROM vendor)"
    nothing = f"CASE WHEN gross_amount IS NULL THEN {usual} END"  # stock that only moves has no currency of its own
    known = f"coalesce(currency, {currency_sql('marketplace')}, {own}, {nothing})"
    numbered = "gross_amount IS NOT NULL AND net_amount IS NOT NULL AND tax_amount IS NOT NULL"
    paid = ", ".join(map(text_literal, PAID))
    return f"""
        SELECT {text_literal(context.store_id)} AS store_id, {text_literal(context.channel)} AS channel, event_id AS transaction_id,
            row_number() OVER (PARTITION BY event_id ORDER BY source_line)::VARCHAR AS line_no, * EXCLUDE (currency, event_id),
            {known} AS currency, gross_amount AS money_in, CASE
            WHEN kind IS NULL THEN 'unknown_value:TRANSACTION_TYPE' WHEN taxed_on IS NULL THEN 'not_a_date:TAX_CALCULATION_DATE'
            WHEN {is_far_off("taxed_on", context)} THEN {text_literal(FUTURE)}
            WHEN kind IN ({paid}) AND NOT ({numbered}) THEN 'not_a_number:TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL'
            WHEN {known} IS NULL THEN 'missing:TRANSACTION_CURRENCY_CODE' END AS kept_apart
        FROM ({picked})
    """


PAID = ("sale", "refund", "liquidation")
"""Kinds that always have amounts; stock that only moves has none."""

REPORT = plain_report(
    Plain(
        id="vat_transactions",
        label="Amazon VAT Transactions Report, AVTR (GET_VAT_TRANSACTION_DATA)",
        grain="One row per item of a sale, refund, return or movement of stock in Europe.",
        where="Seller Central: Reports, Fulfilment, Tax, Amazon VAT Transactions Report; ready on the third day of the month.",
        required=REQUIRED,
        optional=OPTIONAL,
        needed=("UNIQUE_ACCOUNT_IDENTIFIER", "ACTIVITY_PERIOD", *REQUIRED[3:7], "TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL"),
        amounts=(
            "TOTAL_ACTIVITY_VALUE_AMT_VAT_INCL",
            "TOTAL_ACTIVITY_VALUE_VAT_AMT",
            "TOTAL_ACTIVITY_VALUE_AMT_VAT_EXCL",
        ),
        aliases={"DEPATURE_CITY": (("DEPARTURE_CITY", ""),)},
        selects=_transactions,
        money_out={"tax_transactions": "gross_amount"},
        check=_one_account,
        tables=("tax_transactions",),
        reasons=REASONS,
        status=Status.PARTIAL,
        sources=(
            "https://developer-docs.amazon.com/sp-api/docs/report-type-values-tax",
            "The 95 columns as public parsers of the report read them, 2026-11-22",
        ),
    )
)
