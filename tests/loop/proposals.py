"""Decisions made up for the tests of the loop."""

from __future__ import annotations

from datetime import UTC, date, datetime

from argosy.core.estimate import Estimate
from argosy.core.evidence import Evidence
from argosy.core.text import Text
from argosy.decision.contract import Decision, Option, Verdict, hold
from argosy.decision.evaluation import Evaluation, Guardrail

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def proposal(
    subject: str = "market:DE",
    *,
    as_of: date = date(2026, 2, 28),
    sales: int = 1000,
    point: float = 500.0,
    verdict: Verdict = Verdict.ACT,
    kind: str = "market.focus",
    expires_on: date = date(2026, 12, 31),
    window_days: int = 91,
    reversible: bool = True,
    control: dict[str, tuple[str, ...]] | None = None,
) -> Decision:
    """Deepen a market for `point` (half to double) a year, or hold."""
    stay = hold(Text("Hold."), Estimate.exact("net_sales", 0.0, "EUR/year"))
    go = Option(
        "deepen",
        Text("Deepen {market}.", {"market": subject}),
        Estimate("net_sales", point, point / 2, point * 2, "EUR/year"),
    )
    acts = verdict in (Verdict.ACT, Verdict.TEST)
    evaluation = Evaluation(
        "net_sales",
        window_days,
        10.0,
        (Guardrail("refund_rate", highest_change=0.05),),
        where={"market": (subject.partition(":")[2],)},
        control=control or {},
    )
    return Decision(
        kind=kind,
        subject=subject,
        as_of=as_of,
        verdict=verdict,
        options=(go, stay) if acts else (stay, go),
        evidence=(Evidence("net_sales", sales, as_of, "load-1"),),
        rationale=Text("Because of {sales}.", {"sales": sales}),
        evaluation=evaluation if acts else None,
        reversible=reversible,
        expires_on=expires_on,
        snapshot=3,
    )
