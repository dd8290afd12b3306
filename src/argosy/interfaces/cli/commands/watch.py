"""`argosy watch`: what stood out in the newest week."""

from __future__ import annotations

from typing import Annotated

import typer

from argosy.interfaces.cli.session import Session


def command(
    session: Session,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", metavar="D", help="The week that ended on this day; by default the last day with data."
        ),
    ] = None,
    by_day: Annotated[
        bool, typer.Option("--day", help="Watch that day alone, beside the same weekday of the weeks before.")
    ] = False,
) -> None:
    """Watch every KPI and part of the shop against its own season; what stands out is explained."""
    from argosy.core.period import Period
    from argosy.interfaces.presentation.watched import watched_json, watched_table

    told = session.argosy.watch(Period.parse(as_of).last_day if as_of else None, by_day)
    shown = watched_table(told, session.language)
    session.answer(
        machine=lambda: watched_json(told, session.language),
        tables=lambda: [shown],
        people=lambda: session.screen.table(shown, session.formats),
    )
