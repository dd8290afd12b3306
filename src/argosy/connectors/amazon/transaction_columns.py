"""The columns of the date-range (unified) transaction report: their English headings, and what each site writes instead."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from argosy.connectors.contract import VendorColumn

HEADINGS = Path(__file__).with_name("transaction_headings.csv")

REQUIRED = (
    *("date/time", "settlement id", "type", "order id", "sku", "description", "quantity", "product sales"),
    *("selling fees", "fba fees", "other transaction fees", "other", "total"),
)

AMOUNTS = (
    *("product sales", "product sales tax", "shipping credits", "shipping credits tax", "gift wrap credits"),
    *("giftwrap credits tax", "regulatory fee", "tax on regulatory fee", "cost of points granted"),
    *("promotional rebates", "promotional rebates tax", "sales tax collected", "low value goods"),
    *("marketplace facilitator tax", "marketplace withheld tax", "tcs-cgst", "tcs-sgst", "tcs-igst", "tds"),
    *("selling fees", "fba fees", "other transaction fees", "other"),
)
"""Columns whose sum is `total`, in the order of the file."""


@cache
def headings() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """English heading to the other headings of the column, each with the day it was found documented."""
    found: dict[str, list[tuple[str, str]]] = {}
    with HEADINGS.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            names = found.setdefault(row["column"], [])
            if row["heading"] != row["column"]:
                names += [(one, row["since"]) for one in (row["heading"], row["heading"].replace("'", "’"))]
    return {column: tuple(dict.fromkeys(names)) for column, names in found.items()}


@cache
def columns() -> tuple[VendorColumn, ...]:
    """All columns with their translations."""
    return tuple(VendorColumn(name, required=name in REQUIRED, aliases=aliases) for name, aliases in headings().items())


@cache
def aliases() -> Mapping[str, tuple[str, ...]]:
    """English heading to its translations."""
    return {name: tuple(one for one, _ in pairs) for name, pairs in headings().items()}
