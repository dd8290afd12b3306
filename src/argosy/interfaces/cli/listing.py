"""Decisions on the screen: one paragraph each, those without enough data in one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from argosy.interfaces.cli.session import Session

if TYPE_CHECKING:
    from argosy.interfaces.presentation.decisions import Proposed

STYLES = {"act": "bold green", "test": "bold cyan", "hold": "bold", "not_enough_data": "dim"}


def show_decision(session: Session, proposed: Proposed) -> None:
    """One decision: its heading, and what belongs to it set in below."""
    from argosy.interfaces.presentation.decisions import decision_lines

    head, *below = decision_lines(proposed, session.formats)
    session.say(head, STYLES[proposed.decision.verdict.value])
    for line in below:
        session.explain(line)


def show_decisions(session: Session, proposals: Sequence[Proposed], everything: bool = False) -> None:
    """The list in its order. Decisions that data is missing for share one line, unless there are no others or all are wanted."""
    from argosy.interfaces.presentation.decisions import is_unsaid, unsaid

    told = [one for one in proposals if not is_unsaid(one)]
    if everything or not told:
        told = list(proposals)
    for one in told:
        show_decision(session, one)
    left = unsaid(proposals, session.formats)
    if left is not None and len(told) < len(proposals):
        session.explain(left, indent=0)
