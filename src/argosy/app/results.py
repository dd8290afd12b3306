"""Typed results of the verbs: what the command line prints and what a page shows come from these and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from argosy.core.text import Text


class Outcome(StrEnum):
    """What became of a file."""

    LOADED = "loaded"
    ALREADY_LOADED = "already_loaded"
    UNKNOWN = "unknown"  # nobody recognised it: a draft of a mapping was written
    AMBIGUOUS = "ambiguous"
    REJECTED = "rejected"


@dataclass(frozen=True)
class CurrencyCheck:
    """Money in and out of one file in one currency."""

    currency: str
    in_amount: Decimal
    out_amount: Decimal
    kept_apart_amount: Decimal
    residual: Decimal


@dataclass(frozen=True)
class FileResult:
    """One line of `argosy ingest`: what the file is, what came of it, what is kept apart and why, whether the money adds up."""

    file: str
    outcome: Outcome
    message: Text
    connector: str = ""
    report: str = ""
    load_id: str = ""
    snapshot: int = 0
    rows: int = 0
    loaded: int = 0
    tables: Mapping[str, int] = field(default_factory=dict)
    replaced: Mapping[str, int] = field(default_factory=dict)
    kept_apart: Mapping[str, int] = field(default_factory=dict)
    ignored: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, int] = field(default_factory=dict)
    money: Sequence[CurrencyCheck] = ()
    draft: str = ""

    @property
    def is_rejected(self) -> bool:
        """Whether nothing of the file was loaded and a person has to do something."""
        return self.outcome in (Outcome.REJECTED, Outcome.UNKNOWN, Outcome.AMBIGUOUS)

    @property
    def residual(self) -> Decimal | None:
        """Largest residual over the currencies, by size; None where the file has no money."""
        return max((check.residual for check in self.money), key=abs, default=None)

    @property
    def currency(self) -> str | None:
        """The currency, or several joined by a plus."""
        return "+".join(check.currency for check in self.money) or None


@dataclass(frozen=True)
class SourceRow:
    """Where a number comes from: a row of a file, as it came."""

    file: str
    line: int | None
    load_id: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class Diagnosis:
    """One line of `argosy doctor`."""

    subject: str
    is_well: bool
    finding: Text
