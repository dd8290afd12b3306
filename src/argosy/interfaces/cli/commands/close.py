"""`argosy close`: months of the books that stay as they are."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Annotated

import typer

from argosy.core.errors import RequestError
from argosy.core.text import Text
from argosy.interfaces.cli.session import Session

if TYPE_CHECKING:
    from argosy.app.close import Books


def command(
    session: Session,
    month: Annotated[
        str | None, typer.Argument(metavar="MONTH", help="The month, such as 2026-05; without it, what is closed.")
    ] = None,
    reopen: Annotated[bool, typer.Option("--reopen", help="Open the newest closed month again.")] = False,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Your reason; it is kept with the closing.")] = "",
    who: Annotated[
        str | None, typer.Option("--who", metavar="NAME", help="Who closes; by default your name on this machine.")
    ] = None,
) -> None:
    """Close the books through a month: it stays as it is, and what becomes known later counts in the next open month."""
    from argosy.interfaces.presentation.books import books_json, books_table

    if month is None and reopen:
        raise RequestError("Name the month to open again, such as 2026-05.")
    if month:
        act = session.argosy.reopen if reopen else session.argosy.close
        act(month, who or getpass.getuser(), why)
    books = session.argosy.books()
    table = books_table(books)
    session.answer(
        machine=lambda: books_json(books),
        tables=lambda: [table],
        people=lambda: _print(session, books),
    )


def _print(session: Session, books: Books) -> None:
    from argosy.interfaces.presentation.books import books_table

    if not books.months:
        session.say(Text("No month is closed; close one with: argosy close 2026-05"))
        return
    session.screen.table(books_table(books), session.formats)
