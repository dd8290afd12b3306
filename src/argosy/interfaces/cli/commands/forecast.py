"""`argosy forecast`: the next periods of many series, with quantiles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from argosy.core.errors import RequestError
from argosy.interfaces.cli.asking import listed
from argosy.interfaces.cli.failure import complain
from argosy.interfaces.cli.session import Session


def command(
    session: Session,
    table: Annotated[Path, typer.Option("--table", metavar="FILE", help="The table: CSV, Parquet or JSON lines.")],
    series: Annotated[
        str, typer.Option("--id", metavar="COLUMN", help="The column that says which series a row is of.")
    ],
    time: Annotated[str, typer.Option("--time", metavar="COLUMN", help="The column with the time.")],
    value: Annotated[str, typer.Option("--value", metavar="COLUMN", help="The column with the figure to forecast.")],
    horizon: Annotated[int, typer.Option("--horizon", metavar="N", help="How many periods ahead.")],
    quantiles: Annotated[
        str, typer.Option("--quantiles", metavar="Q,...", help="Which quantiles, numbers between 0 and 1.")
    ] = "0.1,0.5,0.9",
    season: Annotated[
        int | None,
        typer.Option("--season", metavar="N", help="Periods after which it repeats; by default read off the times."),
    ] = None,
    censored: Annotated[
        str | None,
        typer.Option(
            "--censored", metavar="COLUMN", help="True where the figure could not be seen in full (sold out)."
        ),
    ] = None,
) -> None:
    """Forecast every series of a table, with quantiles and by what its own past says works; needs no workspace."""
    from argosy.app import methods
    from argosy.interfaces.presentation.bare_tables import forecast_table

    rows, notes = methods.forecast(
        table,
        id=series,
        time=time,
        value=value,
        horizon=horizon,
        quantiles=_levels(quantiles),
        season=season,
        censored=censored,
    )
    shown = forecast_table(rows, notes)
    session.answer(
        machine=lambda: rows,
        tables=lambda: [shown],
        people=lambda: session.screen.table(shown, session.formats),
    )
    if not session.is_talking and not session.options.quiet:
        for note in notes:
            complain(note, session.language)


def _levels(text: str) -> list[float]:
    try:
        return [float(level) for level in listed([text])]
    except ValueError as error:
        raise RequestError(
            "Quantiles have to be different numbers between 0 and 1, such as 0.1,0.5,0.9, not {given}.", given=text
        ) from error
