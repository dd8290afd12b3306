"""How much worse a page converts than its siblings, and what correcting it may bring in a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from argosy.decision.parameters import Parameters
from argosy.domains.localization.checks import GRAVE, Flaw, flaws
from argosy.domains.localization.pages import LocalizationFacts, Page
from argosy.methods.uncertainty import beta_prior

Array = npt.NDArray[np.float64]
YEAR_DAYS = 365
TAIL_Z = 1.2815515655446004  # of the 80 % range of a normal


@dataclass(frozen=True)
class Flawed:
    """A page with its flaws; conversion there and of its siblings (None without visits), how sure it is the lower one, and what
    correcting it may bring: point, low, high a year.
    """

    page: Page
    flaws: tuple[Flaw, ...]
    conversion: float | None
    sibling: float | None
    is_lower: float
    worth: Array

    @property
    def is_grave(self) -> bool:
        """Whether a reader would leave at once."""
        return any(flaw.kind in GRAVE for flaw in self.flaws)


def flawed(facts: LocalizationFacts, parameters: Parameters) -> list[Flawed]:
    """Pages with flaws, those whose correction is worth most first."""
    with_flaws = [(page, found) for page in facts.pages if (found := flaws(page, parameters))]
    sessions = np.array([page.sessions for page in facts.pages])
    prior = beta_prior(np.minimum([page.orders for page in facts.pages], sessions), sessions)
    made = [_judged(facts, page, found, prior.successes, prior.failures, parameters) for page, found in with_flaws]
    return sorted(
        made,
        key=lambda one: (
            -float(one.worth.mean()),
            not one.is_grave,
            one.page.product,
            one.page.market,
            one.page.listing,
        ),
    )


def _judged(
    facts: LocalizationFacts,
    page: Page,
    found: tuple[Flaw, ...],
    hits: float,
    misses: float,
    parameters: Parameters,
) -> Flawed:
    generator = np.random.default_rng(parameters.count("seed"))
    draws = parameters.count("draws")
    margin = parameters.number("margin_share")
    if page.sessions <= 0 or page.sibling_sessions <= 0:
        lift = _spread(parameters, "lift_without_visits", generator, draws)
        return Flawed(page, found, None, None, 0.0, max(page.net_sales, 0.0) * margin * lift)
    here = _rates(page.orders, page.sessions, hits, misses, generator, draws)
    there = _rates(page.sibling_orders, page.sibling_sessions, hits, misses, generator, draws)
    gap = np.maximum(there - here, 0.0)
    yearly = page.sessions * YEAR_DAYS / facts.visit_days
    worth = gap * _spread(parameters, "closed_gap", generator, draws) * yearly * facts.order_worth * margin
    return Flawed(page, found, float(here.mean()), float(there.mean()), float((there > here).mean()), worth)


def _rates(
    orders: float, sessions: float, hits: float, misses: float, generator: np.random.Generator, draws: int
) -> Array:
    bought = min(orders, sessions)
    return generator.beta(hits + bought, misses + sessions - bought, draws)


def _spread(parameters: Parameters, name: str, generator: np.random.Generator, draws: int) -> Array:
    ends = parameters.numbers(name)
    low, high = np.log(ends["low"]), np.log(ends["high"])
    found: Array = np.minimum(generator.lognormal((low + high) / 2, (high - low) / 2 / TAIL_Z, draws), 1.0)
    return found


def kinds_of(found: Sequence[Flaw]) -> tuple[str, ...]:
    """The kinds of flaws, each once, in their order."""
    return tuple(dict.fromkeys(flaw.kind for flaw in found))
