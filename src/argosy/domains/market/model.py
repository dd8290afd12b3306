"""How markets compare: draws of what is uncertain about each, scores by weights, ranks, and what deepening one may bring.

Pure: facts and choices in, estimates out. Every interval is the middle 80 % of the draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from argosy.core.estimate import Estimate
from argosy.decision.parameters import Parameters
from argosy.decision.wording import significant
from argosy.domains.market.draws import Comparison, Draws, draw, effective_customers, largest_share
from argosy.domains.market.history import Array, MarketHistory
from argosy.methods.uncertainty import Flip, RankInterval, rank_intervals, summary, weight_flip

SALES, MARGIN = "net_sales", "contribution_margin_3"


@dataclass(frozen=True)
class Assessment:
    """What can be said of one market. `growth` is against the other markets; shares and rates are fractions.

    `lead` is the money a year that keeping a share of the growth lead is worth, `loyalty` that of closing a share of the gap in repeat
    rate to the other markets, `mend` that of winning back a share of the ground lost to them, `leaving` what is no longer lost by leaving.
    They are contribution where the costs of every market are known, else net sales; `in_sales` is the net sales behind a unit of them.
    """

    history: MarketHistory
    share: Estimate
    growth: Estimate
    repeat_rate: Estimate
    refund_rate: Estimate
    effective_customers: float | None
    top_customer_share: float | None
    top_sku_share: float | None
    score: Estimate
    rank: RankInterval
    place: int
    lead: Estimate
    loyalty: Estimate
    mend: Estimate
    leaving: Estimate
    in_sales: float
    flip: Flip | None
    flip_against: MarketHistory | None


def assess(
    markets: Sequence[MarketHistory],
    whole: Sequence[MarketHistory],
    months: Sequence[date],
    compared: Comparison,
    chosen: Parameters,
    currency: str,
) -> tuple[Assessment, ...]:
    """Assess `markets` (those with enough data) among the `whole` of the seller's markets, best score first."""
    draws = draw(markets, whole, len(months), compared, chosen)
    points = {name: values.mean(axis=0) for name, values in draws.criteria.items()}
    low, high, weights = (chosen.numbers(name) for name in ("scale_low", "scale_high", "weights"))
    drawn = {name: _scaled(draws.criteria[name], low[name], high[name]) for name in weights}
    scores = np.sum([weights[name] * drawn[name] for name in weights], axis=0)
    single = {name: _scaled(points[name], low[name], high[name]) for name in weights}
    score = np.sum([weights[name] * single[name] for name in weights], axis=0)
    order = np.argsort(-score, kind="stable")
    first = focus_size(len(markets), chosen)
    ranks = rank_intervals(scores, first)
    found = []
    for place, item in enumerate(order, start=1):
        rival = int(order[min(first, len(order) - 1)] if place <= first else order[first - 1])
        flip = weight_flip(_row(single, item), _row(single, rival), weights) if rival != item else None
        found.append(
            _assessment(
                markets, draws, scores, int(item), place, ranks[item], flip, markets[rival] if flip else None, currency
            )
        )
    return tuple(found)


def focus_size(markets: int, chosen: Parameters) -> int:
    """How many markets to deepen at most: never all of them, since then nothing is chosen; one where there is but one.

    >>> from argosy.decision.parameters import Parameter
    >>> two = Parameters({"focus_markets": Parameter("focus_markets", 2, "markets", "", date(2026, 1, 1))}, "x@1")
    >>> [focus_size(count, two) for count in (1, 2, 3, 9)]
    [1, 1, 2, 2]
    """
    return max(1, min(chosen.count("focus_markets"), markets - 1))


def _estimate(draws: Array, metric: str, unit: str) -> Estimate:
    point, low, high = (significant(value) for value in summary(draws))
    return Estimate(metric, point, low, high, unit)


def _scaled(values: Array, low: float, high: float) -> Array:
    return np.clip((values - low) / (high - low), 0, 1)


def _row(single: Mapping[str, Array], item: int) -> dict[str, float]:
    return {name: float(values[item]) for name, values in single.items()}


def _assessment(
    markets: Sequence[MarketHistory],
    draws: Draws,
    scores: Array,
    item: int,
    place: int,
    rank: RankInterval,
    flip: Flip | None,
    against: MarketHistory | None,
    currency: str,
) -> Assessment:
    market, per_year = markets[item], f"{currency}/year"
    is_known = all(one.margin is not None for one in markets)
    margin = market.margin if is_known and market.margin is not None else 1.0
    metric = MARGIN if is_known else SALES
    return Assessment(
        history=market,
        share=_estimate(draws.share[:, item], "net_sales", "/1"),
        growth=_estimate(np.expm1(draws.growth[:, item]), "net_sales", "/1"),
        repeat_rate=_estimate(draws.repeat[:, item], "repeat_purchase_rate", "/1"),
        refund_rate=_estimate(draws.refunds[:, item], "refund_rate", "/1"),
        effective_customers=effective_customers(market.customer_amounts),
        top_customer_share=largest_share(market.customer_amounts),
        top_sku_share=largest_share(market.sku_amounts),
        score=_estimate(scores[:, item], "score", "/1"),
        rank=rank,
        place=place,
        lead=_estimate(margin * draws.lead[:, item], metric, per_year),
        loyalty=_estimate(margin * draws.loyalty[:, item], metric, per_year),
        mend=_estimate(margin * draws.mend[:, item], metric, per_year),
        leaving=_estimate(-margin * draws.year_net[:, item], metric, per_year),
        in_sales=1 / margin if margin > 0 else 0.0,
        flip=flip,
        flip_against=against,
    )
