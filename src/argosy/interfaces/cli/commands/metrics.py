"""`argosy metrics`: the dictionary of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from argosy.core.errors import RequestError
from argosy.core.text import Text
from argosy.interfaces.cli.session import Session

if TYPE_CHECKING:
    from argosy.metrics.contract import Metric


def command(
    session: Session,
    search: Annotated[
        str | None, typer.Argument(metavar="WORD", help="Only metrics with this word in their name, title or formula.")
    ] = None,
) -> None:
    """List every metric with its definition."""
    from argosy.interfaces.presentation.definitions import metric_json, metrics_table

    found = [one for one in session.argosy.metrics() if not search or _fits(one, search, session.language)]
    if not found:
        raise RequestError("No metric has {word} in its name, title or formula.", word=search)
    table = metrics_table(found, session.language)
    session.answer(
        machine=lambda: [metric_json(one, session.language) for one in found],
        tables=lambda: [table],
        people=lambda: session.screen.table(table, session.formats, limit=len(found)),
    )


def _fits(metric: Metric, search: str, language: str) -> bool:
    texts = (metric.slug, metric.title, Text(metric.title).render(language), metric.formula)
    return any(search.lower() in text.lower() for text in texts)
