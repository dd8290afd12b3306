"""Tickets of a help desk as messages: the buyer's question when the ticket was opened, the first answer when it was given.

Exports of help desks hold no texts, only the subject; a ticket that a person of the seller opened is no question.
"""

from __future__ import annotations

from collections.abc import Mapping

from argosy.connectors.tabular import Into


def messages(
    ticket: str, values: Mapping[str, str], *, opened_at: str, answered_at: str, closed_at: str, asked: str = "TRUE"
) -> tuple[Into, Into]:
    """`messages` of one ticket per row; all arguments are SQL over the fields, `asked` true where a buyer opened it."""
    shared = {"conversation_id": ticket, **values}
    question = {
        **shared,
        "message_id": f"{ticket} || ' opened'",
        "sent_at": opened_at,
        "direction": "'in'",
        "kind": "'question'",
        "closed_at": closed_at,
    }
    answer = {
        **shared,
        "message_id": f"{ticket} || ' answered'",
        "sent_at": f"coalesce({answered_at}, {opened_at})",
        "direction": "'out'",
        "kind": "'answer'",
        "answers_message_id": f"CASE WHEN {asked} THEN {ticket} || ' opened' END",
    }
    is_answered = f"({answered_at}) IS NOT NULL"
    return Into("messages", question, where=asked), Into("messages", answer, where=f"{is_answered} OR NOT ({asked})")
