"""Domains and kinds are found by walking; what is malformed is named."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from argosy.core.errors import FaultError, RequestError
from argosy.decision.documentation import HEADINGS, sections, table
from argosy.decision.domain import decide, domains, find_kinds, kinds

DOCSTRING = "\n".join(f"    {heading}:\n        Words on {heading}." for heading in HEADINGS)
DOMAIN = """
from argosy.core.text import Text
from argosy.decision.domain import Domain
DOMAIN = Domain(name="{name}", chapter={chapter}, title=Text("Sea"), question=Text("Where to?"), planned={{"later": Text("Later")}})
"""
KIND = f'''
from argosy.core.estimate import Estimate
from argosy.core.evidence import Evidence
from argosy.core.text import Text
from argosy.decision.contract import Decision, Verdict, hold
import datetime
TITLE = Text("Set sail")
def propose(facts, parameters):
    """Set sail.

{DOCSTRING}
    """
    for subject in facts:
        yield Decision(
            kind="{{kind}}", subject=subject, as_of=datetime.date(2026, 1, 1), verdict=Verdict.HOLD,
            options=(hold(Text("Hold."), Estimate.exact("net_sales", 0, "EUR/year")),),
            evidence=(Evidence("knots", parameters.count("knots"), datetime.date(2026, 1, 1), parameters.source),),
            rationale=Text("Calm."), evaluation=None, reversible=True, expires_on=datetime.date(2026, 2, 1))
'''
PARAMETERS = "sail:\n  knots: {value: 7, unit: knots, reason: the wind, dated: 2026-01-01}\n"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package with one domain `sea` and its kind `sea.sail`, which proposes on every subject its facts give."""
    home = tmp_path / "seas" / "sea"
    home.mkdir(parents=True)
    (home.parent / "__init__.py").touch()
    (home / "__init__.py").write_text(DOMAIN.format(name="sea", chapter=2))
    (home / "facts.py").write_text(
        "loads = []\ndef load(measures, as_of):\n    loads.append(as_of)\n    return measures\n"
    )
    (home / "sail.py").write_text(KIND.replace("{kind}", "sea.sail"))
    (home / "parameters.yaml").write_text(PARAMETERS)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield home
    for name in [name for name in sys.modules if name.partition(".")[0] == "seas"]:
        del sys.modules[name]
    domains.cache_clear()
    kinds.cache_clear()


def test_a_kind_is_found_with_its_title_and_parameters(package: Path) -> None:
    (kind,) = kinds("seas").values()
    assert (kind.slug, str(kind.title), kind.domain.chapter) == ("sea.sail", "Set sail", 2)
    assert kind.parameters.count("knots") == 7
    assert [decision.subject for decision in kind.decide(["ship:b", "ship:a"])] == ["ship:a", "ship:b"]
    assert list(sections(kind)) == list(HEADINGS)


def test_facts_are_loaded_once_per_domain(package: Path) -> None:
    (package / "row.py").write_text(KIND.replace("{kind}", "sea.row"))
    (package / "parameters.yaml").write_text(PARAMETERS.replace("sail:", "shared:"))
    started: list[str] = []
    found = list(
        decide(find_kinds("sea", "seas"), ["ship:a"], date(2026, 1, 1), started=lambda kind: started.append(kind.slug))
    )
    assert [decision.kind for decision in found] == started == ["sea.row", "sea.sail"]
    assert sys.modules["seas.sea.facts"].loads == [date(2026, 1, 1)]


def test_unknown_names_are_answered_with_the_known_ones(package: Path) -> None:
    assert [kind.slug for kind in find_kinds("sea.sail", "seas")] == ["sea.sail"]
    with pytest.raises(RequestError, match=r"no domain or kind river.*domains: sea; kinds: sea\.sail"):
        find_kinds("river", "seas")


def test_a_domain_without_kinds_is_no_mistake(package: Path) -> None:
    (package / "sail.py").unlink()
    (package / "parameters.yaml").unlink()
    assert find_kinds("sea", "seas") == ()


@pytest.mark.parametrize(
    ("file", "text", "sentence"),
    [
        ("__init__.py", "", "no DOMAIN of that name"),
        ("__init__.py", DOMAIN.format(name="lake", chapter=1), "no DOMAIN of that name"),
        ("sail.py", "def propose(facts, parameters): ...", "has no TITLE"),
        ("parameters.yaml", "sail:\n  knots: {value: 7}\n", "must have value, unit, reason and dated"),
        (
            "parameters.yaml",
            "sail:\n  knots: {value: 7, unit: k, reason: '', dated: 2026-01-01}\n",
            "no day or no reason",
        ),
        (
            "parameters.yaml",
            "sail:\n  knots: {value: [7], unit: k, reason: x, dated: 2026-01-01}\n",
            "neither a value nor named",
        ),
    ],
)
def test_what_is_malformed_is_named(package: Path, file: str, text: str, sentence: str) -> None:
    (package / file).write_text(text)
    with pytest.raises(FaultError, match=sentence):
        kinds("seas")


def test_speaking_for_another_kind_or_twice_is_a_fault(package: Path) -> None:
    (package / "row.py").write_text(KIND.replace("{kind}", "sea.sail"))
    (package / "parameters.yaml").write_text(PARAMETERS.replace("sail:", "shared:"))
    with pytest.raises(FaultError, match="for another kind"):
        kinds("seas")["sea.row"].decide(["ship:a"])
    with pytest.raises(FaultError, match="twice on one subject"):
        kinds("seas")["sea.sail"].decide(["ship:a", "ship:a"])


def test_a_missing_heading_is_named(package: Path) -> None:
    text = (package / "sail.py").read_text().replace("Limits:", "Limit:")
    (package / "sail.py").write_text(text)
    with pytest.raises(FaultError, match="lacks or does not know the headings: Limits, Limit"):
        sections(kinds("seas")["sea.sail"])


def test_the_table_says_what_is_there_and_what_is_not_yet(package: Path) -> None:
    assert "`sea.sail` Set sail (there)<br>`sea.later` Later (not yet)" in table(package="seas")
    rows = table().splitlines()
    assert len(rows) == 2 + 13
