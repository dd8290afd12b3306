"""Short ways to write a metric down: what metrics of one kind have in common is said once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from argosy.economics.statement import fees_of
from argosy.metrics.contract import Accumulates, Better, Metric, Unit

LEDGER = "the ledger (economics.statement); fee types of docs/canonical.md"
TRADE = "trade usage"


def income(lines: Any) -> Any:
    """The amount with the seller's sign: what comes in is positive."""
    return lines.amount


def cost(lines: Any) -> Any:
    """The amount as a cost: what goes out is positive."""
    return -lines.amount


def money(slug: str, title: str, formula: str, **how: Any) -> Metric:
    """A metric of money that adds up over time; `better` is DOWN unless given, since most steps are costs."""
    given = {"grain": "ledger line", "better": Better.DOWN, "source": LEDGER, "unit": Unit.MONEY, **how}
    return Metric(slug=slug, title=title, accumulates=Accumulates.SUM, formula=formula, **given)


def subtotal(slug: str, title: str, formula: str, parts: tuple[tuple[str, int], ...], **how: Any) -> Metric:
    """A step or subtotal made of others; any one of them loaded is enough."""
    return money(slug, title, formula, parts=parts, from_any_part=True, **how)


def profit(slug: str, title: str, formula: str, parts: tuple[tuple[str, int], ...], units: str, costs: str) -> Metric:
    """A profit: not known where units were sold and not one of them has a cost (`units` counts those without, `costs` is their cost)."""
    return subtotal(
        slug,
        title,
        formula,
        parts,
        better=Better.UP,
        costed_by=(units, costs),
    )


def share(slug: str, title: str, numerator: str, denominator: str, better: Better = Better.UP) -> Metric:
    """One amount as a share of another."""
    return Metric(
        slug=slug,
        title=title,
        unit=Unit.SHARE,
        grain="ledger line",
        accumulates=Accumulates.RECOMPUTE,
        better=better,
        formula=f"{numerator} / {denominator}",
        source=TRADE,
        numerator=numerator,
        denominator=denominator,
    )


def charge(slug: str, title: str, place: str, fact: str = "charges", **how: Any) -> Metric:
    """What channels and providers charge at a place of the statement."""
    return money(
        slug,
        title,
        f"charges booked as: {', '.join(fees_of(place))}",
        fact=fact,
        amount=cost,
        kinds=fees_of(place),
        **how,
    )


def count(slug: str, title: str, formula: str, fact: str, how: Callable[[Any], Any], **given: Any) -> Metric:
    """A count of a fact's rows or units, which adds up over time unless told otherwise."""
    settings = {"grain": fact, "better": Better.UP, "source": TRADE, "accumulates": Accumulates.SUM, **given}
    return Metric(slug=slug, title=title, unit=Unit.COUNT, formula=formula, fact=fact, count=how, **settings)


def quotient(slug: str, title: str, numerator: str, denominator: str, unit: Unit = Unit.SHARE, **given: Any) -> Metric:
    """One metric divided by another; with `times_days` multiplied by the days of the period."""
    days = " x days of the period" if given.get("times_days") else ""
    settings = {"better": Better.UP, "source": TRADE, "formula": f"{numerator} / {denominator}{days}", **given}
    return Metric(
        slug=slug,
        title=title,
        unit=unit,
        grain="period",
        accumulates=Accumulates.RECOMPUTE,
        numerator=numerator,
        denominator=denominator,
        **settings,
    )
