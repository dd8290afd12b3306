"""Trustpilot's service reviews: about the shop as a whole, with the seller's answer where there is one."""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Tabular, same_names
from argosy.connectors.tabular_report import report
from argosy.core.text import mark

DAYS = (*ISO, *SLASHED)
FIELDS = (
    Field("review_id", "Review Id", filled=True),
    Field("written_at", "Review Created (UTC)", Kind.INSTANT, filled=True, formats=DAYS, zone="UTC"),
    Field("author", "Review Username"),
    Field("email", "Review User Email", required=False),
    Field("title", "Review Title"),
    Field("body", "Review Content"),
    Field("stars", "Review Stars", Kind.AMOUNT, filled=True),
    Field("order_id", "Reference Id", Kind.ID, required=False),
    Field("language", "Review Language", required=False),
    Field("site", "Domain Url", required=False),
    Field("reply", "Company Reply", required=False, aliases=(("Business Reply", ""), ("Reply", ""))),
    Field(
        "replied_at",
        "Business Reply Date (UTC)",
        Kind.INSTANT,
        required=False,
        formats=DAYS,
        zone="UTC",
        aliases=(("Company Reply Date (UTC)", ""),),
    ),
    Field("source", "Source Of Review", required=False),
)
REVIEWS = report(
    Tabular(
        id="reviews",
        label="Service reviews (export)",
        grain="One row per review of the shop.",
        where="Trustpilot Business: Manage reviews > Service reviews > Download reviews > CSV.",
        folder=Path(__file__).parent,
        fields=FIELDS,
        into=(
            Into(
                "reviews",
                same_names(
                    "reviews",
                    FIELDS,
                    channel="'trustpilot'",
                    market="coalesce(own_market, '*')",
                    kind="'store'",
                    written_on="CAST(written_at AS DATE)",
                    listing_id="site",
                    customer_id="sha256(lower(email))",
                    rating="stars::DECIMAL(18, 6)",
                    is_own="TRUE",
                    is_verified="order_id IS NOT NULL",
                    reply="coalesce(reply, CASE WHEN replied_at IS NOT NULL THEN '-' END)",
                    status="'published'",
                ),
                per=("review_id",),
                joined="same_review",
            ),
        ),
        checks={"not_stars:Review Stars": "stars NOT BETWEEN 0 AND 5"},
        reasons={"not_stars:Review Stars": mark("The stars are not between 0 and 5.")},
        known=(
            "Webshop Name",
            "Business Unit Id",
            "Review Consumer User Id",
            "Tags",
            "Location Name",
            "Location Id",
            "Review URL",
        ),
        status=Status.PARTIAL,
        sources=("Headings of the export in several public parsers, checked 2026-11-22",),
    )
)
