"""A draft makes decisions that hold the contract, whichever order the options come in."""

from __future__ import annotations

from datetime import date

from argosy.core.text import Text
from argosy.decision.contract import Option, Verdict
from argosy.decision.drafting import Draft
from argosy.decision.evaluation import Evaluation

DRAFT = Draft("sea.sail", date(2026, 1, 1), 7, "EUR", "load-1", 30, "net_sales")
STAY = DRAFT.hold(Text("Stay."))
GO = Option("go", Text("Go."), DRAFT.effect(5.0, 9.0, 1.0))


def test_the_verdict_puts_its_option_first() -> None:
    evidence = DRAFT.evidence([("knots", 7.12345678), ("wind", None)])
    held = DRAFT.decided("ship:a", Verdict.HOLD, (GO, STAY), evidence, Text("Calm."), Evaluation("net_sales", 28, 0.0))
    acted = DRAFT.decided("ship:a", Verdict.ACT, (STAY, GO), evidence, Text("Wind."), Evaluation("net_sales", 28, 0.0))
    assert (held.chosen.name, held.evaluation) == ("hold", None)
    assert acted.chosen.name == "go"
    assert acted.chosen.effect is not None
    assert (acted.chosen.effect.low, acted.chosen.effect.high) == (1.0, 9.0)
    assert [(item.name, item.value) for item in acted.evidence] == [("knots", 7.12346)]
    assert acted.expires_on == date(2026, 1, 31)


def test_what_is_not_known_says_what_is_needed() -> None:
    unknown = DRAFT.unknown("ship:a", Text("No log."), [Text("Load the log.")])
    assert unknown.verdict is Verdict.NOT_ENOUGH_DATA
    assert [str(need) for need in unknown.needs] == ["Load the log."]
