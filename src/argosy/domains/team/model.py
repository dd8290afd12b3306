"""Which hours of a language nobody covers, what that costs in late answers, and which shift would cover most of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from argosy.decision.parameters import Parameters
from argosy.domains.team.support import HOURS, Array, Flags, Helper, TeamFacts

YEAR_WEEKS = 52
DAY = 24
TAIL_Z = 1.2815515655446004  # of the 80 % range of a normal
SHIFT, HIRE, FREELANCER, AGENCY = "shift", "hire", "freelancer", "agency"
WAYS = {"candidate": HIRE, "freelancer": FREELANCER, "agency": AGENCY}


@dataclass(frozen=True, eq=False)
class Gap:
    """A language with its week: questions by hour in the window, hours covered, late answers in covered and uncovered hours."""

    language: str
    markets: tuple[str, ...]
    questions: Array
    covered: Flags
    late_covered: tuple[int, int]
    late_uncovered: tuple[int, int]

    @property
    def total(self) -> float:
        """Questions of the language."""
        return float(self.questions.sum())

    @property
    def open_share(self) -> float:
        """The share that comes in hours nobody covers."""
        return float(self.questions[~self.covered].sum() / max(self.total, 1.0))


@dataclass(frozen=True)
class Remedy:
    """A way to cover a block of hours (UTC, every day): questions a year it covers, hours a week it takes, what they cost a year."""

    way: str
    who: str
    first_hour: int
    questions_a_year: float
    hours_a_week: int
    cost_a_year: float
    is_priced: bool


def gaps(facts: TeamFacts, least: int) -> Iterator[Gap]:
    """Languages with at least so many questions, the one with most uncovered questions first."""
    found = []
    spoken = facts.questions.languages
    for language in sorted(set(spoken.tolist())):
        here = spoken == language
        if here.sum() < least:
            continue
        hours, late = facts.questions.hours[here], facts.questions.late[here]
        covered = covered_hours(facts.helpers, language)
        is_covered = covered[hours]
        found.append(
            Gap(
                language=language,
                markets=tuple(sorted({market for market in facts.questions.markets[here].tolist() if market != "*"})),
                questions=np.bincount(hours, minlength=HOURS).astype(np.float64),
                covered=covered,
                late_covered=(int(late[is_covered].sum()), int(is_covered.sum())),
                late_uncovered=(int(late[~is_covered].sum()), int((~is_covered).sum())),
            )
        )
    yield from sorted(found, key=lambda gap: (-gap.questions[~gap.covered].sum(), gap.language))


def covered_hours(helpers: tuple[Helper, ...], language: str, without: Helper | None = None) -> Flags:
    """Hours in which somebody of the seller's works who speaks the language well."""
    week = np.zeros(HOURS, dtype=bool)
    for helper in helpers:
        if helper.works_here and helper is not without and language in helper.languages:
            week |= helper.hours
    return week


def remedies(facts: TeamFacts, gap: Gap, parameters: Parameters) -> Iterator[Remedy]:
    """The ways to cover the busiest block: a shift moved, somebody of the list, else somebody at an assumed price."""
    length = parameters.count("shift_hours")
    yearly = YEAR_WEEKS / facts.weeks
    moved = _moved(facts, gap, length, yearly)
    if moved is not None:
        yield moved
    first, covers, hours = _best_block(np.where(gap.covered, 0.0, gap.questions), gap.covered, length)
    offered: dict[str, tuple[float, str]] = {}
    for helper in facts.helpers:
        way = WAYS.get(helper.employment)
        if way and not helper.works_here and gap.language in helper.languages and helper.hour_cost is not None:
            offered[way] = min(offered.get(way, (np.inf, "")), (helper.hour_cost, helper.name))
    for way in (HIRE, FREELANCER, AGENCY):
        price, who = offered.get(way, (facts.assumed_costs.get(way), ""))
        if price is not None and covers > 0:
            cost = price * hours * YEAR_WEEKS
            yield Remedy(way, who, first, covers * yearly, hours, cost, bool(who))


def _best_block(waiting: Array, covered: Flags, length: int) -> tuple[int, float, int]:
    """The block of so many hours, the same every day, that holds most waiting questions; its questions and its uncovered hours."""
    best = (0, 0.0, 0)
    for first in range(DAY):
        cells = _cells(first, length)
        questions = float(waiting[cells].sum())
        if questions > best[1]:
            best = (first, questions, int((~covered[cells]).sum()))
    return best


def _cells(first: int, length: int) -> npt.NDArray[np.intp]:
    starts = np.arange(0, HOURS, DAY)[:, None] + first + np.arange(length)[None, :]
    cells: npt.NDArray[np.intp] = (starts % HOURS).ravel()
    return cells


def _moved(facts: TeamFacts, gap: Gap, length: int, yearly: float) -> Remedy | None:
    """The person whose day, moved on the days they work, covers most more than it uncovers; None where nobody's does."""
    best: Remedy | None = None
    for helper in facts.helpers:
        if not helper.works_here or gap.language not in helper.languages or not helper.hours.any():
            continue
        others = covered_hours(facts.helpers, gap.language, without=helper)
        given_up = float(gap.questions[helper.hours & ~others].sum())
        days = np.unique(np.flatnonzero(helper.hours) // DAY)
        daily = min(length, max(round(int(helper.hours.sum()) / max(len(days), 1)), 1))
        for first in range(DAY):
            cells = ((days[:, None] * DAY + first + np.arange(daily)[None, :]) % HOURS).ravel()
            gained = float(gap.questions[cells][~others[cells]].sum()) - given_up
            if gained > 0 and (best is None or gained * yearly > best.questions_a_year):
                best = Remedy(SHIFT, helper.name, first, gained * yearly, len(cells), 0.0, True)
    return best


def worth(facts: TeamFacts, gap: Gap, remedy: Remedy, parameters: Parameters) -> Array:
    """Draws of what a remedy brings in a year: late answers less, times what each loses, less its cost."""
    generator = np.random.default_rng(parameters.count("seed"))
    draws = parameters.count("draws")
    less = np.maximum(lateness(gap, parameters), 0.0)
    ends = parameters.numbers("lost_orders")
    low, high = np.log(ends["low"]), np.log(ends["high"])
    lost = np.minimum(generator.lognormal((low + high) / 2, (high - low) / 2 / TAIL_Z, draws), 1.0)
    value = facts.order_worth * facts.earned.share("", parameters.number("margin_share"))
    drawn: Array = less * remedy.questions_a_year * lost * value - remedy.cost_a_year
    return drawn


def lateness(gap: Gap, parameters: Parameters) -> Array:
    """Draws of how much more often an answer is late in uncovered hours than in covered ones (Beta(1/2, 1/2) before any)."""
    generator = np.random.default_rng(parameters.count("seed") + 1)
    draws = parameters.count("draws")
    shares = [
        generator.beta(0.5 + late, 0.5 + total - late, draws) for late, total in (gap.late_uncovered, gap.late_covered)
    ]
    if gap.late_covered[1] == 0:  # nobody speaks it at any hour: an answer in time is what a person would give
        return np.asarray(shares[0], dtype=np.float64)
    difference: Array = shares[0] - shares[1]
    return difference
