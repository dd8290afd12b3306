"""`argosy trace`: the rows behind a number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from argosy.core.text import Text
from argosy.interfaces.cli.asking import First, Last, Metrics, Where, query
from argosy.interfaces.cli.session import Session

if TYPE_CHECKING:
    from argosy.app.results import SourceRow


def command(
    session: Session,
    metrics: Metrics,
    first: First = None,
    last: Last = None,
    where: Where = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=1, help="At most so many rows, the weightiest first.")
    ] = 20,
) -> None:
    """Follow a number back to its rows: file, line, and the values as they came."""
    from argosy.interfaces.presentation.sources import source_json, sources_table

    rows = session.argosy.trace(query(metrics, (), first, last, where or ()), limit)
    session.answer(
        machine=lambda: [source_json(row) for row in rows],
        tables=lambda: [sources_table(rows)],
        people=lambda: _print(session, rows),
    )


def _print(session: Session, rows: Sequence[SourceRow]) -> None:
    from argosy.interfaces.presentation.sources import source_lines, sources_table

    if not session.screen.is_terminal:
        session.screen.table(sources_table(rows), session.formats)
        return
    for row in rows:
        head, values = source_lines(row)
        session.say(head.render(session.language), "bold")
        session.say(f"    {values}")
    if not rows:
        session.say(Text("No rows: nothing was loaded that fits."))
