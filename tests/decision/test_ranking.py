"""The one list."""

from __future__ import annotations

import itertools
from datetime import date

from argosy.core.estimate import Estimate
from argosy.core.evidence import Evidence
from argosy.core.money import Money
from argosy.core.text import Text
from argosy.decision.contract import Decision, Option, Verdict, hold
from argosy.decision.evaluation import Evaluation
from argosy.decision.ranking import ranked, sure_worth


def decision(
    subject: str, verdict: Verdict, low: float, point: float, kind: str = "market.focus", cost: Money | None = None
) -> Decision:
    stay = hold(
        Text("Hold."), None if verdict is Verdict.NOT_ENOUGH_DATA else Estimate.exact("net_sales", 0.0, "EUR/year")
    )
    go = Option("go", Text("Go."), Estimate("net_sales", point, low, point + 10, "EUR/year"), cost=cost)
    acts = verdict in (Verdict.ACT, Verdict.TEST)
    return Decision(
        kind, f"market:{subject}", date(2026, 1, 1), verdict, (go, stay) if acts else (stay,),
        (Evidence("orders", 1, date(2026, 1, 1), "load"),), Text("Because."), Evaluation("net_sales", 28, 0.0) if acts else None,
        reversible=True, expires_on=date(2026, 2, 1), needs=(Text("More."),),
    )  # fmt: skip


LIST = [
    decision("sure", Verdict.ACT, 50, 60),
    decision("large", Verdict.ACT, 5, 900),
    decision("trial", Verdict.TEST, 400, 500),
    decision("loss", Verdict.TEST, -400, 500),
    decision("keep", Verdict.HOLD, 0, 0),
    decision("unknown", Verdict.NOT_ENOUGH_DATA, 0, 0),
]


def test_verdict_then_sure_worth_whatever_the_order_of_arrival() -> None:
    for arrival in itertools.permutations(LIST):
        found = ranked(arrival)
        assert [one.decision.subject.partition(":")[2] for one in found] == [
            "sure",
            "large",
            "trial",
            "loss",
            "keep",
            "unknown",
        ]
        assert [one.position for one in found] == [1, 2, 3, 4, 5, 6]


def test_a_kind_that_claimed_too_much_sinks() -> None:
    other = decision("other", Verdict.ACT, 40, 45, kind="customer.win_back")
    assert [one.decision.subject for one in ranked([LIST[0], other])] == ["market:sure", "market:other"]
    assert [one.decision.subject for one in ranked([LIST[0], other], {"market.focus": 0.5})] == [
        "market:other",
        "market:sure",
    ]


def test_only_gains_are_shrunk_and_costs_count() -> None:
    assert sure_worth(LIST[3], shrink=0.1) == -400
    assert sure_worth(LIST[0], shrink=0.5) == 25
    assert sure_worth(decision("paid", Verdict.ACT, 50, 60, cost=Money.of(20, "EUR"))) == 30
    assert sure_worth(decision("abroad", Verdict.ACT, 50, 60, cost=Money.of(20, "USD"))) == 50
    assert sure_worth(LIST[5]) is None
