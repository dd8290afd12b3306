"""Pinterest's catalogue: the data source of products a shop uploads, with Pinterest's published column names.

It is the same table Google's and Meta's shopping feeds are, so any of those loads here: what is offered, at which price, and where.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Tabular
from argosy.connectors.tabular_report import report

CATALOGUE = report(
    Tabular(
        id="catalogue",
        label="Catalogue data source (product feed)",
        grain="One row per product offered.",
        where="Pinterest business: Catalogues > Data sources > Download; or the file your shop uploads there.",
        folder=Path(__file__).parent,
        fields=(
            Field("id", "id", Kind.ID, filled=True),
            Field("title", "title", filled=True, aliases=(("name", ""),)),
            Field("description", "description"),
            Field("link", "link", filled=True),
            Field("image", "image_link"),
            Field("price", "price"),
            Field("availability", "availability", Kind.WORD, otherwise="inactive"),
            Field("sale_price", "sale_price", required=False),
            Field("brand", "brand", required=False),
            Field("product_type", "product_type", required=False),
            Field("category", "google_product_category", required=False),
            Field("gtin", "gtin", Kind.ID, required=False),
            Field("family", "item_group_id", Kind.ID, required=False),
        ),
        into=(
            Into(
                "listings",
                {
                    "market": "coalesce(own_market, '*')",
                    "listing_id": "id",
                    "sku": "id",
                    "parent_id": "family",
                    "title": "title",
                    "description": "description",
                    "category": "coalesce(product_type, category)",
                    "url": "link",
                    "currency": "price_currency",
                    "price_amount": "price_amount",
                    "status": "availability",
                },
            ),
        ),
        derived={
            "price_currency": "coalesce(nullif(regexp_extract(upper(price), '([A-Z]{3})', 1), ''), own_currency)",
            "price_amount": "TRY_CAST(replace(regexp_extract(price, '[0-9][0-9.,]*'), ',', '') AS DECIMAL(18,4))",
        },
        checks={"not_a_number:price": "price IS NOT NULL AND price_amount IS NULL"},
        reasons={"not_a_number:price": "A cell that should be an amount is none."},
        known=(
            *("additional_image_link", "condition", "color", "size", "gender", "age_group", "mpn", "shipping", "tax"),
            *(
                "custom_label_0",
                "custom_label_1",
                "custom_label_2",
                "custom_label_3",
                "custom_label_4",
                "adult",
                "ad_link",
            ),
            *("material", "pattern", "size_type", "size_system", "average_review_rating", "number_of_ratings"),
        ),
        status=Status.PARTIAL,
        sources=("https://help.pinterest.com/en/business/article/data-source-ingestion",),
    )
)
