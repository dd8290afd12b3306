"""Prices that buyers paid and nobody recorded a change of: what was done shows in the orders themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from argosy.core.period import Period
from argosy.core.text import Text
from argosy.decision.wording import percent
from argosy.domains.analytics.own_changes import PLACE
from argosy.domains.analytics.scene import Happening, Scene, concerns
from argosy.domains.analytics.tree import Where
from argosy.metrics.contract import Query

PLACES = ("sku", "market", "channel", "store")
LEAST_MOVE = 0.05
"""Below this a price paid moves by currencies, coupons and which variant sells."""

LEAST_SHARE = 0.5
"""Of what was sold in a market, the part whose prices moved to one side; less is what prices do anyway."""


def paid_prices(scene: Scene, where: Where) -> Iterator[Happening]:
    """Markets in which the mean price paid of most SKUs moved to one side by a twentieth and more, without any recorded change of price."""
    sides = [_prices(scene, period, where) for period in (scene.versus, scene.period)]
    moves: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for key, (before, _) in sides[0].items():
        if key in sides[1] and before > 0:
            now, weight = sides[1][key]
            moves[key[1]].append((now / before - 1.0, weight))
    recorded = scene.rows("listing_changes", "changed_on", ("store_id", "channel", "market", "sku", "new_amount"))
    _, during = scene.split([row for row in recorded if concerns(row, where, PLACE)], "changed_on")
    told = {row["market"] or "" for row in during if row["new_amount"] is not None}
    for market, found in sorted(moves.items()):
        change, sold = (np.array(part) for part in zip(*found, strict=True))
        for side in (-1, 1):
            moved = side * change >= LEAST_MOVE
            if market in told or sold[moved].sum() < LEAST_SHARE * sold.sum():
                continue
            values = {
                "count": int(moved.sum()),
                "market": market,
                "change": percent(float(np.median(change[moved])), signed=True),
            }
            text = Text(
                "{count} SKUs sold in {market} at prices {change} from before (median), and nobody recorded a change.",
                values,
            )
            yield Happening("price", text, -side, "order_lines", None, "", market)


def _prices(scene: Scene, period: Period, where: Where) -> dict[tuple[str, ...], tuple[float, float]]:
    """By SKU, market, channel and store: the mean price paid in home currency, and what was sold for it."""
    filters = {name: (member,) for name, member in where.items() if member is not None and name in PLACES}
    query = Query(("gross_sales", "units"), by=PLACES, start=period.start, end=period.end, where=filters)
    found = {}
    for row in scene.measures.measure(query).rows:
        units, sales = float(str(row["units"] or 0)), float(str(row["gross_sales"] or 0))
        if units > 0 and sales > 0 and row["sku"]:
            found[tuple(str(row[name] or "") for name in PLACES)] = (sales / units, sales)
    return found
