"""The cells of an Amazon export as SQL: which of the file's columns is meant, ids as they were, amounts and times as numbers and instants.

Every function returns an SQL expression (text) over the relation `vendor`; nothing is read here except where a connection is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from argosy.connectors.contract import VENDOR, Connection, Context, Sighting, VendorColumn
from argosy.connectors.reading import identifier, read, text_literal, vendor_columns
from argosy.connectors.recognition import header_key
from argosy.core.errors import DataError

NOTHING = "NULL::VARCHAR"
MONEY = "DECIMAL(18,4)"

SCIENTIFIC = "id_in_scientific_notation"
SCIENTIFIC_SENTENCE = (
    "The id was written as 1.23E+17 by a spreadsheet program, so its digits are lost;"
    " export the file again and do not save it from there."
)
UNKNOWN_COLUMNS = "{count} columns of the file are not known yet and were left out"


@dataclass(frozen=True)
class Cells:
    """The columns a file has, by the key of their names (see `recognition.header_key`), and which sign marks its decimals."""

    places: Mapping[str, str]
    decimal_mark: str = "."
    aliases: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """True where the file has the column, or one of its aliases."""
        return any(header_key(one) in self.places for one in (name, *self.aliases.get(name, ())))

    def raw(self, name: str) -> str:
        """The column as it came; NULL where the file does not have it."""
        for one in (name, *self.aliases.get(name, ())):
            if place := self.places.get(header_key(one)):
                return identifier(place)
        return NOTHING

    def text(self, name: str) -> str:
        """The cell as text; the reader has taken off the `="..."` that keeps spreadsheet programs from changing ids."""
        return self.raw(name)

    def money(self, name: str) -> str:
        """The cell as an exact amount; NULL where it is empty or no number."""
        return amount_sql(self.raw(name), self.decimal_mark) if self.has(name) else f"NULL::{MONEY}"

    def units(self, name: str) -> str:
        """The cell as a whole number; NULL where it is empty or none."""
        return f"TRY_CAST({self.money(name)} AS BIGINT)" if self.has(name) else "NULL::BIGINT"

    def unreadable(self, name: str) -> str:
        """True where the cell is filled and no number."""
        return f"({self.raw(name)} IS NOT NULL AND {self.money(name)} IS NULL)" if self.has(name) else "false"


def cells_of(
    connection: Connection, amounts: Sequence[str], aliases: Mapping[str, Sequence[str]] | None = None
) -> Cells:
    """The file's cells; `amounts` are the columns whose values show which decimal sign the file writes."""
    places = {header_key(name): name for name in reversed(vendor_columns(connection))}
    found = Cells(places, ".", aliases or {})
    present = [found.raw(name) for name in amounts if found.has(name)]
    if not present:
        return found
    commas = " + ".join(f"count(*) FILTER (WHERE {cell} LIKE '%,_' OR {cell} LIKE '%,__')" for cell in present)
    points = " + ".join(f"count(*) FILTER (WHERE {cell} LIKE '%._' OR {cell} LIKE '%.__')" for cell in present)
    comma_count, point_count = connection.execute(f"SELECT {commas}, {points} FROM {VENDOR}").fetchall()[0]
    return Cells(places, "," if comma_count > point_count else ".", aliases or {})


def prepare(connection: Connection, sighting: Sighting, columns: Sequence[VendorColumn]) -> None:
    """Read the file as the relation `vendor`; `DataError` where a column is missing that the report cannot do without."""
    read(sighting, connection)
    require(connection, sighting, columns)


def require(connection: Connection, sighting: Sighting, columns: Sequence[VendorColumn]) -> None:
    """`DataError` naming the columns a report cannot do without and this file does not have."""
    found = {header_key(name) for name in vendor_columns(connection)}
    missing = [
        column.name
        for column in columns
        if column.required
        and not found & {header_key(one) for one in (column.name, *(name for name, _ in column.aliases))}
    ]
    if not missing:
        return
    known = {header_key(one) for column in columns for one in (column.name, *(name for name, _ in column.aliases))}
    strange = [name for name in vendor_columns(connection) if header_key(name) not in known]
    if strange:
        raise DataError(
            "Columns missing in {file}: {columns}; headings nobody knows here: {headings}. If one is a new name of a missing column,"
            " rename it, or export the report again with all its columns.",
            file=sighting.name,
            columns=", ".join(missing),
            headings=", ".join(strange),
        )
    raise DataError(
        "Columns missing in {file}: {columns}; export the report again with all its columns.",
        file=sighting.name,
        columns=", ".join(missing),
    )


def unknown_columns(connection: Connection, columns: Sequence[VendorColumn]) -> Mapping[str, str]:
    """The remark that says how many of the file's columns nobody reads; empty where all are known."""
    known = {header_key(one) for column in columns for one in (column.name, *(name for name, _ in column.aliases))}
    count = sum(1 for name in vendor_columns(connection) if header_key(name) not in known)
    return {UNKNOWN_COLUMNS: f"SELECT {count}"} if count else {}


def is_scientific(cell: str) -> str:
    """True where a spreadsheet program has turned an id into a number with an exponent, such as 1.23E+17 or 1,23E+17."""
    return f"(contains({cell}, '+') AND regexp_full_match({cell}, '[0-9]([.,][0-9]+)?[Ee][+][0-9]+'))"


def amount_sql(cell: str, decimal_mark: str) -> str:
    """An exact amount: blanks and signs of currency go, the decimal sign is the file's, the other sign may only part thousands.

    What fits neither is NULL, so that 12,34 in a file with decimal points never becomes 1234.
    """
    thousands = "," if decimal_mark == "." else "."
    point, group = ("[.]", ",") if decimal_mark == "." else (",", "[.]")
    plain = (
        f"TRY_CAST({cell} AS {MONEY})"
        if decimal_mark == "."
        else f"CASE WHEN NOT contains({cell}, '.') THEN TRY_CAST(replace({cell}, ',', '.') AS {MONEY}) END"
    )
    bare = f"replace(regexp_replace({cell}, '[^0-9.,+−-]', '', 'g'), '−', '-')"
    ungrouped = f"replace({bare}, {text_literal(thousands)}, '')"
    whole = f"replace({ungrouped}, ',', '.')" if decimal_mark == "," else ungrouped
    shaped = f"regexp_full_match({bare}, '[+-]?([0-9]+|[0-9]{{1,3}}({group}[0-9]{{2,3}})*{group}[0-9]{{3}})({point}[0-9]+)?')"
    between = "[0-9][^0-9.,\\s\\x{00A0}\\x{202F}]+[0-9]"
    worded = f"regexp_matches({cell}, '[0-9]') AND NOT regexp_matches({cell}, '{between}|[A-Za-z]{{4,}}')"
    return f"coalesce({plain}, CASE WHEN {worded} AND {shaped} THEN TRY_CAST({whole} AS {MONEY}) END)"


def instant_sql(cell: str, context: Context) -> str:
    """The UTC instant of `2026-03-06 08:52:26 UTC`, `2026-03-06T08:52:26+00:00` or `06.03.2026 08:52:26 UTC`; NULL for any other form.

    A time without a zone is the store's.
    """
    day_first = f"TRY_STRPTIME({cell}[1:19], '%d.%m.%Y %H:%M:%S')"
    year_first = f"TRY_CAST({cell}[1:19] AS TIMESTAMP)"
    return (
        f"CASE WHEN {cell} LIKE '____-__-__ __:__:__ UTC' THEN {year_first}"
        f" WHEN {cell} LIKE '__.__.____ __:__:__ UTC' THEN {day_first}"
        f" WHEN {cell} LIKE '__.__.____ __:__:__' THEN {to_utc(day_first, context.time_zone)}"
        f" WHEN {cell} LIKE '____-__-__T__:__:__' OR {cell} LIKE '____-__-__ __:__:__' THEN {to_utc(year_first, context.time_zone)}"
        f" WHEN {cell} LIKE '____-__-__T__:__:__%' THEN timezone('UTC', TRY_CAST({cell} AS TIMESTAMPTZ)) END"
    )


def day_sql(cell: str) -> str:
    """The day of `2026-03-06...` or `06.03.2026...`; NULL for any other form."""
    return (
        f"CASE WHEN {cell} LIKE '____-__-__%' THEN TRY_CAST({cell}[1:10] AS DATE)"
        f" WHEN {cell} LIKE '__.__.____%' THEN CAST(TRY_STRPTIME({cell}[1:10], '%d.%m.%Y') AS DATE) END"
    )


def local_day(instant: str, context: Context) -> str:
    """The day of a UTC instant in the store's zone."""
    if context.time_zone == "UTC":
        return f"CAST({instant} AS DATE)"
    return f"CAST(timezone({text_literal(context.time_zone)}, timezone('UTC', {instant})) AS DATE)"


def to_utc(wall_clock: str, zone: str) -> str:
    """A wall-clock time in a zone as the UTC instant."""
    return wall_clock if zone == "UTC" else f"timezone('UTC', timezone({text_literal(zone)}, {wall_clock}))"


def place_sql(context: Context, market: str = NOTHING) -> str:
    """The columns store_id, channel and market."""
    return (
        f"{text_literal(context.store_id)} AS store_id, {text_literal(context.channel)} AS channel, {market} AS market"
    )
