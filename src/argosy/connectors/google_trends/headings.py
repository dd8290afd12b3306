"""The words around Google Trends' tables in several languages: headings of days and places, the ends of terms, the whole world."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from argosy.connectors.contract import Sighting
from argosy.connectors.recognition import header_key

FOLDER = Path(__file__).parent
TERM = re.compile(r"^(?P<term>.+?)\s*[:：]\s*[(（](?P<about>.+)[)）]$")
"""'lamp: (Germany)': the term, and the place (timeline) or the days (places) it is about."""
VALUE = r"^(<\s?1|[0-9]{1,3}%?)?$"


@cache
def words(column: str) -> dict[str, str]:
    """Word (small letters) to its meaning, of one column of the vocabulary."""
    with (FOLDER / "vocabulary.csv").open(encoding="utf-8", newline="") as stream:
        return {
            header_key(row["vendor_value"]): row["canonical_value"]
            for row in csv.DictReader(stream)
            if row["column"] == column
        }


def terms(header: Sequence[str]) -> list[tuple[str, str, str]]:
    """Heading, term and what it is about, of the columns that are terms: those with a place or days behind them, else all but the first."""
    shaped = [(name, match["term"], match["about"]) for name in header[1:] if (match := TERM.match(name.strip()))]
    return shaped or [(name, name.strip(), "") for name in header[1:]]


def is_table(sighting: Sighting, column: str) -> bool:
    """True where the first heading is a word of the column, most cells are interest, and headings or preamble show Google Trends."""
    if not 2 <= len(sighting.header) <= 8 or header_key(sighting.header[0]) not in words(column):
        return False
    found = terms(sighting.header)
    if not found[0][2] and not has_category(sighting):
        return False
    places = [sighting.header.index(name) for name, _, _ in found]
    cells = [row[place] for row in sighting.sample[:50] for place in places if place < len(row)]
    return 2 * sum(bool(re.match(VALUE, cell.strip())) for cell in cells) >= len(cells)


def has_category(sighting: Sighting) -> bool:
    """True where the first line names the category, in one of the languages known."""
    first = header_key(sighting.preamble[0]) if sighting.preamble else ""
    return any(first.startswith(word) for word in words("category"))


def interest(cell: str) -> str:
    """SQL of an interest of 0 to 100; '<1' is the middle of what it can be."""
    return f"CASE WHEN {cell} LIKE '<%' THEN 0.5 ELSE TRY_CAST(replace({cell}, '%', '') AS DECIMAL(18, 6)) END"
