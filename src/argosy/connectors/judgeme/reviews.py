"""Judge.me's reviews: one row per review; the file has no id, so a digest of page, author, day and text is the key.

Addresses of reviewers are kept as their digest only, as the identifier of the buyer; network addresses are not read at all.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Tabular, same_names
from argosy.connectors.tabular_report import report
from argosy.core.text import mark

FIELDS = (
    Field("title", "title"),
    Field("body", "body"),
    Field("stars", "rating", Kind.AMOUNT, filled=True),
    Field("written_at", "review_date", Kind.INSTANT, filled=True, formats=ISO, zone="UTC"),
    Field("source", "source", required=False),
    Field("curated", "curated", Kind.WORD, required=False, otherwise="pending"),
    Field("author", "reviewer_name"),
    Field("email", "reviewer_email"),
    Field("product", "product_id", Kind.ID),
    Field("handle", "product_handle"),
    Field("reply", "reply"),
    Field("replied_at", "reply_date", Kind.INSTANT, required=False, formats=ISO, zone="UTC"),
    Field("pictures", "picture_urls"),
    Field("place", "location", Kind.COUNTRY, required=False),
)
REVIEWS = report(
    Tabular(
        id="reviews",
        label="Reviews (export)",
        grain="One row per review.",
        where="Judge.me: Manage reviews > Import & export > Export reviews > CSV.",
        folder=Path(__file__).parent,
        fields=FIELDS,
        into=(
            Into(
                "reviews",
                same_names(
                    "reviews",
                    FIELDS,
                    market="coalesce(own_market, '*')",
                    review_id="sha256(concat_ws('|', handle, author, email, written_at::VARCHAR, title, body, twin::VARCHAR))",
                    kind="CASE WHEN handle IS NULL AND product IS NULL THEN 'store' ELSE 'product' END",
                    written_on="CAST(written_at AS DATE)",
                    listing_id="coalesce(handle, product)",
                    customer_id="sha256(lower(email))",
                    rating="stars::DECIMAL(18, 6)",
                    image_count="CASE WHEN pictures IS NOT NULL THEN len(string_split(pictures, ',')) ELSE 0 END",
                    media_urls="CASE WHEN pictures IS NOT NULL THEN to_json(string_split(pictures, ','))::VARCHAR END",
                    is_own="TRUE",
                    status="CASE WHEN curated_told IS NULL THEN 'published' ELSE curated END",
                ),
            ),
        ),
        derived={
            "twin": "row_number() OVER (PARTITION BY handle, author, email, written_at, title, body ORDER BY source_line)"
        },
        checks={"not_stars:rating": "stars NOT BETWEEN 0 AND 5"},
        reasons={"not_stars:rating": mark("The stars are not between 0 and 5.")},
        known=("ip_address", "metaobject_handle", "product_title", "reviewer_country"),
        status=Status.PARTIAL,
        sources=("Headings of the export in several public parsers, checked 2026-11-22",),
    )
)
