"""A panel of a domain's own on its page: a module `panel` in its package with `panel(measures, as_of) -> Panel` is all it takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from argosy.core.text import Text
from argosy.decision.domain import PACKAGE

Cell = str | int | float | Decimal | date | None


class CellKind(StrEnum):
    """How a column is read."""

    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    MONEY = "money"  # in the panel's currency
    SHARE = "share"
    DATE = "date"


@dataclass(frozen=True)
class PanelColumn:
    """`metric` is the slug whose visibility rules the column, "" where it is open to everybody."""

    title: Text
    kind: CellKind = CellKind.TEXT
    metric: str = ""


@dataclass(frozen=True)
class Panel:
    """A table of the domain's own; `rows` run parallel to `columns`."""

    title: Text
    columns: tuple[PanelColumn, ...]
    rows: Sequence[Sequence[Cell]]
    currency: str = ""
    notes: tuple[Text, ...] = ()


def panel_of(domain: str) -> Callable[[Any, date], Panel] | None:
    """The panel of a domain; None where it has none."""
    name = f"{PACKAGE}.{domain}.panel"
    if find_spec(name) is None:
        return None
    made: Callable[[Any, date], Panel] = import_module(name).panel
    return made
