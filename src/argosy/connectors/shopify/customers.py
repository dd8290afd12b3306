"""Shopify's customers export (`customers_export.csv`): who buys, and what they allow.

The key is the digest of the e-mail (else of the telephone number), as in orders, so that buyers and their orders meet; Shopify's
own Customer ID is the key only of a customer who has neither. Consent has no date in the file: it is taken as said on the day of
the export (the context's today, else today UTC), the first day we know of it. 'no' is 'denied': the file does not tell a
withdrawal from never having been asked.

Total Spent is in the store's currency, which the file does not name: without a currency in argosy.toml it stays empty.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from argosy.connectors.contract import Connection, Context, Mapped, Report, Status, VendorColumn
from argosy.connectors.reading import text_literal
from argosy.connectors.recognition import signature
from argosy.connectors.shopify.cells import Cells, customer_id, find_cells, problem
from argosy.connectors.shopify.parse import parse

LABEL = "Shopify customers export"
NEEDED = ("First Name", "Last Name", "Email", "Accepts Email Marketing", "Total Spent", "Total Orders")
SINCE = "2024"
MOVED = ("Company", "Address1", "Address2", "City", "Province Code", "Country Code", "Zip")
MEDIA = {
    "Accepts Email Marketing": "email",
    "Accepts SMS Marketing": "sms",
    "Accepts WhatsApp Marketing": "messenger",
}
COLUMNS = (
    *(VendorColumn(name) for name in NEEDED),
    *(VendorColumn(name, required=False, aliases=((f"Default Address {name}", SINCE),)) for name in MOVED),
    VendorColumn("Default Address Phone", required=False),
    *(
        VendorColumn(name, required=False)
        for name in ("Customer ID", "Phone", "Province", "Country", "Tags", "Note", "Tax Exempt")
    ),
    *(VendorColumn(name, required=False) for name in MEDIA if name not in NEEDED),
)
REASONS = {
    "excess_cells": "The row has more cells than the header, so its columns cannot be trusted.",
    "nobody": "The row has neither e-mail, telephone number nor customer id.",
    "not_an_amount:Total Spent": "The cell of Total Spent is not an amount.",
    "not_a_whole_number:Total Orders": "The cell of Total Orders is not a whole number.",
}


def map_customers(connection: Connection, context: Context) -> Mapped:
    """Customers and one row per consent; a row nobody can be found by is kept apart."""
    cells = find_cells(connection, COLUMNS, LABEL)
    rows = f"WITH typed AS ({_typed(cells)}), sound AS (SELECT * FROM typed WHERE problem IS NULL)"
    apart = "SELECT source_line, problem AS reason_code, NULL::VARCHAR AS reason, NULL::VARCHAR AS currency, NULL AS money_in"
    return Mapped(
        selects={
            "customers": f"SELECT * FROM ({rows} {_customers(context)})",
            "consents": f"SELECT * FROM ({rows} {_consents(context)})",
            "kept_apart": f"SELECT * FROM ({rows} {apart} FROM typed WHERE problem IS NOT NULL)",
        },
        reasons=REASONS,
        remarks={
            "{count} consents have no date in this export: they count from the day it was loaded": (
                f"SELECT count(*) FROM ({rows} {_consents(context)})"
            ),
            **cells.remarks(),
        },
    )


def _typed(cells: Cells) -> str:
    phone = f"coalesce({cells.bare('Phone')}, {cells.bare('Default Address Phone')})"
    own = cells.bare("Phone")
    columns = {
        "customer_id": f"coalesce({customer_id(cells.text('Email'), own)}, {cells.bare('Customer ID')})",
        "email": f"lower({cells.text('Email')})",
        "phone": f"nullif(regexp_replace({phone}, '[^0-9+]', '', 'g'), '')",
        "given_name": cells.text("First Name"),
        "family_name": cells.text("Last Name"),
        "company": cells.text("Company"),
        "street": f"nullif(concat_ws(', ', {cells.text('Address1')}, {cells.text('Address2')}), '')",
        "city": cells.text("City"),
        "region": f"coalesce({cells.text('Province')}, {cells.text('Province Code')})",
        "postcode": cells.bare("Zip"),
        "market": f"CASE WHEN regexp_full_match({cells.text('Country Code')}, '[A-Z]{{2}}')"
        f" THEN {cells.text('Country Code')} END",
        "tags": f"CASE WHEN {cells.text('Tags')} IS NOT NULL"
        f" THEN to_json(list_transform(string_split({cells.text('Tags')}, ','), lambda tag: trim(tag)))::VARCHAR END",
        "order_count": cells.whole("Total Orders"),
        "spent": cells.amount("Total Spent"),
        "note": cells.text("Note"),
        **{f"allows_{medium}": cells.flag(column) for column, medium in MEDIA.items()},
        "problem": _problem(cells, own),
    }
    return "SELECT source_line, " + ", ".join(f"{sql} AS {name}" for name, sql in columns.items()) + " FROM vendor"


def _problem(cells: Cells, phone: str) -> str:
    spent, orders = cells.text("Total Spent"), cells.text("Total Orders")
    return problem(
        {
            "excess_cells": f"{cells.excess()} IS NOT NULL",
            "nobody": f"coalesce({customer_id(cells.text('Email'), phone)}, {cells.bare('Customer ID')}) IS NULL",
            "not_an_amount:Total Spent": f"{spent} IS NOT NULL AND {cells.amount('Total Spent')} IS NULL",
            "not_a_whole_number:Total Orders": f"{orders} IS NOT NULL AND {cells.whole('Total Orders')} IS NULL",
        }
    )


def _customers(context: Context) -> str:
    currency = text_literal(context.currency) if context.currency else "NULL::VARCHAR"
    spent = "spent" if context.currency else "NULL::DECIMAL(18,4)"
    return f"""SELECT {text_literal(context.store_id)} AS store_id, {text_literal(context.channel)} AS channel, market, customer_id,
            email, sha256(email) AS email_sha256, phone, sha256(phone) AS phone_sha256, given_name, family_name, company, street,
            city, region, postcode, tags, order_count, {currency} AS currency, {spent} AS spent_amount, note, source_line
        FROM sound"""


def _consents(context: Context) -> str:
    """One row per medium the file has an answer for."""
    said_on = context.today or datetime.now(UTC).date()
    answers = " UNION ALL ".join(
        f"SELECT source_line, customer_id, {text_literal(medium)} AS medium, allows_{medium} AS allows"
        f" FROM sound WHERE allows_{medium} IS NOT NULL"
        for medium in MEDIA.values()
    )
    return f"""SELECT {text_literal(context.store_id)} AS store_id, customer_id, 'marketing' AS purpose, medium,
            CASE WHEN allows THEN 'granted' ELSE 'denied' END AS state, {_moment(said_on)} AS changed_at,
            {text_literal(said_on.isoformat())}::DATE AS changed_on, CASE WHEN allows THEN 'consent' END AS legal_basis, source_line
        FROM ({answers})"""


def _moment(day: date) -> str:
    return f"TIMESTAMP {text_literal(day.isoformat() + ' 00:00:00')}"


CUSTOMERS = Report(
    id="customers",
    label="Customers (customers_export.csv)",
    grain="One row per customer.",
    where="Shopify admin: Customers > Export > All customers, as CSV.",
    tables=("customers", "consents"),
    columns=COLUMNS,
    recognise=signature(*NEEDED, any_of=tuple(column.name for column in COLUMNS if not column.required)),
    parse=parse,
    map=map_customers,
    status=Status.PARTIAL,
    sources=("https://help.shopify.com/en/manual/customers/import-export-customers",),
)
