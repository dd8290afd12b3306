"""Every leaf that matters as a hypothesis: what may have caused it, and the decision that would test or mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from argosy.core.period import Period
from argosy.core.text import Text, mark
from argosy.domains.analytics.formula import title_of
from argosy.domains.analytics.scene import Happening
from argosy.domains.analytics.tree import Node, Role, Where

OWN_CHANGES = frozenset(
    {"price", "title", "bullets", "description", "images", "main_image", "keywords", "creative_age"}
)
"""What the seller can turn back by himself, so that a test settles it."""


@dataclass(frozen=True)
class Remedy:
    """The kind of decision that would test or mend a cause, and what it would do."""

    decision: str
    action: Text


TEST = "analytics.test"
REMEDIES: Mapping[str, Remedy] = {
    "price": Remedy(TEST, Text("Test the price before against the price now, by switching it day by day.")),
    "creative_age": Remedy(TEST, Text("Test a fresh creative against the one that runs.")),
    "stock_out": Remedy("product.replenish", Text("Order in time: the missing stock, not the page, cost these sales.")),
    "featured_offer": Remedy(
        "product.replenish", Text("Find why the featured offer was lost: price, stock or account health.")
    ),
    "competitor_price": Remedy(
        TEST, Text("Test whether following the rival's price pays, by switching it day by day.")
    ),
    "review": Remedy("brand.answer_review", Text("Answer the bad reviews and mend what they name.")),
    "advertising": Remedy(
        "marketing.harvest_keyword", Text("Bring back the spending that earned, and watch sessions.")
    ),
    "delivery": Remedy("logistics.claim", Text("Claim late parcels, and move this country to a faster service.")),
    "payment": Remedy("payment.reduce_declines", Text("Find which bank or method refuses, and route around it.")),
    "holiday": Remedy("analytics.explain", Text("Compare with the same days a year before: a holiday moved.")),
}
SEASON = Remedy("analytics.explain", Text("Compare with the same days a year before (--versus year_before)."))
OF_THE_PAGE = Remedy(TEST, Text("Test the page before against the page now, by switching it day by day."))
UNRECORDED = Remedy(
    TEST, Text("Ask who changed something there, record it, and test it; load the exports that are missing beside it.")
)


@dataclass(frozen=True)
class Hypothesis:
    """What may have moved a leaf.

    `effect` is what the leaf did; `happening` the cause recorded beside it, None where nobody recorded one.
    """

    leaf: int
    effect: Decimal
    where: Mapping[str, str | None]
    figure: str
    statement: Text
    remedy: Remedy
    happening: Happening | None

    @property
    def is_own_change(self) -> bool:
        """Whether the seller changed it himself, so that it can be turned back and tested."""
        return self.happening is not None and self.happening.table in ("listing_changes", "ad_performance")

    def to_json(self, language: str = "en") -> dict[str, object]:
        """As JSON types."""
        return {
            "leaf": self.leaf,
            "effect": self.effect,
            "where": dict(self.where),
            "figure": self.figure,
            "statement": self.statement.render(language),
            "cause": None if self.happening is None else self.happening.kind,
            "decision": self.remedy.decision,
            "action": self.remedy.action.render(language),
        }


SMALL_SHARE = Decimal("0.05")


def hypotheses(
    root: Node, happenings: Sequence[Happening], period: Period, within: Where | None = None
) -> tuple[Hypothesis, ...]:
    """One per leaf that matters, several where several things changed beside it; the largest leaf first.

    `within` is the part of the shop the whole tree is of.
    """
    found: list[Hypothesis] = []
    leaves = list(root.leaves())
    movement = sum((abs(leaf.effect) for leaf in leaves), Decimal(0))
    for place, leaf in enumerate(leaves):
        if leaf.role in (Role.MIX, Role.DAYS, Role.REST) or not movement or abs(leaf.effect) < SMALL_SHARE * movement:
            continue
        leaf = replace(leaf, where={**(within or {}), **leaf.where})
        found += _of_leaf(place, leaf, [one for one in happenings if one.leaf == place], period)
    return tuple(sorted(found, key=lambda one: (-abs(one.effect), one.leaf)))


def _of_leaf(place: int, leaf: Node, beside: Sequence[Happening], period: Period) -> Iterator[Hypothesis]:
    figure = str(leaf.figure or "")
    if not beside and leaf.is_alike:
        text = Text(
            "{what} moved alike everywhere: a season, or something that concerns the whole shop.", {"what": leaf.title}
        )
        yield Hypothesis(place, leaf.effect, leaf.where, figure, text, SEASON, None)
    elif not beside:
        values = {"what": _named(leaf), "period": period.spoken}
        text = Text(
            "{what} moved in {period}, and nothing that was loaded says why: somebody may have changed something nobody recorded.",
            values,
        )
        yield Hypothesis(place, leaf.effect, leaf.where, figure, text, UNRECORDED, None)
    for one in beside:
        values = {"what": _named(leaf), "cause": one.text}
        remedy = REMEDIES.get(one.kind, OF_THE_PAGE)
        yield Hypothesis(
            place, leaf.effect, leaf.where, figure, Text("{what} may have moved because: {cause}", values), remedy, one
        )


def _named(leaf: Node) -> Text:
    """A leaf by its figure and, for a slice, its place: Conversion, Market DE."""
    if leaf.role is Role.SLICE and leaf.figure is not None:
        return Text("{figure}, {slice}", {"figure": title_of(leaf.figure), "slice": leaf.title})
    return leaf.title


NAMES = (
    mark("Days of orders"),
    mark("Series watched"),
    mark("Period"),
    mark("Versus"),
    mark("Net sales before"),
    mark("Net sales after"),
    mark("Expected"),
    mark("False discovery rate"),
    mark("Lost there"),
    mark("Cause"),
    mark("Net sales per day"),
    mark("Noise per day"),
    mark("Days needed"),
    mark("Mend cause"),
    mark("Switch by day"),
    mark("Turn back"),
)
"""Names of evidence and options of this domain as they are shown: the name with blanks and a capital."""
