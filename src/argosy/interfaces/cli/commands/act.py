"""`argosy act`: what a person does with a proposal."""

from __future__ import annotations

import getpass
from enum import StrEnum
from typing import Annotated

import typer

from argosy.interfaces.cli.listing import show_decision
from argosy.interfaces.cli.session import Session


class Verb(StrEnum):
    """What can be done with a proposal."""

    ACCEPT = "accept"
    DECLINE = "decline"
    TEST = "test"
    DONE = "done"
    UNDO = "undo"


def command(
    session: Session,
    decision_id: Annotated[str, typer.Argument(metavar="ID", help="The decision; its first characters are enough.")],
    verb: Annotated[Verb, typer.Argument(help="What you do with it.")],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Your reason; it is kept with the decision.")] = "",
    on: Annotated[
        str | None, typer.Option("--on", metavar="D", help="The day it happened, where that was not today.")
    ] = None,
    who: Annotated[
        str | None, typer.Option("--who", metavar="NAME", help="Who decides; by default your name on this machine.")
    ] = None,
) -> None:
    """Accept, decline or test a decision, or say that it is done or undone."""
    from argosy.core.period import Period
    from argosy.interfaces.presentation.decisions import decision_json, decision_tables

    day = Period.parse(on).last_day if on else None
    acted = session.argosy.act(decision_id, verb.value, why, who or getpass.getuser(), day)
    proposal = acted.proposal

    def people() -> None:
        session.say(acted.said, "bold")
        show_decision(session, proposal)

    session.answer(
        machine=lambda: decision_json(proposal, session.language),
        tables=lambda: decision_tables([proposal], session.language),
        people=people,
    )
