"""Klaviyo's list or segment export: profiles with their consent to e-mail, and what Klaviyo itself counts of their orders."""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.contacts import consents, customers
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Kind, Tabular
from argosy.connectors.tabular_report import report
from argosy.core.text import mark

DAYS = (*ISO, *SLASHED)
FIELDS = (
    Field("email", "Email"),
    Field("contact", "Klaviyo ID", required=False, aliases=(("Profile ID", ""), ("Id", ""))),
    Field("given_name", "First Name", required=False),
    Field("family_name", "Last Name", required=False),
    Field("company", "Organization", required=False),
    Field("phone", "Phone Number", required=False),
    Field("street", "Address", required=False),
    Field("city", "City", required=False),
    Field("region", "State / Region", required=False),
    Field("country", "Country", Kind.COUNTRY, required=False),
    Field("postcode", "Zip Code", required=False),
    Field("source", "Source", required=False),
    Field("state", "Email Marketing Consent", Kind.WORD, otherwise=""),
    Field("said_at", "Email Marketing Consent Timestamp", Kind.INSTANT, formats=DAYS, zone="UTC"),
    Field("spent", "Historic Customer Lifetime Value", Kind.AMOUNT, required=False),
    Field("order_count", "Historic Number Of Orders", Kind.WHOLE, required=False),
    Field("created_at", "Profile Created On", Kind.INSTANT, required=False, formats=DAYS, zone="UTC"),
    Field("time_zone", "Timezone", required=False),
)
PROFILES = report(
    Tabular(
        id="profiles",
        label="List or segment (export of profiles)",
        grain="One row per profile.",
        where="Klaviyo: Lists & segments > the list > Manage list > Export list to CSV, with the consent columns.",
        folder=Path(__file__).parent,
        fields=FIELDS,
        into=(
            customers(
                FIELDS,
                currency="CASE WHEN spent IS NOT NULL THEN own_currency END",
                spent_amount="CASE WHEN own_currency IS NOT NULL THEN spent END",
            ),
            consents("state", "said_at", where="state <> ''"),
        ),
        checks={"nobody": "email IS NULL AND contact IS NULL"},
        reasons={"nobody": mark("The row has neither e-mail nor an id.")},
        known=(
            *(
                "Title",
                "Address 2",
                "Latitude",
                "Longitude",
                "IP Address",
                "Total Customer Lifetime Value",
                "Last Open",
                "Last Click",
            ),
            *(
                "Predicted Customer Lifetime Value",
                "Average Order Value",
                "First Active",
                "Last Active",
                "Date Added",
                "Email Suppressions",
            ),
            *(
                "Average Days Between Orders",
                "Churn Risk Prediction",
                "Expected Date Of Next Order",
                "SMS Marketing Consent",
            ),
        ),
        dated=True,
        status=Status.PARTIAL,
        sources=("https://help.klaviyo.com (export of a list), headings as in public parsers, checked 2026-11-22",),
    )
)
