"""A declared table (`tabular`) as a report of the seam: recognised by its header, parsed, mapped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from argosy.connectors.accounts import refuse_other_account
from argosy.connectors.contract import VENDOR, Connection, Context, Report, Sighting, VendorColumn
from argosy.connectors.periods import keep_period
from argosy.connectors.reading import identifier, read, vendor_columns
from argosy.connectors.recognition import header_key
from argosy.connectors.tabular import Field, Tabular, meets, names, places, without_currency
from argosy.connectors.tabular_sql import FILE_FACTS, mapped
from argosy.core.errors import DataError

SITE_CODES = "US|UK|GB|DE|FR|IT|ES|NL|SE|PL|BE|IE|TR|JP|CA|MX|BR|AU|AE|SA|EG|IN|SG|ZA"
"""Sites of Amazon as research tools write them into the names of their exports, in capitals."""
LOADERS_OWN = ("amount", "currency", "reason", "reason_code", "sentence", "v", "apart", "sentences")
"""Names the loader uses beside the vendor's own; a column called so gets a blank behind its name, which `header_key` ignores."""


def report(table: Tabular) -> Report:
    """The report, for the vendor's `METADATA`."""
    return Report(
        id=table.id,
        label=table.label,
        grain=table.grain,
        where=table.where,
        tables=tuple(dict.fromkeys(one.table for one in table.into)),
        columns=(
            *(VendorColumn(one.heading, "", one.required, one.aliases) for one in table.fields),
            *(VendorColumn(heading, required=False) for heading in table.known),
        ),
        recognise=partial(confidence, table),
        parse=partial(parse, table),
        map=partial(mapped, table),
        status=table.status,
        sources=table.sources,
    )


def confidence(table: Tabular, sighting: Sighting) -> float:
    """0 where a required column is missing (or more than `share` allows); the more of the file's columns are known, the surer."""
    found = set(map(header_key, sighting.header))
    if found & set(map(header_key, table.forbids)):
        return 0.0
    if table.any_of and not {*found, *map(without_currency, found)} & set(map(header_key, table.any_of)):
        return 0.0
    wanted = [one for one in table.fields if one.required]
    met = sum(1 for one in wanted if meets(one, sighting.header))
    if not found or met < table.share * len(wanted):
        return 0.0
    known = set(map(header_key, table.known)).union(*map(names, table.fields))
    explained = sum(1 for key in found if key in known or without_currency(key) in known)
    return round(0.8 * met / len(wanted) + 0.2 * explained / len(found), 4)


def parse(table: Tabular, sighting: Sighting, connection: Connection, context: Context) -> None:
    """Every cell as it came, with its line; `DataError` names the columns that are missing."""
    read(table.first_rows(sighting) if table.first_rows else sighting, connection)
    require(connection, sighting.name, table.fields)
    found = places(connection, table.fields)
    if table.dated_by:
        keep_period(sighting, connection, needed=not any(name in found for name in table.dated_by))
    if table.account in found:
        refuse_other_account(connection, found[table.account], sighting.name, context)
    keep_names_apart(connection)
    if table.dated:
        note_file_facts(sighting.name, connection, context)


def note_file_facts(name: str, connection: Connection, context: Context) -> None:
    """The one-row table `file_facts`: day, country, its currency and page as the file's name tells them; today where it tells no day."""
    from argosy.reference.countries import country

    today = context.today or datetime.now(UTC).astimezone(ZoneInfo(context.time_zone)).date()
    day, market = named_day(name), named_market(name)
    pages = set(re.findall(r"(?<![A-Z0-9])B0[A-Z0-9]{8}(?![A-Z0-9])", name))
    facts = [
        day or today,
        market,
        country(market).currency if market else context.currency,
        pages.pop() if len(pages) == 1 else None,
        day is not None,
    ]
    columns = "day DATE, market VARCHAR, currency VARCHAR, listing VARCHAR, is_named BOOLEAN"
    connection.execute(f"CREATE OR REPLACE TABLE {FILE_FACTS} ({columns})")
    connection.execute(f"INSERT INTO {FILE_FACTS} VALUES (?, ?, ?, ?, ?)", facts)


def named_day(name: str) -> date | None:
    """The last day a file's name tells, year first; None where it tells none.

    >>> named_day("US_AMAZON_cerebro_B0TEST_2026-06-30.csv"), named_day("Search(lamp)-82-DE-20250428.xlsx"), named_day("a.csv")
    (datetime.date(2026, 6, 30), datetime.date(2025, 4, 28), None)
    """
    found = None
    for year, month, day in re.findall(r"(?<!\d)(20\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)", name):
        try:
            found = date(int(year), int(month), int(day))
        except ValueError:
            continue
    return found


def named_market(name: str) -> str | None:
    """The country of Amazon's site that a file's name tells by its code, between signs; None where it tells none.

    >>> named_market("Search(lamp)-82-DE-20250428.xlsx"), named_market("UK_AMAZON_cerebro.csv"), named_market("in.csv")
    ('DE', 'GB', None)
    """
    codes = re.findall(rf"(?<![A-Za-z0-9])({SITE_CODES})(?![A-Za-z0-9])", name)
    return {"UK": "GB"}.get(codes[0], codes[0]) if codes else None


def require(connection: Connection, file: str, fields: Sequence[Field]) -> None:
    """`DataError` naming the required columns a file does not have."""
    found = places(connection, fields)
    missing = [one.heading for one in fields if one.required and one.name not in found]
    if missing:
        raise DataError(
            "Columns missing in {file}: {columns}; export the report again with all its columns.",
            file=file,
            columns=", ".join(missing),
        )


def keep_names_apart(connection: Connection) -> None:
    """Put a blank behind columns called like the loader's own."""
    clashing = [name for name in vendor_columns(connection) if name.casefold() in LOADERS_OWN]
    if clashing:
        renamed = ", ".join(f"{identifier(name)} AS {identifier(name + ' ')}" for name in clashing)
        connection.execute(f"ALTER VIEW {VENDOR} RENAME TO vendor_as_read")
        connection.execute(f"CREATE OR REPLACE VIEW {VENDOR} AS SELECT * RENAME ({renamed}) FROM vendor_as_read")
