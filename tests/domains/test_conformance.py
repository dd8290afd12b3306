"""What every kind of decision must hold, on the sellers of its own named cases: one suite, no kind left out."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
import yaml
from test_cases import HERE, decisions

from argosy.decision.contract import HOLD, Decision, Verdict
from argosy.decision.documentation import sections
from argosy.decision.domain import kinds
from argosy.metrics.dimensions import DIMENSIONS
from argosy.metrics.registry import metrics

NAMES = list(kinds())


def cases_of(name: str) -> list[dict[str, Any]]:
    domain, _, kind = name.partition(".")
    found: list[dict[str, Any]] = yaml.safe_load((HERE / domain / "cases" / f"{kind}.yaml").read_text(encoding="utf-8"))
    return list({case["verdict"]: case for case in found}.values())


@cache
def proposed(name: str) -> tuple[Decision, ...]:
    """What the kind says on one case of each verdict."""
    return tuple(decision for case in cases_of(name) for decision in decisions(name, case))


pytestmark = pytest.mark.slow  # the contract tests ask the same of every kind on a smaller seller


@pytest.mark.parametrize("name", NAMES)
def test_the_same_facts_give_the_same_ids(name: str) -> None:
    case = cases_of(name)[0]
    first, again = decisions(name, case), decisions(name, case)
    assert [one.to_json() for one in first] == [one.to_json() for one in again]
    assert len({one.id for one in first}) == len(first)


@pytest.mark.parametrize("name", NAMES)
def test_hold_is_an_option_and_effects_are_per_year_in_the_home_currency(name: str) -> None:
    for decision in proposed(name):
        assert HOLD in [option.name for option in decision.options]
        for option in decision.options:
            if option.effect is not None:
                assert option.effect.unit.endswith("/year"), decision.subject
                assert option.effect.low <= option.effect.point <= option.effect.high


@pytest.mark.parametrize("name", NAMES)
def test_a_proposal_says_beforehand_how_it_will_be_judged_by_what_can_be_measured(name: str) -> None:
    for decision in proposed(name):
        if decision.verdict not in (Verdict.ACT, Verdict.TEST):
            continue
        assert decision.evaluation is not None
        assert decision.evaluation.metric in metrics()
        assert {guardrail.metric for guardrail in decision.evaluation.guardrails} <= set(metrics())
        assert {*decision.evaluation.where, *decision.evaluation.control} <= set(DIMENSIONS)


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_leads_to_rows_or_to_a_dated_reference(name: str) -> None:
    for decision in proposed(name):
        for item in decision.evidence:
            assert "@" in item.source or item.source.startswith("load-"), item


@pytest.mark.parametrize("name", NAMES)
def test_texts_are_whole_in_both_languages(name: str) -> None:
    for decision in proposed(name):
        texts = [decision.rationale, *decision.needs, *(option.action for option in decision.options)]
        for text in texts:
            for language in ("en", "zh"):
                said = text.render(language)
                assert said
                assert "{" not in said


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_has_its_page(name: str) -> None:
    assert all(sections(kinds()[name]).values())
