"""What a click on a search term earns, before the next one is paid: posterior by empirical Bayes, in closed form for all terms at once.

Orders of a term are binomial in its clicks, with a beta prior that the terms of its market and platform imply. A click earns the
chance of an order times what an order leaves before advertising, less what the click costs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from argosy.decision.freezing import frozen
from argosy.decision.parameters import Parameters
from argosy.domains.marketing.terms import Array, Flags, Terms
from argosy.methods.uncertainty import BetaPrior, beta_prior

YEAR_DAYS = 365
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Judged:
    """Of every term: parameters of the posterior of its rate (`hits`, `misses`), contribution of an order before advertising, cost of a
    click, probability that a click loses money, whether the margin is only assumed, and the probability that who types the term wants
    something else and never buys. NaN where a term has no clicks or no order of
    its market tells what one is worth.
    """

    hits: Array
    misses: Array
    order_worth: Array
    click_cost: Array
    loses: Array
    is_assumed: Flags
    dead: Array

    @property
    def rate(self) -> Array:
        """The expected share of clicks that buy."""
        return (1 - self.dead) * self.hits / (self.hits + self.misses)

    @property
    def click_worth(self) -> Array:
        """What a click is expected to earn after its cost."""
        return self.rate * self.order_worth - self.click_cost


def judged(terms: Terms, parameters: Parameters) -> Judged:
    """Judge every term within its platform and market."""
    from scipy.special import betainc

    count = len(terms)
    hits, misses, worth, dead = np.ones(count), np.ones(count), np.full(count, np.nan), np.zeros(count)
    is_assumed = np.isnan(terms.margin)
    margin = np.where(is_assumed, parameters.number("margin_share"), terms.margin)
    for places in _groups(terms):
        orders, clicks = np.minimum(terms.orders[places], terms.clicks[places]), terms.clicks[places]
        prior = beta_prior(orders, clicks)
        hits[places] = prior.successes + orders
        misses[places] = prior.failures + clicks - orders
        dead[places] = _dead(prior, orders, clicks, parameters.number("dead_share"))
        worth[places] = _order_sales(terms, places, parameters.number("prior_orders")) * margin[places]
    with np.errstate(divide="ignore", invalid="ignore"):
        cost = np.where(terms.clicks > 0, terms.spend / terms.clicks, np.nan)
        needed = cost / worth
    known = np.isfinite(needed)
    reached = np.where(worth > 0, np.clip(np.where(known, needed, 0.0), 0.0, 1.0), 1.0)  # no margin: every click loses
    loses = np.where(known, dead + (1 - dead) * betainc(hits, misses, reached), np.nan)
    told = (frozen(loses), frozen(is_assumed, np.bool_), frozen(dead))
    return Judged(frozen(hits), frozen(misses), frozen(worth), frozen(cost), *told)


def _dead(prior: BetaPrior, orders: Array, clicks: Array, share: float) -> Array:
    """How likely nobody who types a term ever buys: certainly not after an order, and the likelier the more clicks went by without one.

    Rates within a market differ little, so the common prior alone would call a term that means something else merely unlucky.
    """
    from scipy.special import betaln

    unlucky = np.exp(betaln(prior.successes, prior.failures + clicks) - betaln(prior.successes, prior.failures))
    return np.asarray(np.where(orders > 0, 0.0, share / (share + (1 - share) * unlucky)))


def _groups(terms: Terms) -> Iterator[Places]:
    """Places of the terms of each platform and market."""
    keys = [f"{platform}\t{market}" for platform, market in zip(terms.platforms, terms.markets, strict=True)]
    if keys:
        _, group = np.unique(keys, return_inverse=True)
        order = np.argsort(group, kind="stable")
        yield from np.split(order, np.flatnonzero(np.diff(group[order])) + 1)


def _order_sales(terms: Terms, places: Places, prior_orders: float) -> Array:
    """What an order of each term brings, drawn toward the group's (or, without orders there, the account's) mean order."""
    orders, sales = terms.orders[places], terms.sales[places]
    total = orders.sum()
    everywhere = terms.orders.sum()
    mean = sales.sum() / total if total > 0 else terms.sales.sum() / everywhere if everywhere > 0 else np.nan
    found: Array = (mean * prior_orders + sales) / (prior_orders + orders)
    return found


def yearly(terms: Terms, of: Judged, places: Places, days: int, parameters: Parameters) -> Array:
    """Draws of what the clicks of these terms earn in a year after their cost: draws x terms, the same seed every time."""
    generator = np.random.default_rng(parameters.count("seed"))
    shape = (parameters.count("draws"), len(places))
    rates = generator.beta(of.hits[places], of.misses[places], shape)
    rates = np.where(generator.random(shape) < of.dead[places], 0.0, rates)
    clicks = terms.clicks[places] * YEAR_DAYS / days
    drawn: Array = (rates * of.order_worth[places] - of.click_cost[places]) * clicks
    return drawn


def burning(terms: Terms, of: Judged, days: int, parameters: Parameters) -> Places:
    """Terms that likely lose money and enough of it, the costliest first; what is bid on exactly is a question of its bid instead."""
    lost = -of.click_worth * terms.clicks * YEAR_DAYS / days
    least = parameters.number("smallest_worth_orders") * _typical_worth(terms, of)
    chosen = (
        (terms.clicks >= parameters.count("smallest_clicks"))
        & (np.nan_to_num(of.loses) >= parameters.number("likely"))
        & (np.nan_to_num(lost) >= least)
        & ~terms.in_exact
    )
    return _sorted(chosen, lost)


def earning(terms: Terms, of: Judged, days: int, parameters: Parameters) -> Places:
    """Terms that likely earn and nobody bids on exactly, the best first."""
    earned = of.click_worth * terms.clicks * YEAR_DAYS / days
    least = parameters.number("smallest_worth_orders") * _typical_worth(terms, of)
    chosen = (
        (terms.orders >= parameters.count("smallest_term_orders"))
        & (1 - np.where(np.isnan(of.loses), 1.0, of.loses) >= parameters.number("likely"))
        & (np.nan_to_num(earned) >= least)
        & ~terms.in_exact
        & ~terms.bid_elsewhere
    )
    return _sorted(chosen, earned)


def highest_bids(terms: Terms, of: Judged, places: Places, parameters: Parameters) -> Array:
    """A bid, in the account's currency, that still earns if the term buys as seldom as in the worse quarter of what is possible; held
    near today's cost of a click.
    """
    from scipy.special import betaincinv

    careful = betaincinv(of.hits[places], of.misses[places], 0.25) * of.order_worth[places]
    found: Array = (
        np.minimum(careful, of.click_cost[places] * parameters.number("highest_bid")) * terms.account_rate[places]
    )
    return found


def _typical_worth(terms: Terms, of: Judged) -> float:
    """What a usual order leaves before advertising, at least what a click costs."""
    weights = np.where(np.isfinite(of.order_worth), terms.clicks, 0.0)
    if weights.sum() <= 0:
        return 0.0
    usual = float(np.average(np.nan_to_num(of.order_worth), weights=weights))
    return max(usual, float(np.average(np.nan_to_num(of.click_cost), weights=weights)))


def _sorted(chosen: Flags, by: Array) -> Places:
    places = np.flatnonzero(chosen)
    return places[np.argsort(-by[places], kind="stable")]
