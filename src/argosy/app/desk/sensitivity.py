"""What of the numbers is cost, profit or personal, found from the definitions, so that a metric added tomorrow is hidden until it is open.

A metric counted from a table of an open subject (orders, traffic, advertising ...) is open. One that reads any other table is cost; one
that mixes both (sales less fees, cost per sale) tells what is left, and is profit.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from argosy.app.door.people import Person
from argosy.app.door.roles import Permission
from argosy.canonical.catalogue import tables
from argosy.core.errors import ArgosyError, RequestError
from argosy.metrics.facts import FACTS
from argosy.metrics.registry import metrics, needed

OPEN_SUBJECTS = frozenset(
    {
        "orders", "customers", "traffic", "advertising", "inventory", "service", "research", "experiments", "social",
        "compliance", "fx", "lake",
    }
)  # fmt: skip
COST_WORDS = frozenset(
    {"cost", "costs", "fee", "fees", "landed", "duty", "freight", "payout", "commission", "salary", "cogs"}
)
PROFIT_WORDS = frozenset({"profit", "margin", "contribution", "proceeds"})
PERSONAL_DIMENSIONS = frozenset({"customer"})


class Sensitivity(StrEnum):
    """What a number tells."""

    OPEN = "open"
    COST = "cost"
    PROFIT = "profit"


NEEDS = {Sensitivity.COST: Permission.SEE_COST, Sensitivity.PROFIT: Permission.SEE_PROFIT}


class NotAllowedError(RequestError):
    """The person may not see or do this."""


@cache
def sensitivity(slug: str) -> Sensitivity:
    """What a metric tells; of a name no metric has, by its words.

    >>> sensitivity("net_sales").value, sensitivity("contribution_margin_x").value
    ('open', 'profit')
    """
    if slug not in metrics():
        return _by_words(slug)
    subjects = {_subject(metric.fact) for metric in needed((slug,)) if metric.fact}
    closed = subjects - OPEN_SUBJECTS
    by_words = _by_words(slug)
    if not closed:
        return Sensitivity.PROFIT if by_words is Sensitivity.PROFIT else Sensitivity.OPEN
    return Sensitivity.PROFIT if closed != subjects or by_words is Sensitivity.PROFIT else Sensitivity.COST


def _subject(fact: str) -> str:
    declared = tables().get(FACTS[fact].table)
    return declared.subject if declared else ""


def _by_words(name: str) -> Sensitivity:
    words = set(name.lower().split("_"))
    if words & PROFIT_WORDS:
        return Sensitivity.PROFIT
    return Sensitivity.COST if words & COST_WORDS else Sensitivity.OPEN


def sees(person: Person, slug: str) -> bool:
    """Whether the person may see that metric."""
    needs = NEEDS.get(sensitivity(slug))
    return needs is None or person.may(needs)


def refuse_hidden(person: Person, slugs: Iterable[str]) -> None:
    """`NotAllowedError` where one of the metrics is not for the person."""
    for slug in slugs:
        if not sees(person, slug):
            raise NotAllowedError(
                "{metric} tells cost or profit, which your role does not see; ask an owner.", metric=slug
            )


@cache
def personal_columns() -> frozenset[str]:
    """Columns of any canonical table that hold personal data."""
    return frozenset(column.name for table in tables().values() for column in table.columns if column.personal)


def hides_column(person: Person, name: str) -> bool:
    """Whether a column of a source row is hidden from the person: personal data by its declaration, cost and profit by its words."""
    if name in personal_columns():
        return not person.may(Permission.SEE_PERSONAL)
    needs = NEEDS.get(_by_words(name))
    return needs is not None and not person.may(needs)


def require(person: Person, permission: Permission) -> None:
    """`NotAllowedError` where the person lacks the permission."""
    if not person.may(permission):
        raise NotAllowedError("Your role may not do this ({permission}); ask an owner.", permission=permission.value)


class StaleError(ArgosyError):
    """What the person saw has changed since: they should look again before they act."""
