"""What the templates ask for: per canonical table the columns a person fills in, with their headings in English and Chinese."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from argosy.canonical.catalogue import tables
from argosy.canonical.schema import Column, Table

FOLDER = Path(__file__).parent
TITLES = {
    "product_costs": ("Product costs", "产品成本"),
    "suppliers": ("Suppliers", "供应商"),
    "purchase_orders": ("Purchase orders", "采购订单"),
    "inspections": ("Inspections", "质量检验"),
    "people": ("People", "人员"),
    "certificates": ("Certificates", "合规证书"),
    "bank_balances": ("Bank balances", "账户余额"),
    "budgets": ("Budgets and targets", "预算与目标"),
    "products": ("Products", "产品"),
    "expenses": ("Expenses", "费用"),
}
"""Table to the template's title in English and Chinese."""

FILLED_IN = {
    "product_costs": {"market", "batch_id"},
    "purchase_orders": {"line_no"},
    "certificates": {"product_id", "market"},
    "budgets": {"store_id", "market", "sku", "owner_id"},
}
"""Required columns a person may leave empty: '*' for all (or the line's place in its order) stands in for them."""


@dataclass(frozen=True)
class Heading:
    """A column of a template: the canonical column, its headings, and the words it takes, per language."""

    column: Column
    en: str
    zh: str
    words: dict[str, tuple[str, ...]]

    def in_language(self, language: str) -> str:
        """The heading in en or zh."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Template:
    """A template: the table it fills and its columns in order."""

    table: Table
    title_en: str
    title_zh: str
    headings: tuple[Heading, ...]

    def title(self, language: str) -> str:
        """The title in en or zh."""
        return self.title_zh if language == "zh" else self.title_en

    def needs(self, heading: Heading) -> bool:
        """True where every row must have the column filled."""
        return heading.column.required and heading.column.name not in FILLED_IN.get(self.table.name, ())


@cache
def templates() -> tuple[Template, ...]:
    """All templates, in the order of `TITLES`."""
    with (FOLDER / "headings.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    found = []
    for name, (title_en, title_zh) in TITLES.items():
        table = tables()[name]
        headings = tuple(
            Heading(table.column(row["column"]), row["en"], row["zh"], _words(name, row["en"]))
            for row in rows
            if row["table"] == name
        )
        found.append(Template(table, title_en, title_zh, headings))
    return tuple(found)


@cache
def _vocabulary() -> tuple[dict[str, str], ...]:
    with (FOLDER / "vocabulary.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


def _words(table: str, heading: str) -> dict[str, tuple[str, ...]]:
    """The words of a column per language: those of ASCII letters are English."""
    own = [row["vendor_value"] for row in _vocabulary() if (row["report"], row["column"]) == (table, heading)]
    return {
        "en": tuple(word for word in own if word.isascii()),
        "zh": tuple(word for word in own if not word.isascii() or word.isupper()),
    }
