"""What the seller did, or let happen, at that time: changes of the page, stock that ran out, campaigns that stopped, tired creatives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from statistics import median
from typing import Any

from argosy.core.text import Text
from argosy.decision.wording import money, percent
from argosy.domains.analytics.scene import Happening, Row, Scene, concerns
from argosy.domains.analytics.tree import Where

PLACE = {"market": "market", "channel": "channel", "store": "store_id", "sku": "sku"}
MOST_TOLD = 5
"""Happenings of one sort told beside a leaf; a longer list says nothing."""

TELLING_SHARE = 0.02
"""A campaign's change below this share of what all campaigns there spent moved nothing."""

TIRED_DAYS = 60
"""Age from which a creative counts as old: the field's usual advice is to renew within one to two months; our own choice."""


def listing_changes(scene: Scene, where: Where) -> Iterator[Happening]:
    """Price, title, picture and what else was changed on the page, the newest first."""
    columns = (
        "store_id",
        "channel",
        "market",
        "sku",
        "listing_id",
        "field",
        "old_value",
        "new_value",
        "currency",
        "old_amount",
        "new_amount",
    )
    rows = scene.rows("listing_changes", "changed_on", columns)
    _, during = scene.split([row for row in rows if concerns(row, where, PLACE)], "changed_on")
    alike: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in during:
        alike[row["changed_on"], row["market"] or "", row["field"], _direction(row)].append(row)
    for _, together in sorted(alike.items(), key=lambda one: (-len(one[1]), -one[0][0].toordinal(), str(one[0])))[
        :MOST_TOLD
    ]:
        skus = sorted({str(row["sku"]) for row in together})
        yield _listing_change(together[0]) if len(skus) == 1 else _listing_changes(together, skus)


def _direction(row: Row) -> int | None:
    """What a change of price does to sales by itself; None for a change of anything else."""
    before, after = row["old_amount"], row["new_amount"]
    if before is None or after is None:
        return None
    return -1 if after > before else 1 if after < before else 0


def _listing_changes(together: Sequence[Row], skus: Sequence[str]) -> Happening:
    """The same change to several SKUs of a market on one day, as one."""
    row = together[0]
    direction, market, day = _direction(row), row["market"] or "", row["changed_on"]
    values = {"count": len(skus), "market": market, "day": day.isoformat(), "first": skus[0], "last": skus[-1]}
    if direction is None:
        field = Text(str(row["field"]).replace("_", " ").capitalize())
        text = Text(
            "{field} of {count} SKUs ({first} to {last}) in {market} was changed on {day}.", {**values, "field": field}
        )
        return Happening(str(row["field"]), text, 0, "listing_changes", day, "", market)
    moved = median(float(one["new_amount"]) / float(one["old_amount"]) - 1 for one in together if one["old_amount"])
    text = Text(
        "The prices of {count} SKUs ({first} to {last}) in {market} moved by {change} (median) on {day}.",
        {**values, "change": percent(moved, signed=True)},
    )
    return Happening("price", text, direction, "listing_changes", day, "", market)


def _listing_change(row: Row) -> Happening:
    where = {
        "sku": row["sku"],
        "listing": row["listing_id"],
        "market": row["market"] or "",
        "day": row["changed_on"].isoformat(),
    }
    before, after = row["old_amount"], row["new_amount"]
    if before is not None and after is not None:
        values = {
            **where,
            "before": money(float(before), row["currency"] or ""),
            "after": money(float(after), row["currency"] or ""),
        }
        text = Text("The price of {sku} {market} went from {before} to {after} on {day}.", values)
        direction = _direction(row) or 0
        return Happening(
            "price", text, direction, "listing_changes", row["changed_on"], row["sku"], row["market"] or ""
        )
    text = Text(
        "{field} of {sku} {market} was changed on {day}.",
        {**where, "field": Text(str(row["field"]).replace("_", " ").capitalize())},
    )
    return Happening(str(row["field"]), text, 0, "listing_changes", row["changed_on"], row["sku"], row["market"] or "")


def stock_outs(scene: Scene, where: Where) -> Iterator[Happening]:
    """SKUs with more days without stock than before, the worst first; a day counts where every warehouse told of that SKU had none."""
    rows = scene.rows("inventory_levels", "snapshot_on", ("store_id", "location_id", "sku", "available_quantity"))
    before, during = scene.split(
        [row for row in rows if concerns(row, where, {"store": "store_id", "sku": "sku"})], "snapshot_on"
    )
    out_before, _ = _days_out(before)
    out, told = _days_out(during)
    worse = sorted(((out[sku] - out_before.get(sku, 0), sku) for sku in out), reverse=True)
    worst = [(more, sku) for more, sku in worse if more > 0]
    for _, sku in worst[:MOST_TOLD]:
        values = {"sku": sku, "days": out[sku], "told": told[sku], "before": out_before.get(sku, 0)}
        text = Text("{sku} had no stock on {days} of {told} days told ({before} before).", values)
        yield Happening("stock_out", text, -1, "inventory_levels", None, sku)
    back = [sku for sku, days in out_before.items() if days > out.get(sku, 0)]
    for sku in sorted(back, key=lambda one: -out_before[one])[:MOST_TOLD]:
        text = Text(
            "{sku} is back in stock: {before} days without before, {days} now.",
            {"sku": sku, "before": out_before[sku], "days": out.get(sku, 0)},
        )
        yield Happening("stock_out", text, 1, "inventory_levels", None, sku)


def _days_out(rows: Sequence[Row]) -> tuple[dict[str, int], dict[str, int]]:
    """Days without any stock, and days told of, by SKU."""
    stock: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        if row["sku"] and row["available_quantity"] is not None:
            stock[row["sku"]][row["snapshot_on"]] += int(row["available_quantity"])
    out = {sku: sum(quantity <= 0 for quantity in days.values()) for sku, days in stock.items()}
    return {sku: days for sku, days in out.items() if days}, {sku: len(days) for sku, days in stock.items()}


def advertising(scene: Scene, where: Where) -> Iterator[Happening]:
    """Campaigns that stopped or started, and spending that changed by a quarter and more; none that is next to nothing of all spending."""
    spent = _campaign_spend(scene, where)
    all_spent = sum(before + during for before, during, _ in spent.values()) / 2
    spent = {name: one for name, one in spent.items() if abs(one[1] - one[0]) >= TELLING_SHARE * all_spent}
    for name, (before, during, currency) in sorted(spent.items(), key=lambda one: -abs(one[1][1] - one[1][0]))[
        :MOST_TOLD
    ]:
        values = {"campaign": name, "before": money(before, currency), "after": money(during, currency)}
        if before > 0 and during == 0:
            yield Happening(
                "advertising",
                Text("Campaign {campaign} stopped (it had spent {before}).", values),
                -1,
                "ad_performance",
            )
        elif before == 0 and during > 0:
            yield Happening(
                "advertising", Text("Campaign {campaign} started ({after} spent).", values), 1, "ad_performance"
            )
        elif abs(during - before) >= before / 4:
            text = Text("Campaign {campaign} spent {after} instead of {before}.", values)
            yield Happening("advertising", text, 1 if during > before else -1, "ad_performance")


def _campaign_spend(scene: Scene, where: Where) -> dict[str, tuple[float, float, str]]:
    """Spend per day by campaign before and during, times the days of the period explained."""
    rows = [
        row
        for row in _ad_rows(scene)
        if concerns(row, where, {"market": "market", "channel": "channel", "store": "store_id"})
    ]
    sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for place, side in enumerate(scene.split(rows, "performed_on")):
        for row in side:
            sums[row["campaign_name"] or row["campaign_id"] or "", row["currency"] or ""][place] += float(
                row["spend_amount"] or 0
            )
    scale = scene.period.days / scene.versus.days
    return {
        name: (before * scale, during, currency)
        for (name, currency), (before, during) in sums.items()
        if before or during
    }


def _ad_rows(scene: Scene) -> list[Row]:
    columns = (
        "store_id",
        "channel",
        "market",
        "level",
        "campaign_id",
        "campaign_name",
        "creative_id",
        "creative_name",
        "creative_from_on",
        "currency",
        "spend_amount",
    )
    rows = scene.rows("ad_performance", "performed_on", columns)
    levels = [str(row["level"]) for row in rows]
    chosen = "campaign" if "campaign" in levels else (max(set(levels), key=levels.count) if levels else "")
    return [row for row in rows if row["level"] == chosen or row["creative_from_on"] is not None]


def creative_age(scene: Scene, where: Where) -> Iterator[Happening]:
    """Creatives that ran in the period and had grown old."""
    names = {"market": "market", "channel": "channel", "store": "store_id", "sku": "sku"}
    aged: dict[str, date] = {}
    _, during = scene.split([row for row in _ad_rows(scene) if concerns(row, where, names)], "performed_on")
    for row in during:
        born: Any = row["creative_from_on"]
        if born is not None and (scene.period.last_day - born).days >= TIRED_DAYS:
            aged[str(row["creative_name"] or row["creative_id"])] = born
    for name, born in sorted(aged.items(), key=lambda one: one[1])[:MOST_TOLD]:
        values = {"creative": name, "days": (scene.period.last_day - born).days}
        yield Happening(
            "creative_age", Text("Creative {creative} has run for {days} days.", values), -1, "ad_performance", born
        )
