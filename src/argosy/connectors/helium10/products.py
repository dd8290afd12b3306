"""Helium 10's products: Black Box (a search in its database) and Xray (the products of a page of Amazon, best-seller lists among them).

Sales of the variation family stand beside those of the product: only the product's are taken, because families appear once per variation.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.contract import Report, Status
from argosy.connectors.research_cells import MARKET, NOTHING, currency_of, grams, stars
from argosy.connectors.tabular import Field, Into, Kind, Tabular, same_names
from argosy.connectors.tabular_report import report

FOLDER = Path(__file__).parent
DAYS = (*ISO, *SLASHED, "%b %d, %Y", "%d %b %Y")
SOURCE = "Headings of the export in several public parsers, checked 2026-11-22"
SIGNS = ("US$", "$", "€", "£", "C$", "CA$", "A$", "¥", "R$", "MX$", "₹")
BOTH = (
    Field("subject_id", "ASIN", filled=True),
    Field("brand", "Brand", required=False),
    Field("category", "Category", required=False),
    Field("rank", "BSR", Kind.WHOLE),
    Field("estimated_units", "ASIN Sales", Kind.WHOLE, aliases=(("Monthly Sales", ""), ("Sales", "")), required=False),
    Field("sales", "ASIN Revenue", Kind.AMOUNT, aliases=(("Monthly Revenue", ""), ("Revenue", "")), required=False),
    Field("review_count", "Review Count", Kind.WHOLE),
    Field("seller", "Seller", required=False, aliases=(("Buy Box", ""),)),
    Field("country", "Seller Country/Region", Kind.COUNTRY, required=False),
    Field("offer_count", "Active Sellers", Kind.WHOLE, required=False, aliases=(("Number of Active Sellers", ""),)),
    Field("fulfilled_by", "Fulfillment", Kind.WORD, required=False, otherwise=""),
    Field("weight", "Weight", required=False),
)
KNOWN = (
    *(
        "URL",
        "Image URL",
        "Parent Level Sales",
        "Parent Level Revenue",
        "Recent Purchases",
        "Title Char. Count",
        "Images",
    ),
    *("Review velocity", "Size Tier", "Dimensions", "ABA Most Clicked", "Sponsored", "Best Seller", "Seller Age (mo)"),
    *("Sales Trend (90 days) (%)", "Price Trend (90 days) (%)", "Number of Images", "Variation Count", "Display Order"),
    *(
        "Sales to Reviews",
        "Best Sales Period",
        "Last Year Sales",
        "Sales Year Over Year (%)",
        "Age (Month)",
        "Subcategory",
    ),
)


def _into(report_id: str, fields: tuple[Field, ...]) -> Into:
    return Into(
        "market_research",
        same_names(
            "market_research",
            fields,
            channel="'amazon'",
            market=MARKET,
            region="'*'",
            told_by=f"'helium10.{report_id}'",
            kind="'product'",
            observed_on="own_day",
            seller_name="seller",
            seller_country="country",
            currency="money_of_row",
            price_amount="CASE WHEN money_of_row IS NOT NULL THEN price END",
            estimated_sales_amount="CASE WHEN money_of_row IS NOT NULL THEN sales END",
            fee_amount="CASE WHEN money_of_row IS NOT NULL THEN fees END",
            rating=stars("rating_told"),
            weight_g=grams("weight"),
            fulfilment="nullif(fulfilled_by, '')",
        ),
        per=("subject_id",),
        joined="same_product",
    )


def _products(report_id: str, label: str, where: str, own: tuple[Field, ...], grain: str) -> Report:
    fields = (*BOTH, *own)
    money = f"coalesce({currency_of('price_heading')}, named_currency)"
    return report(
        Tabular(
            id=report_id,
            label=label,
            grain=grain,
            where=where,
            folder=FOLDER,
            fields=fields,
            into=(_into(report_id, fields),),
            derived={"money_of_row": money},
            nothing=NOTHING,
            known=KNOWN,
            dated=True,
            status=Status.PARTIAL,
            sources=(SOURCE,),
        )
    )


BLACK_BOX = _products(
    "black_box",
    "Black Box (products)",
    "Helium 10: Black Box > Products > Export data > CSV; keep the name it gives the file.",
    (
        Field("title", "Title", filled=True),
        Field(
            "price", "Price", Kind.AMOUNT, keeps_heading=True, aliases=tuple((f"Price {sign}", "") for sign in SIGNS)
        ),
        Field("rating", "Reviews Rating", aliases=(("Ratings", ""), ("Rating", ""))),
        Field("fees", "Fees", Kind.AMOUNT, required=False),
        Field("listed_on", "Creation Date", Kind.DAY, required=False, formats=DAYS),
    ),
    "One row per product found.",
)
XRAY = _products(
    "xray",
    "Xray (products of a page: search results, best sellers)",
    "Helium 10's browser extension: open the search or the Best Sellers list on Amazon > Xray > Export > CSV.",
    (
        Field("title", "Product Details", filled=True),
        Field(
            "price",
            "Price US$",
            Kind.AMOUNT,
            keeps_heading=True,
            aliases=tuple((f"Price {sign}", "") for sign in SIGNS),
        ),
        Field("rating", "Ratings", aliases=(("Rating", ""),)),
        Field("fees", "Fees US$", Kind.AMOUNT, required=False, aliases=tuple((f"Fees {sign}", "") for sign in SIGNS)),
        Field("listed_on", "Creation Date", Kind.DAY, required=False, formats=DAYS),
    ),
    "One row per product on the page.",
)
