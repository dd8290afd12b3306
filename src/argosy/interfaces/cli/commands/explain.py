"""`argosy explain`: why a number moved; or, for a bare table, the slices that broke."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from argosy.core.errors import ConfigurationError, RequestError
from argosy.core.text import Text
from argosy.interfaces.cli.asking import First, Last, Where, days, filters, listed
from argosy.interfaces.cli.session import Session

if TYPE_CHECKING:
    from argosy.app.explain import Explanation


Metric = Annotated[str | None, typer.Argument(metavar="METRIC", help="The metric of the workspace; none with --table.")]
Versus = Annotated[
    str | None,
    typer.Option(
        "--versus",
        metavar="D:D",
        help="The period to compare with, first and last day, both in; previous (default) or year_before.",
    ),
]
By = Annotated[
    list[str] | None, typer.Option("--by", metavar="NAME,...", help="The dimensions, or columns, to look along.")
]
Chart = Annotated[Path | None, typer.Option("--chart", metavar="FILE", help="Write a waterfall chart: .html or .svg.")]
BareTable = Annotated[
    Path | None,
    typer.Option("--table", metavar="FILE", help="A table without a workspace: CSV, Parquet or JSON lines."),
]
Figure = Annotated[
    str | None, typer.Option("--value", metavar="COLUMN", help="With --table: the figure, this column's sum.")
]
Time = Annotated[str | None, typer.Option("--time", metavar="COLUMN", help="With --table: the column with the time.")]
Moment = Annotated[str | None, typer.Option("--at", metavar="T", help="With --table: the moment at which it broke.")]
Per = Annotated[
    str | None, typer.Option("--per", metavar="COLUMN", help="With --table, for a ratio: --value per sum of this.")
]
Season = Annotated[
    int,
    typer.Option(
        "--season", metavar="N", min=1, help="With --table: compare with every N-th moment before (7: the weekday)."
    ),
]


def command(
    session: Session,
    metric: Metric = None,
    first: First = None,
    last: Last = None,
    versus: Versus = None,
    by: By = None,
    where: Where = None,
    chart: Chart = None,
    table: BareTable = None,
    value: Figure = None,
    time: Time = None,
    at: Moment = None,
    per: Per = None,
    season: Season = 1,
) -> None:
    """Explain why a metric moved between two periods: a tree that sums to the change, and what would test or mend it."""
    if table is not None:
        if metric is not None or value is None or time is None or at is None or not by:
            raise RequestError("With --table name --value, --time, --at and --by, and no metric.")
        _slices(session, table, value, time, at, tuple(by), per, season)
        return
    if metric is None:
        raise RequestError("Name a metric to explain (`argosy metrics` lists them), or a --table.")
    start, end = days(first, last)
    told = session.argosy.explain(metric, start, end, _against(versus), listed(by or ()), filters(where or ()))
    if chart is not None:
        _draw(session, told, chart)
    _tell(session, told)


def _against(versus: str | None) -> str | None:
    """A period of two days, both of them in as people say it, in the words of the facade, whose last day is not in."""
    from argosy.core.period import Period

    first, separator, last = (versus or "").replace("/", ":").partition(":")
    if not separator:
        return versus
    period = Period.inclusive(Period.parse(first).start, Period.parse(last).last_day)
    return f"{period.start}:{period.end}"


def _slices(
    session: Session, table: Path, value: str, time: str, at: str, by: tuple[str, ...], per: str | None, season: int
) -> None:
    from argosy.app import methods
    from argosy.interfaces.presentation.bare_tables import slices_table

    answer = methods.explain(table, value=value, per=per, time=time, at=at, by=by, season=season)
    shown = slices_table(answer, session.language)
    session.answer(
        machine=lambda: answer,
        tables=lambda: [shown],
        people=lambda: session.screen.table(shown, session.formats),
    )


def _draw(session: Session, told: Explanation, chart: Path) -> None:
    from argosy.interfaces.presentation.waterfall import waterfall_html, waterfall_svg

    draw = waterfall_svg if chart.suffix.lower() == ".svg" else waterfall_html
    try:
        chart.write_text(draw(told, session.formats), encoding="utf-8")
    except OSError as error:
        raise ConfigurationError("{file} cannot be written: {why}.", file=chart, why=error.strerror) from error
    session.say(Text("{file}: the chart is written", {"file": chart}))


def _tell(session: Session, told: Explanation) -> None:
    from argosy.interfaces.presentation.explained import explained_json, explained_table

    session.answer(
        machine=lambda: explained_json(told, session.language),
        tables=lambda: [explained_table(told, session.formats)],
        people=lambda: _print(session, told),
        about=lambda: ((Text("Period"), str(told.period)), (Text("Compared with"), str(told.versus))),
    )


def _print(session: Session, told: Explanation) -> None:
    from argosy.interfaces.presentation.explained import headline, hypothesis_lines, tree_lines

    session.say(headline(told, session.formats), "bold")
    lines = list(tree_lines(told, session.formats))
    width = max((len(figure) for _, _, figure in lines), default=0)
    for depth, name, figure in lines:
        session.say(f"{figure:>{width}}  {'  ' * depth}{name}")
    for statement, action in hypothesis_lines(told, session.formats):
        session.say(statement)
        session.explain(action)
    for note in told.notes:
        session.explain(note, indent=0)
