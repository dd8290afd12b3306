"""What is uncertain about each market, drawn: months and customers resampled, small markets shrunk toward all.

Pure: histories and choices in, draws out; one row per draw and one column per market.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from argosy.decision.parameters import Parameters
from argosy.domains.market.history import YEAR_MONTHS, Array, MarketHistory
from argosy.methods.uncertainty import beta_prior, resampled_sums, shrunk_means


@dataclass(frozen=True)
class Comparison:
    """Which months are set against which (places in the list of complete months); `same_season` where they are a year apart."""

    later: tuple[int, ...]
    earlier: tuple[int, ...]
    same_season: bool


def comparison(months: int, longest_half: int) -> Comparison | None:
    """The months to compare: the newest with the same a year before where there are 13 or more, else the newest half with the half before.

    >>> comparison(15, 6)
    Comparison(later=(12, 13, 14), earlier=(0, 1, 2), same_season=True)
    >>> comparison(5, 6)
    Comparison(later=(3, 4), earlier=(1, 2), same_season=False)
    >>> comparison(1, 6) is None
    True
    """
    if months > YEAR_MONTHS:
        later = tuple(range(max(YEAR_MONTHS, months - YEAR_MONTHS), months))
        return Comparison(later, tuple(month - YEAR_MONTHS for month in later), same_season=True)
    half = min(longest_half, months // 2)
    if half == 0:
        return None
    return Comparison(
        tuple(range(months - half, months)), tuple(range(months - 2 * half, months - half)), same_season=False
    )


@dataclass(frozen=True)
class Draws:
    """One row per draw, one column per market; money is per year."""

    criteria: Mapping[str, Array]
    share: Array
    growth: Array  # logarithm of the growth factor against the others
    repeat: Array
    refunds: Array
    year_net: Array
    lead: Array
    loyalty: Array
    mend: Array


def draw(
    markets: Sequence[MarketHistory],
    whole: Sequence[MarketHistory],
    months: int,
    compared: Comparison,
    chosen: Parameters,
) -> Draws:
    """Everything about `markets` that is uncertain, among the `whole` of the seller's markets."""
    generator = np.random.default_rng(chosen.count("seed"))
    count = chosen.count("draws")
    net = np.array([market.monthly_net for market in markets])
    total = np.sum([market.monthly_net for market in whole], axis=0)
    growth = _growth(markets, net, total, compared, chosen, generator)
    year = generator.integers(max(0, months - YEAR_MONTHS), months, (count, min(months, YEAR_MONTHS)))
    scale = YEAR_MONTHS / year.shape[1]
    year_net = net[:, year].sum(axis=2).T * scale
    refunded = np.array([market.monthly_refunds for market in markets])[:, year].sum(axis=2).T * scale
    share = np.clip(year_net, 0, None) / np.maximum(total[year].sum(axis=1) * scale, 1e-9)[:, None]
    refunds = np.clip(refunded / np.maximum(year_net + refunded, 1e-9), 0, 1)
    sums = [resampled_sums(_customer_columns(market), count, generator) for market in markets]
    repeat, loyalty = _loyalty(markets, sums, max(1.0, months / YEAR_MONTHS), generator)
    closing = chosen.numbers("closing_share")
    part = generator.uniform(closing["low"], closing["high"], (count, 1))
    pooled = _pooled_repeat_rate(markets)
    criteria = {
        "size": np.log10(np.maximum(share, 1e-9)),
        "growth": growth,
        "repeat": repeat - pooled,
        "spread": _spread(markets, sums, chosen, generator),
        "refunds": refunds,
    }
    lead = year_net * np.expm1(growth) * part
    mend = year_net * np.expm1(-growth) * part
    return Draws(criteria, share, growth, repeat, refunds, year_net, lead, loyalty * part, mend)


def _growth(
    markets: Sequence[MarketHistory],
    net: Array,
    total: Array,
    compared: Comparison,
    chosen: Parameters,
    generator: np.random.Generator,
) -> Array:
    """Draws of the logarithm of each market's growth against the others', months resampled, small markets shrunk to no lead.

    Months are drawn for all markets at once, so that what they share (season, a good month) falls out. An average order is added on
    both sides, so that a market with none in one of them has a growth that is large but finite.
    """
    size, count = len(compared.later), chosen.count("draws")
    pick = generator.integers(0, size, (count, size))
    pick_earlier = pick if compared.same_season else generator.integers(0, size, (count, size))
    later, earlier = np.array(compared.later), np.array(compared.earlier)
    single = np.array([max(float(market.net_sales) / max(market.orders, 1), 1e-2) for market in markets])[:, None]

    def lead(chosen_later: npt.NDArray[np.int_], chosen_earlier: npt.NDArray[np.int_]) -> Array:
        own = _factor(net[:, chosen_later].sum(axis=-1), net[:, chosen_earlier].sum(axis=-1), single)
        rest = total - net
        if not (rest > 0).any():
            return own
        return own - _factor(rest[:, chosen_later].sum(axis=-1), rest[:, chosen_earlier].sum(axis=-1), single)

    point = lead(later[None, :], earlier[None, :])[:, 0]
    drawn = lead(later[pick], earlier[pick_earlier])
    spread = drawn.std(axis=1) * np.sqrt(size / max(size - 1, 1))  # resampling few months understates their variance
    usual = chosen.number("usual_lead") ** 2
    shrunk = shrunk_means(point, np.maximum(spread, 1e-6) ** 2, centre=0.0, least_between=usual)
    standard = (drawn - drawn.mean(axis=1, keepdims=True)) / np.maximum(drawn.std(axis=1, keepdims=True), 1e-9)
    return np.asarray((shrunk.means[:, None] + np.sqrt(shrunk.variances)[:, None] * standard).T)


def _factor(later: Array, earlier: Array, single: Array) -> Array:
    return np.asarray(np.log(np.maximum(later + single, single)) - np.log(np.maximum(earlier + single, single)))


def _customer_columns(market: MarketHistory) -> Array:
    """Per customer: spend and one if it repeated, spend and one if it did not, spend above zero and its square."""
    repeated = market.customer_orders > 1
    amounts = market.customer_amounts
    spent = np.clip(amounts, 0, None)
    return np.column_stack([amounts * repeated, repeated, amounts * ~repeated, ~repeated, spent, spent**2])


def _loyalty(
    markets: Sequence[MarketHistory], sums: Sequence[Array], years: float, generator: np.random.Generator
) -> tuple[Array, Array]:
    """Draws of each market's repeat rate, and of the money a year that its whole gap to the other markets is worth.

    A further repeat customer is worth what one in this market spends a year more than who bought once; shrunk to that of all markets
    by as many pretended customers as half of those it has, at least ten.
    """
    count = len(sums[0])
    known = [len(market.customer_orders) for market in markets]
    repeated = [float((market.customer_orders > 1).sum()) for market in markets]
    prior = beta_prior(repeated, known)
    rates = np.array(
        [prior.draws(hits, tries, count, generator) for hits, tries in zip(repeated, known, strict=True)]
    ).T
    everywhere = _extra_spend(np.sum([_customer_columns(market).sum(axis=0) for market in markets], axis=0)[None, :])[0]
    gaps = np.zeros_like(rates)
    for item, market in enumerate(markets):
        others_hits, others_tries = sum(repeated) - repeated[item], sum(known) - known[item]
        if not known[item] or not others_tries:
            continue
        others = generator.beta(0.5 + others_hits, 0.5 + others_tries - others_hits, count)
        trust = repeated[item] / (repeated[item] + max(10.0, known[item] / 2))
        extra = trust * _extra_spend(sums[item]) + (1 - trust) * everywhere
        gaps[:, item] = market.customers * (others - rates[:, item]) * extra / years
    return rates, gaps


def _extra_spend(sums: Array) -> Array:
    repeated = sums[:, 0] / np.maximum(sums[:, 1], 1)
    once = sums[:, 2] / np.maximum(sums[:, 3], 1)
    return np.asarray(np.clip(repeated - once, 0, None))


def _pooled_repeat_rate(markets: Sequence[MarketHistory]) -> float:
    known = sum(len(market.customer_orders) for market in markets)
    return sum(float((market.customer_orders > 1).sum()) for market in markets) / max(known, 1)


def _spread(
    markets: Sequence[MarketHistory], sums: Sequence[Array], chosen: Parameters, generator: np.random.Generator
) -> Array:
    """Draws of the logarithm of the effective number of customers; over the whole scale where no customer is known."""
    low, high = chosen.numbers("scale_low")["spread"], chosen.numbers("scale_high")["spread"]
    columns = []
    for market, drawn in zip(markets, sums, strict=True):
        point = effective_customers(market.customer_amounts)
        if point is None:
            columns.append(generator.uniform(low, high, len(drawn)))
            continue
        logs = np.log10(np.maximum(drawn[:, 4], 1e-9) ** 2 / np.maximum(drawn[:, 5], 1e-9))
        columns.append(logs - logs.mean() + np.log10(point))
    return np.column_stack(columns)


def effective_customers(amounts: Array) -> float | None:
    """How many customers of equal spend would be as concentrated (the inverse of the Herfindahl index); None where none spent.

    >>> effective_customers(np.array([10.0, 10.0, 0.0, -5.0]))
    2.0
    """
    spent = np.clip(amounts, 0, None)
    return float(spent.sum() ** 2 / (spent**2).sum()) if spent.any() else None


def largest_share(amounts: Array) -> float | None:
    """The share of the largest in the sum of what is above zero; None where nothing is."""
    spent = np.clip(amounts, 0, None)
    return float(spent.max() / spent.sum()) if spent.any() else None
