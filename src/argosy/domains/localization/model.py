"""How much worse a page converts than its siblings, and what correcting it may bring in a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from argosy.decision.parameters import Parameters
from argosy.domains.localization.checks import GRAVE, WRONG_LANGUAGE, Flaw, flaws
from argosy.domains.localization.pages import LocalizationFacts, Page
from argosy.domains.localization.words import Words
from argosy.methods.uncertainty import BetaPrior, beta_prior

Array = npt.NDArray[np.float64]
YEAR_DAYS = 365
TAIL_Z = 1.2815515655446004  # of the 80 % range of a normal


@dataclass(frozen=True)
class Flawed:
    """A page with its flaws, and roughly what correcting it may bring a year."""

    page: Page
    flaws: tuple[Flaw, ...]
    rough: float

    @property
    def is_grave(self) -> bool:
        """Whether a reader would leave at once."""
        return any(flaw.kind in GRAVE for flaw in self.flaws)


@dataclass(frozen=True)
class Compared:
    """Conversion of a page and of its siblings (None without visits), how sure it is the lower one, and draws of what correcting it
    may bring a year.
    """

    conversion: float | None
    sibling: float | None
    is_lower: float
    worth: Array


def prior_of(facts: LocalizationFacts) -> BetaPrior:
    """What all pages together say of orders per visit."""
    sessions = np.array([page.sessions for page in facts.pages])
    return beta_prior(np.minimum([page.orders for page in facts.pages], sessions), sessions)


def flawed(facts: LocalizationFacts, prior: BetaPrior, parameters: Parameters) -> list[Flawed]:
    """Pages with flaws, those whose correction is worth most first."""
    words = Words.of(facts.pages)
    made = [
        Flawed(page, found, _rough(facts, page, found, prior, parameters))
        for page in facts.pages
        if (found := flaws(page, parameters, words))
    ]
    return sorted(
        made, key=lambda one: (-one.rough, not one.is_grave, one.page.product, one.page.market, one.page.listing)
    )


def _rough(
    facts: LocalizationFacts, page: Page, found: Sequence[Flaw], prior: BetaPrior, parameters: Parameters
) -> float:
    """The middle of what `compared` draws, without drawing."""
    margin = _margin(facts, page, parameters)
    if not _is_comparable(page):
        return max(page.net_sales, 0.0) * margin * _middle(parameters, "lift_without_visits")
    here = prior.shrunk(min(page.orders, page.sessions), page.sessions)
    there = prior.shrunk(min(page.sibling_orders, page.sibling_sessions), page.sibling_sessions)
    yearly = page.sessions * YEAR_DAYS / facts.visit_days
    closed = _middle(parameters, _closing(found))
    return max(there - here, 0.0) * closed * yearly * (page.order_worth or facts.order_worth) * margin


def _is_comparable(page: Page) -> bool:
    return page.sessions > 0 and page.sibling_sessions > 0


def _middle(parameters: Parameters, name: str) -> float:
    ends = parameters.numbers(name)
    return float(np.sqrt(ends["low"] * ends["high"]))


def _margin(facts: LocalizationFacts, page: Page, parameters: Parameters) -> float:
    return max(facts.earned.share(page.product, parameters.number("margin_share")), 0.0)


def _closing(found: Sequence[Flaw]) -> str:
    """Which part of the gap a correction closes: most of it where buyers could not read the page at all."""
    return "closed_by_language" if any(flaw.kind == WRONG_LANGUAGE for flaw in found) else "closed_gap"


def compared(facts: LocalizationFacts, one: Flawed, prior: BetaPrior, parameters: Parameters) -> Compared:
    """A page beside its siblings."""
    page = one.page
    generator = np.random.default_rng(parameters.count("seed"))
    draws = parameters.count("draws")
    margin = _margin(facts, page, parameters)
    if not _is_comparable(page):
        lift = _spread(parameters, "lift_without_visits", generator, draws)
        return Compared(None, None, 0.0, max(page.net_sales, 0.0) * margin * lift)
    here = prior.draws(min(page.orders, page.sessions), page.sessions, draws, generator)
    siblings = min(page.sibling_orders, page.sibling_sessions)
    there = prior.draws(siblings, page.sibling_sessions, draws, generator)
    gap = np.maximum(there - here, 0.0)
    yearly = page.sessions * YEAR_DAYS / facts.visit_days
    closed = _spread(parameters, _closing(one.flaws), generator, draws)
    worth = gap * closed * yearly * (page.order_worth or facts.order_worth) * margin
    return Compared(float(here.mean()), float(there.mean()), float((there > here).mean()), worth)


def together(rest: Sequence[Flawed], parameters: Parameters) -> Array:
    """Draws of what correcting many pages may bring: the sum of what each roughly brings, all as sure or unsure as one another."""
    generator = np.random.default_rng(parameters.count("seed"))
    share = _spread(parameters, "closed_gap", generator, parameters.count("draws"))
    drawn: Array = sum(one.rough for one in rest) * share / _middle(parameters, "closed_gap")
    return drawn


def _spread(parameters: Parameters, name: str, generator: np.random.Generator, draws: int) -> Array:
    ends = parameters.numbers(name)
    low, high = np.log(ends["low"]), np.log(ends["high"])
    found: Array = np.minimum(generator.lognormal((low + high) / 2, (high - low) / 2 / TAIL_Z, draws), 1.0)
    return found


def kinds_of(found: Sequence[Flaw]) -> tuple[str, ...]:
    """The kinds of flaws, each once, in their order."""
    return tuple(dict.fromkeys(flaw.kind for flaw in found))
