"""`argosy explain`: the slices of a table that broke."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from argosy.interfaces.cli.asking import listed
from argosy.interfaces.cli.session import Session


def command(
    session: Session,
    table: Annotated[Path, typer.Option("--table", metavar="FILE", help="The table: CSV, Parquet or JSON lines.")],
    value: Annotated[str, typer.Option("--value", metavar="COLUMN", help="The figure: this column's sum.")],
    time: Annotated[str, typer.Option("--time", metavar="COLUMN", help="The column with the time.")],
    at: Annotated[str, typer.Option("--at", metavar="T", help="The moment at which it broke.")],
    by: Annotated[list[str], typer.Option("--by", metavar="COLUMN,...", help="The columns to look along.")],
    per: Annotated[
        str | None, typer.Option("--per", metavar="COLUMN", help="For a ratio: the sum of --value per sum of this.")
    ] = None,
    season: Annotated[
        int,
        typer.Option("--season", metavar="N", min=1, help="Compare with every N-th moment before (7: the weekday)."),
    ] = 1,
) -> None:
    """Find the slices of a table in which a figure broke at a moment; needs no workspace."""
    from argosy.app import methods
    from argosy.interfaces.presentation.bare_tables import slices_table

    answer = methods.explain(table, value=value, per=per, time=time, at=at, by=listed(by), season=season)
    shown = slices_table(answer, session.language)
    session.answer(
        machine=lambda: answer,
        tables=lambda: [shown],
        people=lambda: session.screen.table(shown, session.formats),
    )
