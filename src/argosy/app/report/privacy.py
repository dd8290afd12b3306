"""What tells of a person is hidden before it enters the report: a report is mailed on, the workspace is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from argosy.decision.contract import Decision, Option, Term
from argosy.decision.evaluation import Evaluation

MASK = "•••"
PERSONAL_DIMENSIONS = frozenset({"customer"})


def masked(identifier: str) -> str:
    """An identifier of a person with all but its first two characters hidden.

    >>> masked("17850"), masked("ann@example.org"), masked("7")
    ('17•••', 'an•••', '•••')
    """
    return (identifier[:2] if len(identifier) > 3 else "") + MASK


def without_persons(decision: Decision) -> Decision:
    """The decision with identifiers of customers hidden; its id, its figures and how many customers it is about stay.

    Terms that are lists or objects are left out: the lists of customers are among them.
    """
    evaluation = None if decision.evaluation is None else _evaluation(decision.evaluation)
    return replace(decision, options=tuple(_option(option) for option in decision.options), evaluation=evaluation)


def _option(option: Option) -> Option:
    plain: dict[str, Term] = {
        name: value for name, value in option.terms.items() if not isinstance(value, Mapping | tuple)
    }
    return replace(option, terms=plain)


def _evaluation(evaluation: Evaluation) -> Evaluation:
    return replace(evaluation, where=_where(evaluation.where), control=_where(evaluation.control))


def _where(where: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(masked(value) for value in values) if name in PERSONAL_DIMENSIONS else values
        for name, values in where.items()
    }
