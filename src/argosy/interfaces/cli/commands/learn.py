"""`argosy learn`: measure what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from argosy.core.text import Text
from argosy.interfaces.cli.session import Session

if TYPE_CHECKING:
    from argosy.app.learn import Learned

STYLES = {"ship": "bold green", "rollback": "bold red", "review": "bold"}


def command(
    session: Session,
    on: Annotated[
        str | None, typer.Option("--on", metavar="D", help="As of this day; by default the last day with data.")
    ] = None,
) -> None:
    """Measure what was done and is due, judge it by the rule fixed before, and learn how far each kind can be believed."""
    from argosy.core.period import Period
    from argosy.interfaces.presentation.lessons import calibrations_table, learned_json, outcomes_table

    learned = session.argosy.learn(Period.parse(on).last_day if on else None)
    session.answer(
        machine=lambda: learned_json(learned, session.language),
        tables=lambda: [outcomes_table(learned), calibrations_table(learned)],
        people=lambda: _print(session, learned),
        about=lambda: ((Text("As of"), learned.on),),
    )


def _print(session: Session, learned: Learned) -> None:
    from argosy.interfaces.presentation.decisions import SHORT_ID
    from argosy.interfaces.presentation.lessons import calibrations_table, outcome_paragraphs, procedure_lines

    for ruling, (head, *below) in outcome_paragraphs(learned, session.formats):
        session.say(head, STYLES[ruling])
        for line in below:
            session.explain(line)
    for one in learned.waiting:
        values = {"id": one.due.thread.id[:SHORT_ID], "day": one.due.due_on, "reason": one.reason}
        session.explain(Text("{id} has been due since {day}: {reason}", values), indent=0)
    if learned.calibrations:
        session.screen.aligned(calibrations_table(learned), session.formats)
    for line in procedure_lines(learned, session.formats):
        session.explain(line, indent=0)
    for note in learned.notes:
        session.explain(note, indent=0)
