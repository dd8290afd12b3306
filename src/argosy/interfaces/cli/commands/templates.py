"""`argosy templates`: empty workbooks for the seller's own sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from argosy.core.text import Text
from argosy.interfaces.cli.session import Session

ANSWERS = ()


def command(
    session: Session,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[TABLE]...", help="Which templates; by default all of them.")
    ] = None,
    folder: Annotated[Path, typer.Option("--folder", metavar="DIR", help="Folder to write them to.")] = Path(
        "templates"
    ),
    both: Annotated[bool, typer.Option("--both", help="In English and in Chinese, whatever the language.")] = False,
) -> None:
    """Write empty workbooks for your own figures; filled in and dropped into the inbox, they load as they are."""
    from argosy.app.templates import LANGUAGES, write_templates

    language = "zh" if session.language == "zh" else "en"
    written = write_templates(folder, LANGUAGES if both else (language,), names or ())
    for path in written:
        session.say(Text("Written: {file}", {"file": path}))
    session.say(Text("Fill them in, put them into the inbox, then run: {command}", {"command": "argosy ingest"}))
