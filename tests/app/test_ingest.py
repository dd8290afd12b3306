"""Ingest from the outside: a folder of files, each with its line; one bad file stops no other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from argosy.app.facade import Argosy
from argosy.app.results import FileResult, Outcome
from argosy.core.errors import ConfigurationError, RequestError
from argosy.metrics.contract import Query

ORDERS = (
    "订单号,下单时间,SKU,数量,单价,币种,国家,商品名称\n"
    "A1,2024-03-05 10:00:00,K1,2,19.90,CNY,中国,手机壳\n"
    "A2,2024-04-06 11:30:00,K2,1,99.00,CNY,美国,充电器\n"
)


@pytest.fixture
def argosy(tmp_path: Path) -> Argosy:
    return Argosy.new(tmp_path / "shop", "CNY", "CN")


def confirmed(argosy: Argosy, path: Path) -> Path:
    """The draft of an unknown file, taken over unchanged."""
    result = argosy.ingest([path])[0]
    assert result.outcome is Outcome.UNKNOWN
    return Path(result.draft)


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


def sales(argosy: Argosy) -> dict[str, object]:
    rows = argosy.measure(Query(("net_sales",), ("market",))).rows
    return {str(row["market"]): row["net_sales"] for row in rows}


def test_an_unknown_file_gets_a_draft_and_the_draft_loads_it(argosy: Argosy, tmp_path: Path) -> None:
    path = written(tmp_path, "orders.csv", ORDERS, "gb18030")
    loaded = argosy.ingest([path], mapping=confirmed(argosy, path))[0]
    assert (loaded.outcome, loaded.rows, loaded.loaded, loaded.residual) == (Outcome.LOADED, 2, 2, Decimal(0))
    assert sales(argosy) == {"CN": Decimal("39.8000"), "US": Decimal("99.0000")}


def test_a_draft_that_a_person_works_on_is_not_written_over(argosy: Argosy, tmp_path: Path) -> None:
    path = written(tmp_path, "orders.csv", ORDERS)
    draft = confirmed(argosy, path)
    draft.write_text("# mine", encoding="utf-8")
    assert argosy.ingest([path])[0].draft == str(draft)
    assert draft.read_text(encoding="utf-8") == "# mine"


def test_a_confirmed_mapping_recognises_the_next_file_by_itself(argosy: Argosy, tmp_path: Path) -> None:
    path = written(tmp_path, "orders.csv", ORDERS)
    confirmed(argosy, path).replace(argosy.workspace.mappings / "orders.yaml")
    later = written(tmp_path, "whatever.txt", ORDERS.replace("A1", "B1").replace("A2", "B2"), "utf-16")
    first, second = argosy.ingest([path, later])
    assert (first.report, second.report) == ("orders", "orders")
    assert sales(argosy) == {"CN": Decimal("79.6000"), "US": Decimal("198.0000")}


def test_the_same_file_twice_changes_nothing_and_a_corrected_one_replaces(argosy: Argosy, tmp_path: Path) -> None:
    path = written(tmp_path, "orders.csv", ORDERS)
    mapping = confirmed(argosy, path)
    first = argosy.ingest([path], mapping=mapping)[0]
    again = argosy.ingest([path], mapping=mapping)[0]
    assert (again.outcome, again.load_id) == (Outcome.ALREADY_LOADED, first.load_id)
    assert argosy.workspace.lake.latest().number == 1
    corrected = written(tmp_path, "corrected.csv", ORDERS.replace("K1,2,", "K1,5,"))
    assert argosy.ingest([corrected], mapping=mapping)[0].replaced == {"order_lines": 2}
    assert sales(argosy) == {"CN": Decimal("99.5000"), "US": Decimal("99.0000")}
    assert argosy.ingest([path], mapping=mapping, again=True)[0].outcome is Outcome.LOADED
    assert sales(argosy) == {"CN": Decimal("39.8000"), "US": Decimal("99.0000")}


def test_two_workspaces_give_the_same_lake_and_the_same_ids(tmp_path: Path) -> None:
    path = written(tmp_path, "orders.csv", ORDERS)
    results: list[FileResult] = []
    for name in ("one", "two"):
        argosy = Argosy.new(tmp_path / name, "CNY", "CN")
        results.append(argosy.ingest([path], mapping=confirmed(argosy, path))[0])
        assert sales(argosy)["CN"] == Decimal("39.8000")
    assert results[0].load_id == results[1].load_id


def test_a_folder_of_good_and_bad_files_says_of_each_what_to_do(argosy: Argosy, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    (folder / "inner").mkdir(parents=True)
    written(folder, "empty.csv", "")
    (folder / "binary.xlsx").write_bytes(bytes(range(256)) * 20)
    written(folder / "inner", "orders.csv", ORDERS)
    written(folder, "later.csv.part", "half")
    said = {result.file.rsplit("/", 1)[-1]: (result.outcome, str(result.message)) for result in argosy.ingest([folder])}
    assert said["empty.csv"] == (Outcome.REJECTED, "File empty.csv is empty; export it again.")
    assert said["binary.xlsx"][0] is Outcome.REJECTED
    assert said["later.csv.part"][0] is Outcome.REJECTED
    assert said["orders.csv"][0] is Outcome.UNKNOWN
    assert all(message.endswith(".") or "--map" in message for _, message in said.values())
    kept = [path for path in argosy.workspace.lake.raw.rglob("*") if path.is_file()]
    assert len(kept) == 4, "every file is kept as it came, the bad ones too"
    assert argosy.workspace.lake.latest().number == 0


def test_text_in_a_number_is_kept_apart_and_the_rest_loaded(argosy: Argosy, tmp_path: Path) -> None:
    good = written(tmp_path, "orders.csv", ORDERS)
    mapping = confirmed(argosy, good)
    bad = written(
        tmp_path,
        "bad.csv",
        ORDERS + "A3,2024-04-07 10:00:00,K1,two,19.90,CNY,中国,手机壳\nA4,32.13.2024,K1,1,19.90,CNY,Atlantis,手机壳\n",
    )
    result = argosy.ingest([bad], mapping=mapping)[0]
    assert (result.rows, result.loaded, sum(result.kept_apart.values())) == (4, 2, 2)
    assert all(result.reasons[code] for code in result.kept_apart)
    assert result.residual == Decimal(0)


def test_a_missing_column_is_named(argosy: Argosy, tmp_path: Path) -> None:
    mapping = confirmed(argosy, written(tmp_path, "orders.csv", ORDERS))
    path = written(tmp_path, "short.csv", "订单号,下单时间,SKU,数量\nA1,2024-03-05,K1,2\n")
    result = argosy.ingest([path], mapping=mapping)[0]
    assert result.outcome is Outcome.REJECTED
    assert "单价" in str(result.message)


def test_a_file_that_is_not_there_and_a_workspace_that_is_not(argosy: Argosy, tmp_path: Path) -> None:
    result = argosy.ingest([tmp_path / "nothing.csv"])[0]
    assert "does not exist" in str(result.message)
    with pytest.raises(ConfigurationError, match="argosy new"):
        Argosy.open(tmp_path)
    with pytest.raises(RequestError, match="already"):
        Argosy.new(argosy.workspace.root, "CNY", "CN")


def test_measures_convert_at_the_days_rate_and_refuse_a_day_without_one(argosy: Argosy, tmp_path: Path) -> None:
    path = written(tmp_path, "orders.csv", ORDERS.replace("CNY", "EUR"))
    argosy.ingest([path], mapping=confirmed(argosy, path))
    euro = argosy.measure(Query(("net_sales",), currency="EUR")).rows[0]["net_sales"]
    yuan = argosy.measure(Query(("net_sales",), start=date(2024, 3, 1), end=date(2024, 4, 1))).rows[0]["net_sales"]
    assert euro == Decimal("138.8000")
    assert float(yuan) == pytest.approx(39.80 * 7.8165, rel=0.01)  # type: ignore[arg-type]
    old = written(tmp_path, "old.csv", ORDERS.replace("CNY", "EUR").replace("2024-03", "1998-03").replace("A1", "C1"))
    argosy.ingest([old], mapping=argosy.workspace.mappings / "drafts" / "orders.yaml")
    with pytest.raises(RequestError, match="EUR"):
        argosy.measure(Query(("net_sales",)))


@pytest.mark.parametrize("looked_first", [True, False], ids=["small", "large"])
def test_an_uneven_row_is_kept_apart_however_large_the_file(
    argosy: Argosy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, looked_first: bool
) -> None:
    """A large file is taken for even and read again when it is not; what comes out is the same."""
    monkeypatch.setattr("argosy.connectors.reading.LOOK_FIRST_BYTES", 1 << 20 if looked_first else 0)
    mapping = confirmed(argosy, written(tmp_path, "orders.csv", ORDERS))
    path = written(
        tmp_path, "more.csv", ORDERS + 'A3,2024-04-07 09:00:00,K2,1,9.00,CNY,美国,"充电器 "小" 号",多\nA4,2024-04-07\n'
    )
    loaded = argosy.ingest([path], mapping=mapping)[0]
    assert (loaded.rows, loaded.loaded, sum(loaded.kept_apart.values())) == (4, 2, 2)
    assert sales(argosy) == {"CN": Decimal("39.8000"), "US": Decimal("99.0000")}
