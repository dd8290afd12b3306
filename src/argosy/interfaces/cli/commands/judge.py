"""`argosy judge`: what an experiment showed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from argosy.interfaces.cli.session import Session


def command(
    session: Session,
    table: Annotated[Path, typer.Option("--table", metavar="FILE", help="The table: CSV, Parquet or JSON lines.")],
    arm: Annotated[str, typer.Option("--arm", metavar="COLUMN", help="The column that says who was in which arm.")],
    metric: Annotated[
        list[str],
        typer.Option("--metric", metavar="COLUMN,...", help="Columns to judge; a/b for a ratio, a@0.9 for a quantile."),
    ],
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="COLUMN", help="What was assigned, where it has several rows.")
    ] = None,
    covariate: Annotated[
        str | None, typer.Option("--covariate", metavar="COLUMN", help="A figure known before, to narrow the interval.")
    ] = None,
    control: Annotated[
        str | None, typer.Option("--control", metavar="ARM", help="The arm to compare with; by default found by name.")
    ] = None,
    sequential: Annotated[
        bool, typer.Option("--sequential", help="Valid at every look, not only at the planned end.")
    ] = False,
) -> None:
    """Judge an experiment: effects with intervals, and whether its arms can be trusted; needs no workspace."""
    from argosy.app import methods
    from argosy.interfaces.presentation.bare_tables import judgement_table

    answer = methods.judge(
        table, arm=arm, metrics=metric, unit=unit, covariate=covariate, control=control, sequential=sequential
    )
    shown = judgement_table(answer)
    session.answer(
        machine=lambda: answer,
        tables=lambda: [shown],
        people=lambda: session.screen.table(shown, session.formats),
    )
