"""Zendesk's ticket export (CSV): times by the account's clock, the first reply in minutes after the ticket was made."""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Kind, Tabular
from argosy.connectors.tabular_report import report
from argosy.connectors.tickets import messages

ANSWERED = "created_at + to_seconds(CAST(reply_minutes * 60 AS BIGINT))"

TICKETS = report(
    Tabular(
        id="tickets",
        label="Tickets (full CSV export)",
        grain="One row per ticket.",
        where="Zendesk Admin Center: Account > Tools > Reports > Export > CSV export of tickets.",
        folder=Path(__file__).parent,
        fields=(
            Field("ticket", "Id", Kind.ID, filled=True),
            Field("requester", "Requester id", Kind.ID),
            Field("email", "Requester email", required=False),
            Field("submitter", "Submitter", required=False),
            Field("requester_name", "Requester", required=False),
            Field("assignee", "Assignee"),
            Field("subject", "Subject"),
            Field("tags", "Tags", required=False),
            Field("status", "Status"),
            Field("via", "Via", Kind.WORD, required=False, otherwise=""),
            Field("created_at", "Created at", Kind.INSTANT, filled=True, formats=ISO),
            Field("solved_at", "Solved at", Kind.INSTANT, formats=ISO),
            Field("reply_minutes", "First reply time in minutes", Kind.AMOUNT),
            Field(
                "order_id", "Order number", Kind.ID, required=False, aliases=(("Order ID", ""), ("Order Number", ""))
            ),
            Field("language", "Requester language", required=False, aliases=(("Locale", ""), ("Language", ""))),
            Field("country", "Country", Kind.COUNTRY, required=False, aliases=(("Requester country", ""),)),
        ),
        into=messages(
            "ticket",
            {
                "market": "coalesce(country, own_market)",
                "medium": "nullif(via, '')",
                "customer_id": "coalesce(sha256(lower(email)), requester)",
                "order_id": "order_id",
                "language": "language",
                "topic": "tags",
                "subject_line": "subject",
                "person_id": "assignee",
            },
            opened_at="created_at",
            answered_at=ANSWERED,
            closed_at="solved_at",
            asked="submitter IS NULL OR submitter IS NOT DISTINCT FROM requester_name OR submitter <> assignee",
        ),
        nothing=("-",),
        known=(
            *(
                "Summation column",
                "Requester external id",
                "Requester domain",
                "Group",
                "Priority",
                "Ticket type",
                "Updated at",
            ),
            *(
                "Assigned at",
                "Organization",
                "Due date",
                "Initially assigned at",
                "Resolution time",
                "Satisfaction Score",
            ),
            *(
                "Group stations",
                "Assignee stations",
                "Reopens",
                "Replies",
                "On hold time in minutes",
                "Brand",
                "Description",
            ),
            *(
                "First reply time in minutes within business hours",
                "First resolution time in minutes",
                "Full resolution time in minutes",
            ),
        ),
        status=Status.PARTIAL,
        sources=(
            "https://support.zendesk.com (columns of the CSV export), as quoted in a public repository, checked 2026-11-22",
        ),
    )
)
