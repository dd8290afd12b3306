"""Keepa's export: one row per product, with the columns the person chose among several hundred; the same for finder, viewer, best sellers.

The site stands in the column Locale (com, co.uk, de ...), money is the site's own. The price is that of the featured offer, else that
of new ones.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO
from argosy.connectors.contract import Status
from argosy.connectors.research_cells import NOTHING, at_least, stars
from argosy.connectors.tabular import Field, Into, Kind, Tabular, same_names
from argosy.connectors.tabular_report import report

TRUCK, GREEN = "\U0001f69a", "\U0001f49a"
FIELDS = (
    Field("site", "Locale", Kind.WORD, filled=True, aliases=(("Domain", ""),)),
    Field("subject_id", "ASIN", filled=True),
    Field("title", "Title"),
    Field("rank", "Sales Rank: Current", Kind.WHOLE),
    Field("average_rank", "Sales Rank: 90 days avg.", Kind.WHOLE, required=False),
    Field("bought", "Bought in past month", required=False),
    Field("rating_cell", "Reviews: Rating", required=False),
    Field(
        "review_count",
        "Reviews: Rating Count",
        Kind.WHOLE,
        required=False,
        aliases=(("Reviews: Review Count", ""), ("Reviews: Review Count - Format Specific", "")),
    ),
    Field(
        "featured",
        "Buy Box: Current",
        Kind.AMOUNT,
        required=False,
        aliases=((f"Buy Box {TRUCK}: Current", ""), (f"Buy Box {GREEN}: Current", "")),
    ),
    Field("new_price", "New: Current", Kind.AMOUNT, required=False),
    Field("offer_count", "New Offer Count: Current", Kind.WHOLE, required=False),
    Field("seller_name", "Buy Box: Buy Box Seller", required=False, aliases=(("Buy Box Seller", ""),)),
    Field("by_amazon", "Buy Box: Is FBA", Kind.FLAG, required=False),
    Field("root", "Categories: Root", required=False),
    Field("narrow", "Categories: Sub", required=False),
    Field("parent_id", "Parent ASIN", required=False),
    Field("brand", "Brand", required=False),
    Field("fee_amount", "FBA Pick&Pack Fee", Kind.AMOUNT, required=False, aliases=(("FBA Fees:", ""),)),
    Field("weight_g", "Package: Weight (g)", Kind.WHOLE, required=False, aliases=(("Item: Weight (g)", ""),)),
    Field("listed_on", "Listed since", Kind.DAY, required=False, formats=ISO, aliases=(("Tracking since", ""),)),
)
MONEY = "split_part(site, ' ', 2)"

PRODUCTS = report(
    Tabular(
        id="products",
        label="Product Finder / Product Viewer / Best Sellers (export)",
        grain="One row per product.",
        where="Keepa: Data > Product Finder, Product Viewer or Best Sellers > Export > CSV or Excel; keep the name of the file.",
        folder=Path(__file__).parent,
        fields=FIELDS,
        into=(
            Into(
                "market_research",
                same_names(
                    "market_research",
                    FIELDS,
                    channel="'amazon'",
                    market="split_part(site, ' ', 1)",
                    region="'*'",
                    told_by="'keepa.products'",
                    kind="'product'",
                    observed_on="own_day",
                    category="nullif(concat_ws(' > ', root, narrow), '')",
                    rating=stars("rating_cell"),
                    estimated_units=at_least("bought"),
                    currency=MONEY,
                    price_amount="coalesce(featured, new_price)",
                    fulfilment="CASE WHEN by_amazon OR seller_name = 'Amazon' THEN 'platform' WHEN NOT by_amazon THEN 'seller' END",
                    growth_rate="CASE WHEN rank > 0 AND average_rank > 0 THEN average_rank::DOUBLE / rank - 1 END",
                    weight_g="nullif(weight_g, 0)",
                ),
                per=("market", "subject_id"),
                joined="same_product",
            ),
        ),
        known=(
            *("Image", "Image Count", "Item Highlights", "Parent Title", "Sales Rank: 30 days avg.", "URL: Amazon"),
            *("Sales Rank: 180 days avg.", "Sales Rank: Drops last 30 days", "Sales Rank: Drops last 90 days"),
            *(
                "Sales Rank: Reference",
                "Sales Rank: Subcategory Sales Ranks",
                "Sales Rank: Display Group",
                "Return Rate",
            ),
            *("Last Price Change", "Amazon: Current", "Referral Fee %", "Categories: Tree", "Product Codes: EAN"),
            *(
                "Product Codes: UPC",
                "Product Codes: GTIN",
                "Buy Box: 90 days avg.",
                "Buy Box: % Amazon 90 days",
                "Color",
            ),
            *("Buy Box: Lowest", "Buy Box: Highest", "Buy Box: Stock", "Manufacturer", "Size", "Variation Count"),
        ),
        nothing=NOTHING,
        dated=True,
        status=Status.PARTIAL,
        sources=("Headings of the export in several public parsers, checked 2026-11-22",),
    )
)
"""`growth_rate`: how much better the rank is than its mean of 90 days."""
