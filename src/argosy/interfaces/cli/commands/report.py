"""`argosy report`: what a shop owner wants to see at once, as a page and as a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from argosy.interfaces.cli.reporting import show_report, write_report
from argosy.interfaces.cli.session import Session

ANSWERS = ("json",)


def command(
    session: Session,
    folder: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where to write; by default the workspace's folder.")
    ] = None,
) -> None:
    """Write the report: numbers, markets, decisions and their sources, as one HTML page and as a workbook."""
    opened = session.argosy
    written = write_report(opened.report(), folder or opened.workspace.root, session.language)
    session.answer(
        machine=lambda: {"html": written.html, "xlsx": written.xlsx},
        tables=tuple,
        people=lambda: show_report(session, written),
    )
