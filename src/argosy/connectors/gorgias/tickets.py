"""Gorgias's ticket export (CSV): times UTC where they have no offset, the first answer in seconds after the ticket was made."""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Kind, Tabular
from argosy.connectors.tabular_report import report
from argosy.connectors.tickets import messages

DAYS = (*ISO, *SLASHED)

TICKETS = report(
    Tabular(
        id="tickets",
        label="Tickets (export)",
        grain="One row per ticket.",
        where="Gorgias: a view of tickets > Export tickets, or Statistics > Download data > tickets.",
        folder=Path(__file__).parent,
        fields=(
            Field("ticket", "Ticket id", Kind.ID, filled=True),
            Field("tags", "Tags"),
            Field("medium_word", "Initial channel", Kind.WORD, otherwise=""),
            Field("by_agent", "Created by an agent", Kind.FLAG),
            Field("subject", "Subject"),
            Field("created_at", "Creation date", Kind.INSTANT, filled=True, formats=DAYS, zone="UTC"),
            Field("closed_at", "Closed date", Kind.INSTANT, formats=DAYS, zone="UTC"),
            Field("assignee", "Assignee name"),
            Field("email", "Customer email"),
            Field("reply_seconds", "First response time (s)", Kind.AMOUNT),
            Field("language", "Language", required=False, aliases=(("Ticket language", ""),)),
        ),
        into=messages(
            "ticket",
            {
                "market": "own_market",
                "medium": "nullif(medium_word, '')",
                "customer_id": "sha256(lower(email))",
                "language": "language",
                "topic": "tags",
                "subject_line": "subject",
                "person_id": "assignee",
            },
            opened_at="created_at",
            answered_at="created_at + to_seconds(CAST(reply_seconds AS BIGINT))",
            closed_at="closed_at",
            asked="coalesce(NOT by_agent, TRUE)",
        ),
        known=(
            *(
                "Priority",
                "Last used integration name",
                "Last used integration type",
                "Survey score",
                "Survey replied date",
            ),
            *(
                "Assignee email",
                "Customer name",
                "Resolution time (s)",
                "Number of agent messages",
                "Number of customer messages",
            ),
            *(
                "Ticket URL",
                "Ticket Field: AI Intent",
                "Ticket Field: Brand",
                "Ticket Field: Type",
                "Ticket Field: Customer Type",
            ),
        ),
        status=Status.PARTIAL,
        sources=("Headings of the export in a public test, checked 2026-11-22",),
    )
)
