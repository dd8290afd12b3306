"""Helium 10's keywords: Cerebro (what pages rank for) and Magnet (words around a word), with searches of the last 30 days.

The files have neither day nor site inside: both stand in the name the tool gives them (US_AMAZON_cerebro_B0..._2026-06-30.csv). Cerebro for
one page has its places in the results; for several it adds one column per competitor, which are left out, because their sum is told.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.contract import Report, Status
from argosy.connectors.research_cells import LISTING, MARKET, NOTHING, at_least
from argosy.connectors.tabular import Field, Into, Kind, Tabular, same_names
from argosy.connectors.tabular_report import report

FOLDER = Path(__file__).parent
SOURCE = "Headings of the export in several public parsers, checked 2026-11-22"
KNOWN = (
    *("ABA Total Click Share", "ABA Total Conv. Share", "Search Volume Trend", "H10 PPC Sugg. Min Bid", "CPR"),
    *("H10 PPC Sugg. Max Bid", "Sponsored ASINs", "Title Density", "Amazon Recommended", "Sponsored", "Organic"),
    *("Sponsored Product", "Editorial Recommendations", "Amazon Choice", "Highly Rated", "Sponsored Brand Header"),
    *("Sponsored Brand Video", "Top Rated From Our Brand", "Trending Now", "Sponsored Rank (count)", "Relative Rank"),
    *("Amazon Recommended Rank (avg)", "Amazon Recommended Rank (count)", "Competitor Rank (avg)", "Smart Score"),
    *("Ranking Competitors (count)", "Competitor Performance Score", "Search Intent", "Search Volume History"),
    *("Word Count", "Match Type", "Organic Rank", "Sponsored Rank", "Search Volume Trend (30 days)", "Keyword Trend"),
)


def _fields(score: str) -> tuple[Field, ...]:
    return (
        Field("search_term", "Keyword Phrase", filled=True, aliases=(("Keyword", ""),)),
        Field("search_volume", "Search Volume", Kind.WHOLE),
        Field("score", score, aliases=((score.removesuffix(" Score"), ""),)),
        Field("purchases", "Keyword Sales", Kind.WHOLE, required=False),
        Field("rank", "ABA SFR", Kind.WHOLE, required=False),
        Field("bid", "H10 PPC Sugg. Bid", Kind.AMOUNT, required=False, aliases=(("Suggested PPC Bid", ""),)),
        Field("products", "Competing Products"),
        Field("organic", "Position (Rank)", Kind.AMOUNT, required=False),
        Field("sponsored", "Sponsored Rank (avg)", Kind.AMOUNT, required=False),
    )


def _into(report_id: str, fields: tuple[Field, ...]) -> Into:
    return Into(
        "search_terms",
        same_names(
            "search_terms",
            fields,
            store_id="'*'",
            channel="'amazon'",
            market=MARKET,
            told_by=f"'helium10.{report_id}'",
            listing_id=LISTING,
            from_on="own_day - 29",
            days="30",
            search_rank="rank",
            competing_products=at_least("products"),
            market_purchases="purchases",
            organic_position=f"CASE WHEN {LISTING} <> '*' THEN nullif(organic, 0) END",
            sponsored_position=f"CASE WHEN {LISTING} <> '*' THEN nullif(sponsored, 0) END",
            currency="CASE WHEN bid IS NOT NULL THEN named_currency END",
            suggested_bid_amount="CASE WHEN named_currency IS NOT NULL THEN bid END",
        ),
        per=("search_term",),
        joined="same_term",
    )


def _keywords(report_id: str, label: str, score: str, where: str) -> Report:
    fields = _fields(score)
    return report(
        Tabular(
            id=report_id,
            label=label,
            grain="One row per search term.",
            where=where,
            folder=FOLDER,
            fields=fields,
            into=(_into(report_id, fields),),
            nothing=NOTHING,
            known=KNOWN,
            dated=True,
            status=Status.PARTIAL,
            sources=(SOURCE,),
        )
    )


CEREBRO = _keywords(
    "cerebro",
    "Cerebro (reverse ASIN lookup)",
    "Cerebro IQ Score",
    "Helium 10: Cerebro > search > Export data > CSV; keep the name it gives the file.",
)
MAGNET = _keywords(
    "magnet",
    "Magnet (keyword research)",
    "Magnet IQ Score",
    "Helium 10: Magnet > search > Export data > CSV; keep the name it gives the file.",
)
