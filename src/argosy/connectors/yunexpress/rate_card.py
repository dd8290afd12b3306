"""YunExpress's price list (报价): per country and weight step a price per kilogram and one per parcel; above it code and first day.

The lines above the table are not part of it: `产品代码` names the line, `生效时间` its first day. Without them the sheet's or file's
name and the day in it stand in. A country is written once above its steps.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from argosy.connectors.contract import Connection, Context, Report, Sighting, Status
from argosy.connectors.reading import text_literal
from argosy.connectors.tabular import Field, Into, Kind, Tabular
from argosy.connectors.tabular_report import named_day, parse, report
from argosy.core.text import mark

FACTS = "card_facts"
FROM = "TRY_CAST(regexp_extract(step, '^[^0-9]*([0-9.]+)[^0-9.]+[0-9.]+', 1) AS DOUBLE)"
TO = "TRY_CAST(regexp_extract(step, '([0-9.]+)[^0-9.]*$', 1) AS DOUBLE)"
SAME = "last_value({} IGNORE NULLS) OVER (ORDER BY source_line ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"

TABLE = Tabular(
    id="rate_card",
    label="报价 (price list of a line)",
    grain="One row per country and weight step.",
    where="云途: 我的报价 > 下载 (price list of the account), one sheet per line.",
    folder=Path(__file__).parent,
    fields=(
        Field("place", "国家/地区", Kind.COUNTRY, aliases=(("国家", ""), ("目的国", ""))),
        Field("days", "参考时效", required=False),
        Field("step", "重量(KG)", filled=True, aliases=(("重量（KG）", ""), ("重量", ""), ("重量段(KG)", ""))),
        Field("rounding", "进位制(KG)", Kind.AMOUNT, required=False, aliases=(("进位制（KG）", ""), ("进位制", ""))),
        Field(
            "least",
            "最低计费重(KG)",
            Kind.AMOUNT,
            required=False,
            aliases=(("最低计费重（KG）", ""), ("最低计费重", "")),
        ),
        Field("per_kg", "运费(RMB/KG)", Kind.AMOUNT, filled=True, aliases=(("运费（RMB/KG）", ""), ("运费", ""))),
        Field("per_parcel", "挂号费(RMB/票)", Kind.AMOUNT, aliases=(("挂号费（RMB/票）", ""), ("挂号费", ""))),
    ),
    into=(
        Into(
            "rate_cards",
            {
                "rate_card_id": f"(SELECT card FROM {FACTS})",
                "carrier": "'yunexpress'",
                "service": f"(SELECT service FROM {FACTS})",
                "route_kind": "'dedicated_line'",
                "origin_country": "'CN'",
                "destination_country": "country",
                "zone": "'*'",
                "weight_from_g": f"CAST(round(coalesce({FROM}, 0) * 1000) AS BIGINT)",
                "weight_to_g": f"CAST(round({TO} * 1000) AS BIGINT)",
                "weight_step_g": "CAST(nullif(rounding * 1000, 0) AS BIGINT)",
                "minimum_weight_g": "CAST(nullif(least * 1000, 0) AS BIGINT)",
                "effective_on": f"(SELECT day FROM {FACTS})",
                "currency": "'CNY'",
                "per_kg_amount": "per_kg",
                "per_parcel_amount": "per_parcel",
                "transit_days_from": "TRY_CAST(regexp_extract(duration, '([0-9]+)', 1) AS BIGINT)",
                "transit_days_to": "TRY_CAST(regexp_extract(duration, '([0-9]+)[^0-9]*$', 1) AS BIGINT)",
                "is_tracked": "TRUE",
                "note": "duration",
            },
        ),
    ),
    derived={
        "country": f"nullif({SAME.format('coalesce(place, left(place_told, 0))')}, '')",
        "duration": f"nullif({SAME.format('coalesce(days, left(place_told, 0))')}, '')",
    },
    checks={
        "unknown_country:国家/地区": "(place_told IS NOT NULL AND place IS NULL) OR country IS NULL",
        "not_a_number:重量(KG)": f"{TO} IS NULL",
    },
    reasons={
        "unknown_country:国家/地区": mark("Nobody knows a country of that name."),
        "not_a_number:重量(KG)": mark("The weight step has no end in a form we know."),
    },
    known=("保价服务费(RMB/票)", "签名服务费(RMB/票)", "国家简码", "英文名", "备注"),
    nothing=("/", "-"),
    status=Status.PARTIAL,
    sources=("Headings of the price list in two public parsers, checked 2026-11-22",),
)


def _parse(sighting: Sighting, connection: Connection, context: Context) -> None:
    """The table, and what the lines above it say of the whole card."""
    parse(TABLE, sighting, connection, context)
    above = "\n".join(sighting.preamble)
    code = re.search(r"产品代码\s*[:：,\t]*\s*([A-Za-z0-9_-]+)", above)
    name = re.search(r"产品名称\s*[:：,\t]*\s*([^\s,]+)", above)
    since = re.search(r"生效(?:时间|日期)\s*[:：,\t]*\s*(\d{4})[年/.-](\d{1,2})[月/.-](\d{1,2})", above)
    day = (
        "-".join(part.zfill(2) for part in since.groups()) if since else str(named_day(sighting.name) or context.today)
    )
    card = code.group(1) if code else sighting.sheet or Path(sighting.name).stem
    service = name.group(1) if name else card
    connection.execute(
        f"CREATE OR REPLACE TABLE {FACTS} AS SELECT {text_literal(f'yunexpress {card}')} AS card,"
        f" {text_literal(service)} AS service, coalesce(TRY_CAST({text_literal(day)} AS DATE), current_date) AS day"
    )


RATE_CARD: Report = replace(report(TABLE), parse=_parse)
