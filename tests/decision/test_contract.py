"""The contract of a decision: its rules, its id, its JSON."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy.core.errors import FaultError
from argosy.core.estimate import Estimate
from argosy.core.evidence import Evidence
from argosy.core.money import Money
from argosy.core.text import Text
from argosy.decision.contract import Decision, Option, Verdict, hold
from argosy.decision.evaluation import Evaluation, Goal, Guardrail, GuardrailState, Ruling

HOLD = hold(Text("Hold: change nothing."), Estimate.exact("net_sales", 0.0, "EUR/year"))
DEEPEN = Option(
    "deepen",
    Text("Deepen {market}.", {"market": Text("Germany")}),
    Estimate("net_sales", 900.0, 100.0, 2000.0, "EUR/year"),
    {"share": 0.25, "customers": ("17", "18"), "by": {"lever": "repeat"}},
    Money.of("12.50", "EUR"),
)


def decision(**changes: object) -> Decision:
    fields: dict[str, object] = {
        "kind": "market.focus",
        "subject": "market:DE",
        "as_of": date(2026, 10, 31),
        "verdict": Verdict.ACT,
        "options": (DEEPEN, HOLD),
        "evidence": (Evidence("net_sales", Decimal("1234.50"), date(2026, 10, 31), "load-1"),),
        "rationale": Text("{market} grows by {growth}.", {"market": "DE", "growth": "12 %"}),
        "evaluation": Evaluation(
            "net_sales", 91, 50.0, (Guardrail("refund_rate", highest_change=0.02),), where={"market": ("DE",)}
        ),
        "reversible": True,
        "expires_on": date(2027, 1, 31),
    }
    return Decision(**{**fields, **changes})  # type: ignore[arg-type]  # the fields are mixed on purpose


def test_json_reads_back_and_is_stable() -> None:
    made = decision(needs=(Text("costs of {count} SKUs", {"count": 3}),), snapshot=7)
    stored = json.loads(json.dumps(made.to_json()))
    again = Decision.from_json(stored)
    assert again == made
    assert again.id == made.id == stored["id"]
    assert again.to_json() == made.to_json()


def test_the_fields_are_those_of_the_design() -> None:
    shown = decision().to_json("en")
    assert set(shown) == {
        "id", "kind", "subject", "as_of", "verdict", "options", "evidence", "rationale", "evaluation", "reversible",
        "expires_on", "needs", "snapshot",
    }  # fmt: skip
    options = shown["options"]
    assert isinstance(options, list)
    assert set(options[0]) == {"name", "action", "terms", "effect", "cost"}
    assert options[0]["action"] == "Deepen Germany."
    assert shown["rationale"] == "DE grows by 12 %."


def test_the_id_depends_on_kind_subject_day_and_evidence_alone() -> None:
    first = decision()
    assert decision(rationale=Text("Said otherwise."), options=(HOLD, DEEPEN), verdict=Verdict.HOLD).id == first.id
    others = [
        decision(kind="market.enter"),
        decision(subject="market:FR"),
        decision(as_of=date(2026, 10, 30)),
        decision(evidence=(Evidence("net_sales", Decimal("1234.51"), date(2026, 10, 31), "load-1"),)),
    ]
    assert len({first.id, *(other.id for other in others)}) == 5


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "focus"}, "not named domain.verb_object"),
        ({"subject": "DE"}, "not written what:which"),
        ({"expires_on": date(2026, 10, 31)}, "not after the day"),
        ({"options": (DEEPEN,)}, "does not offer to hold"),
        ({"options": ()}, "does not offer to hold"),
        ({"options": (DEEPEN, DEEPEN, HOLD)}, "two options of one name"),
        ({"options": (HOLD, DEEPEN)}, "chooses hold"),
        ({"verdict": Verdict.HOLD}, "chooses deepen"),
        ({"evaluation": None}, "does not say how it will be judged"),
        ({"options": (dataclasses.replace(DEEPEN, effect=None), HOLD)}, "states no effect"),
        (
            {"options": (dataclasses.replace(DEEPEN, effect=Estimate("net_sales", 1, 0, 2, "USD/year")), HOLD)},
            "cannot be compared",
        ),
        ({"evidence": ()}, "no evidence"),
        ({"evidence": (Evidence("a", 1, date(2026, 1, 1), "x"), Evidence("a", 2, date(2026, 1, 1), "x"))}, "one name"),
        ({"verdict": Verdict.NOT_ENOUGH_DATA, "options": (HOLD, DEEPEN)}, "not which"),
        ({"rationale": Text("")}, "no rationale"),
    ],
)
def test_a_broken_rule_is_one_sentence(changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(FaultError, match=sentence):
        decision(**changes)


def test_not_enough_data_needs_no_evidence() -> None:
    unknown = decision(
        verdict=Verdict.NOT_ENOUGH_DATA,
        options=(hold(Text("Hold."), None),),
        evidence=(),
        evaluation=None,
        needs=(Text("Export the orders of the last 12 months."),),
    )
    assert unknown.chosen.effect is None
    assert Decision.from_json(unknown.to_json()) == unknown


def test_an_evaluation_expects_the_chosen_effect_unless_it_says_otherwise() -> None:
    assert decision().expected == DEEPEN.effect
    own = Estimate("orders", 10.0, 5.0, 20.0, "1/year")
    assert decision(evaluation=Evaluation("orders", 28, 1.0, expected=own)).expected == own
    assert decision(evaluation=Evaluation("orders", 28, 1.0)).expected is None
    with pytest.raises(FaultError, match="expects a change of orders"):
        Evaluation("net_sales", 28, 1.0, expected=own)


@pytest.mark.parametrize(
    ("goal", "guardrails", "ruling"),
    [
        (Goal.WORTH_IT, GuardrailState.HELD, Ruling.SHIP),
        (Goal.WORTH_IT, GuardrailState.BROKEN, Ruling.ROLLBACK),
        (Goal.HARMFUL, GuardrailState.HELD, Ruling.ROLLBACK),
        (Goal.UNCLEAR, GuardrailState.HELD, Ruling.REVIEW),
    ],
)
def test_the_first_rule_that_applies_decides(goal: Goal, guardrails: GuardrailState, ruling: Ruling) -> None:
    assert Evaluation("net_sales", 28, 1.0).deciding(goal, guardrails).ruling is ruling


def test_criteria_must_cover_everything() -> None:
    with pytest.raises(FaultError, match="do not end with a rule for everything else"):
        Evaluation("net_sales", 28, 1.0, criteria=Evaluation("net_sales", 28, 1.0).criteria[:2])


terms = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-10, 10)
    | st.text(max_size=5)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=5), terms, max_size=4))
def test_any_terms_survive_storage(values: dict[str, object]) -> None:
    option = Option("deepen", Text("Deepen."), None, values)  # type: ignore[arg-type]  # lists become tuples when frozen
    stored = json.loads(json.dumps(option.to_json()))
    assert Option.from_json(stored) == option


def test_terms_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        DEEPEN.terms["share"] = 1  # type: ignore[index]  # that it cannot be assigned is the point
    with pytest.raises(FaultError, match="only JSON values"):
        Option("deepen", Text("Deepen."), None, {"day": date(2026, 1, 1)})  # type: ignore[dict-item]  # refused on purpose
