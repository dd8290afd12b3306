"""The file a platform imports for a change of search terms: columns and rows, for each platform that has such a file.

Columns by public guides to Amazon's bulk operations (bulksheetpro.com/learn, read 2026-11-22) and by Google's page on the CSV columns of
its editor (support.google.com/google-ads/editor/answer/57747, read 2026-11-22); neither was tried on an account here, so both are
marked inferred. A platform without a known file gets a plain list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from argosy.decision.contract import Term

ASIN = re.compile(r"b0[a-z0-9]{8}\Z")
INFERRED = "inferred"

AMAZON_COLUMNS = (
    "Product",
    "Entity",
    "Operation",
    "Campaign ID",
    "Ad Group ID",
    "State",
    "Bid",
    "Keyword Text",
    "Match Type",
    "Product Targeting Expression",
)
GOOGLE_COLUMNS = ("Campaign", "Ad Group", "Keyword", "Criterion Type", "Max CPC", "Status")
PLAIN_COLUMNS = ("campaign", "ad_group", "search_term", "match_type", "bid")


@dataclass(frozen=True)
class Change:
    """One search term to exclude (`bid` None) or to bid on exactly, in an ad group."""

    campaign_id: str
    campaign_name: str
    ad_group_id: str
    ad_group_name: str
    term: str
    bid: float | None = None


def bulk_file(platform: str, name: str, changes: Sequence[Change]) -> dict[str, Term]:
    """The file as terms of an option: format, status, file name, sheet, columns and rows."""
    formats = {
        "amazon_ads": ("amazon_bulk_operations", "Sponsored Products Campaigns", AMAZON_COLUMNS, amazon_row),
        "google_ads": ("google_ads_editor", "", GOOGLE_COLUMNS, google_row),
    }
    kind, sheet, columns, row = formats.get(platform, ("plain", "", PLAIN_COLUMNS, plain_row))
    return {
        "format": kind,
        "status": INFERRED,
        "name": name + (".xlsx" if sheet else ".csv"),
        "sheet": sheet,
        "columns": columns,
        "rows": tuple(row(change) for change in changes),
    }


def amazon_row(change: Change) -> tuple[Term, ...]:
    """A row of the bulk operations sheet; a search term that is an ASIN is a product, not a keyword.

    A bid goes into a manual campaign, which a person chooses: an automatic one, where terms are found, takes none.

    >>> amazon_row(Change("1", "C", "2", "G", "red lamp"))[1:9]
    ('Negative Keyword', 'Create', '1', '2', 'enabled', None, 'red lamp', 'negativeExact')
    >>> amazon_row(Change("1", "C", "2", "G", "b0abcdefgh"))[-1]
    'asin="B0ABCDEFGH"'
    """
    is_product = bool(ASIN.match(change.term))
    kind = "Product Targeting" if is_product else "Keyword"
    entity = kind if change.bid is not None else f"Negative {kind}"
    match_type = None if is_product else "exact" if change.bid is not None else "negativeExact"
    target = f'asin="{change.term.upper()}"' if is_product else None
    return (
        "Sponsored Products",
        entity,
        "Create",
        change.campaign_id if change.bid is None else None,
        change.ad_group_id if change.bid is None else None,
        "enabled",
        change.bid,
        None if is_product else change.term,
        match_type,
        target,
    )


def google_row(change: Change) -> tuple[Term, ...]:
    """A row of the editor's CSV.

    >>> google_row(Change("1", "C", "2", "G", "red lamp", 0.5))
    ('C', 'G', 'red lamp', 'Exact', 0.5, 'Enabled')
    """
    kind = "Exact" if change.bid is not None else "Negative Exact"
    return (change.campaign_name, change.ad_group_name, change.term, kind, change.bid, "Enabled")


def plain_row(change: Change) -> tuple[Term, ...]:
    """A row of the plain list."""
    kind = "exact" if change.bid is not None else "negative exact"
    return (change.campaign_name, change.ad_group_name, change.term, kind, change.bid)
