"""What each store earns after every cost, with interval; and what one step would make of one that loses.

Pure: facts and choices in, judgements out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from argosy.decision.parameters import Parameters
from argosy.domains.channel.history import Array, StoreResult
from argosy.methods.uncertainty import summary

YEAR_MONTHS = 12
PRICE, ADVERTISING, LEAVE = "raise_price", "stop_advertising", "leave"


@dataclass(frozen=True)
class Step:
    """One thing that could mend a store: what it changes a year (point, low, high), and by how much the price rises where it does."""

    name: str
    change: tuple[float, float, float]
    rise: float = 0.0


@dataclass(frozen=True, eq=False)
class Judgement:
    """One store: sales and contribution a year, how likely it loses, months in a row below zero up to now, steps best first.

    `share_of_profit` is its part of what all stores that earn bring together.
    """

    result: StoreResult
    sales: float
    contribution: tuple[float, float, float]
    loses: float
    months_below: int
    share_of_profit: float
    steps: tuple[Step, ...]
    breakdown: tuple[tuple[str, float], ...]


def judge(stores: Sequence[StoreResult], chosen: Parameters) -> list[Judgement]:
    """Judge every store, the dearest loss first."""
    draws = {store.store: _yearly(store.contribution, chosen) for store in stores}
    gains = {name: max(float(drawn.mean()), 0.0) for name, drawn in draws.items()}
    whole = sum(gains.values()) or 1.0
    found = []
    for store in stores:
        drawn = draws[store.store]
        scale = YEAR_MONTHS / len(store.sales)
        found.append(
            Judgement(
                result=store,
                sales=float(store.sales.sum()) * scale,
                contribution=summary(drawn),
                loses=float((drawn < 0).mean()),
                months_below=_in_a_row(store.contribution),
                share_of_profit=gains[store.store] / whole,
                steps=tuple(_steps(store, drawn, chosen)),
                breakdown=_breakdown(store, scale),
            )
        )
    return sorted(found, key=lambda one: (one.contribution[0], one.result.store))


def _yearly(monthly: Array, chosen: Parameters) -> Array:
    """Draws of a year like the months known: months resampled, the newest half weighing as much as the rest, drift between them kept."""
    generator = np.random.default_rng(chosen.count("seed"))
    count, known = chosen.count("draws"), len(monthly)
    weight = 0.5 ** (np.arange(known)[::-1] / chosen.number("half_life_months"))
    picked = generator.choice(known, (count, YEAR_MONTHS), p=weight / weight.sum())
    mean = monthly[picked].mean(axis=1)
    level = float((monthly * weight).sum() / weight.sum())
    effective = weight.sum() ** 2 / (weight**2).sum()
    spread = float(np.sqrt((weight * (monthly - level) ** 2).sum() / weight.sum() / max(effective - 1, 1)))
    return np.asarray(YEAR_MONTHS * (mean + spread * generator.standard_normal(count)))


def _in_a_row(monthly: Array) -> int:
    """Months below zero up to the newest.

    >>> _in_a_row(np.array([-1.0, 2.0, -3.0, -1.0]))
    2
    """
    above = np.flatnonzero(monthly >= 0)
    return len(monthly) - 1 - int(above[-1]) if len(above) else len(monthly)


def _steps(store: StoreResult, drawn: Array, chosen: Parameters) -> list[Step]:
    """What a higher price, no advertising, or leaving would change a year, the surest first."""
    generator = np.random.default_rng(chosen.count("seed") + 1)
    count = len(drawn)
    scale = YEAR_MONTHS / len(store.sales)
    sales, goods = float(store.sales.sum()) * scale, float(store.goods.sum()) * scale
    spend, attributed = float(store.advertising.sum()) * scale, float(store.attributed.sum()) * scale
    settled = float(store.settled.sum()) * scale
    steps = []
    if sales > 0:
        fees = np.clip(
            1 - settled / sales, 0.0, 0.95
        )  # of every unit of sales this much stays with channel and carriers
        rise = chosen.number("price_rise")
        elasticity = generator.uniform(*_ends(chosen, "elasticity"), count)
        kept = np.maximum(1 - elasticity * rise, 0.0)
        change = sales * (1 - fees) * ((1 + rise) * kept - 1) + goods * (1 - kept)
        steps.append(Step(PRICE, summary(change), rise))
        if spend > 0:
            caused = generator.uniform(*_ends(chosen, "sales_caused_by_advertising"), count) * (
                attributed or sales * 0.3
            )
            lost = caused * ((1 - fees) - goods / sales)
            steps.append(Step(ADVERTISING, summary(spend - lost)))
    moved = generator.uniform(*_ends(chosen, "fixed_share_left_behind"), count)
    steps.append(Step(LEAVE, summary(-drawn * (1 - moved))))
    return sorted(steps, key=lambda step: (-step.change[1], -step.change[0], step.name))


def _ends(chosen: Parameters, name: str) -> tuple[float, float]:
    ends = chosen.numbers(name)
    return ends["low"], ends["high"]


def _breakdown(store: StoreResult, scale: float) -> tuple[tuple[str, float], ...]:
    """A year's sales and what is taken from them."""
    sales, settled = float(store.sales.sum()) * scale, float(store.settled.sum()) * scale
    return (
        ("net_sales_a_year", sales),
        ("kept_by_the_channel_a_year", sales - settled),
        ("goods_a_year", float(store.goods.sum()) * scale),
        ("advertising_a_year", float(store.advertising.sum()) * scale),
    )
