"""The demo as a stranger runs it, compared with figures computed apart from Argosy and with the published ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from argosy.app.demo import DATA
from argosy.app.facade import Argosy
from argosy.metrics.contract import Query

COUNTRIES = {
    "United Kingdom": "GB", "France": "FR", "Australia": "AU", "Netherlands": "NL", "Germany": "DE", "Norway": "NO", "EIRE": "IE",
    "Switzerland": "CH", "Spain": "ES", "Poland": "PL", "Portugal": "PT", "Italy": "IT", "Belgium": "BE", "Lithuania": "LT", "Japan": "JP",
    "Iceland": "IS", "Denmark": "DK", "Cyprus": "CY", "Sweden": "SE", "Austria": "AT", "Israel": "IL", "Finland": "FI", "Bahrain": "BH",
    "Greece": "GR", "Hong Kong": "HK", "Singapore": "SG", "Lebanon": "LB", "United Arab Emirates": "AE", "Saudi Arabia": "SA",
    "Czech Republic": "CZ", "Canada": "CA", "Brazil": "BR", "USA": "US", "Malta": "MT", "RSA": "ZA",
}  # fmt: skip
SHORT_WORDS = "('POST', 'DOT', 'C2', 'D', 'M', 'm', 'S', 'BANK CHARGES', 'AMAZONFEE', 'CRUK')"


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "argosy.interfaces.cli", *arguments]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=cwd,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8", "CI": "1"},
        timeout=300,
    )


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's workspace, made by the command."""
    folder = tmp_path_factory.mktemp("demo")
    done = run("demo", "--workspace", str(folder / "shop"), cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "residual 0.00" in done.stdout
    return folder / "shop"


def raw(query: str) -> list[tuple[Any, ...]]:
    """A query over the file itself, in a DuckDB of its own; prices exact."""
    lines = f"(SELECT * REPLACE (UnitPrice::DECIMAL(18, 4) AS UnitPrice), UnitPrice::DECIMAL(18, 4) * Quantity AS amount FROM '{DATA}')"
    return duckdb.connect().execute(query.format(lines=lines)).fetchall()


def sold() -> str:
    """What is a sale of goods, said again from scratch."""
    product = f"StockCode NOT IN {SHORT_WORDS} AND StockCode NOT LIKE 'gift_%'"
    return f"UnitPrice > 0 AND Quantity > 0 AND left(InvoiceNo, 1) NOT IN ('A', 'C') AND {product}"


def taken_back() -> str:
    return f"InvoiceNo LIKE 'C%' AND (StockCode NOT IN {SHORT_WORDS} OR StockCode = 'D')"


def test_the_published_figures_come_out(workspace: Path) -> None:
    argosy = Argosy.open(workspace)
    (load,) = argosy.measures.table("loads").to_pylist()
    assert (load["rows_read"], load["rows_loaded"], load["rows_kept_apart"], load["rows_ignored"]) == (
        541_909,
        541_909,
        0,
        0,
    )
    assert (load["money_in_amount"], load["residual_amount"]) == (Decimal("9747747.9340"), Decimal(0))
    tables = {
        name: argosy.measures.table(name)
        for name in ("order_lines", "refunds", "settlement_lines", "inventory_events", "customers")
    }
    numbers = set(tables["order_lines"]["order_id"].to_pylist()) | set(tables["refunds"]["refund_id"].to_pylist())
    numbers |= {
        number
        for column in ("order_id", "refund_id")
        for number in tables["settlement_lines"][column].to_pylist()
        if number
    }
    numbers |= {event.rpartition("-")[0] for event in tables["inventory_events"]["event_id"].to_pylist()}
    assert len(numbers) == 25_900
    assert tables["customers"].num_rows == 4_372
    known = duckdb.connect()
    known.register("lines", tables["order_lines"])
    known.register("booked", tables["settlement_lines"])
    goods = "SELECT order_id, gross_amount AS amount FROM lines WHERE customer_id IS NOT NULL AND gross_amount > 0"
    rows, invoices, amount = known.execute(
        f"SELECT count(*), count(DISTINCT order_id), sum(amount) FROM ({goods})"
    ).fetchall()[0]
    # Published: 397,884 rows of 18,532 invoices worth 8,911,407.90, postage and manual entries among them.
    charged = raw(
        "SELECT count(*), sum(amount) FROM {lines} WHERE CustomerID IS NOT NULL AND Quantity > 0 AND UnitPrice > 0 "
        f"AND InvoiceNo NOT LIKE 'C%' AND StockCode IN {SHORT_WORDS}"
    )[0]
    assert (rows + charged[0], round(amount + charged[1], 2)) == (397_884, Decimal("8911407.90"))
    assert invoices <= 18_532


def test_measures_equal_an_independent_computation(workspace: Path) -> None:
    done = run(
        "measure",
        "net_sales,orders,customers",
        "--by",
        "market",
        "--json",
        "--workspace",
        str(workspace),
        cwd=workspace,
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout, parse_float=Decimal)
    ours = {
        row["market"]: (Decimal(row["net_sales"]), row["orders"] or 0, row["customers"] or 0) for row in answer["rows"]
    }
    cases = " ".join(f"WHEN '{name}' THEN '{code}'" for name, code in COUNTRIES.items())
    theirs = raw(
        f"SELECT CASE Country {cases} END AS market,"
        f" coalesce(sum(amount) FILTER ({sold()}), 0) + coalesce(sum(amount) FILTER ({taken_back()}), 0),"
        f" count(DISTINCT InvoiceNo) FILTER ({sold()}), count(DISTINCT CustomerID) FILTER ({sold()}) FROM {{lines}}"
        f" WHERE ({sold()}) OR ({taken_back()}) GROUP BY 1"
    )
    assert ours == {market: (net, orders, customers) for market, net, orders, customers in theirs}
    assert answer["currency"] == "GBP"
    assert answer["lake_version"]["order_lines"] >= 1


def test_months_add_up_to_the_year(workspace: Path) -> None:
    argosy = Argosy.open(workspace)
    months = argosy.measure(Query(("net_sales", "orders", "new_customers"), ("month",))).rows
    year = argosy.measure(Query(("net_sales", "orders", "new_customers", "customers"))).rows[0]
    assert len(months) == 13
    for slug in ("net_sales", "orders", "new_customers"):
        assert sum(row[slug] for row in months) == year[slug]  # type: ignore[misc]
    assert year["new_customers"] == year["customers"], "every customer is new once in the whole of the data"


@pytest.mark.slow
def test_the_same_commands_again_give_the_same_lake_and_the_same_ids(workspace: Path, tmp_path: Path) -> None:
    before = Argosy.open(workspace).workspace.lake.latest().number
    first = json.loads(run("decide", "--json", "--workspace", str(workspace), cwd=tmp_path).stdout)
    assert run("demo", "--workspace", str(workspace), "--quiet", cwd=tmp_path).returncode == 0
    again = json.loads(run("decide", "--json", "--workspace", str(workspace), cwd=tmp_path).stdout)
    assert [one["id"] for one in again] == [one["id"] for one in first]
    assert Argosy.open(workspace).workspace.lake.latest().number == before
    wanted = {
        "kind",
        "subject",
        "as_of",
        "verdict",
        "options",
        "evidence",
        "rationale",
        "evaluation",
        "reversible",
        "expires_on",
        "needs",
    }
    assert all(wanted <= set(one) for one in first)
    assert all(any(option["name"] == "hold" for option in one["options"]) for one in first)


def test_a_number_leads_back_to_a_line_of_the_file(workspace: Path) -> None:
    row = Argosy.open(workspace).trace(Query(("gross_sales",), where={"market": ("JP",)}), limit=1)[0]
    assert row.file == "online_retail.parquet"
    assert row.line is not None
    found = raw(
        f"SELECT Country, StockCode, amount FROM (SELECT *, row_number() OVER () AS n FROM {{lines}}) WHERE n = {row.line}"
    )[0]
    assert found == ("Japan", row.values["sku"], row.values["gross_amount"])


def test_the_report_is_one_file_that_needs_no_network(workspace: Path) -> None:
    page = (workspace / "report.html").read_text(encoding="utf-8")
    assert len(page) < 1_000_000
    for outside in ('src="http', "@import", 'rel="stylesheet"', "url(http"):
        assert outside not in page
    assert (workspace / "report.xlsx").stat().st_size > 10_000
