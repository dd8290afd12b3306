"""Salesforce's data export of the object Contact: headings are the object's field names, so own fields (ending in __c) may stand beside."""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO
from argosy.connectors.contacts import consents, customers
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Kind, Tabular
from argosy.connectors.tabular_report import report

FIELDS = (
    Field("contact", "Id", filled=True),
    Field("account", "AccountId"),
    Field("family_name", "LastName"),
    Field("given_name", "FirstName"),
    Field("email", "Email"),
    Field("phone", "Phone", required=False, aliases=(("MobilePhone", ""),)),
    Field("street", "MailingStreet", required=False),
    Field("city", "MailingCity", required=False),
    Field("region", "MailingState", required=False),
    Field("postcode", "MailingPostalCode", required=False),
    Field("country", "MailingCountry", Kind.COUNTRY, required=False, aliases=(("MailingCountryCode", ""),)),
    Field("source", "LeadSource", required=False),
    Field("owner_id", "OwnerId", required=False),
    Field("opted_out", "HasOptedOutOfEmail", Kind.FLAG, required=False),
    Field("created_at", "CreatedDate", Kind.INSTANT, formats=ISO, zone="UTC"),
    Field("updated_at", "LastModifiedDate", Kind.INSTANT, required=False, formats=ISO, zone="UTC"),
    Field("is_deleted", "IsDeleted", Kind.FLAG, required=False),
)
CONTACTS = report(
    Tabular(
        id="contacts",
        label="Contact (data export)",
        grain="One row per contact.",
        where="Salesforce: Setup > Data export > Export now > Contact; Contact.csv in the archive.",
        folder=Path(__file__).parent,
        fields=FIELDS,
        into=(
            customers(FIELDS, is_business="account IS NOT NULL"),
            consents("'withdrawn'", "updated_at", where="opted_out"),
        ),
        ignored={"deleted": "is_deleted"},
        known=(
            *(
                "MasterRecordId",
                "Salutation",
                "OtherStreet",
                "OtherCity",
                "OtherState",
                "OtherPostalCode",
                "OtherCountry",
                "Fax",
            ),
            *(
                "HomePhone",
                "OtherPhone",
                "AssistantPhone",
                "ReportsToId",
                "Title",
                "Department",
                "AssistantName",
                "Birthdate",
            ),
            *(
                "Description",
                "HasOptedOutOfFax",
                "DoNotCall",
                "CreatedById",
                "LastModifiedById",
                "SystemModstamp",
                "LastActivityDate",
            ),
        ),
        dated=True,
        status=Status.PARTIAL,
        sources=(
            "https://developer.salesforce.com/docs (object reference: Contact), field names from general knowledge",
        ),
    )
)
