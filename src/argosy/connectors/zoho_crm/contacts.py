"""Zoho CRM's export of the module Contacts: headings are the labels of the fields, times by the account's clock."""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.contacts import consents, customers
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Kind, Tabular
from argosy.connectors.tabular_report import report

DAYS = (*ISO, *SLASHED)
FIELDS = (
    Field("contact", "Record Id", Kind.ID, filled=True, aliases=(("Contact Id", ""),)),
    Field("owner_id", "Contact Owner"),
    Field("source", "Lead Source", required=False),
    Field("given_name", "First Name"),
    Field("family_name", "Last Name"),
    Field("company", "Account Name", required=False, aliases=(("Company Name", ""),)),
    Field("email", "Email"),
    Field("phone", "Phone", required=False, aliases=(("Mobile", ""),)),
    Field("street", "Mailing Street", required=False),
    Field("city", "Mailing City", required=False),
    Field("region", "Mailing State", required=False),
    Field("postcode", "Mailing Zip", required=False),
    Field("country", "Mailing Country", Kind.COUNTRY, required=False),
    Field("opted_out", "Email Opt Out", Kind.FLAG, required=False),
    Field("created_at", "Created Time", Kind.INSTANT, formats=DAYS),
    Field("updated_at", "Modified Time", Kind.INSTANT, required=False, formats=DAYS),
    Field("left_at", "Unsubscribed Time", Kind.INSTANT, required=False, formats=DAYS),
    Field("tag_list", "Tag", required=False),
)
CONTACTS = report(
    Tabular(
        id="contacts",
        label="Contacts (export of the module)",
        grain="One row per contact.",
        where="Zoho CRM: Setup > Data administration > Export > module Contacts.",
        folder=Path(__file__).parent,
        fields=FIELDS,
        into=(
            customers(
                FIELDS,
                is_business="company IS NOT NULL",
                tags="CASE WHEN tag_list IS NOT NULL THEN"
                " to_json(list_transform(string_split(tag_list, ','), lambda tag: trim(tag)))::VARCHAR END",
            ),
            consents("'withdrawn'", "coalesce(left_at, updated_at)", where="opted_out"),
        ),
        known=(
            *(
                "Contact Owner.id",
                "Account Name.id",
                "Vendor Name",
                "Vendor Name.id",
                "Title",
                "Department",
                "Other Phone",
                "Home Phone",
            ),
            *(
                "Fax",
                "Date of Birth",
                "Assistant",
                "Asst Phone",
                "Created By",
                "Created By.id",
                "Modified By",
                "Modified By.id",
            ),
            *(
                "Contact Name",
                "Salutation",
                "Last Activity Time",
                "Unsubscribed Mode",
                "Description",
                "Secondary Email",
                "Reporting To",
            ),
        ),
        dated=True,
        status=Status.PARTIAL,
        sources=("Headings of the export in several public parsers, checked 2026-11-22",),
    )
)
