"""`argosy sql`: read-only SQL over the lake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from argosy.core.text import Text
from argosy.interfaces.cli.session import Session

if TYPE_CHECKING:
    from argosy.interfaces.presentation.tables import Table


def command(
    session: Session,
    query: Annotated[str, typer.Argument(metavar="SELECT", help="One SELECT over the tables of docs/canonical.md.")],
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many rows.")] = 1000,
) -> None:
    """Ask the lake in SQL, reading only."""
    found = session.argosy.sql(query, limit)
    session.answer(
        machine=found.to_pylist,
        tables=lambda: [_table(found)],
        people=lambda: session.screen.table(_table(found), session.formats),
    )


def _table(found: Any) -> Table:
    from argosy.interfaces.presentation.tables import Column, Table

    columns = tuple(Column(name, Text(name)) for name in found.column_names)
    rows = [[None if value is None else str(value) for value in row.values()] for row in found.to_pylist()]
    return Table(name="sql", title=Text("Rows"), columns=columns, rows=rows)
