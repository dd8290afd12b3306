"""Decisions that cannot both be carried out, or not both be understood: found before anyone acts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from argosy.core.text import Text
from argosy.decision.contract import Decision, Verdict

OPPOSITES: frozenset[frozenset[str]] = frozenset(
    frozenset(pair)
    for pair in (
        ("raise", "cut"),
        ("raise", "lower"),
        ("raise", "reduce"),
        ("increase", "reduce"),
        ("increase", "cut"),
        ("extend", "leave"),
        ("deepen", "leave"),
        ("enter", "leave"),
        ("add", "remove"),
        ("start", "stop"),
        ("order", "clear"),
        ("order", "liquidate"),
        ("replenish", "clear"),
    )
)
"""First words of options that undo one another."""

WHOLE = frozenset({"leave", "stop", "clear", "liquidate"})
"""Words that oppose whatever is done for the same subject, not only the same object."""

LEVERS = ("price", "price_amount", "budget_amount", "bid_amount", "carrier", "service", "supplier", "quantity")
"""Terms of which a subject has one value at a time."""


class Clash(StrEnum):
    """In what way two decisions stand against each other."""

    OPPOSED = "opposed"
    SAME_LEVER = "same_lever"
    SAME_TEST = "same_test"


@dataclass(frozen=True)
class Conflict:
    """Two decisions (by id, the smaller first) and why only one of them can be followed now."""

    clash: Clash
    first: str
    second: str
    reason: Text

    @property
    def is_exclusive(self) -> bool:
        """Whether a budget may pick one of them only; two tests can still be run one after the other."""
        return self.clash is not Clash.SAME_TEST


def conflicts(decisions: Iterable[Decision]) -> tuple[Conflict, ...]:
    """Every pair that clashes among decisions that propose to act or test, in the order of their ids."""
    proposed = sorted((one for one in decisions if one.verdict in (Verdict.ACT, Verdict.TEST)), key=lambda one: one.id)
    return tuple(found for one, other in combinations(proposed, 2) if (found := _clash(one, other)) is not None)


def _clash(one: Decision, other: Decision) -> Conflict | None:
    if one.kind == other.kind and one.subject == other.subject:
        return None  # the register keeps one question one decision
    if not overlap(scope(one), scope(other)):
        return None
    values = {
        "one": one.kind,
        "other": other.kind,
        "subject": one.subject,
        "option": one.chosen.name,
        "against": other.chosen.name,
    }
    if _are_opposed(one.chosen.name, other.chosen.name):
        reason = Text("{one} says {option} and {other} says {against} for {subject}: they undo each other.", values)
        return Conflict(Clash.OPPOSED, one.id, other.id, reason)
    lever = _same_lever(one, other)
    if lever:
        reason = Text("{one} and {other} set {lever} of {subject} to different values.", {**values, "lever": lever})
        return Conflict(Clash.SAME_LEVER, one.id, other.id, reason)
    if _measure_alike(one, other):
        reason = Text(
            "{one} and {other} would be tested on the same part ({subject}) at once: their effects could not be told apart.",
            values,
        )
        return Conflict(Clash.SAME_TEST, one.id, other.id, reason)
    return None


def scope(decision: Decision) -> Mapping[str, frozenset[str]]:
    """The part of the shop a decision concerns: its subject, and the filter it is judged by.

    A subject of several parts is written `part:market=DE/sku=K1`.
    """
    what, _, which = decision.subject.partition(":")
    pairs = [pair.partition("=") for pair in which.split("/")] if what == "part" else [(what, "=", which)]
    found = {name: frozenset({member}) for name, _, member in pairs if name != "shop"}
    if decision.evaluation is not None:
        found |= {name: frozenset(members) for name, members in decision.evaluation.where.items()}
    return found


def overlap(one: Mapping[str, frozenset[str]], other: Mapping[str, frozenset[str]]) -> bool:
    """Whether two parts share something: members in every dimension both name, and one such dimension at least.

    >>> overlap({"sku": frozenset({"K1"})}, {"sku": frozenset({"K1", "K2"}), "market": frozenset({"DE"})})
    True
    >>> overlap({"sku": frozenset({"K1"})}, {"market": frozenset({"DE"})})
    False
    """
    shared = one.keys() & other.keys()
    return bool(shared) and all(one[name] & other[name] for name in shared)


def _are_opposed(one: str, other: str) -> bool:
    (verb, _, thing), (against, _, what) = one.partition("_"), other.partition("_")
    if frozenset({verb, against}) not in OPPOSITES:
        return False
    return thing == what or verb in WHOLE or against in WHOLE


def _same_lever(one: Decision, other: Decision) -> str:
    terms, others = one.chosen.terms, other.chosen.terms
    return next((name for name in LEVERS if name in terms and name in others and terms[name] != others[name]), "")


def _measure_alike(one: Decision, other: Decision) -> bool:
    if Verdict.TEST not in (one.verdict, other.verdict) or one.evaluation is None or other.evaluation is None:
        return False
    return one.evaluation.metric == other.evaluation.metric and scope(one).keys() == scope(other).keys()


def of_decision(found: Sequence[Conflict], decision_id: str) -> tuple[Conflict, ...]:
    """The conflicts a decision is part of."""
    return tuple(one for one in found if decision_id in (one.first, one.second))
