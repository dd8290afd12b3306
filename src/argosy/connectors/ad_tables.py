"""Reports of advertising platforms as declared tables: what they have in common, so that a vendor's module holds only its columns.

A vendor names its fields by what they are (`campaign`, `ad_group`, `creative`, `target`, `search_term`, `sku`, `device`, `day`, `spend`
...); columns the user did not choose are simply not there. The level of detail follows from which of them the file has. Rows of one slice
that a file breaks down further than we store (by hour, by network) are added up. Names stand for campaigns and groups even where the
file has ids too, because an export of the same days with other columns must replace the first one and not stand beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from argosy.connectors.cells import DOTTED, ISO, ONE_CURRENCY, SLASHED
from argosy.connectors.contract import Report, Status
from argosy.connectors.reading import text_literal
from argosy.connectors.tabular import Field, Into, Kind, Tabular
from argosy.connectors.tabular_report import report
from argosy.core.text import mark

DAYS = (
    *ISO,
    *SLASHED,
    *DOTTED,
    "%b %d, %Y",
    "%B %d, %Y",
    "%d %b %Y",
    "%Y.%m.%d.",
    "%Y.%m.%d",
    "%Y%m%d",
    "%Y年%m月%d日",
)
NOTHING = (
    "--",
    "-",
    "—",
    "< 10%",
    "<10%",
    "< 10 %",
    "> 90%",
    ">90%",
    "> 90 %",
    "N/A",
    "n/a",
    "All",
    "全部",
    "總計",
    "総計",
)
"""What platforms write for nothing, for a share they do not tell exactly, and for a sum over a breakdown."""
TOTAL = (
    "^(grand )?totals?( of .*)?$|^totals?\\s*[:：-]|^total\\s*:|^gesamt(summe)?\\s*:?|^totale\\s*:|^итого|^всего|^합계|^총계"
    "|^合計|^合计|^总计|^總計|^summe\\s*:|^totaal"
)
"""What the first cell of a row begins with that sums others."""
FOOTER = "microsoft corporation|^report time|^date range:|all rights reserved"
DATES = ("day", "week", "month", "starts")
SLICES = (
    "campaign",
    "ad_group",
    "creative",
    "target",
    "search_term",
    "sku",
    "device",
    "placement",
    "audience",
    "country",
)
SUMS = {
    "video_views": "video_views",
    "page_views": "page_views",
    "add_to_carts": "add_to_carts",
    "attributed_orders": "orders",
    "attributed_units": "units",
    "attributed_sales_amount": "sales",
    "view_through_orders": "view_orders",
    "leads": "leads",
}
"""Canonical sum to the field it comes from."""
DESCRIBED = {
    "campaign_name": "campaign",
    "ad_group_name": "ad_group",
    "creative_name": "creative",
    "budget_amount": "budget",
    "objective": "objective",
    "landing_page": "landing_page",
}
NOT_ADDITIVE = {"reach": "reach", "impression_share": "impression_share", "top_of_search_share": "top_share"}
REASONS = {
    "not_a_date:Day": mark(
        "The row has neither a day nor a period in a form we know; days like 03/04/2026 could be read two ways."
    ),
    "missing:currency": mark("Neither the row nor the store says which currency the spend is in."),
}
SUMMED = mark("{count} rows sum more than a day; segment the report by day and export it again to see single days")

SHARED: Mapping[str, Any] = {
    "checks": {
        "not_a_date:Day": "first_on IS NULL OR last_on IS NULL OR last_on < first_on",
        "missing:currency": "told_currency IS NULL",
    },
    "reasons": REASONS,
    "remarks": {SUMMED: "last_on > first_on"},
    "nothing": NOTHING,
    "status": Status.PARTIAL,
}
"""What every such report declares alike."""


def day_fields(day: str, *names: tuple[str, str], since: str = "", until: str = "") -> tuple[Field, ...]:
    """The column of the day with its names in other languages, and those of the first and last day of a period."""
    fields = [Field("day", day, Kind.DAY, required=False, formats=DAYS, aliases=names)]
    if since:
        fields.append(Field("starts", since, Kind.DAY, required=False, formats=DAYS))
        fields.append(Field("ends", until, Kind.DAY, required=False, formats=DAYS))
    return tuple(fields)


def advertising(
    platform: str,
    *,
    fields: Sequence[Field],
    levels: Sequence[tuple[str, str]],
    blank_is_total: bool = False,
    values: Mapping[str, str] | None = None,
    derived: Mapping[str, str] | None = None,
    spend: str = "spend",
    **declared: Any,
) -> Report:
    """A report of `ad_performance`. `levels`: fields, the finest first, with the level of detail a file that has them is at.

    `blank_is_total`: a row without a value in the finest of them sums the others. `values`: further canonical columns. `spend`: SQL of the
    spend where it is not the cell itself. `declared`: the rest, as `Tabular` names it.
    """
    names = {*(one.name for one in fields), *(derived or {})}
    return report(
        Tabular(
            grain="One row per day (or period) and whatever the report is broken down by.",
            fields=tuple(replace(one, keeps_heading=True) for one in fields),
            into=(_into(platform, names, values or {}, spend),),
            money=f"coalesce({spend}, 0)",
            currency="told_currency",
            money_out={"ad_performance": "spend_amount"},
            derived={
                **periods(names),
                "ad_level": _level(levels),
                "told_currency": _currency(names),
                **(derived or {}),
            },
            ignored=_ignored(levels, blank_is_total),
            dated_by=tuple(name for name in DATES if name in names),
            **{**SHARED, **declared},
        )
    )


def _ignored(levels: Sequence[tuple[str, str]], blank_is_total: bool) -> dict[str, str]:
    """Rows that sum others, and what stands below the rows."""
    first = "lower(coalesce(first_cell, ''))"
    return {
        "total_row": f"regexp_matches({first}, {text_literal(TOTAL)})" + _blank(levels, blank_is_total),
        "footer": f"regexp_matches({first}, {text_literal(FOOTER)})",
    }


def periods(names: set[str]) -> dict[str, str]:
    """First and last day of a row; weeks and months are cut at the days the whole report covers."""
    first = {
        "day": "day",
        "week": "greatest(week, coalesce(file_first_on, week))",
        "month": "greatest(month, coalesce(file_first_on, month))",
        "starts": "starts",
    }
    last = {
        "day": "day",
        "week": "least(week + 6, coalesce(file_last_on, week + 6))",
        "month": "least(last_day(month), coalesce(file_last_on, last_day(month)))",
        "starts": "coalesce(ends, starts)" if "ends" in names else "starts",
    }
    there = [name for name in DATES if name in names]
    return {
        column: f"({where_told({name: sql[name] for name in there}, whole)})::DATE"
        for column, sql, whole in (("first_on", first, "file_first_on"), ("last_on", last, "file_last_on"))
    }


def where_told(values: Mapping[str, str], otherwise: str) -> str:
    """The SQL of the first of the fields whose column the file has."""
    cases = " ".join(f"WHEN {name}_heading <> '' THEN {sql}" for name, sql in values.items())
    return f"CASE {cases} ELSE {otherwise} END" if cases else otherwise


def _level(levels: Sequence[tuple[str, str]]) -> str:
    return where_told({name: text_literal(level) for name, level in levels}, "'account'")


def _blank(levels: Sequence[tuple[str, str]], blank_is_total: bool) -> str:
    """True where the finest column the file has is empty in the row."""
    if not blank_is_total:
        return ""
    return f" OR {where_told({name: f'{name}_told IS NULL' for name, _ in levels}, 'false')}"


def _currency(names: set[str]) -> str:
    """What the row says, else the heading (Amount spent (EUR)), else the sign beside the amount, else the store's own."""
    signs = " ".join(
        f"WHEN contains(spend_told, {text_literal(sign)}) THEN {text_literal(code)}" for sign, code in ONE_CURRENCY
    )
    told = "CASE WHEN currency_heading <> '' THEN currency END, " if "currency" in names else ""
    heading = "nullif(regexp_extract(spend_heading, '[(（]([A-Z]{3})[)）]', 1), '')"
    return f"coalesce({told}{heading}, CASE {signs} END, own_currency)"


def _into(platform: str, names: set[str], more: Mapping[str, str], spend: str) -> Into:
    """One row per key: names first, ids where there are no names, '*' for what the file is not broken down by."""
    keys = _keys(platform, names)
    sums = {column: f"sum({name})" for column, name in SUMS.items() if name in names}
    once = {
        column: f"CASE WHEN count(*) = 1 THEN max({name}) END" for column, name in NOT_ADDITIVE.items() if name in names
    }
    needed = {
        "impressions": "coalesce(sum(impressions), 0)",
        "clicks": "coalesce(sum(clicks), 0)",
        "spend_amount": f"coalesce(sum({spend}), 0)",
    }
    return Into(
        "ad_performance",
        {**keys, **{column: name for column, name in DESCRIBED.items() if name in names}, **more},
        per=tuple(keys),
        totals={**needed, **sums, **once},
        money_in=f"coalesce(sum({spend}), 0)",
        joined="same_slice",
    )


def _keys(platform: str, names: set[str]) -> dict[str, str]:
    def cell(*candidates: str) -> str:
        there = ", ".join(name for name in candidates if name in names)
        return f"coalesce({there}, '*')" if there else "'*'"

    def word(name: str) -> str:
        return f"CASE WHEN {name}_told IS NOT NULL THEN {name} ELSE '*' END" if name in names else "'*'"

    plain = {column: cell(column) for column in ("target", "search_term", "sku", "placement", "audience")}
    return {
        "platform": text_literal(platform),
        "account_id": "coalesce(account, own_store)" if "account" in names else "own_store",
        "level": "ad_level",
        "campaign_id": cell("campaign", "campaign_id"),
        "ad_group_id": cell("ad_group", "ad_group_id"),
        "creative_id": cell("creative", "creative_id"),
        **plain,
        "match_type": word("match_type"),
        "device": word("device"),
        "market": cell("country"),
        "performed_on": "first_on",
        "days": "(last_on - first_on + 1)",
        "currency": "told_currency",
    }
