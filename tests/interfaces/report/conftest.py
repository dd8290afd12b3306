"""A report made by hand, with every trap a real one can hold: hostile titles, missing values, a cut month, money in two currencies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from argosy.app.decide import Proposal
from argosy.app.report.contents import (
    Breakdown,
    Change,
    Concentration,
    Figure,
    Intake,
    KeptApart,
    LoadedFile,
    Report,
    RowGroup,
    Slice,
    Source,
)
from argosy.app.report.window import choose
from argosy.app.results import CurrencyCheck, SourceRow
from argosy.core.estimate import Estimate
from argosy.core.evidence import Evidence
from argosy.core.text import Text
from argosy.decision.contract import Decision, Option, Verdict, hold
from argosy.decision.evaluation import Evaluation, Guardrail
from argosy.metrics.contract import Query
from argosy.metrics.registry import metrics

HOSTILE = "<script>alert('x')</script>"
LOAD = "0123456789abcdef"
DAY = date(2011, 12, 9)
MONTHS = ["2010-12", *(f"2011-{number:02d}" for number in range(1, 13))]


def source(name: str, *slugs: str, place: str = "markets", where: dict[str, tuple[str, ...]] | None = None) -> Source:
    row = SourceRow("orders.csv", 7, LOAD, {"order_id": "536365", "title": HOSTILE, "gross_amount": Decimal("20.4000")})
    return Source(
        id=name,
        title=Text("Market {name}", {"name": "DE"}) if where else Text("Net sales"),
        place=place,
        query=Query(slugs or ("net_sales",), where=where or {}),
        values={"net_sales": Decimal("1234567.8900")},
        tables=("order_lines",),
        groups=(RowGroup("order_lines", (row,), 522568),),
        measure_command="argosy measure net_sales --where market=DE",
        trace_commands=("argosy trace gross_sales --where market=DE",),
    )


def month(number: int) -> Slice:
    values = {"net_sales": Decimal(1000 * (number + 1)), "orders": 10 + number, "customers": 8, "new_customers": 3}
    values["returning_customers"] = 5
    return Slice(MONTHS[number], values, f"month-{number}", is_complete=number < 12)


def market(key: str | None, amount: str, share: float, **changes: object) -> Slice:
    values = {
        "net_sales": Decimal(amount),
        "orders": 12,
        "customers": None,
        "average_order_value": Decimal("45.6789"),
        "repeat_purchase_rate": None,
        "refund_rate": 0.0123,
    }
    found = Slice(key, values, "market-DE", share=share, change=Change(Decimal(120), Decimal(100)))
    return replace(found, **changes)  # type: ignore[arg-type]  # the fields are mixed on purpose


def decision(verdict: Verdict = Verdict.ACT, subject: str = "market:DE") -> Decision:
    stay = hold(Text("Hold: keep it as it is."), Estimate.exact("net_sales", 0.0, "GBP/year"))
    deepen = Option(
        "deepen",
        Text("Deepen {market}.", {"market": HOSTILE}),
        Estimate("net_sales", 900.0, -100.0, 2000.0, "GBP/year"),
    )
    options = (deepen, stay) if verdict in (Verdict.ACT, Verdict.TEST) else (stay, deepen)
    is_short = verdict is Verdict.NOT_ENOUGH_DATA
    return Decision(
        kind="market.focus",
        subject=subject,
        as_of=DAY,
        verdict=verdict,
        options=(hold(Text("Hold: keep it as it is."), None),) if is_short else options,
        evidence=(
            Evidence("net_sales", Decimal("1234.50"), DAY, LOAD),
            Evidence("share_of_net_sales", 0.0204, DAY, LOAD),
            Evidence("weights", "size 0.25", date(2026, 1, 2), "market/parameters.yaml@d61f528c"),
        ),
        rationale=Text("Buyers in {market} come back.", {"market": HOSTILE}),
        evaluation=Evaluation(
            "net_sales",
            91,
            50.0,
            guardrails=(Guardrail("refund_rate", highest_change=0.02),),
            where={"market": ("DE",)},
            control={"market": ("FR", "IT", "ES", "PL")},
        ),
        reversible=True,
        expires_on=date(2012, 2, 7),
        needs=(Text("Load older orders."),) if is_short else (),
    )


def proposal(rank: int, verdict: Verdict, subject: str = "market:DE", status: str = "proposed") -> Proposal:
    one = decision(verdict, subject)
    return Proposal(one, status, rank, False, -100.0, one.id)


def loaded_file() -> LoadedFile:
    money = CurrencyCheck(
        "GBP", Decimal("9747747.9340"), Decimal("9700000.0000"), Decimal("47747.9340"), Decimal("0.0000")
    )
    return LoadedFile(
        load_id=LOAD,
        file=f"orders {HOSTILE}.csv",
        sha256="ab" * 32,
        connector="spreadsheet",
        report="online_retail",
        mapping="online_retail",
        store="uk_shop",
        finished_at=datetime(2026, 11, 22, 16, 37, tzinfo=UTC),
        rows_read=541909,
        rows_loaded=541000,
        rows_kept_apart=900,
        rows_ignored=9,
        money=(money,),
        tables={"order_lines": 541000},
        ignored={"exact_duplicate": 9},
        remarks={"{count} rows name no single country.": 1265},
    )


def figure(slug: str, value: object, later: object = None, earlier: object = None) -> Figure:
    change = None if later is None else Change(later, earlier)  # type: ignore[arg-type]
    return Figure(slug, value, "total-net-sales", change)  # type: ignore[arg-type]


@pytest.fixture
def report() -> Report:
    window = choose(date(2010, 12, 1), DAY)
    month_metrics = ("net_sales", "orders", "customers", "new_customers", "returning_customers")
    market_metrics = ("net_sales", "orders", "customers", "average_order_value", "repeat_purchase_rate", "refund_rate")
    product = market("85123A", "300.00", 0.02, label=HOSTILE, source="sku-85123A")
    return Report(
        shop="uk_shop",
        home_currency="GBP",
        home_country="GB",
        order_currencies=("GBP",),
        snapshot=4,
        lake_version={"order_lines": 3},
        intake=Intake(
            (loaded_file(),),
            (
                KeptApart(
                    "not_a_product:StockCode",
                    "The line is no product.",
                    900,
                    {"GBP": Decimal("47747.9340")},
                    ("orders.csv", 46),
                ),
            ),
        ),
        window=window,
        headline=(
            figure("net_sales", Decimal("9747747.9300"), Decimal(5600000), Decimal(3700000)),
            figure("orders", 19773, 8000, 10000),
            figure("refund_rate", 0.05, 0.04, 0.06),
            figure("repeat_purchase_rate", None),
        ),
        months=Breakdown("month", month_metrics, tuple(month(number) for number in range(13))),
        markets=Breakdown(
            "market",
            market_metrics,
            (market("GB", "8000.00", 0.8), market("DE", "1500.00", 0.15), market(None, "500.00", 0.05)),
        ),
        main_market="GB",
        other_markets=market(None, "2000.00", 0.2),
        products=Breakdown("sku", market_metrics, (product,), left_out=3905),
        segments=Breakdown("customer_segment", market_metrics, (market("loyal", "6000.00", 0.6, change=None),)),
        concentration=Concentration(
            200,
            12,
            0.85,
            tuple((number / 100, 1 - (1 - number / 100) ** 3) for number in range(101)),
            (market("17•••", "700.00", 0.07),),
            "customers",
        ),
        proposals=(
            proposal(1, Verdict.ACT),
            proposal(2, Verdict.TEST, "market:FR", "accepted"),
            proposal(3, Verdict.HOLD, "market:GB"),
            proposal(4, Verdict.NOT_ENOUGH_DATA, "market:JP"),
        ),
        kind_titles={"market.focus": Text("Deepen, keep or leave each market")},
        sources=(
            source("total-net-sales", "net_sales", place="headline"),
            source("market-DE", *market_metrics, where={"market": ("DE",)}),
            source("sku-85123A", "net_sales", place="products"),
            source("customers", "net_sales", place="customers"),
            *(source(f"month-{number}", *month_metrics, place="months") for number in range(13)),
        ),
        metrics=dict(metrics()),
    )


@pytest.fixture
def changed(report: Report) -> Callable[..., Report]:
    """The report with some of it replaced."""
    return lambda **changes: replace(report, **changes)
