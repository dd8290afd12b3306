"""A small workspace with a few orders in it, made once, and decisions to show."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from argosy.core.estimate import Estimate
from argosy.core.evidence import Evidence
from argosy.core.money import Money
from argosy.core.text import Text
from argosy.decision.contract import Decision, Option, Verdict, hold
from argosy.decision.evaluation import Evaluation

MAPPING = Path(__file__).resolve().parents[2] / "src/argosy/connectors/spreadsheet/mappings/online_retail.yaml"
ORDERS = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,WHITE HANGING HEART,6,2010-12-01 08:26:00,2.55,17850,United Kingdom
536365,71053,WHITE METAL LANTERN,1000,2010-12-01 08:26:00,3.39,17850,United Kingdom
536366,22633,=HAND WARMER,6,2010-12-02 08:28:00,1.85,17851,Germany
536367,22633,=HAND WARMER,2,2011-01-05 09:00:00,1.85,17851,Germany
C536368,22633,=HAND WARMER,-1,2011-01-06 09:00:00,1.85,17851,Germany
536369,22633,HAND WARMER,many,2011-01-07 09:00:00,1.85,17852,France
"""


@dataclass(frozen=True)
class ProposalStandIn:
    """What `app` hands out as a proposal."""

    decision: Decision
    status: str = "proposed"
    rank: int = 1
    is_new: bool = True
    sure_worth: float | None = 4000.0
    thread_id: str = "0123456789abcdef"


def make_decision(**changes: object) -> Decision:
    holding = hold(Text("Hold: change nothing."), Estimate.exact("net_sales", 0.0, "EUR/year"))
    deepen = Option(
        "deepen",
        Text("Deepen {market}.", {"market": "DE"}),
        Estimate("net_sales", 12300.0, 4000.0, 21000.0, "EUR/year"),
        {"quantity": 120, "supplier": "=cmd", "skus": ("A", "B")},
        Money.of("250.00", "EUR"),
    )
    fields: dict[str, object] = {
        "kind": "market.focus",
        "subject": "market:DE",
        "as_of": date(2026, 10, 31),
        "verdict": Verdict.ACT,
        "options": (deepen, holding),
        "evidence": (Evidence("net_sales", Decimal("1234.50"), date(2026, 10, 31), "load-1"),),
        "rationale": Text("Buyers in {market} come back.", {"market": "DE"}),
        "evaluation": Evaluation("net_sales", 91, 50.0),
        "reversible": True,
        "expires_on": date(2027, 1, 31),
    }
    return Decision(**{**fields, **changes})  # type: ignore[arg-type]  # the fields are mixed on purpose


@pytest.fixture
def proposal() -> ProposalStandIn:
    return ProposalStandIn(make_decision())


@pytest.fixture
def unsure() -> ProposalStandIn:
    holding = hold(Text("Hold: change nothing."), None)
    short = make_decision(
        verdict=Verdict.NOT_ENOUGH_DATA,
        subject="market:FR",
        options=(holding,),
        evaluation=None,
        needs=(Text("orders of {days} more days", {"days": 60}),),
    )
    return ProposalStandIn(short, rank=2, sure_worth=None)


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the orders loaded; tests that change it take a copy."""
    from argosy.interfaces.cli.__main__ import main

    root = tmp_path_factory.mktemp("seller") / "workspace"
    for folder in ("inbox", "mappings", "lake"):
        (root / folder).mkdir(parents=True)
    (root / "argosy.toml").write_text('home_currency = "GBP"\nhome_country = "GB"\n', encoding="utf-8")
    shutil.copy(MAPPING, root / "mappings")
    (root / "inbox" / "orders.csv").write_text(ORDERS, encoding="utf-8")
    assert main(["ingest", "--workspace", str(root), "--quiet"]) == 0
    return root


@pytest.fixture
def workspace(loaded: Path, tmp_path: Path) -> Path:
    """A copy of the loaded workspace, to be changed at will."""
    return Path(shutil.copytree(loaded, tmp_path / "copy"))


@pytest.fixture(autouse=True)
def _an_english_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "ARGOSY_WORKSPACE", "ARGOSY_DEBUG", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
