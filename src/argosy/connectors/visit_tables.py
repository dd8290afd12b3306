"""Reports of visits as declared tables: what web analytics of different vendors have in common.

A vendor names its fields by what they are (`source`, `medium`, `campaign`, `page`, `sku`, `device`, `country`, `day`, `sessions`, `engaged`
...); the level of detail follows from which of them the file has. Rows of one slice are added up. Shares and means of the file are
turned back into counts (bounces, seconds), because only counts add up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from argosy.connectors.ad_tables import DATES, DAYS, FOOTER, TOTAL, periods, where_told
from argosy.connectors.contract import Report, Status
from argosy.connectors.reading import text_literal
from argosy.connectors.tabular import Field, Into, Kind, Tabular
from argosy.connectors.tabular_report import report
from argosy.core.text import mark

NOTHING = ("--", "-", "—", "N/A", "n/a", "nan", "NaN")
SLICES = ("page", "sku", "source", "medium")
"""Fields of which the finest the file has must be filled: a row without it sums the others."""
LEVELS = {
    "page": "page",
    "sku": "listing",
    "source": "source",
    "medium": "source",
    "campaign": "source",
    "device": "source",
}
SUMS = {
    "impressions": "impressions",
    "clicks": "clicks",
    "sessions": "sessions",
    "visitors": "visitors",
    "new_visitors": "new_visitors",
    "page_views": "page_views",
    "bounces": "bounces",
    "engagement_seconds": "seconds",
    "add_to_carts": "add_to_carts",
    "checkouts": "checkouts",
    "orders": "orders",
    "units": "units",
    "sales_amount": "sales",
}
SUMMED = mark("{count} rows sum more than a day; add the day to the report and export it again to see single days")
REASONS = {
    "not_a_date:Day": mark(
        "The row has neither a day nor a period in a form we know; days like 03/04/2026 could be read two ways."
    ),
    "missing:currency": mark("Neither the row nor the store says which currency the sales are in."),
}
NO_DAY = {"not_a_date:Day": "first_on IS NULL OR last_on IS NULL OR last_on < first_on"}
WITHOUT_SALES: Mapping[str, Any] = {"checks": NO_DAY, "reasons": {"not_a_date:Day": REASONS["not_a_date:Day"]}}
WITH_SALES: Mapping[str, Any] = {
    "checks": {**NO_DAY, "missing:currency": "own_currency IS NULL AND sales <> 0"},
    "reasons": REASONS,
    "money": "coalesce(sales, 0)",
    "currency": "own_currency",
    "money_out": {"traffic": "coalesce(sales_amount, 0)"},
}
"""What reports declare alike that tell sales, and that tell none."""
BY_MEDIUM = (
    "CASE WHEN regexp_matches(lower(medium), '^[(]direct[)]|[(]none[)]$') THEN 'direct'"
    " WHEN regexp_matches(lower(medium), '(^|/ ?)(cpc|ppc|paid|paidsearch)$') THEN 'paid_search'"
    " WHEN regexp_matches(lower(medium), '(^|/ ?)organic$') THEN 'organic_search'"
    " WHEN regexp_matches(lower(medium), '(^|/ ?)e-?mail$') THEN 'email'"
    " WHEN regexp_matches(lower(medium), '(^|/ ?)affiliates?$') THEN 'affiliate'"
    " WHEN regexp_matches(lower(medium), '(^|/ ?)(display|cpm|banner)$') THEN 'display'"
    " WHEN regexp_matches(lower(medium), '(^|/ ?)(paid_?social|paid-social)$') THEN 'paid_social'"
    " WHEN regexp_matches(lower(medium), '(^|/ ?)social$') THEN 'organic_social'"
    " WHEN regexp_matches(lower(medium), '(^|/ ?)sms$') THEN 'message'"
    " WHEN regexp_matches(lower(medium), '(^|/ ?)referral$') THEN 'referral' ELSE 'unassigned' END"
)
"""Where a visit came from, by the medium of `source / medium`, as Google Analytics groups them by default."""


def day(heading: str, *aliases: str, kind: str = "day") -> Field:
    """A column of days (`day`), first days of weeks (`week`) or of months (`month`)."""
    formats = (*DAYS, "%B %Y", "%Y-%m", "%Y%m", "%A, %B %d, %Y", "%Y%m%d%H")
    return Field(
        kind, heading, Kind.DAY, required=False, formats=formats, aliases=tuple((name, "") for name in aliases)
    )


def visits(
    told_by: str,
    *,
    fields: Sequence[Field],
    level: str = "",
    fixed: Mapping[str, str] | None = None,
    derived: Mapping[str, str] | None = None,
    ignored: Mapping[str, str] | None = None,
    **declared: Any,
) -> Report:
    """A report of `traffic`. `level`: where the columns do not tell it. `fixed`: SQL of key columns that are the same for every row.

    `declared`: the rest, as `Tabular` names it.
    """
    there = {one.name for one in fields}
    names = {*there, *(derived or {})}
    return report(
        Tabular(
            fields=tuple(replace(one, keeps_heading=True) for one in fields),
            into=(_into(told_by, names, level or _level(there), fixed or {}),),
            derived={**periods(there), **(derived or {})},
            ignored={**_ignored(there), **(ignored or {})},
            remarks={SUMMED: "last_on > first_on"},
            nothing=NOTHING,
            dated_by=tuple(name for name in DATES if name in there),
            **{**(WITH_SALES if "sales" in names else WITHOUT_SALES), "status": Status.PARTIAL, **declared},
        )
    )


def _ignored(there: set[str]) -> dict[str, str]:
    """Rows that sum others, and what stands below the rows."""
    first = "lower(coalesce(first_cell, ''))"
    total = where_told({name: f"{name}_told IS NULL" for name in SLICES if name in there}, "false")
    return {
        "total_row": f"regexp_matches({first}, {text_literal(TOTAL)}) OR {total}",
        "footer": f"regexp_matches({first}, {text_literal(FOOTER)})",
    }


def _level(there: set[str]) -> str:
    return where_told({name: text_literal(level) for name, level in LEVELS.items() if name in there}, "'store'")


def _into(told_by: str, names: set[str], level: str, fixed: Mapping[str, str]) -> Into:
    """One row per key; '*' for what the file is not broken down by."""

    def cell(name: str) -> str:
        return f"coalesce({name}, '*')" if name in names else "'*'"

    def word(name: str, otherwise: str = "'*'") -> str:
        return f"CASE WHEN {name}_told IS NOT NULL THEN {name} ELSE {otherwise} END" if name in names else otherwise

    by_medium = f"CASE WHEN medium_heading <> '' AND medium IS NOT NULL THEN {BY_MEDIUM} ELSE '*' END"
    keys = {
        "told_by": text_literal(told_by),
        "level": level,
        "source": word("source", by_medium if "medium" in names else "'*'"),
        "medium": cell("medium"),
        "campaign": cell("campaign"),
        "page": cell("page"),
        "listing_id": cell("listing"),
        "sku": cell("sku"),
        "device": word("device"),
        "market": cell("country"),
        "visited_on": "first_on",
        "days": "(last_on - first_on + 1)",
        **fixed,
    }
    sums = {column: f"sum({name})" for column, name in SUMS.items() if name in names}
    money = {"currency": "CASE WHEN sales_heading <> '' THEN own_currency END"} if "sales" in names else {}
    return Into(
        "traffic",
        {**keys, **money},
        per=tuple(keys),
        totals=sums,
        money_in="coalesce(sum(sales), 0)" if "sales" in names else "",
        joined="same_slice",
    )
