"""The methods for a bare table: any format of table in, the contract's JSON out, no workspace."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest

from argosy.interfaces.cli.__main__ import main

Said = pytest.CaptureFixture[str]
FORMATS = ["table.csv", "table.jsonl", "table.parquet"]


def written(table: pa.Table, path: Path) -> Path:
    if path.suffix == ".parquet":
        pyarrow.parquet.write_table(table, path)
    elif path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in table.to_pylist()), encoding="utf-8")
    else:
        pyarrow.csv.write_csv(table, path)
    return path


def sales() -> pa.Table:
    """Twelve steady days in six cells; on the last one cell loses nine tenths."""
    rows = []
    for day in range(1, 13):
        for market in ("DE", "FR", "GB"):
            for channel in ("shop", "amazon"):
                base = 100 + 10 * (len(market) + len(channel)) + (day * 7 + len(channel)) % 5
                broke = day == 12 and (market, channel) == ("DE", "shop")
                rows.append({"day": day, "market": market, "channel": channel, "sales": base * (0.1 if broke else 1.0)})
    return pa.Table.from_pylist(rows)


def trial() -> pa.Table:
    rows = [
        {
            "arm": "control" if number % 2 else "new",
            "visits": float(number % 5 + (0 if number % 2 else 1)),
            "id": number,
        }
        for number in range(400)
    ]
    return pa.Table.from_pylist(rows)


@pytest.mark.parametrize("name", FORMATS)
def test_explain_finds_the_slice_in_any_format(name: str, tmp_path: Path, capsys: Said) -> None:
    path = written(sales(), tmp_path / name)
    arguments = ["--value", "sales", "--time", "day", "--at", "12", "--by", "market,channel"]
    assert main(["explain", "--table", str(path), *arguments, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["slices"] == [{"market": "DE", "channel": "shop"}]
    assert said["change"] < 0


def test_explain_in_a_pipe_names_the_slice(tmp_path: Path, capsys: Said) -> None:
    path = written(sales(), tmp_path / "table.csv")
    arguments = ["--value", "sales", "--time", "day", "--at", "12", "--by", "market", "--by", "channel"]
    assert main(["explain", "--table", str(path), *arguments, "--lang", "zh"]) == 0
    out, err = capsys.readouterr()
    assert "market = DE 且 channel = shop" in out
    assert "整体" in err


@pytest.mark.parametrize("name", FORMATS)
def test_judge_answers_the_contract(name: str, tmp_path: Path, capsys: Said) -> None:
    path = written(trial(), tmp_path / name)
    assert main(["judge", "--table", str(path), "--arm", "arm", "--metric", "visits", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert set(said["sample_ratio"]) == {"p", "mismatch"}
    assert said["sample_ratio"]["mismatch"] is False
    (result,) = said["results"]
    assert {"metric", "arm", "versus", "effect", "low", "high", "p"} <= set(result)
    assert (result["arm"], result["versus"]) == ("new", "control")
    assert result["low"] < result["effect"] < result["high"]


def test_text_among_numbers_is_said_not_guessed(tmp_path: Path, capsys: Said) -> None:
    path = tmp_path / "table.csv"
    path.write_text("arm,visits\na,1\nb,many\na,2\nb,3\n", encoding="utf-8")
    assert main(["judge", "--table", str(path), "--arm", "arm", "--metric", "visits"]) == 1
    assert "visits" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\x03" * 50])
def test_a_file_that_is_no_table_is_refused_in_one_sentence(content: bytes, tmp_path: Path, capsys: Said) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    assert main(["judge", "--table", str(path), "--arm", "arm", "--metric", "visits"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_an_unknown_column_is_named_with_those_there_are(tmp_path: Path, capsys: Said) -> None:
    path = written(trial(), tmp_path / "table.csv")
    assert main(["judge", "--table", str(path), "--arm", "arm", "--metric", "clicks"]) == 1
    assert "clicks" in capsys.readouterr().err


def test_results_go_into_a_workbook(tmp_path: Path) -> None:
    import fastexcel

    path, target = written(trial(), tmp_path / "table.csv"), tmp_path / "out.xlsx"
    assert main(["judge", "--table", str(path), "--arm", "arm", "--metric", "visits", "--xlsx", str(target)]) == 0
    rows = fastexcel.read_excel(target).load_sheet(0).to_arrow().to_pylist()
    assert rows[0]["Metric"] == "visits"
    assert isinstance(rows[0]["Effect"], float)


def demand() -> pa.Table:
    rows = [
        {"sku": sku, "week": week, "units": float(10 + week % 4), "sold_out": week == 20}
        for sku in ("007", "A")
        for week in range(1, 41)
    ]
    return pa.Table.from_pylist(rows)


@pytest.mark.parametrize("name", FORMATS)
def test_forecast_answers_the_contract(name: str, tmp_path: Path, capsys: Said) -> None:
    path = written(demand(), tmp_path / name)
    arguments = ["--id", "sku", "--time", "week", "--value", "units", "--horizon", "2", "--quantiles", "0.1,0.9"]
    assert main(["forecast", "--table", str(path), *arguments, "--censored", "sold_out", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in said] == ["007", "007", "A", "A"]
    assert [int(one["time"]) for one in said[:2]] == [41, 42]
    assert all(set(one["quantiles"]) == {"0.1", "0.9"} for one in said)
    assert all(one["quantiles"]["0.1"] <= one["quantiles"]["0.9"] for one in said)


def test_what_other_programs_write_for_missing_is_missing(tmp_path: Path, capsys: Said) -> None:
    path = written(demand(), tmp_path / "table.csv")
    path.write_text(path.read_text().replace('"007",9,11,', '"007",9,NA,'), encoding="utf-8")
    assert ",NA," in path.read_text()
    arguments = ["--id", "sku", "--time", "week", "--value", "units", "--horizon", "1"]
    assert main(["forecast", "--table", str(path), *arguments, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 2


@pytest.mark.parametrize("quantiles", ["0.5,half", "0,1", ""])
def test_quantiles_that_cannot_be_are_refused(quantiles: str, tmp_path: Path, capsys: Said) -> None:
    path = written(demand(), tmp_path / "table.csv")
    arguments = ["--id", "sku", "--time", "week", "--value", "units", "--horizon", "1", "--quantiles", quantiles]
    assert main(["forecast", "--table", str(path), *arguments]) == 1
    assert "between 0 and 1" in capsys.readouterr().err


def test_classify_answers_the_contract(tmp_path: Path, capsys: Said) -> None:
    rows = [{"title": "Sterling silver ring", "json": '{"Material": "Silver"}'}, {"title": None, "json": None}]
    path = written(pa.Table.from_pylist(rows), tmp_path / "table.csv")
    assert main(["classify", "--file", str(path), "--text", "title", "--attributes", "json", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [set(one) for one in said] == [{"text", "hs_code", "confidence", "candidates", "question"}] * len(said)
    assert said[0]["hs_code"] == "711311"
    assert said[0]["candidates"][0] == {"hs_code": "711311", "confidence": said[0]["confidence"]}
    assert main(["classify", "--file", str(path), "--text", "name"]) == 1
    assert "it has title, json" in capsys.readouterr().err
    assert main(["classify", "--file", str(path), "--text", "title", "--at-least", "2"]) == 1


@pytest.mark.parametrize(
    ("cells", "effect"),
    [
        (("12.4", "12.7", "12.6"), 0.2),  # never rounded to whole numbers
        (("$1,012.40", "$1,012.70", "$1,012.60"), 0.2),
        (("12,40 €", "12,70 €", "12,60 €"), 0.2),
        (("12.4%", "12.7%", "12.6%"), 0.002),
        (("1.24e1", "1.27e1", "1.26e1"), 0.2),
        (("no", "Yes", "-"), 1 / 2),  # 0 of 20 and 10 of 20
    ],
)
def test_numbers_are_read_as_people_write_them(
    cells: tuple[str, str, str], effect: float, tmp_path: Path, capsys: Said
) -> None:
    path = tmp_path / "table.csv"
    low, high, other = cells
    rows = [("control", low), ("control", low if other == "-" else other)] * 10
    rows += [("new", high), ("new", low if other == "-" else high)] * 10 + [("new", "NA"), ("control", "")]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("Test, group", "Spent"), *rows])
    assert main(["judge", "--table", str(path), "--arm", "Test, group", "--metric", "spent", "--json"]) == 0
    (result,) = json.loads(capsys.readouterr().out)["results"]
    assert result["effect"] == pytest.approx(effect, rel=1e-9)


def test_a_column_with_some_text_is_refused_with_an_example(tmp_path: Path, capsys: Said) -> None:
    path = tmp_path / "table.csv"
    path.write_text("arm,visits\na,1.5\nb,many\na,2\nb,3\n", encoding="utf-8")
    assert main(["judge", "--table", str(path), "--arm", "arm", "--metric", "visits"]) == 1
    assert "many" in capsys.readouterr().err
