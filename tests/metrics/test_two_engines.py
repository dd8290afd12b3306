"""One definition, two engines: every metric of the dictionary gives the same numbers on DuckDB and on Spark, over the same files."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from decimal import Decimal

import duckdb
import pytest
from busy_business import busy_business
from memory_measures import stored

from argosy.app.measure import fresh_measures, open_measures
from argosy.app.workspace import Workspace, create, open_workspace
from argosy.canonical.catalogue import table as canonical
from argosy.canonical.catalogue import tables
from argosy.core.errors import ConfigurationError
from argosy.metrics.contract import Query, Row, Value
from argosy.metrics.facts import FACTS
from argosy.metrics.measures import WarehouseMeasures
from argosy.metrics.registry import metrics
from argosy.warehouse import spark
from argosy.warehouse.loading import Job, load
from argosy.warehouse.types import DUCKDB_TYPES, stored_columns

PLACES: dict[str, tuple[str, ...]] = {
    "bank_lines": ("month",),
    "unreconciled": ("market", "reason", "age"),
    "inventory_levels": ("store", "sku", "month"),
    "settlement_lines": ("market", "channel", "sku", "quarter"),
    "order_lines": ("market", "sku", "week", "year"),
    "traffic": ("market", "sku", "day"),
}


def loaded(workspace: Workspace) -> Workspace:
    """The busy business in a lake, by the loader."""
    connection, selects = duckdb.connect(), {}
    connection.execute("CREATE VIEW vendor AS SELECT 1::BIGINT AS source_line")
    for name, rows in busy_business().items():
        declared = canonical(name)
        connection.register(f"given_{name}", stored(declared, rows))
        own = {column.name for column in declared.columns}
        cells = ", ".join(
            f'CAST("{column}" AS {DUCKDB_TYPES[kind]}) AS "{column}"'
            for column, kind in stored_columns(declared)
            if column in own
        )
        selects[name] = f"SELECT {cells}, row_number() OVER () AS source_line FROM given_{name}"
    record = {"file_sha256": "0" * 64, "file_name": "busy", "connector": "test", "report": "busy"}
    load(workspace.lake, connection, Job("busy", selects, {}, {}, {}, streaming=False, record=record))
    return workspace


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return loaded(create(tmp_path_factory.mktemp("engines") / "shop", "EUR", "DE"))


@pytest.fixture(scope="module")
def spark_shop(shop: Workspace) -> Iterator[Workspace]:
    """The same workspace, asking for Spark; without the package or Java the Spark half is left out."""
    pytest.importorskip(
        "pyspark", reason="pyspark is not installed: the Spark half of the conformance test is left out"
    )
    if not spark.has_java():
        pytest.skip("there is no Java on this machine: the Spark half of the conformance test is left out")
    settings = shop.root / "argosy.toml"
    plain = settings.read_text(encoding="utf-8")
    settings.write_text('engine = "spark"\n' + plain, encoding="utf-8")
    yield open_workspace(shop.root)
    settings.write_text(plain, encoding="utf-8")


@pytest.fixture(scope="module")
def engines(shop: Workspace, spark_shop: Workspace) -> tuple[WarehouseMeasures, WarehouseMeasures]:
    return fresh_measures(shop), fresh_measures(spark_shop)


def of_fact(fact: str) -> tuple[str, ...]:
    return tuple(slug for slug, metric in metrics().items() if metric.fact == fact)


def same(one: Value, other: Value) -> bool:
    """To the cent and of the same type; a quotient of floats to twelve digits."""
    if isinstance(one, float) and isinstance(other, float):
        return one == pytest.approx(other, rel=1e-12)
    return type(one) is type(other) and one == other


def differing(first: WarehouseMeasures, second: WarehouseMeasures, query: Query) -> list[tuple[Row, str, Value]]:
    mine, theirs = first.measure(query), second.measure(query)
    assert len(mine.rows) == len(theirs.rows)
    assert mine.notes == theirs.notes
    return [
        (row, name, other[name])
        for row, other in zip(mine.rows, theirs.rows, strict=True)
        for name in row
        if not same(row[name], other[name])
    ]


@pytest.mark.slow
@pytest.mark.parametrize("fact", sorted({metric.fact for metric in metrics().values() if metric.fact}))
def test_every_fact_in_detail(engines: tuple[WarehouseMeasures, WarehouseMeasures], fact: str) -> None:
    by = PLACES.get(fact) or PLACES.get(FACTS[fact].table) or ("month",)
    assert differing(*engines, Query(of_fact(fact), by)) == []


@pytest.mark.slow
def test_all_metrics_at_once(engines: tuple[WarehouseMeasures, WarehouseMeasures]) -> None:
    query = Query(tuple(metrics()))
    assert differing(*engines, query) == []
    (row,) = engines[1].measure(query).rows
    known = [slug for slug, value in row.items() if value is not None]
    assert len(known) > len(metrics()) / 2  # the same answer of both, and not the same silence
    assert isinstance(row["net_profit"], Decimal)


@pytest.mark.slow
def test_the_command_line_says_the_same(
    shop: Workspace, spark_shop: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    from argosy.interfaces.cli.__main__ import main

    said = []
    for engine in ("spark", "duckdb"):
        settings = shop.root / "argosy.toml"
        settings.write_text(
            settings.read_text(encoding="utf-8").replace('engine = "spark"', f'engine = "{engine}"'), encoding="utf-8"
        )
        command = ["measure", "net_sales,net_profit,orders", "--by", "market,month", "--workspace", str(shop.root)]
        assert main([*command, "--json"]) == 0
        said.append(json.loads(capsys.readouterr().out))
    assert said[0] == said[1]
    assert said[0]["rows"]


def test_what_is_missing_is_named_before_anything_starts(shop: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = spark.SparkEngine(shop.lake)  # starts nothing
    assert engine.months("order_lines")
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    with pytest.raises(ConfigurationError, match=r"argosy\[spark\]"):
        engine.table("order_lines")


def test_without_java_spark_says_so(shop: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    sessions = pytest.importorskip(
        "pyspark.sql", reason="pyspark is not installed: what it says without Java is not seen"
    )
    monkeypatch.setattr(sessions.SparkSession, "getActiveSession", lambda: None)
    monkeypatch.setattr(spark, "has_java", lambda: False)
    with pytest.raises(ConfigurationError, match="Java 17"):
        spark.SparkEngine(shop.lake).table("order_lines")


def test_both_engines_see_the_same_types() -> None:
    alike = {"VARCHAR": "STRING"}
    for declared in tables():
        kinds = dict(stored_columns(canonical(declared)))
        for name, seen in spark.columns_of(canonical(declared)):
            expected = DUCKDB_TYPES[kinds[name]] if name in kinds else "VARCHAR"
            assert seen == alike.get(expected, expected), (declared, name)


def test_a_workspace_opens_with_the_engine_it_names(shop: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark, "has_java", lambda: False)
    settings = shop.root / "argosy.toml"
    plain = settings.read_text(encoding="utf-8")
    settings.write_text('engine = "abacus"\n' + plain, encoding="utf-8")
    try:
        with pytest.raises(ConfigurationError, match="duckdb, spark"):
            open_measures(open_workspace(shop.root))
    finally:
        settings.write_text(plain, encoding="utf-8")
