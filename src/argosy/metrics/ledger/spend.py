"""Money that belongs to no settlement: advertising paid apart, carriers, and the costs of the firm."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from argosy.core.period import Grain
from argosy.economics.allocation import spread
from argosy.metrics.contract import Query
from argosy.metrics.ledger.columns import COLUMNS, ledger_lines
from argosy.metrics.ledger.orders import known_orders
from argosy.metrics.ledger.spreading import OF_NO_STORE, is_needed, spread_lines, spread_pool
from argosy.metrics.lines import is_loaded

ALL = "*"
CHANNEL_PLATFORMS = {"amazon_ads": "amazon"}
"""Advertising platforms that are paid out of a channel's settlements: their spend and that booking are the same money."""

SPREADING_RULES = ("by_sales", "by_units", "by_orders")
FIXED, ADVERTISING, CARRIAGE, PARCEL, PARCEL_BACK = "fixed", "advertising", "carriage", "parcel", "parcel_back"


def advertising_days(engine: Any) -> Any:
    """Spend of every account and day once: rows of SKUs as they are, what these leave of the account's largest level without SKU."""
    import ibis

    rows = engine.table("ad_performance").mutate(month=lambda one: one.performed_on.strftime("%Y-%m"))
    daily = rows.filter(rows.days == 1)
    covered = daily.select("platform", "account_id", "month").distinct()
    longer = rows.filter(rows.days > 1).anti_join(covered, ["platform", "account_id", "month"])
    rows = daily.union(longer.select(*daily.columns))
    keys = ["platform", "account_id", "store_id", "channel", "market", "performed_on", "days", "currency"]
    levels = rows.group_by(*keys, "level").aggregate(spent=rows.spend_amount.sum())
    whole = levels.group_by(*keys).aggregate(whole=levels.spent.max())
    of_skus = rows.filter((rows.level == "product") & (rows.sku != ALL))
    told = of_skus.group_by(*keys).aggregate(told=of_skus.spend_amount.sum())
    joined = whole.left_join(told, keys)
    rest = joined.mutate(rest=joined.whole - joined.told.coalesce(0))
    rest = rest.filter(rest.rest > 0)
    first = ledger_lines(of_skus, day=of_skus.performed_on, kind=of_skus.platform, amount=-of_skus.spend_amount)
    second = ledger_lines(rest, day=rest.performed_on, kind=rest.platform, amount=-rest.rest)
    return ibis.union(first, second)


def advertising(engine: Any, query: Query) -> Any:
    """Advertising of the platforms' own reports; what no SKU is known for is spread by sales."""
    lines = advertising_days(engine)
    lines = lines.mutate(market=lines.market.nullif(ALL))
    return spread_lines(engine, lines, query, unchanged=OF_NO_STORE)


def months_with_advertising(engine: Any) -> Any:
    """Channel and month for which a report of the channel's own advertising was loaded: its settlement lines are the same money."""
    import ibis

    rows = engine.table("ad_performance")
    rows = rows.filter(rows.platform.isin(list(CHANNEL_PLATFORMS)))
    channel = ibis.cases(*((rows.platform == name, word) for name, word in CHANNEL_PLATFORMS.items()), else_="")
    return rows.select(a_channel=channel, a_store=rows.store_id, a_month=rows.performed_on.strftime("%Y-%m")).distinct()


def parcels(engine: Any, query: Query) -> Any:
    """What carriers charge for parcels to buyers (kind `parcel`) and back (`parcel_back`), on the day the parcel was made up."""
    rows = engine.table("shipments")
    rows = rows.filter(rows.purpose.isin(("order", "return")) & (rows.status != "cancelled") & rows.currency.notnull())
    freight = rows.freight_amount.coalesce(rows.quoted_amount, 0)
    total = (
        freight + rows.surcharge_amount.coalesce(0) + rows.duty_amount.coalesce(0) + rows.insurance_amount.coalesce(0)
    )
    kind = (rows.purpose == "order").ifelse(PARCEL, PARCEL_BACK)
    rows = rows.mutate(total=total, kind=kind, day=rows.created_on)
    if is_loaded(engine, "order_lines"):
        known = known_orders(engine)
        joined = rows.left_join(known, (rows.store_id == known.o_store) & (rows.order_id == known.o_order))
        market = joined.o_market.coalesce(joined.destination_country)
        lines = ledger_lines(
            joined, market=market, channel=joined.o_channel, amount=-joined.total, order_id=joined.o_order
        )
    else:
        lines = ledger_lines(rows, market=rows.destination_country, amount=-rows.total)
    return spread_lines(engine, lines, query)


def expenses(engine: Any, query: Query) -> Any:
    """Costs of no order, each on the days it is spread over, by its own rule over what was sold."""
    import ibis

    table = engine.memory_table("expense_days", engine.once("expense_days", lambda: _expense_days(engine)))
    lines = table.select(*COLUMNS, rule=table.rule)
    if not is_needed(query, OF_NO_STORE) or not is_loaded(engine, "order_lines"):
        return lines.drop("rule")
    named = lines.filter((lines.sku.notnull()) | (lines.rule.isin(("none", "direct")))).drop("rule")
    parts = [
        spread_pool(engine, lines.filter(lines.sku.isnull() & (lines.rule == rule)).drop("rule"), rule)
        for rule in SPREADING_RULES
    ]
    return ibis.union(named, *parts)


def _expense_days(engine: Any) -> Any:
    """One row per expense and month it is spread over: the part of that month on its first day in it, losing nothing."""
    import pyarrow as pa

    rows = []
    for expense in engine.to_arrow(engine.table("expenses")).to_pylist():
        if expense["category"] == "tax":
            continue
        for day, part in parts_by_month(expense["incurred_on"], expense["to_on"], expense["cost_amount"]):
            rows.append(_expense_row(expense, day, part))
    schema = pa.schema(
        [(name, pa.string()) for name in ("store_id", "channel", "market", "sku", "product_id", "order_id", "currency")]
        + [("day", pa.date32()), ("rate_on", pa.date32()), ("kind", pa.string()), ("amount", pa.decimal128(38, 4))]
        + [("load_id", pa.string()), ("source_line", pa.int64()), ("rule", pa.string())]
    )
    return pa.Table.from_pylist(rows, schema=schema)


def _expense_row(expense: dict[str, Any], day: date, part: Decimal) -> dict[str, Any]:
    rule = expense["allocation"] or "by_sales"
    if rule not in ("none", "direct", *SPREADING_RULES):
        rule = "by_sales"  # weight, volume and value of goods are a matter of consignments, not of a month
    kind = {"advertising": ADVERTISING, "logistics": CARRIAGE}.get(expense["category"], FIXED)
    product = expense["product_id"]
    return {
        "store_id": expense["store_id"] or ALL,
        "channel": None,
        "market": expense["market"],
        "sku": product,
        "product_id": product,
        "order_id": None,
        "currency": expense["currency"],
        "day": day,
        "rate_on": expense["incurred_on"],
        "kind": kind,
        "amount": -part,
        "load_id": expense["load_id"],
        "source_line": expense["source_line"],
        "rule": rule,
    }


def parts_by_month(first: date, end: date | None, amount: Decimal) -> list[tuple[date, Decimal]]:
    """An amount over the months of [first, end) by their days: (first day within the month, part); on one day where `end` is empty.

    >>> [(day.isoformat(), str(part)) for day, part in parts_by_month(date(2026, 1, 16), date(2026, 3, 1), Decimal("440"))]
    [('2026-01-16', '160.0000'), ('2026-02-01', '280.0000')]
    """
    if end is None or end <= first + timedelta(days=1):
        return [(first, amount)]
    starts, day = [], first
    while day < end:
        starts.append(day)
        day = Grain.MONTH.following(Grain.MONTH.floor(day))
    lengths = [Decimal((until - start).days) for start, until in zip(starts, [*starts[1:], end], strict=True)]
    parts = spread(amount, lengths)
    return list(zip(starts, (part.quantize(Decimal("0.0001")) for part in parts), strict=True))
