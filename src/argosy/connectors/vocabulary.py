"""A vendor's words and their canonical ones, from the `vocabulary.csv` in its package: what stands there is known, nothing else is guessed.

Columns: `report` (an id, or `*` for all of the vendor), `column` (the heading the word stands under), `vendor_value`, `canonical_value`,
`since` (first day it was seen documented), `source`.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from argosy.connectors.reading import text_literal


@cache
def words(folder: Path, report: str, column: str) -> dict[str, str]:
    """Vendor's word (small letters) to canonical word, for one column of a report; `folder` is the vendor's package."""
    with (folder / "vocabulary.csv").open(encoding="utf-8", newline="") as stream:
        return {
            row["vendor_value"].casefold(): row["canonical_value"]
            for row in csv.DictReader(stream)
            if row["report"] in (report, "*") and row["column"] == column
        }


def case_sql(cell: str, known: dict[str, str]) -> str:
    """The canonical word of a cell; NULL for a word nobody knows.

    >>> case_sql("x", {"paid": "ordered"})
    "CASE lower(x) WHEN 'paid' THEN 'ordered' END"
    """
    if not known:
        return "NULL::VARCHAR"
    cases = " ".join(f"WHEN {text_literal(word)} THEN {text_literal(ours)}" for word, ours in known.items())
    return f"CASE lower({cell}) {cases} END"


def by_sign(word: str, amount: str) -> str:
    """SQL of a canonical word that depends on the sign: of 'held/released' the first for money taken, the second for money given."""
    return f"CASE WHEN {amount} < 0 THEN split_part({word}, '/', 1) ELSE split_part({word}, '/', -1) END"
