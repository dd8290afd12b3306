"""People in a CRM or mailing tool: the key is the digest of the e-mail address, as in shops' exports, so that buyers and contacts meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from argosy.connectors.tabular import Field, Into, same_names

WHO = "coalesce(sha256(lower(email)), contact)"
"""The digest of the address; the tool's own id where there is none."""


def customers(fields: Sequence[Field], **values: str) -> Into:
    """`customers` of one contact per row; needs fields `email` and `contact` (or a derived one)."""
    own = {
        "customer_id": WHO,
        "email": "lower(email)",
        "email_sha256": "sha256(lower(email))",
        "market": "coalesce(country, own_market)",
        **values,
    }
    return Into("customers", same_names("customers", fields, **own), per=("customer_id",), joined="same_address")


def consents(
    state: str, changed_at: str, *, where: str, medium: str = "'email'", more: Mapping[str, str] | None = None
) -> Into:
    """`consents` to marketing: `state` and `changed_at` are SQL; a consent without a day counts from the day it was loaded."""
    said_at = f"coalesce({changed_at}, CAST(own_day AS TIMESTAMP))"
    return Into(
        "consents",
        {
            "customer_id": WHO,
            "purpose": "'marketing'",
            "medium": medium,
            "state": state,
            "changed_at": said_at,
            "changed_on": f"CAST({said_at} AS DATE)",
            "legal_basis": f"CASE WHEN {state} = 'granted' THEN 'consent' END",
            **(more or {}),
        },
        where=where,
        per=("customer_id", "purpose", "medium", "changed_at"),
    )
