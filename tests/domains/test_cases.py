"""The named cases of every kind: `tests/domains/<domain>/cases/<kind>.yaml`, one runner for all."""

from __future__ import annotations

import runpy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from fake_measures import FakeMeasures, seller

from argosy.decision.contract import Decision
from argosy.decision.domain import kinds

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*/cases/*.yaml"))


def slug(file: Path) -> str:
    return f"{file.parents[1].name}.{file.stem}"


COSTLY = ("analytics", "channel")
"""Domains whose cases load a lake each: the quick run tries one case of each verdict, the whole run all."""


def cases() -> list[Any]:
    return [
        pytest.param(slug(file), case, id=f"{slug(file)}: {case['name']}", marks=speed(file, written, case))
        for file in FILES
        for written in [yaml.safe_load(file.read_text(encoding="utf-8"))]
        for case in written
    ]


def speed(file: Path, written: list[dict[str, Any]], case: dict[str, Any]) -> tuple[pytest.MarkDecorator, ...]:
    first = next(one for one in written if one["verdict"] == case["verdict"])
    return (pytest.mark.slow,) if file.parents[1].name in COSTLY and case is not first else ()


def decisions(name: str, case: dict[str, Any]) -> tuple[Decision, ...]:
    kind = kinds()[name]
    given = HERE / name.partition(".")[0] / f"given_{name.partition('.')[2]}.py"
    parameters = kind.parameters.replaced(case.get("parameters", {}), "case")
    parameters = parameters.replaced(case.get("parameters_assumed", {}), "case", assumed=True)
    if given.exists():  # the kind's own maker of sellers: measures(case)
        maker = runpy.run_path(str(given))["measures"]
        return kind.decide(kind.load(maker(case), case["as_of"]), parameters)
    last_on: date = case.get("last_on", case["as_of"])
    lines = seller(case["markets"], last_on, case.get("months", 24)) if case["markets"] else None
    return kind.decide(kind.load(FakeMeasures(lines), case["as_of"]), parameters)


@pytest.mark.parametrize(("name", "case"), cases())
def test_case(name: str, case: dict[str, Any]) -> None:
    found = {decision.subject: decision for decision in decisions(name, case)}
    assert case["subject"] in found
    decision = found[case["subject"]]
    assert decision.verdict == case["verdict"], str(decision.rationale)
    assert decision.chosen.name == case.get("chosen", decision.chosen.name)
    assert case.get("rationale", "") in str(decision.rationale)
    assert case.get("needs", "") in " ".join(str(need) for need in decision.needs)


@pytest.mark.parametrize("name", list(kinds()))
def test_every_verdict_has_a_named_case(name: str) -> None:
    domain, _, kind = name.partition(".")
    written = yaml.safe_load((HERE / domain / "cases" / f"{kind}.yaml").read_text(encoding="utf-8"))
    assert {case["verdict"] for case in written} == {"act", "test", "hold", "not_enough_data"}
    assert len({case["name"] for case in written}) == len(written)
