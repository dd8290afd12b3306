"""`argosy classify`: customs codes for a table of products, or what to ask."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from argosy.core.text import Text
from argosy.interfaces.cli.failure import complain
from argosy.interfaces.cli.session import Session

NOTE = Text(
    "Codes are proposals from words alone; who declares answers for them. Where the confidence is low, ask the question, or a customs"
    " office for a binding ruling."
)


def command(
    session: Session,
    file: Annotated[Path, typer.Option("--file", metavar="FILE", help="The table: CSV, Parquet or JSON lines.")],
    text: Annotated[str, typer.Option("--text", metavar="COLUMN", help="The column with the product's title.")],
    attributes: Annotated[
        str | None,
        typer.Option("--attributes", metavar="COLUMN", help="The column with its attributes, as JSON or as words."),
    ] = None,
    at_least: Annotated[
        float,
        typer.Option("--at-least", metavar="P", help="Give a code only where it is right at least that likely."),
    ] = 0.5,
) -> None:
    """Find the HS code of products by title and attributes, or say what to ask; needs no workspace."""
    from argosy.app import methods
    from argosy.interfaces.presentation.bare_tables import classification_table

    rows = methods.classify(file, text=text, attributes=attributes, at_least=at_least, language=session.language)
    shown = classification_table(rows)
    session.answer(
        machine=lambda: rows,
        tables=lambda: [shown],
        people=lambda: session.screen.table(shown, session.formats),
    )
    if session.is_talking:
        complain(NOTE, session.language)
