"""The formulas along which a change is split first: sums by the dictionary of metrics, products as the trade writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from argosy.core.text import Text
from argosy.domains.analytics.tree import Figure, Node, Role, closed, step_of
from argosy.methods.decomposition import WORKING, split_product
from argosy.metrics.registry import metric, metrics

SUMS: Mapping[str, tuple[tuple[str, int], ...]] = {"net_sales": (("ordered_sales", 1), ("refunds", -1))}
"""Sums that read better than the dictionary's own (which has gross sales and discounts apart); held to the measured change all the same."""

PRODUCTS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "ordered_sales": (
        ("sessions", "orders/sessions", "ordered_sales/orders"),
        ("orders", "ordered_sales/orders"),
    ),
    "gross_sales": (("sessions", "orders/sessions", "gross_sales/orders"), ("orders", "gross_sales/orders")),
    "ordered_sales/orders": (("units/orders", "gross_sales/units", "ordered_sales/gross_sales"),),
    "gross_sales/orders": (("units/orders", "gross_sales/units"),),
    "orders": (("sessions", "orders/sessions"),),
    "units": (("orders", "units/orders"),),
}
"""A figure as a product, the finest first: the first whose figures are all measured is used."""

TITLES: Mapping[str, Text] = {
    "orders/sessions": Text("Conversion (orders per session)"),
    "ordered_sales/gross_sales": Text("Share of the price kept after discounts"),
    "gross_sales/orders": Text("Value of an order before discounts"),
}

TOLERANCE = Decimal("1e-6")
"""By what part of the figure a sum may miss it: sums of floats, not more."""


@dataclass(frozen=True)
class Ends:
    """Values of metrics before and after, by slug; what is not known is missing."""

    before: Mapping[str, Decimal]
    after: Mapping[str, Decimal]

    def pair(self, figure: Figure) -> tuple[Decimal, Decimal] | None:
        """The figure before and after; None where it cannot be made."""
        found = []
        for side in (self.before, self.after):
            value = side.get(figure.numerator)
            if value is None:
                return None
            if figure.denominator:
                weight = side.get(figure.denominator)
                if not weight:
                    return None
                value = value / weight
            found.append(value)
        return found[0], found[1]


def figure_of(slug: str) -> Figure:
    """What a metric measures: its ratio where it is one, else itself.

    >>> str(figure_of("average_order_value")), str(figure_of("net_sales"))
    ('ordered_sales/orders', 'net_sales')
    """
    one = metric(slug)
    return Figure(one.numerator, one.denominator) if one.numerator else Figure(slug)


def title_of(figure: Figure) -> Text:
    """What people call the figure: as the dictionary of metrics does, where it has it."""
    if str(figure) in TITLES:
        return TITLES[str(figure)]
    if not figure.denominator:
        return Text(metric(figure.numerator).title)
    for one in metrics().values():
        if (one.numerator, one.denominator) == (figure.numerator, figure.denominator):
            return Text(one.title)
    return Text(
        "{value} per {weight}",
        {"value": title_of(Figure(figure.numerator)), "weight": title_of(Figure(figure.denominator))},
    )


def slugs_needed(slug: str) -> tuple[str, ...]:
    """Every metric the formulas of a metric may ask for, those nobody defined left out.

    >>> slugs_needed("units")[:2]
    ('units', 'orders')
    """
    found: dict[str, None] = {}
    waiting = [str(figure_of(slug)), slug]
    while waiting:
        text = waiting.pop(0)
        for part in text.split("/"):
            if part in metrics() and part not in found:
                found[part] = None
                waiting += [name for name, _ in _parts(part)]
                waiting += [name for product in PRODUCTS.get(part, ()) for name in product]
        waiting += [name for product in PRODUCTS.get(text, ()) for name in product if "/" in text]
    return tuple(found)


def _parts(slug: str) -> tuple[tuple[str, int], ...]:
    return SUMS.get(slug) or (metric(slug).parts if slug in metrics() else ())


def formula_tree(slug: str, ends: Ends, days: tuple[int, int]) -> Node:
    """The change of a metric along its formula. `ends` are for stretches of one length; a sum's change by length itself is a node.

    `ends.before` and `ends.after` hold the metric itself as it was measured under `""`: what the whole tree sums to.
    """
    before, after = ends.before[""], ends.after[""]
    figure, step = figure_of(slug), step_of(before, after)
    change = (after - before).quantize(step)
    with localcontext(WORKING):
        pair = ends.pair(figure)
        root = Node(Role.WHOLE, Text(metric(slug).title), change, figure, float(before), float(after))
        if pair is None:
            return root
        alike = (pair[1] - pair[0]).quantize(step)
        inner = _expanded(replace(root, effect=alike), ends, step)
        if alike == change:
            return replace(inner, title=root.title, before=float(before), after=float(after))
        length = Node(
            Role.DAYS, Text("Length of the period in days"), change - alike, None, float(days[0]), float(days[1])
        )
        named = Text("{metric}, periods of one length", {"metric": root.title})
        inner = replace(inner, role=Role.PART, title=named, before=float(pair[0]), after=float(pair[1]))
        return replace(root, children=closed(change, [inner, length], step))


def _expanded(node: Node, ends: Ends, step: Decimal) -> Node:
    """The node with its formula below it, as far as figures are known."""
    figure = node.figure
    if figure is None:
        return node
    children = list(_factors(node, figure, ends)) or list(_sum_parts(node, figure, ends, step))
    children = [child for child in children if child.effect or child.before != child.after]
    if not children:
        return node
    if len(children) == 1:  # nothing else was loaded, or moved: what is below it is below the node itself
        only = _expanded(replace(children[0], effect=node.effect), ends, step)
        return replace(node, figure=only.figure, children=only.children)
    return replace(node, children=tuple(_expanded(child, ends, step) for child in closed(node.effect, children, step)))


def _sum_parts(node: Node, figure: Figure, ends: Ends, step: Decimal) -> Iterator[Node]:
    """The parts of a sum, where they do sum to what was measured."""
    parts = () if figure.denominator else _parts(figure.numerator)
    found = []
    for slug, sign in parts:
        pair = ends.pair(Figure(slug))
        if pair is None:
            continue
        effect = sign * (pair[1] - pair[0])
        found.append(Node(Role.PART, title_of(Figure(slug)), effect, Figure(slug), float(pair[0]), float(pair[1])))
    missed = abs(sum((child.effect for child in found), Decimal(0)) - node.effect)
    if missed <= max(step * len(found), TOLERANCE * abs(Decimal(str(node.before or 0)))):
        yield from found


def _factors(node: Node, figure: Figure, ends: Ends) -> Iterator[Node]:
    """The factors of a product by logarithmic means, scaled to what the node did."""
    for product in PRODUCTS.get(str(figure), ()):
        figures = [Figure.of(text) for text in product]
        pairs = [ends.pair(one) if _is_known(one) else None for one in figures]
        known = [pair for pair in pairs if pair is not None and min(pair) > 0]
        if len(known) < len(figures):
            continue
        split = split_product(
            {str(one): pair[0] for one, pair in zip(figures, known, strict=True)},
            {str(one): pair[1] for one, pair in zip(figures, known, strict=True)},
        )
        change = Decimal(split.change)
        scale = node.effect / change if change else Decimal(1)
        for one, pair in zip(figures, known, strict=True):
            effect = Decimal(split.effects[str(one)]) * scale
            yield Node(Role.FACTOR, title_of(one), effect, one, float(pair[0]), float(pair[1]))
        return


def _is_known(figure: Figure) -> bool:
    return figure.numerator in metrics() and (not figure.denominator or figure.denominator in metrics())
