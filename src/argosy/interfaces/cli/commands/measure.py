"""`argosy measure`: numbers by definition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from argosy.core.text import Text
from argosy.interfaces.cli.asking import Compare, Currency, First, Last, Metrics, Pace, Plan, Sort, Top, Where, query
from argosy.interfaces.cli.session import Session

if TYPE_CHECKING:
    from argosy.interfaces.presentation.spreadsheet import About
    from argosy.metrics.contract import Measured


def command(
    session: Session,
    metrics: Metrics,
    by: Annotated[
        list[str] | None,
        typer.Option("--by", metavar="NAME,...", help="Broken down by: market, channel, sku, month ..."),
    ] = None,
    first: First = None,
    last: Last = None,
    grain: Annotated[
        str | None, typer.Option("--grain", metavar="WORD", help="And by day, week, month, quarter or year.")
    ] = None,
    where: Where = None,
    currency: Currency = None,
    compare: Compare = None,
    plan: Plan = None,
    pace: Pace = "days",
    top: Top = None,
    sort: Sort = None,
    ascending: Annotated[bool, typer.Option("--ascending", help="Sorted the other way: the smallest first.")] = False,
) -> None:
    """Measure any metric by any dimension, over any days, in any currency."""
    from argosy.interfaces.presentation import measured as shown

    asked = query(
        metrics,
        [*(by or ()), *([grain] if grain else ())],
        first,
        last,
        where or (),
        currency,
        compare or (),
        plan,
        pace,
    )
    whole = session.argosy.measure(asked)
    answer, left_out = shown.trimmed(whole, sort, ascending, top)
    definitions = {metric.slug: metric for metric in session.argosy.metrics()}
    table = shown.measured_table(answer, definitions)

    def people() -> None:
        session.screen.table(table, session.formats)
        if not answer.rows:
            session.say(Text("No rows: nothing was sold that fits, or nothing was loaded yet (argosy ingest)."))
        elif left_out:
            session.say(Text("{count} more rows are left out by --top.", {"count": left_out}), "dim")

    session.answer(
        machine=lambda: shown.measured_json(answer, left_out),
        tables=lambda: [table],
        people=people,
        about=lambda: _about(answer),
    )


def _about(answer: Measured) -> About:
    """What the workbook's last sheet says: what was asked, of which data."""
    from datetime import timedelta

    return (
        (Text("Metrics"), ", ".join(answer.metrics)),
        (Text("By"), ", ".join(answer.by)),
        (Text("Currency"), answer.currency),
        (Text("First day"), answer.start),
        (Text("Last day"), answer.end - timedelta(days=1) if answer.end else None),
        (Text("Data"), ", ".join(f"{name}@{version}" for name, version in answer.lake_version.items())),
        (Text("Notes"), "\n".join(str(note) for note in answer.notes)),
    )
