"""Facts about the world, dated and sourced: one loader, one file per table, found by walking the package.

`value("vat", "DE", date(2026, 1, 1))` is the VAT rate in force that day, with unit, source and the version of its file. Countries,
currencies, exchange rates, indicators and payment methods have modules of their own.
"""

from argosy.reference.loader import history, names, places, stale, table, tables, topics, value
from argosy.reference.model import Ended, Reference, Source, Status, Table

__all__ = [
    "Ended",
    "Reference",
    "Source",
    "Status",
    "Table",
    "history",
    "names",
    "places",
    "stale",
    "table",
    "tables",
    "topics",
    "value",
]
