"""What every domain and every kind must keep to, whoever writes it: found by walking, none is named here."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
import yaml

from argosy.core.text import LOCALE_DIRECTORY
from argosy.decision.contract import HOLD, PER_YEAR, Decision, Verdict
from argosy.decision.documentation import markdown, sections
from argosy.decision.domain import Kind, domains, kinds

TESTS_OF_DOMAINS = Path(__file__).resolve().parents[1] / "domains"
sys.path.append(str(TESTS_OF_DOMAINS))

from fake_measures import FakeMeasures, seller  # noqa: E402  (the path above makes it importable)

AS_OF = date(2026, 10, 31)
SLUGS = list(kinds())


@cache
def measures() -> FakeMeasures:
    markets = {
        "DE": {"customers": 500, "rhythm": 25, "gone": 0.3, "amount": 60},
        "FR": {"customers": 200, "rhythm": 30, "gone": 0.1},
        "PT": {"customers": 3, "orders": 1.0},
    }
    return FakeMeasures(seller(markets, AS_OF, months=24))


@cache
def facts(slug: str) -> object:
    return kinds()[slug].load(measures(), AS_OF)


@cache
def decisions(slug: str) -> tuple[Decision, ...]:
    return kinds()[slug].decide(facts(slug))


def cases(slug: str) -> list[dict[str, object]]:
    domain, _, kind = slug.partition(".")
    found = yaml.safe_load((TESTS_OF_DOMAINS / domain / "cases" / f"{kind}.yaml").read_text(encoding="utf-8"))
    return list(found)


def arrays(value: object) -> Iterator[object]:
    """Every numpy array within nested frozen dataclasses and tuples."""
    if hasattr(value, "flags") and hasattr(value, "dtype"):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from arrays(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from arrays(item)


def templates(value: object) -> Iterator[str]:
    """Every template of a text within the JSON of a decision."""
    if isinstance(value, dict):
        if set(value) == {"template", "values"}:
            yield str(value["template"])
        for item in value.values():
            yield from templates(item)
    elif isinstance(value, list):
        for item in value:
            yield from templates(item)


@cache
def chinese() -> frozenset[str]:
    """What people have translated, and the names of countries, which come from CLDR."""
    from babel import Locale
    from babel.messages.pofile import read_po

    known = set(Locale("en").territories.values())
    for path in sorted((LOCALE_DIRECTORY / "zh" / "parts").glob("*.po")):
        with path.open("rb") as file:
            known |= {str(message.id) for message in read_po(file, charset="utf-8") if message.string}
    return frozenset(known)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_sentence_and_name_has_its_chinese(slug: str) -> None:
    from argosy.metrics.registry import metrics

    said: set[str] = set()
    for decision in (*decisions(slug), *kinds()[slug].decide(kinds()[slug].load(FakeMeasures(), AS_OF))):
        said |= set(templates(decision.to_json()))
        names = {item.name for item in decision.evidence} | {option.name for option in decision.options}
        said |= {name.replace("_", " ").capitalize() for name in names - set(metrics())}
    assert said - chinese() == set()


def test_the_titles_of_the_domains_have_their_chinese() -> None:
    said = {text.template for one in domains().values() for text in (one.title, one.question, *one.planned.values())}
    assert said - chinese() == set()


def test_the_thirteen_chapters_are_there_in_order() -> None:
    assert [domain.chapter for domain in domains().values()] == list(range(1, 14))
    assert all(str(domain.title) and str(domain.question).endswith("?") for domain in domains().values())


@pytest.mark.parametrize("slug", SLUGS)
def test_facts_are_frozen(slug: str) -> None:
    loaded = facts(slug)
    assert dataclasses.is_dataclass(loaded)
    assert type(loaded).__dataclass_params__.frozen  # type: ignore[attr-defined]  # set on every dataclass
    assert not any(array.flags.writeable for array in arrays(loaded))  # type: ignore[attr-defined]  # arrays have flags


@pytest.mark.parametrize("slug", SLUGS)
def test_the_same_facts_give_the_same_decisions(slug: str) -> None:
    kind = kinds()[slug]
    again = kind.decide(kind.load(measures(), AS_OF))
    assert [decision.to_json() for decision in again] == [decision.to_json() for decision in decisions(slug)]
    assert len({decision.id for decision in again}) == len(again) > 0


@pytest.mark.parametrize("slug", SLUGS)
def test_decisions_read_back(slug: str) -> None:
    for decision in decisions(slug):
        again = Decision.from_json(decision.to_json())
        assert again.to_json() == decision.to_json()
        assert again.id == decision.id


@pytest.mark.parametrize("slug", SLUGS)
def test_each_decision_keeps_the_contract(slug: str) -> None:
    for decision in decisions(slug):
        assert decision.kind == slug
        assert decision.as_of == AS_OF
        assert HOLD in [option.name for option in decision.options]
        assert decision.snapshot == measures().snapshot_number
        assert AS_OF < decision.expires_on <= AS_OF + timedelta(days=366)
        if decision.verdict is Verdict.ACT:
            assert decision.evaluation is not None
        for option in decision.options:
            if option.effect is not None:
                assert option.effect.unit == f"{measures().home_currency}{PER_YEAR}"


@pytest.mark.parametrize("slug", SLUGS)
def test_every_metric_named_exists(slug: str) -> None:
    from argosy.metrics.registry import metrics

    for decision in decisions(slug):
        named = {option.effect.metric for option in decision.options if option.effect is not None}
        if decision.evaluation is not None:
            named |= {decision.evaluation.metric, *(guardrail.metric for guardrail in decision.evaluation.guardrails)}
        assert named <= set(metrics())


@pytest.mark.parametrize("slug", SLUGS)
def test_every_dimension_of_an_evaluation_exists(slug: str) -> None:
    from argosy.metrics.dimensions import check

    for decision in decisions(slug):
        if decision.evaluation is not None:
            assert decision.evaluation.where or decision.subject.startswith("shop:"), (
                "only the whole shop is no part of it"
            )
            check((*decision.evaluation.where, *decision.evaluation.control))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_evidence_has_a_source_and_a_day(slug: str) -> None:
    for decision in decisions(slug):
        for item in decision.evidence:
            assert item.source.strip()
            assert item.as_of <= AS_OF or "parameters.yaml@" in item.source


@pytest.mark.parametrize("slug", SLUGS)
def test_an_empty_warehouse_gives_not_enough_data_and_never_zeros(slug: str) -> None:
    kind: Kind = kinds()[slug]
    found = kind.decide(kind.load(FakeMeasures(), AS_OF))
    assert found
    for decision in found:
        assert decision.verdict is Verdict.NOT_ENOUGH_DATA
        assert decision.needs
        assert all(option.effect is None for option in decision.options)
        assert not any(item.value == 0 for item in decision.evidence)


@pytest.mark.parametrize("slug", SLUGS)
def test_documentation_has_every_heading_and_parameter(slug: str) -> None:
    kind = kinds()[slug]
    page = markdown(kind)
    assert all(f"## {heading}" in page for heading in sections(kind))
    assert all(f"`{name}`" in page for name in kind.parameters)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_verdict_has_a_named_case(slug: str) -> None:
    assert {case["verdict"] for case in cases(slug)} == {verdict.value for verdict in Verdict}


@pytest.mark.parametrize("slug", SLUGS)
def test_the_kind_was_planned_in_its_domain_or_has_its_own_title(slug: str) -> None:
    kind = kinds()[slug]
    planned = kind.domain.planned.get(slug.partition(".")[2])
    assert planned in (None, kind.title)
