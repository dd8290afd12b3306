"""Shopify's words in canonical words, from `vocabulary.csv`: what stands there is known, everything else is not guessed."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from argosy.connectors.reading import text_literal


@cache
def words(report: str, column: str) -> Mapping[str, str]:
    """Vendor's word (lower case) to canonical word for one column of a report.

    >>> words("orders", "Financial Status")["voided"]
    'cancelled'
    """
    text = (files(__package__) / "vocabulary.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {
        row["vendor_value"]: row["canonical_value"]
        for row in rows
        if (row["report"], row["column"]) == (report, column)
    }


def canonical(cell: str, known: Mapping[str, str]) -> str:
    """SQL of the canonical word; NULL for a word that is not known.

    >>> canonical("x", {"paid": "ordered"})
    "CASE lower(x) WHEN 'paid' THEN 'ordered' END"
    """
    cases = " ".join(f"WHEN {text_literal(word)} THEN {text_literal(ours)}" for word, ours in known.items())
    return f"CASE lower({cell}) {cases} END"
