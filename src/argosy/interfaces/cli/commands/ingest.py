"""`argosy ingest`: recognise, load, reconcile."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from argosy.core.errors import DataError
from argosy.core.text import Text
from argosy.interfaces.cli.session import Session

if TYPE_CHECKING:
    from argosy.app.results import FileResult

STYLES = {"loaded": "green", "already_loaded": "dim"}


def command(
    session: Session,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH...", help="Files and folders; by default the workspace's inbox."),
    ] = None,
    report: Annotated[
        str | None,
        typer.Option("--as", metavar="CONNECTOR.REPORT", help="What the files are, where their content is ambiguous."),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="A mapping file that says what the columns are.")
    ] = None,
    store: Annotated[
        str | None, typer.Option("--store", metavar="ID", help="The store of argosy.toml the files belong to.")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Load files once more that were loaded before, over what came later.")
    ] = False,
) -> None:
    """Take in files: say what each is, load it, and prove that rows and money add up."""
    from argosy.interfaces.presentation.files import file_json, files_table

    opened = session.argosy
    with session.progress() as progress:
        results = opened.ingest(
            paths or (), report=report, mapping=mapping, store=store, again=again, progress=progress
        )
    session.answer(
        machine=lambda: [file_json(result, session.language) for result in results],
        tables=lambda: [files_table(results, session.language)],
        people=lambda: _print(session, results),
    )
    refused = [result for result in results if result.is_rejected]
    if refused:
        raise DataError(
            "{count} of {all} files were not loaded and need you: {files}.",
            count=len(refused),
            all=len(results),
            files=", ".join(Path(result.file).name for result in refused[:5]) + (" …" if len(refused) > 5 else ""),
        )


def _print(session: Session, results: Sequence[FileResult]) -> None:
    from argosy.interfaces.presentation.files import file_lines

    for result in results:
        head, *details = file_lines(result, session.formats)
        session.say(head, STYLES.get(result.outcome.value, "bold red"))
        for line in details:
            session.say(line)
    if not results:
        inbox = session.argosy.workspace.inbox
        session.say(Text("There is nothing to take in: {inbox} is empty. Drop your exports there.", {"inbox": inbox}))
    elif not any(result.is_rejected for result in results):
        session.say(Text("Next: argosy measure net_sales,orders,customers --by market   or   argosy decide"), "dim")
