"""The tree of a change: every node's effect is what it did to the metric, and the effects of its children sum exactly to its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from argosy.core.text import Text

Where = Mapping[str, str | None]

DIGITS = 11
"""Digits behind the first one that effects keep: far below a cent in any shop's sales, and few enough to stay exact as a sum."""


class Role(StrEnum):
    """What a node is in the tree."""

    WHOLE = "whole"
    PART = "part"  # of a sum
    FACTOR = "factor"  # of a product
    DAYS = "days"  # the two periods are not of one length
    SLICE = "slice"
    REST = "rest"  # everything outside the slices named beside it
    MIX = "mix"  # weight that moved between those parts


@dataclass(frozen=True)
class Figure:
    """What a node measures: a metric that adds up, or the ratio of two (`denominator`)."""

    numerator: str
    denominator: str = ""

    @classmethod
    def of(cls, text: str) -> Figure:
        """From `orders` or `orders/sessions`.

        >>> Figure.of("orders/sessions")
        Figure(numerator='orders', denominator='sessions')
        """
        numerator, _, denominator = text.partition("/")
        return cls(numerator, denominator)

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}" if self.denominator else self.numerator


@dataclass(frozen=True)
class Node:
    """One reason of a change. `effect` is in the unit of the metric explained; `before` and `after` are the node's own figure.

    `where` says for which part it holds ({} for all).
    """

    role: Role
    title: Text
    effect: Decimal
    figure: Figure | None = None
    before: float | None = None
    after: float | None = None
    where: Where = field(default_factory=lambda: MappingProxyType({}))
    children: tuple[Node, ...] = ()
    is_alike: bool = False  # it moved alike in every part of the shop
    is_likely: bool = False  # a slice that is likelier than not, but may be chance

    def leaves(self) -> Iterator[Node]:
        """The nodes without children, from the left."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def to_json(self, language: str = "en") -> dict[str, object]:
        """The tree as JSON types, texts in a language."""
        return {
            "role": self.role.value,
            "figure": str(self.figure) if self.figure else None,
            "title": self.title.render(language),
            "where": dict(self.where),
            "before": self.before,
            "after": self.after,
            "effect": self.effect,
            "everywhere": self.is_alike,
            "likely": self.is_likely,
            "children": [child.to_json(language) for child in self.children],
        }


def step_of(*amounts: Decimal) -> Decimal:
    """The smallest unit effects are kept in, for amounts of that size.

    >>> step_of(Decimal("1457745.53"))
    Decimal('0.00001')
    """
    largest = max((abs(amount) for amount in amounts), default=Decimal(0))
    return Decimal(1).scaleb((largest.adjusted() if largest else 0) - DIGITS)


def closed(whole: Decimal, children: Sequence[Node], step: Decimal) -> tuple[Node, ...]:
    """The children with effects rounded to the step; what rounding leaves goes to the largest, so that they sum to `whole`.

    >>> thirds = [Node(Role.PART, Text(name), Decimal(1) / 3) for name in "abc"]
    >>> [str(node.effect) for node in closed(Decimal("1.00"), thirds, Decimal("0.01"))]
    ['0.34', '0.33', '0.33']
    """
    if not children:
        return ()
    rounded = [replace(child, effect=child.effect.quantize(step)) for child in children]
    largest = max(range(len(rounded)), key=lambda place: abs(rounded[place].effect))
    left = whole - sum((child.effect for child in rounded), Decimal(0))
    rounded[largest] = replace(rounded[largest], effect=rounded[largest].effect + left)
    return tuple(rounded)


def is_exact(node: Node) -> bool:
    """Whether the effects of all children sum to their parent's, all the way down."""
    whole = not node.children or sum((child.effect for child in node.children), Decimal(0)) == node.effect
    return whole and all(is_exact(child) for child in node.children)
