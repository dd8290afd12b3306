"""The options by which numbers are asked for, shared by the commands that ask; and the query they make."""

from __future__ import annotations

from typing import Annotated

import typer

from argosy.interfaces.presentation.questions import days, filters, listed, query

__all__ = ["First", "Last", "Metrics", "Where", "days", "filters", "listed", "query"]

Metrics = Annotated[list[str], typer.Argument(metavar="METRIC,...", help="The metrics, joined by commas.")]
First = Annotated[
    str | None, typer.Option("--from", metavar="D", help="First day: 2025-03-01, or a period: 2025-03, 2025-Q1, 2025.")
]
Last = Annotated[str | None, typer.Option("--to", metavar="D", help="Last day, which is in; or the last period.")]
Where = Annotated[
    list[str] | None,
    typer.Option("--where", metavar="NAME=VALUE", help="Only these: market=DE, or market=DE,FR. Can be repeated."),
]
