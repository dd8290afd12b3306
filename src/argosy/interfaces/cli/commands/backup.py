"""`argosy backup`: the whole workspace in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from argosy.core.text import Text
from argosy.interfaces.cli.session import Session

ANSWERS = ("json",)
MEGABYTE = 1024**2


def command(session: Session, file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")]) -> None:
    """Back up the whole workspace into one file that `argosy restore` reads."""
    from argosy.app.backup import backup

    made = backup(session.argosy.workspace, file)

    def people() -> None:
        size = f"{made.size_bytes / MEGABYTE:.1f}"
        session.say(Text("{file}: {files} files, {size} MB", {"file": made.path, "files": made.files, "size": size}))
        for note in made.notes:
            session.explain(note)

    session.answer(
        machine=lambda: {"file": made.path, "files": made.files, "bytes": made.size_bytes}, tables=tuple, people=people
    )
