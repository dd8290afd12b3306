"""Which new country suits this seller: criteria drawn with what is unknown of them, ranks, flips, and first-year sales.

Pure: facts and choices in, candidates judged out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from argosy.decision.parameters import Parameters
from argosy.domains.market.history import Array, Candidate, MarketFacts
from argosy.methods.uncertainty import Flip, RankInterval, rank_intervals, summary, weight_flip

CRITERIA = ("size", "demand", "language", "delivery", "trust", "tax", "competition")


@dataclass(frozen=True, eq=False)
class Prospect:
    """One candidate: place among all, rank with interval, criteria scaled 0 to 1, first-year net sales, and what would turn the order."""

    candidate: Candidate
    place: int
    rank: RankInterval
    criteria: dict[str, float]
    score: float
    size: float
    sales: tuple[float, float, float]
    flip: Flip | None
    flip_against: Candidate | None


def prospects(facts: MarketFacts, chosen: Parameters) -> list[Prospect]:
    """All candidates, best score first."""
    generator = np.random.default_rng(chosen.count("seed"))
    candidates = facts.candidates
    drawn = _criteria(candidates, chosen, generator)
    weights = chosen.numbers("weights")
    scores = np.sum([weights[name] * drawn[name] for name in CRITERIA], axis=0)
    mean = {name: values.mean(axis=0) for name, values in drawn.items()}
    score = np.sum([weights[name] * mean[name] for name in CRITERIA], axis=0)
    order = np.argsort(-score, kind="stable")
    first = min(chosen.count("enter_markets"), max(len(candidates) - 1, 1))
    ranks = rank_intervals(scores, first)
    sales = _first_year(facts, [candidates[int(item)] for item in order[: chosen.count("listed")]], chosen, generator)
    found = []
    for place, item in enumerate(order[: chosen.count("listed")], start=1):
        rival = int(order[min(first, len(order) - 1)] if place <= first else order[first - 1])
        rows = [{name: float(mean[name][one]) for name in CRITERIA} for one in (int(item), rival)]
        flip = weight_flip(rows[0], rows[1], weights) if rival != int(item) else None
        found.append(
            Prospect(
                candidate=candidates[int(item)],
                place=place,
                rank=ranks[int(item)],
                criteria=rows[0],
                score=float(score[int(item)]),
                size=_size(candidates[int(item)]),
                sales=sales[place - 1],
                flip=flip,
                flip_against=candidates[rival] if flip else None,
            )
        )
    return found


def _size(candidate: Candidate) -> float:
    return (
        (candidate.value("population") or 0.0)
        * (candidate.value("internet_user_share") or 0.0)
        * (candidate.value("gdp_per_capita") or 0.0)
    )


def _criteria(candidates: Sequence[Candidate], chosen: Parameters, generator: np.random.Generator) -> dict[str, Array]:
    """Draws of every criterion on its fixed scale, D x C; what is not known lies anywhere on it."""
    count = chosen.count("draws")
    low, high = chosen.numbers("scale_low"), chosen.numbers("scale_high")

    def scaled(name: str, values: Array) -> Array:
        return np.clip((values - low[name]) / (high[name] - low[name]), 0, 1)

    def known(name: str, values: list[float | None], spread: float) -> Array:
        told = np.array([np.nan if value is None else value for value in values])
        drawn = scaled(name, told + spread * generator.standard_normal((count, len(told))))
        return np.where(np.isnan(told), generator.random((count, len(told))), drawn)

    sizes = [float(np.log10(max(_size(one), 1.0))) for one in candidates]
    vat = [None if one.vat_rate is None else float(one.vat_rate.number) for one in candidates]
    competition: list[float | None] = [one.competition for one in candidates]
    return {
        "size": known("size", list(sizes), chosen.number("size_spread")),
        "demand": scaled("demand", _unasked(candidates, count, generator)),
        "language": np.tile([1.0 if one.speaks else 0.0 for one in candidates], (count, 1)),
        "delivery": known("delivery", [one.value("logistics_performance") for one in candidates], 0.15),
        "trust": known("trust", [one.value("account_ownership_share") for one in candidates], 0.05),
        "tax": known("tax", vat, 0.0),
        "competition": known("competition", competition, 10.0),
    }


def _unasked(candidates: Sequence[Candidate], count: int, generator: np.random.Generator) -> Array:
    """Draws of the logarithm (base 10) of the orders a year from each country nobody asked for them, and a hundredth of its visits.

    Orders are counts (gamma-Poisson with the mean of all candidates as the weight of half an order each).
    """
    orders = np.array([one.orders + 0.01 * (one.sessions or 0.0) for one in candidates])
    prior = max(float(orders.mean()), 0.05)
    return np.asarray(np.log10(generator.gamma(orders + 0.5, 1.0, (count, len(orders))) + prior))


def _first_year(
    facts: MarketFacts, chosen_ones: Sequence[Candidate], chosen: Parameters, generator: np.random.Generator
) -> list[tuple[float, float, float]]:
    """Net sales of the first year: what the seller sells in its markets for each unit of their size, a part of which is reached in a year.

    The share of a market's size that a seller reaches is drawn as its own markets show it, at least half an order of magnitude wide.
    Where buyers have come unasked, what they bought several times over is the other estimate; the two are joined on the logarithmic
    scale, each by how surely it is known.
    """
    count = chosen.count("draws")
    ends, more = chosen.numbers("first_year_share"), chosen.numbers("asked_factor")
    reached = np.array(
        [
            np.log10(float(market.net_sales) / facts.sizes[market.code])
            for market in facts.markets
            if _counts(facts, market.code)
        ]
    )
    spread = max(float(reached.std(ddof=1)) if len(reached) > 1 else 0.0, 0.5)
    found = []
    for one in chosen_ones:
        share = generator.uniform(ends["low"], ends["high"], count)
        level = reached.mean() + spread * generator.standard_normal(count)
        by_size = 10 ** (level + np.log10(_size(one))) * share
        asked = one.net_sales * generator.uniform(more["low"], more["high"], count)
        sales = _joined(by_size, asked, one.orders, generator) if one.net_sales > 0 else by_size
        found.append(summary(np.minimum(sales, chosen.number("most_of_largest") * _largest(facts))))
    return found


def _joined(by_size: Array, asked: Array, orders: int, generator: np.random.Generator) -> Array:
    """Two estimates of one amount as one, weighted by the inverse of their variances on the logarithmic scale."""
    first = np.log(np.maximum(by_size, 1e-9))
    second = np.log(asked) + generator.standard_normal(len(asked)) / np.sqrt(max(orders, 1))  # orders come by chance
    weight = first.var() / max(first.var() + second.var(), 1e-12)
    return np.asarray(np.exp(weight * second + (1 - weight) * first))


def _counts(facts: MarketFacts, code: str) -> bool:
    return code in facts.sizes and any(market.code == code and market.net_sales > 0 for market in facts.markets)


def _largest(facts: MarketFacts) -> float:
    return max((float(market.net_sales) for market in facts.markets), default=0.0)
