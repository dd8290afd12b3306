"""Amazon's words and their canonical ones, read from the files `vocabulary*.csv` beside this one.

A settlement's `vendor_value` is `transaction-type|amount-type|amount-description`; `*` stands for every transaction type or description.
`since` is the first day on which we saw the word documented, `source` where.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from argosy.connectors.reading import text_literal

FOLDER = Path(__file__).parent


@cache
def words(report: str) -> dict[str, str]:
    """Vendor's word (in lower case) to canonical word of a report."""
    return {row["vendor_value"].casefold(): row["canonical_value"] for row in _rows() if row["report"] == report}


@cache
def _rows() -> tuple[dict[str, str], ...]:
    """All rows of the vocabulary; it lies in several files so that each can be looked through."""
    found: list[dict[str, str]] = []
    for path in sorted(FOLDER.glob("vocabulary*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            found += csv.DictReader(stream)
    return tuple(found)


def values_sql(report: str) -> str:
    """The words of a report as an SQL VALUES list of (vendor_value, canonical_value)."""
    pairs = (f"({text_literal(word)}, {text_literal(meaning)})" for word, meaning in words(report).items())
    return f"VALUES {', '.join(pairs)}"


def case_sql(report: str, cell: str, otherwise: str = "NULL") -> str:
    """The canonical word of a cell, for the short lists; `otherwise` for an unknown one."""
    cases = " ".join(
        f"WHEN {text_literal(word)} THEN {text_literal(meaning)}" for word, meaning in words(report).items()
    )
    return f"CASE lower({cell}) {cases} ELSE {otherwise} END"


def prefix_sql(report: str, cell: str, otherwise: str = "NULL") -> str:
    """The canonical word of a cell where the words end in `*` and stand for the beginning; the longest beginning wins."""
    cases = " ".join(
        f"WHEN starts_with({cell}, {text_literal(word.removesuffix('*'))}) THEN {text_literal(meaning)}"
        for word, meaning in sorted(words(report).items(), key=lambda pair: -len(pair[0]))
    )
    return f"CASE {cases} ELSE {otherwise} END"
