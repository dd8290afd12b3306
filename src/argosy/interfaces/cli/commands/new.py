"""`argosy new`: a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from argosy.core.text import Text
from argosy.interfaces.cli.session import Session

ANSWERS = ()


def command(
    session: Session,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")],
    home_currency: Annotated[
        str, typer.Option("--home-currency", metavar="CODE", help="Currency in which all amounts are also shown.")
    ] = "CNY",
    home_country: Annotated[
        str, typer.Option("--home-country", metavar="CODE", help="Country the seller is at home in.")
    ] = "CN",
) -> None:
    """Make a workspace: a folder for your files, the lake and the register of decisions."""
    from argosy.app.facade import Argosy

    session.argosy = made = Argosy.new(folder, home_currency, home_country)
    root = made.workspace.root
    session.say(Text("Workspace made in {folder}.", {"folder": root}), "bold")
    session.say(Text("Drop your exports into {inbox}, then run: {command}", _next(root, made.workspace.inbox)))


def _next(root: Path, inbox: Path) -> dict[str, object]:
    return {"inbox": inbox, "command": f"argosy ingest --workspace {root}"}
