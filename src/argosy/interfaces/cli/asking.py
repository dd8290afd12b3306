"""The options by which numbers are asked for, shared by the commands that ask; and the query they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from argosy.core.errors import RequestError

if TYPE_CHECKING:
    from argosy.core.money import Money

from argosy.interfaces.presentation.questions import days, filters, listed, query

__all__ = [
    "Compare",
    "Currency",
    "First",
    "Last",
    "Metrics",
    "Pace",
    "Plan",
    "Sort",
    "Top",
    "Where",
    "days",
    "filters",
    "listed",
    "query",
]

Metrics = Annotated[list[str], typer.Argument(metavar="METRIC,...", help="The metrics, joined by commas.")]
First = Annotated[
    str | None, typer.Option("--from", metavar="D", help="First day: 2025-03-01, or a period: 2025-03, 2025-Q1, 2025.")
]
Last = Annotated[str | None, typer.Option("--to", metavar="D", help="Last day, which is in; or the last period.")]
Where = Annotated[
    list[str] | None,
    typer.Option("--where", metavar="NAME=VALUE", help="Only these: market=DE, or market=DE,FR. Can be repeated."),
]
Compare = Annotated[
    list[str] | None,
    typer.Option("--compare", metavar="NAME,...", help="Beside it: previous (the period before), year_before."),
]
Currency = Annotated[
    str | None, typer.Option("--currency", metavar="CODE", help="In this currency; by default the home currency.")
]
Top = Annotated[
    int | None,
    typer.Option("--top", "--limit", metavar="N", min=1, help="Only the N first rows, the largest unless sorted."),
]
Sort = Annotated[str | None, typer.Option("--sort", metavar="NAME", help="Sorted by this column, the largest first.")]
Plan = Annotated[
    str | None, typer.Option("--plan", metavar="NAME", help="Beside it: target, attainment and pace of this plan.")
]
Pace = Annotated[str, typer.Option("--pace", metavar="WORD", help="Pace of the plan by days or by working_days.")]


def money(amount: str | None, currency: str) -> Money | None:
    """An amount as people type it, thousands separated by commas or not.

    >>> str(money("5,000.50", "EUR").amount), money(None, "EUR")
    ('5000.50', None)
    """
    from decimal import Decimal, InvalidOperation

    from argosy.core.money import Money

    if amount is None:
        return None
    try:
        number = Decimal(amount.replace(",", "").strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0:
        raise RequestError("{amount!r} is not an amount; write it like 5000 or 5000.50.", amount=amount)
    return Money.of(str(number), currency)
