"""Which months are closed, as a table and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from argosy.core.text import Text
from argosy.interfaces.presentation.tables import Column, Kind, Table

if TYPE_CHECKING:
    from argosy.app.close import Books


def books_table(books: Books) -> Table:
    """A row per closing, the oldest month first."""
    return Table(
        name="closed_months",
        title=Text("Closed months"),
        columns=(
            Column("month", Text("Closed through"), Kind.MONTH),
            Column("at", Text("Closed at")),
            Column("by", Text("By")),
            Column("snapshot", Text("Lake version"), Kind.COUNT),
            Column("signed", Text("Net profit as signed"), Kind.MONEY, books.currency),
            Column("net_profit", Text("Net profit as closed"), Kind.MONEY, books.currency),
            Column("adjustments", Text("Of it, from months closed before"), Kind.MONEY, books.currency),
            Column("why", Text("Why")),
        ),
        rows=[
            (
                one.closing.month,
                one.closing.at,
                one.closing.by,
                one.closing.snapshot,
                one.signed,
                one.net_profit,
                one.adjustments,
                one.closing.why,
            )
            for one in books.months
        ],
        notes=_notes(books),
        currency=books.currency,
    )


def _notes(books: Books) -> tuple[Text, ...]:
    if books.open_on is None:
        return ()
    values = {"month": f"{books.open_on:%Y-%m}", "amount": f"{books.adjustments or 0:,.2f}", "currency": books.currency}
    differing = [one.closing.month for one in books.months if one.signed != one.net_profit]
    notes = [Text("{month} is open; {amount} {currency} of closed months became known since and count in it.", values)]
    if differing:
        notes.append(
            Text(
                "What was signed for {months} is reckoned otherwise today: a definition or setting changed since.",
                {"months": ", ".join(differing)},
            )
        )
    return tuple(notes)


def books_json(books: Books) -> dict[str, object]:
    """What `argosy close --json` prints: the closings in force, all events, and what is open."""
    return {
        "closed": [
            {
                "month": one.closing.month,
                "at": one.closing.at,
                "by": one.closing.by,
                "why": one.closing.why,
                "lake_version": one.closing.snapshot,
                "signed": one.signed,
                "net_profit": one.net_profit,
                "adjustments": one.adjustments,
            }
            for one in books.months
        ],
        "open_from": books.open_on,
        "adjustments": books.adjustments,
        "currency": books.currency,
        "events": [asdict(event) for event in books.events],
    }
