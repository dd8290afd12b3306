"""`argosy decide`: proposals of all domains in one ranked list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from argosy.core.text import Text
from argosy.interfaces.cli.asking import money
from argosy.interfaces.cli.listing import show_decisions
from argosy.interfaces.cli.session import Session

if TYPE_CHECKING:
    from argosy.app.decide import Decided
SHORT_ID = 8


Only = Annotated[
    str | None,
    typer.Argument(metavar="DOMAIN[.KIND]", help="Only this domain (market) or kind (market.focus)."),
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="D", help="As of this day; by default the last day with data.")
]
Cash = Annotated[
    str | None,
    typer.Option("--cash", metavar="AMOUNT", help="Pick the best set this much cash of the home currency pays for."),
]
Everything = Annotated[bool, typer.Option("--all", help="Show each decision in full, those without enough data too.")]
Files = Annotated[
    Path | None,
    typer.Option("--files", metavar="DIR", help="Write the files that platforms import (negatives, keywords) here."),
]


def command(
    session: Session,
    only: Only = None,
    as_of: AsOf = None,
    cash: Cash = None,
    everything: Everything = False,
    files: Files = None,
) -> None:
    """Propose what to do next: decisions of all domains, ranked by what they are surely worth a year."""
    from argosy.core.period import Period
    from argosy.interfaces.presentation.clashes import clashes_json
    from argosy.interfaces.presentation.decisions import decision_json, decision_tables
    from argosy.interfaces.presentation.platform_files import write_platform_files

    day = Period.parse(as_of).last_day if as_of else None
    opened = session.argosy
    with session.progress() as progress:
        decided = opened.decide(only, day, progress, money(cash, opened.workspace.home_currency))
    written = write_platform_files(files, decided.proposals) if files else []
    session.answer(
        machine=lambda: [
            {**decision_json(one, session.language), **clashes_json(decided, one.decision.id, session.language)}
            for one in decided.proposals
        ],
        tables=lambda: decision_tables(decided.proposals, session.language),
        people=lambda: _print(session, decided, everything),
        about=lambda: (
            (Text("As of"), decided.as_of),
            (Text("Home currency"), decided.home_currency),
        ),
    )
    for path in written:
        session.say(Text("Written: {file}. Look through it before you upload it.", {"file": path}))


def _print(session: Session, decided: Decided, everything: bool) -> None:
    from argosy.interfaces.presentation.clashes import best_set_lines, clash_lines

    show_decisions(session, decided.proposals, everything)
    for line in (*clash_lines(decided), *best_set_lines(decided, session.formats)):
        session.explain(line, indent=0)
    for note in decided.notes:
        session.explain(note, indent=0)
    if not decided.proposals:
        session.say(Text("Nothing to propose: load your exports first (argosy ingest), or ask for another domain."))
        return
    values = {"id": decided.proposals[0].decision.id[:SHORT_ID]}
    session.say(Text('Next: argosy act {id} accept --why "..." (or decline, test, done), later: argosy learn', values))
