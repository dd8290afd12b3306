"""A Shopify file's columns under their present names, and the SQL that reads its cells: pure text in, SQL out.

Shopify renames columns without notice and writes some numbers with an apostrophe before them ('01067), so that
spreadsheets keep them as text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from argosy.connectors.cleaning import EXCESS
from argosy.connectors.contract import Connection, VendorColumn
from argosy.connectors.reading import has_excess, identifier, text_literal, vendor_columns
from argosy.connectors.recognition import header_key
from argosy.connectors.shopify.parse import written_name
from argosy.core.errors import DataError

MONEY = "DECIMAL(18,4)"
WITH_OFFSET = ("%Y-%m-%d %H:%M:%S %z", "%Y-%m-%dT%H:%M:%S%z")
WITHOUT_OFFSET = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d")


@dataclass(frozen=True)
class Cells:
    """Where each known column stands in this file; `unknown` are headers no rule uses."""

    places: Mapping[str, str]
    unknown: tuple[str, ...]
    has_excess: bool = False

    def has(self, column: str) -> bool:
        """True where the file has the column under any of its names."""
        return column in self.places

    def text(self, column: str) -> str:
        """The cell as it came; NULL for a column this file lacks.

        >>> Cells({"Id": "ID"}, ()).text("Id")
        '"ID"'
        """
        return identifier(self.places[column]) if column in self.places else "NULL::VARCHAR"

    def bare(self, column: str) -> str:
        """The cell without the apostrophe Shopify sets before digits."""
        return f"nullif(ltrim({self.text(column)}, ''''), '')" if self.has(column) else "NULL::VARCHAR"

    def amount(self, column: str) -> str:
        """The exact amount, NULL where the cell is empty or no number."""
        return f"TRY_CAST({self.text(column)} AS {MONEY})"

    def whole(self, column: str) -> str:
        """The whole number, NULL for '2.5': a cast alone would round it."""
        cell = self.text(column)
        return f"CASE WHEN regexp_full_match({cell}, '[-+]?\\d{{1,15}}(\\.0*)?') THEN TRY_CAST({cell} AS BIGINT) END"

    def flag(self, column: str) -> str:
        """True for true and yes, False for false and no."""
        word = f"lower({self.text(column)})"
        return f"CASE WHEN {word} IN ('true', 'yes') THEN TRUE WHEN {word} IN ('false', 'no') THEN FALSE END"

    def instant(self, column: str, zone: str) -> str:
        """UTC without a label; the offset in the cell rules, `zone` holds only where the cell has none."""
        cell = f"replace({self.text(column)}, ' UTC', ' +0000')"
        told = f"timezone('UTC', try_strptime({cell}, [{_list(WITH_OFFSET)}]))"
        naive = f"try_strptime({cell}, [{_list(WITHOUT_OFFSET)}])"
        return f"coalesce({told}, timezone('UTC', timezone({text_literal(zone)}, {naive})))"

    def excess(self) -> str:
        """What a row has beyond the header; NULL where nothing."""
        return EXCESS if self.has_excess else "NULL::VARCHAR"

    def remarks(self) -> dict[str, str]:
        """The remark that names headers no rule uses."""
        if not self.unknown:
            return {}
        names = ", ".join(self.unknown).replace("{", "(").replace("}", ")")
        return {f"{{count}} columns are not known and were not used: {names}": f"SELECT {len(self.unknown)}"}


def find_cells(connection: Connection, columns: Sequence[VendorColumn], label: str) -> Cells:
    """The columns of `vendor`, by their present name or a dated alias; `DataError` names the first required one that is missing."""
    found = list(vendor_columns(connection))
    by_key = {header_key(written_name(name)): name for name in reversed(found)}
    places: dict[str, str] = {}
    for column in columns:
        names = (column.name, *(alias for alias, _since in column.aliases))
        place = next((by_key[header_key(name)] for name in names if header_key(name) in by_key), None)
        if place is not None:
            places[column.name] = place
    unknown = tuple(name for name in found if name not in places.values())
    for column in columns:
        if column.required and column.name not in places:
            raise DataError(
                "Column {column} is missing in this {report}; export it again with that column"
                " (columns nobody knows here: {unknown}).",
                column=column.name,
                report=label,
                unknown=", ".join(unknown) or "none",
            )
    return Cells(places, unknown, has_excess(connection))


def local_day(instant: str, zone: str) -> str:
    """The day of a UTC instant by the store's clock."""
    return f"CAST(timezone({text_literal(zone)}, timezone('UTC', {instant})) AS DATE)"


def customer_id(email: str, phone: str) -> str:
    """SQL of the buyer's id: the digest of the lower-case e-mail, or of the telephone number's digits.

    The orders export names a buyer by nothing else, so the same digest is the key of customers too and the two meet. A digest
    is a pseudonym, not anonymous: whoever has the address can make it again. Hence the column stays marked as personal.
    """
    digits = f"nullif(regexp_replace({phone}, '\\D', '', 'g'), '')"
    return f"coalesce(sha256(lower({email})), sha256({digits}))"


def problem(checks: Mapping[str, str]) -> str:
    """The first reason code whose condition holds, else NULL."""
    cases = " ".join(f"WHEN {condition} THEN {text_literal(code)}" for code, condition in checks.items())
    return f"CASE {cases} END"


def _list(formats: Sequence[str]) -> str:
    return ", ".join(map(text_literal, formats))


def payout_key(day: str, currency: str, status: str) -> str:
    """SQL of a payout's id: day and currency, all that both exports of Shopify Payments have; one that failed is told apart."""
    return f"concat(strftime({day}, '%Y-%m-%d'), ' ', {currency}, CASE WHEN {status} = 'failed' THEN ' failed' ELSE '' END)"


def day(cell: str) -> str:
    """SQL of a day written 2026-09-05 or 2026/9/5, with or without a time behind it."""
    return f"TRY_CAST(try_strptime({cell}, ['%Y-%m-%d', '%Y/%m/%d', '%Y-%m-%d %H:%M:%S %z']) AS DATE)"
