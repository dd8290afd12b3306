"""`argosy statement`: the income statement."""

from __future__ import annotations

from typing import Annotated

import typer

from argosy.core.text import Text
from argosy.interfaces.cli.asking import Currency, First, Last, Where, query
from argosy.interfaces.cli.session import Session


def command(
    session: Session,
    by: Annotated[
        list[str] | None,
        typer.Option("--by", metavar="NAME,...", help="A column each for: market, channel, month ..."),
    ] = None,
    first: First = None,
    last: Last = None,
    where: Where = None,
    currency: Currency = None,
) -> None:
    """Show the income statement from gross sales to net profit; as a workbook with formulas by --xlsx."""
    from argosy.app.statement import SIGNS
    from argosy.interfaces.presentation.statement import statement_json, statement_table

    told = session.argosy.statement(query(["net_profit"], by or (), first, last, where or (), currency))
    table = statement_table(told, {metric.slug: metric for metric in session.argosy.metrics()}, SIGNS, session.language)
    session.answer(
        machine=lambda: statement_json(told),
        tables=lambda: [table],
        people=lambda: session.screen.table(table, session.formats),
        about=lambda: (
            (Text("Currency"), told.currency),
            (Text("Data"), ", ".join(f"{name}@{version}" for name, version in told.lake_version.items())),
            (Text("Notes"), "\n".join(str(note) for note in told.notes)),
        ),
    )
