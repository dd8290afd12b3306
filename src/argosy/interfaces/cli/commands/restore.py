"""`argosy restore`: a workspace from its backup."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from argosy.core.text import Text
from argosy.interfaces.cli.session import Session

ANSWERS = ("json",)


def command(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder.")],
) -> None:
    """Restore a workspace from a backup into a folder that is empty or not there."""
    from argosy.app.backup import restore

    made = restore(file, folder)
    values = {"folder": made.folder, "snapshot": made.snapshot, "events": made.events}
    session.answer(
        machine=lambda: values,
        tables=tuple,
        people=lambda: session.say(
            Text("Restored into {folder}: data version {snapshot}, {events} events", values), "bold"
        ),
    )
