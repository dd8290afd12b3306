"""Which papers an offer lacks or will soon lack, and what that may cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from argosy.decision.parameters import Parameters
from argosy.domains.compliance.papers import ComplianceFacts, Offer, Paper
from argosy.economics.earned import Earned
from argosy.reference.market_access import Rule

Array = npt.NDArray[np.float64]
TAIL_Z = 1.2815515655446004  # of the 80 % range of a normal
LACKING, ENDING, COMING = "lacking", "ending", "coming"
_Papers = Mapping[tuple[str, str], Sequence[Paper]]


@dataclass(frozen=True)
class Gap:
    """A paper that is not there (`lacking`), ends soon (`ending`), or is asked for soon (`coming`), with the day it is needed."""

    rule: Rule
    state: str
    needed_on: date
    paper: Paper | None


@dataclass(frozen=True)
class Exposed:
    """An offer with its gaps, those that block the sale first."""

    offer: Offer
    gaps: tuple[Gap, ...]

    @property
    def blocks(self) -> bool:
        """Whether the product must not be sold there today."""
        return any(gap.rule.blocks and gap.state == LACKING for gap in self.gaps)

    @property
    def is_sure(self) -> bool:
        """Whether the seller said what the product is and a verified rule asks for what is lacking (and, if so, blocks)."""
        worst = [gap for gap in self.gaps if gap.rule.blocks and gap.state == LACKING] or self.gaps
        return self.offer.is_told and any(gap.rule.is_verified for gap in worst)


def exposed(facts: ComplianceFacts, parameters: Parameters) -> list[Exposed]:
    """Offers with gaps, those with the highest sales first."""
    papers = _by_place(facts.papers)
    soon = facts.as_of + timedelta(days=parameters.count("lead_days"))
    found = []
    for offer in facts.offers:
        asked = _asked(facts.rules, offer)
        gaps = [gap for rule in asked if (gap := _gap(rule, offer, papers, facts.as_of, soon)) is not None]
        if gaps:
            order = sorted(gaps, key=lambda gap: (gap.state != LACKING, not gap.rule.blocks, gap.rule.regime))
            found.append(Exposed(offer, tuple(order)))
    return sorted(found, key=lambda one: (not one.blocks, -one.offer.net_sales, one.offer.product, one.offer.market))


def _asked(rules: Iterable[Rule], offer: Offer) -> Iterator[Rule]:
    """The rules that hold for an offer, one of each regime: radio goes before electrical where both have one."""
    seen: set[str] = set()
    holding = [rule for rule in rules if rule.category in offer.categories and rule.holds_in(offer.market)]
    for rule in sorted(holding, key=lambda rule: rule.category != "radio"):
        if rule.regime not in seen:
            seen.add(rule.regime)
            yield rule


def _by_place(papers: Iterable[Paper]) -> _Papers:
    found: dict[tuple[str, str], list[Paper]] = defaultdict(list)
    for paper in papers:
        found[paper.product, _plain(paper.regime)].append(paper)
    return found


def _gap(rule: Rule, offer: Offer, papers: _Papers, today: date, soon: date) -> Gap | None:
    """What is wrong with the papers for a rule; None where one holds long enough."""
    fitting = [
        paper
        for product in (offer.product, "*")
        for word in _words(rule.regime)
        for paper in papers.get((product, word), ())
        if paper.place in ("*", offer.market, rule.place) and paper.status == "valid"
    ]
    holding = [paper for paper in fitting if paper.expires_on is None or paper.expires_on >= today]
    if any(paper.expires_on is None or paper.expires_on > soon for paper in holding):
        return None
    last = max(holding, key=lambda paper: paper.expires_on or date.max, default=None)
    if rule.valid_from > today:
        return Gap(rule, COMING, rule.valid_from, last)
    if last is not None and last.expires_on is not None:
        return Gap(rule, ENDING, last.expires_on, last)
    return Gap(rule, LACKING, today, None)


def _words(regime: str) -> Sequence[str]:
    """What papers for a regime may be called: `UKCA or CE` is satisfied by either, `CE toys` by a plain CE too.

    >>> _words("UKCA or CE"), _words("CE toys")
    (['ukca', 'ce'], ['cetoys', 'ce'])
    """
    words = [_plain(word) for word in regime.split(" or ")]
    return [*words, "ce"] if regime.startswith("CE ") else words


def _plain(regime: str) -> str:
    return "".join(character for character in regime.lower() if character.isalnum())


def at_risk(offers: Sequence[Offer], earned: Earned, parameters: Parameters) -> Array:
    """Draws of what selling on without the papers may cost in a year: the contribution lost when the offer is taken down."""
    assumed = parameters.number("margin_share")
    contribution = sum(max(offer.net_sales, 0.0) * max(earned.share(offer.product, assumed), 0.0) for offer in offers)
    chance = parameters.numbers("takedown_chance")
    low, high = np.log(chance["low"]), np.log(chance["high"])
    generator = np.random.default_rng(parameters.count("seed"))
    drawn: Array = contribution * np.minimum(
        generator.lognormal((low + high) / 2, (high - low) / 2 / TAIL_Z, parameters.count("draws")), 1.0
    )
    return drawn
