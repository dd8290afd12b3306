"""Which proof a market asks of which kind of product, since when, by which law, and whether the product may be sold without it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from argosy.core.evidence import Evidence
from argosy.reference.loader import describe
from argosy.reference.model import Source, Status

RULES_FILE = Path(__file__).resolve().parent / "rules.csv"
CATEGORIES = (
    "any",
    "electrical",
    "radio",
    "battery",
    "toy",
    "child",
    "food_contact",
    "cosmetic",
    "textile",
    "jewellery",
    "eyewear",
    "lighting",
    "medical",
)

SINGLE_MARKET = frozenset(
    (
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
        "IS",
        "LI",
        "NO",
    )
)
"""Countries in which the Union's rules on products hold: its members since 2020-02-01, and those of the European Economic Area."""


@dataclass(frozen=True)
class Rule:
    """`place` (a country, or EU) asks of `category` a `proof` of a `kind` under `regime`; `blocks` where it may not be sold without."""

    place: str
    category: str
    regime: str
    kind: str
    proof: str
    blocks: bool
    valid_from: date
    source: Source
    status: Status
    checked_on: date
    file_version: str

    def holds_in(self, market: str) -> bool:
        """Whether the rule holds in a country."""
        return self.place == market or (self.place == "EU" and market in SINGLE_MARKET)

    @property
    def is_verified(self) -> bool:
        """Whether the rule was compared with a publication."""
        return self.status is Status.VERIFIED

    def evidence(self, name: str) -> Evidence:
        """The rule as evidence: what it asks, by which law, and whether that was compared with a publication."""
        shown = f"{self.place} {self.regime}: {self.proof}; {self.source}; {self.status.value}"
        return Evidence(name, shown, self.checked_on, self.file_version)


@cache
def rules(on: date) -> tuple[Rule, ...]:
    """The rules in force on a day, in the order of their table.

    >>> sorted({rule.place for rule in rules(date(2026, 11, 1))})
    ['AU', 'CA', 'EU', 'GB', 'JP', 'KR', 'US']
    >>> any(rule.regime == "GPSR" for rule in rules(date(2024, 12, 12)))
    False
    """
    return tuple(rule for rule in every_rule() if rule.valid_from <= on)


@cache
def every_rule() -> tuple[Rule, ...]:
    """All rules of the table."""
    table = describe("market_access", RULES_FILE.name)
    sources = {source.id: source for source in table.sources}
    with RULES_FILE.open(encoding="utf-8", newline="") as stream:
        return tuple(
            Rule(
                place=row["place"],
                category=row["category"],
                regime=row["regime"],
                kind=row["kind"],
                proof=row["proof"],
                blocks=row["blocks"] == "true",
                valid_from=date.fromisoformat(row["valid_from"]),
                source=sources[row["source"]],
                status=Status(row["status"]),
                checked_on=table.checked_on,
                file_version=table.file_version,
            )
            for row in csv.DictReader(stream)
        )
