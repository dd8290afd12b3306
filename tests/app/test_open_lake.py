"""The lake read by others: a plain Delta reader, and SQL that can only read."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable

from argosy.app.facade import Argosy
from argosy.core.errors import RequestError

ORDERS = "Order,Date,SKU,Qty,Price\nA1,2026-05-04T10:00:00Z,LAMP,2,10.50\nA2,2026-05-05T10:00:00Z,MUG,1,4.00\n"
MAPPING = """argosy_mapping: 1
name: lines
recognise: {columns: [Order, Date, SKU]}
store: {id: shop, channel: own_store, time_zone: UTC, currency: EUR}
columns:
  Date: {type: instant}
  Price: {type: money, currency: EUR}
rows:
  - name: sale
    to: order_lines
    set:
      order_id: Order
      line_no: {constant: "1"}
      ordered_at: Date
      sku: SKU
      quantity: Qty
      gross_amount: {multiply: [Qty, Price]}
      currency: {constant: EUR}
      status: {constant: shipped}
"""


@pytest.fixture(scope="module")
def argosy(tmp_path_factory: pytest.TempPathFactory) -> Argosy:
    folder = tmp_path_factory.mktemp("open")
    (folder / "orders.csv").write_text(ORDERS, encoding="utf-8")
    (folder / "lines.yaml").write_text(MAPPING, encoding="utf-8")
    made = Argosy.new(folder / "books", "EUR", "DE")
    (result,) = made.ingest([folder / "orders.csv"], mapping=folder / "lines.yaml")
    assert result.outcome == "loaded"
    return made


def test_a_plain_reader_sees_the_table(argosy: Argosy) -> None:
    lake = argosy.workspace.lake
    table = DeltaTable(str(lake.table_path("order_lines")), version=lake.latest().tables["order_lines"])
    assert sorted(table.to_pyarrow_table()["sku"].to_pylist()) == ["LAMP", "MUG"]
    parts = [
        pq.ParquetFile(path).read() for path in table.file_uris()
    ]  # as Tableau and Power BI read a folder of Parquet
    assert sum(part.num_rows for part in parts) == 2
    assert {part.schema.field("gross_amount").type for part in parts} == {pa.decimal128(18, 4)}
    assert {part.schema.field("ordered_on").type for part in parts} == {pa.date32()}


def test_sql_reads(argosy: Argosy) -> None:
    rows = argosy.sql("SELECT sku, gross_amount FROM order_lines ORDER BY sku").to_pylist()
    assert [(row["sku"], str(row["gross_amount"])) for row in rows] == [("LAMP", "21.0000"), ("MUG", "4.0000")]


@pytest.mark.parametrize(
    "query",
    [
        "CREATE TABLE x AS SELECT 1",
        "SELECT 1; SELECT 2",
        "COPY (SELECT 1) TO 'x.csv'",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT nothing FROM order_lines",
    ],
)
def test_sql_does_nothing_else(argosy: Argosy, query: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RequestError):
        argosy.sql(query)
    assert not list(tmp_path.iterdir())
