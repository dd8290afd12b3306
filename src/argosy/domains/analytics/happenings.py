"""What changed beside a leaf at that time: the seller's own changes, stock, rivals, reviews, advertising, carriers, payments, holidays.

A happening stands beside a leaf only where it can bear on the leaf's figure and would move it the way it moved; rates and means are told
only where they differ beyond chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from argosy.core.period import Period
from argosy.domains.analytics import own_changes, paid_prices, surroundings
from argosy.domains.analytics.scene import Happening, Scene
from argosy.domains.analytics.tree import Node, Role, Where
from argosy.metrics.contract import Better, Measures
from argosy.metrics.registry import metric, metrics

Reader = Callable[[Scene, Where], Iterator[Happening]]

READERS: Mapping[str, Reader] = {
    "listing_change": own_changes.listing_changes,
    "paid_price": paid_prices.paid_prices,
    "stock_out": own_changes.stock_outs,
    "featured_offer": surroundings.featured_offer,
    "competitor_price": surroundings.competitor_prices,
    "review": surroundings.reviews,
    "advertising": own_changes.advertising,
    "creative_age": own_changes.creative_age,
    "delivery": surroundings.delivery_days,
    "payment": surroundings.declines,
    "holiday": surroundings.holidays,
}

_PEOPLE = frozenset({"advertising", "creative_age", "stock_out", "featured_offer", "holiday"})
_PRICE = frozenset({"listing_change", "paid_price", "competitor_price"})
BEARS_ON: Mapping[str, frozenset[str]] = {
    "sessions": _PEOPLE,
    "gross_sales/units": _PRICE,
    "ordered_sales/gross_sales": _PRICE,
    "units/orders": _PRICE,
    "orders/sessions": frozenset(READERS) - {"advertising", "creative_age"},
    "refunds": frozenset({"delivery", "review", "listing_change"}),
    "refunds/ordered_sales": frozenset({"delivery", "review", "listing_change"}),
}
"""Which happenings can bear on a figure; all of them where it is not named."""

PRICE_UP_RAISES = frozenset({"gross_sales/units", "ordered_sales/gross_sales"})
"""Figures that a higher price raises by itself, whatever it does to the number sold."""

SMALL_SHARE = Decimal("0.05")


def happened(measures: Measures, root: Node, period: Period, versus: Period, within: Where) -> tuple[Happening, ...]:
    """What changed beside each leaf that matters, leaf by leaf; `within` is the part of the shop the whole tree is of."""
    scene = Scene(measures, period, versus)
    leaves = list(root.leaves())
    movement = sum((abs(leaf.effect) for leaf in leaves), Decimal(0))
    found = []
    for place, leaf in enumerate(leaves):
        if leaf.role in (Role.MIX, Role.DAYS, Role.REST) or not movement or abs(leaf.effect) < SMALL_SHARE * movement:
            continue
        found += [replace(one, leaf=place) for one in _beside(scene, leaf, _sign(root), within)]
    return tuple(found)


def _sign(root: Node) -> int:
    """1 where what is good for sales raises the metric explained, -1 where it lowers it."""
    figure = root.figure
    if figure is None:
        return 1
    for one in metrics().values():
        if (one.numerator, one.denominator) == (figure.numerator, figure.denominator):
            return -1 if one.better is Better.DOWN else 1
    return -1 if metric(figure.numerator).better is Better.DOWN else 1


def _beside(scene: Scene, leaf: Node, sign: int, within: Where) -> Iterator[Happening]:
    bearing = BEARS_ON.get(str(leaf.figure), frozenset(READERS))
    moved = sign * (1 if leaf.effect > 0 else -1)
    for kind, read in READERS.items():
        if kind not in bearing:
            continue
        for one in read(scene, {**within, **leaf.where}):
            towards = -one.direction if one.kind == "price" and str(leaf.figure) in PRICE_UP_RAISES else one.direction
            if towards in (0, moved):
                yield one
