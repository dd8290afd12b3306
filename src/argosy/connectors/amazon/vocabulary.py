"""Amazon's words and their canonical ones, read from `vocabulary.csv` beside this file.

A settlement's `vendor_value` is `transaction-type|amount-type|amount-description`; `*` stands for every transaction type or description.
`since` is the first day on which we saw the word documented, `source` where.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from argosy.connectors.reading import text_literal

VOCABULARY = Path(__file__).with_name("vocabulary.csv")


@cache
def words(report: str) -> dict[str, str]:
    """Vendor's word (in lower case) to canonical word of a report."""
    with VOCABULARY.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["report"] == report]
    return {row["vendor_value"].casefold(): row["canonical_value"] for row in rows}


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
