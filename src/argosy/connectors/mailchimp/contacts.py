"""Mailchimp's audience export: files of subscribed, unsubscribed and cleaned contacts; what stands in the file says which it is.

The network addresses of opting in and confirming are personal data without use here and are not read.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO
from argosy.connectors.contacts import consents, customers
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Kind, Tabular
from argosy.connectors.tabular_report import report

FIELDS = (
    Field("email", "Email Address", filled=True),
    Field("given_name", "First Name", required=False),
    Field("family_name", "Last Name", required=False),
    Field("phone", "Phone Number", required=False, aliases=(("Phone", ""),)),
    Field("stars", "MEMBER_RATING"),
    Field("opted_at", "OPTIN_TIME", Kind.INSTANT, formats=ISO, zone="UTC"),
    Field("confirmed_at", "CONFIRM_TIME", Kind.INSTANT, formats=ISO, zone="UTC"),
    Field("country", "CC", Kind.COUNTRY, required=False),
    Field("region", "REGION", required=False),
    Field("time_zone", "TIMEZONE", required=False),
    Field("updated_at", "LAST_CHANGED", Kind.INSTANT, formats=ISO, zone="UTC"),
    Field("unsubscribed_at", "UNSUB_TIME", Kind.INSTANT, required=False, formats=ISO, zone="UTC"),
    Field("cleaned_at", "CLEAN_TIME", Kind.INSTANT, required=False, formats=ISO, zone="UTC"),
    Field("contact", "EUID", required=False, aliases=(("LEID", ""),)),
    Field("note", "NOTES", required=False),
    Field("tag_list", "TAGS", required=False),
)
GONE = "unsubscribed_at IS NOT NULL"
CONTACTS = report(
    Tabular(
        id="contacts",
        label="Audience export (contacts)",
        grain="One row per contact.",
        where="Mailchimp: Audience > All contacts > Export audience; one CSV per status in the archive.",
        folder=Path(__file__).parent,
        fields=FIELDS,
        into=(
            customers(
                FIELDS,
                created_at="coalesce(opted_at, confirmed_at)",
                source="'mailchimp'",
                tags="CASE WHEN tag_list IS NOT NULL THEN"
                " to_json(list_transform(string_split(replace(tag_list, '\"', ''), ','), lambda tag: trim(tag)))::VARCHAR END",
            ),
            consents(
                f"CASE WHEN {GONE} THEN 'withdrawn' ELSE 'granted' END",
                f"CASE WHEN {GONE} THEN unsubscribed_at ELSE coalesce(confirmed_at, opted_at, updated_at) END",
                where="cleaned_at IS NULL",
            ),
        ),
        known=(
            *(
                "OPTIN_IP",
                "CONFIRM_IP",
                "LATITUDE",
                "LONGITUDE",
                "GMTOFF",
                "DSTOFF",
                "LEID",
                "UNSUB_CAMPAIGN_TITLE",
                "Address",
            ),
            *(
                "UNSUB_CAMPAIGN_ID",
                "UNSUB_REASON",
                "UNSUB_REASON_OTHER",
                "CLEAN_CAMPAIGN_TITLE",
                "CLEAN_CAMPAIGN_ID",
                "Birthday",
            ),
        ),
        dated=True,
        status=Status.PARTIAL,
        sources=("Headings of the export in several public parsers, checked 2026-11-22",),
    )
)
