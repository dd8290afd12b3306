"""What unanswered negative reviews have in common, how much harm each does, and what mending it may bring."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from argosy.decision.parameters import Parameters
from argosy.domains.brand.voices import BrandFacts, Review, Visits
from argosy.reference.formats import read_mapping

Array = npt.NDArray[np.float64]
FOLDER = Path(__file__).resolve().parent
SAFETY, OTHER = "safety", "other"
FALLBACK = "en"
TAIL_Z = 1.2815515655446004  # of the 80 % range of a normal
LEAST_ORDERS = 12
USUAL_DRIFT = 0.08
"""Standard deviation of the logarithm by which a product's conversion moves against the others' between quarters, whatever buyers say."""
UNSPACED = ("zh", "ja")
_NO_LETTER = re.compile(r"[^\w]+")
HALF_LIFE_DAYS = 90  # a review sinks on its page as new ones come


@dataclass(frozen=True)
class Cluster:
    """Unanswered negative reviews of one product and theme, the most harmful first; `product` '' where many are put together."""

    product: str
    theme: str
    belongs: str
    reviews: tuple[Review, ...]
    buyers: int
    share: float  # of all reviews of the product in the window


@dataclass(frozen=True)
class Theme:
    """A theme, who can mend it, and its words by language, ready to be found in a plain text."""

    name: str
    belongs: str
    words: Mapping[str, tuple[str, ...]]


@cache
def themes() -> Mapping[str, Theme]:
    """Themes in their order, by name.

    >>> themes()["late"].belongs
    'carrier'
    """
    found = {}
    for name, described in read_mapping(FOLDER / "themes.yaml").items():
        words = {
            language: tuple(str(word) if language in UNSPACED else f" {word}" for word in listed)
            for language, listed in described["words"].items()
        }
        found[name] = Theme(str(name), str(described["belongs"]), words)
    return found


def theme_of(text: str, language: str = "") -> str:
    """The first theme whose words a text holds, by the words of its language; `other` where none fits.

    Where the language is not told, it is by its letters: Chinese and Japanese words are looked for anywhere, else English.

    >>> theme_of("Arrived broken, box crushed"), theme_of("太小了，穿不下"), theme_of("Meh")
    ('damaged', 'size', 'other')
    >>> theme_of("I love this brand"), theme_of("Brandgefahr!", "de")
    ('other', 'safety')
    """
    plain = plain_text(text)
    languages = (language,) if language in themes()[SAFETY].words else (FALLBACK, *UNSPACED)
    for theme in themes().values():
        if any(word in plain for spoken in languages for word in theme.words.get(spoken, ())):
            return theme.name
    return OTHER


def plain_text(text: str) -> str:
    """Lower case, one blank between words and before the first.

    >>> plain_text("It doesn't FIT.")
    ' it doesn t fit '
    """
    return " " + _NO_LETTER.sub(" ", text.lower())


def harm(review: Review, today: date, sales: float) -> float:
    """How much a review hurts: stars lost, doubled by people who found it helpful, fading as it sinks, times what the product sells."""
    age = (today - review.written_on).days
    reach = 1.0 + np.log1p(review.helpful)
    return float((5.0 - review.rating) * reach * 0.5 ** (age / HALF_LIFE_DAYS) * np.log1p(max(sales, 0.0) + 1.0))


def clusters(facts: BrandFacts, parameters: Parameters) -> tuple[list[Cluster], Cluster | None]:
    """Themes of at least so many buyers of one product (or any report of harm), the worst first; and the rest as one."""
    worst = parameters.number("negative_rating")
    counted: dict[str, int] = defaultdict(int)
    grouped: dict[tuple[str, str], list[Review]] = defaultdict(list)
    for review in facts.reviews:
        counted[review.product] += 1
        if review.rating <= worst and not review.is_answered:
            grouped[review.product, theme_of(review.text, review.language)].append(review)
    found, rest = [], []
    for (product, theme), reviews in sorted(grouped.items()):
        buyers = len({(review.channel, review.buyer) for review in reviews})
        is_theme = theme != OTHER and buyers >= parameters.count("smallest_buyers")
        if product and (is_theme or theme == SAFETY):
            ordered = tuple(_by_harm(facts, reviews))
            belongs = themes()[theme].belongs
            found.append(Cluster(product, theme, belongs, ordered, buyers, len(reviews) / counted[product]))
        else:
            rest += reviews
    found.sort(key=lambda one: (one.theme != SAFETY, -_harm_of(facts, one.reviews), one.product, one.theme))
    if not rest:
        return found, None
    buyers = len({(review.channel, review.buyer) for review in rest})
    share = len(rest) / max(len(facts.reviews), 1)
    return found, Cluster("", OTHER, "service", tuple(_by_harm(facts, rest)), buyers, share)


def _by_harm(facts: BrandFacts, reviews: Iterable[Review]) -> list[Review]:
    return sorted(
        reviews,
        key=lambda one: (-harm(one, facts.as_of, facts.net_sales.get(one.product, 0.0)), one.number),
    )


def _harm_of(facts: BrandFacts, reviews: Sequence[Review]) -> float:
    return sum(harm(one, facts.as_of, facts.net_sales.get(one.product, 0.0)) for one in reviews)


def worth(facts: BrandFacts, cluster: Cluster, parameters: Parameters, share: float) -> Array:
    """Draws of the contribution a year that the theme costs the product, times the share of it that a step wins back."""
    products = {review.product for review in cluster.reviews}
    assumed = parameters.number("margin_share")
    left = sum(
        max(facts.net_sales.get(product, 0.0), 0.0) * max(facts.earned.share(product, assumed), 0.0)
        for product in sorted(products)
    )
    ends = parameters.numbers("lost_sales")
    low, high = np.log(ends["low"]), np.log(ends["high"])
    generator = np.random.default_rng(parameters.count("seed"))
    lost = generator.lognormal((low + high) / 2, (high - low) / 2 / TAIL_Z, parameters.count("draws"))
    lost = np.minimum(lost * cluster.share, 1.0)
    seen = fallen(facts, products)
    if seen is not None:
        lost = _believed(lost, seen, generator)
    drawn: Array = left * lost * share
    return drawn


def fallen(facts: BrandFacts, products: Collection[str]) -> tuple[float, float] | None:
    """By how much fewer visitors of these products buy than in the three quarters before, against all other products: the logarithm of
    the factor and its standard error; None where too few visits or orders tell it."""
    own = _together(facts.visits[name] for name in sorted(products) if name in facts.visits)
    rest = _together(visits for name, visits in facts.visits.items() if name not in products)
    if min(own.orders, own.orders_before, rest.orders, rest.orders_before) < LEAST_ORDERS:
        return None
    change = np.log(own.orders / own.sessions) - np.log(own.orders_before / own.sessions_before)
    usual = np.log(rest.orders / rest.sessions) - np.log(rest.orders_before / rest.sessions_before)
    error = np.sqrt(sum(1 / orders for orders in (own.orders, own.orders_before, rest.orders, rest.orders_before)))
    return float(change - usual), float(np.hypot(error, USUAL_DRIFT))


def _together(visits: Iterable[Visits]) -> Visits:
    listed = list(visits)
    return Visits(
        sum(one.sessions for one in listed),
        sum(one.orders for one in listed),
        sum(one.sessions_before for one in listed),
        sum(one.orders_before for one in listed),
    )


def _believed(lost: Array, seen: tuple[float, float], generator: np.random.Generator) -> Array:
    """Draws of the share of sales lost: what is usual, drawn again by how well each explains what was seen."""
    weight = np.exp(-0.5 * ((np.log(np.maximum(1 - lost, 1e-6)) - seen[0]) / seen[1]) ** 2)
    if weight.sum() <= 0:
        return lost
    return np.asarray(generator.choice(lost, len(lost), p=weight / weight.sum()))


@cache
def answers() -> Mapping[str, Mapping[str, str]]:
    """Drafts of answers by language and by who can mend the cause."""
    return read_mapping(FOLDER / "answers.yaml")


def answer(review: Review, theme: str) -> tuple[str, str]:
    """Language and draft of an answer to a review; English where the language has none."""
    language = review.language if review.language in answers() else FALLBACK
    key = SAFETY if theme == SAFETY else themes()[theme].belongs if theme in themes() else "service"
    return language, answers()[language][key]
