"""Jungle Scout: products (database, extension) and Keyword Scout. Its competition is read from 'ease to rank', 100 the easiest."""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.contract import Status
from argosy.connectors.research_cells import LISTING, MARKET, NOTHING, grams, stars
from argosy.connectors.tabular import Field, Into, Kind, Tabular, same_names
from argosy.connectors.tabular_report import report

FOLDER = Path(__file__).parent
DAYS = (*ISO, *SLASHED, "%b %d, %Y")
PRODUCT_FIELDS = (
    Field("subject_id", "ASIN", filled=True),
    Field("title", "Product Name", filled=True),
    Field("brand", "Brand"),
    Field("category", "Category"),
    Field("price", "Price", Kind.AMOUNT, aliases=(("Avg. Price", ""),)),
    Field("rank", "Rank", Kind.WHOLE, aliases=(("BSR", ""),)),
    Field(
        "estimated_units",
        "Est. Monthly Sales",
        Kind.WHOLE,
        aliases=(("Mo. Sales", ""), ("Monthly Units Sold", ""), ("Avg. Monthly Sales", "")),
    ),
    Field(
        "revenue",
        "Est. Monthly Revenue",
        Kind.AMOUNT,
        aliases=(("Mo. Revenue", ""), ("Monthly Revenue", "")),
        required=False,
    ),
    Field("review_count", "Reviews", Kind.WHOLE),
    Field("stars", "Rating"),
    Field("quality", "LQS", required=False, aliases=(("Listing Quality Score", ""),)),
    Field("offer_count", "Sellers", Kind.WHOLE, required=False, aliases=(("Number of Sellers", ""),)),
    Field("fees", "Fees", Kind.AMOUNT, required=False),
    Field("listed_on", "Date First Available", Kind.DAY, required=False, formats=DAYS),
    Field("fulfilled_by", "Fulfillment", Kind.WORD, required=False, otherwise="", aliases=(("Seller Type", ""),)),
    Field("weight", "Weight", required=False),
    Field("seller_name", "Buy Box Owner", required=False, aliases=(("Seller", ""),)),
)
PRODUCTS = report(
    Tabular(
        id="products",
        label="Product Database / Extension (export)",
        grain="One row per product.",
        where="Jungle Scout: Product Database, or its browser extension on a page of Amazon > Download CSV.",
        folder=FOLDER,
        fields=PRODUCT_FIELDS,
        into=(
            Into(
                "market_research",
                same_names(
                    "market_research",
                    PRODUCT_FIELDS,
                    channel="'amazon'",
                    market=MARKET,
                    region="'*'",
                    told_by="'jungle_scout.products'",
                    kind="'product'",
                    observed_on="own_day",
                    rating=stars("stars"),
                    currency="named_currency",
                    price_amount="CASE WHEN named_currency IS NOT NULL THEN price END",
                    estimated_sales_amount="CASE WHEN named_currency IS NOT NULL THEN revenue END",
                    fee_amount="CASE WHEN named_currency IS NOT NULL THEN fees END",
                    fulfilment="nullif(fulfilled_by, '')",
                    weight_g=grams("weight"),
                ),
                per=("subject_id",),
                joined="same_product",
            ),
        ),
        known=(
            "#",
            "Link",
            "Net",
            "Tier",
            "Dimensions",
            "D. Sales",
            "Image URL",
            "Size Tier",
            "Parent ASIN",
            "Variants",
        ),
        nothing=NOTHING,
        dated=True,
        status=Status.PARTIAL,
        sources=("Headings of the export in public parsers (Est. Monthly Sales, LQS ...), checked 2026-11-22",),
    )
)
KEYWORD_FIELDS = (
    Field("search_term", "Keyword", filled=True),
    Field(
        "search_volume",
        "30-Day Search Volume (Exact)",
        Kind.WHOLE,
        aliases=(
            ("Exact Search Volume", ""),
            ("Monthly Search Volume (Exact)", ""),
            ("30-day exact search volume", ""),
        ),
    ),
    Field("trend", "30-Day Search Trend", aliases=(("30-day search trend", ""),), required=False),
    Field("category", "Category", required=False, aliases=(("Dominant Category", ""),)),
    Field(
        "bid", "PPC Bid (Exact)", Kind.AMOUNT, required=False, aliases=(("PPC bid · Exact", ""), ("Exact PPC Bid", ""))
    ),
    Field("ease", "Ease to Rank", Kind.WHOLE),
    Field("relevancy", "Relevancy Score", required=False),
    Field("products", "Organic Product Count", Kind.WHOLE, required=False),
)
KEYWORDS = report(
    Tabular(
        id="keyword_scout",
        label="Keyword Scout (export)",
        grain="One row per search term.",
        where="Jungle Scout: Keyword Scout > Download CSV; put the site's code into the file's name, such as 'keywords US 2026-06-30.csv'.",
        folder=FOLDER,
        fields=KEYWORD_FIELDS,
        into=(
            Into(
                "search_terms",
                same_names(
                    "search_terms",
                    KEYWORD_FIELDS,
                    store_id="'*'",
                    channel="'amazon'",
                    market=MARKET,
                    told_by="'jungle_scout.keyword_scout'",
                    listing_id=LISTING,
                    from_on="own_day - 29",
                    days="30",
                    competing_products="products",
                    currency="CASE WHEN bid IS NOT NULL THEN named_currency END",
                    suggested_bid_amount="CASE WHEN named_currency IS NOT NULL THEN bid END",
                ),
                per=("search_term",),
                joined="same_term",
            ),
            Into(
                "market_research",
                {
                    "channel": "'amazon'",
                    "market": MARKET,
                    "region": "'*'",
                    "told_by": "'jungle_scout.keyword_scout'",
                    "kind": "'keyword'",
                    "subject_id": "search_term",
                    "observed_on": "own_day",
                    "category": "category",
                    "product_count": "products",
                    "competition_index": "100 - ease",
                },
                where="ease BETWEEN 0 AND 100",
                per=("subject_id",),
            ),
        ),
        known=(
            "30-Day Search Volume (Broad)",
            "90-Day Search Trend",
            "PPC Bid (Broad)",
            "Recommended Promotions",
            "SP Brand Ad Bid",
        ),
        nothing=NOTHING,
        dated=True,
        status=Status.INFERRED,
        sources=("Names of the fields in the tool's own interface; headings of the file unverified",),
    )
)
