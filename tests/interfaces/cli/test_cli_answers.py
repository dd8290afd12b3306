"""What the commands print and write, on a small real workspace."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import fastexcel
import pytest

from argosy.interfaces.cli.__main__ import main

Said = pytest.CaptureFixture[str]


def run(workspace: Path, *arguments: str) -> int:
    return main([*arguments, "--workspace", str(workspace)])


def test_measure_as_json_is_the_contract_with_exact_figures(loaded: Path, capsys: Said) -> None:
    assert run(loaded, "measure", "net_sales,orders", "--by", "market", "--json") == 0
    said = json.loads(capsys.readouterr().out, parse_float=Decimal)
    assert list(said)[:5] == ["metrics", "by", "currency", "lake_version", "rows"]
    assert (said["metrics"], said["by"], said["currency"]) == (["net_sales", "orders"], ["market"], "GBP")
    assert said["rows"] == [
        {"market": "DE", "net_sales": Decimal("12.95"), "orders": 2},
        {"market": "GB", "net_sales": Decimal("3405.30"), "orders": 1},
    ]


def test_days_are_inclusive_and_periods_are_taken_whole(loaded: Path, capsys: Said) -> None:
    for first, last, sales in (
        ("2010-12-02", "2010-12-02", "11.10"),
        ("2010-12", "2010-12", "3416.40"),
        ("2010-12-02", "2011", "12.95"),
    ):
        assert run(loaded, "measure", "net_sales", "--from", first, "--to", last, "--json") == 0
        said = json.loads(capsys.readouterr().out, parse_float=Decimal)
        assert said["rows"][0]["net_sales"] == Decimal(sales)
    assert (said["from"], said["to"]) == ("2010-12-02", "2011-12-31")


def test_filters_grain_top_and_sort(loaded: Path, capsys: Said) -> None:
    arguments = ["measure", "orders", "--by", "sku", "--grain", "month", "--where", "market=DE,GB", "--json"]
    assert run(loaded, *arguments, "--sort", "sku", "--ascending") == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [(row["sku"], row["month"]) for row in rows] == [
        ("22633", "2010-12"),
        ("22633", "2011-01"),
        ("71053", "2010-12"),
        ("85123A", "2010-12"),
    ]
    assert run(loaded, "measure", "net_sales", "--by", "sku", "--top", "1", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert [row["sku"] for row in said["rows"]] == ["71053"]
    assert said["left_out"] == 2


def test_a_pipe_gets_plain_tab_separated_values(loaded: Path, capsys: Said) -> None:
    assert run(loaded, "measure", "net_sales,refund_rate", "--by", "market", "--currency", "gbp") == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    lines = [line.split("\t") for line in out.splitlines()]
    assert lines[0] == ["market", "net_sales", "refund_rate", "currency"]
    assert lines[2][:2] == ["GB", "3405.30"]


def test_csv_and_workbook_are_written_and_the_table_is_not_printed(loaded: Path, tmp_path: Path, capsys: Said) -> None:
    out_csv, out_xlsx = tmp_path / "m.csv", tmp_path / "m.xlsx"
    arguments = ["measure", "net_sales", "--by", "market,day", "--csv", str(out_csv), "--xlsx", str(out_xlsx)]
    assert run(loaded, *arguments, "--lang", "zh") == 0
    assert capsys.readouterr().out.splitlines() == [f"{out_csv}：已写入 4 行", f"{out_xlsx}：已写入 4 行"]
    rows = list(csv.DictReader(out_csv.open(encoding="utf-8-sig", newline="")))
    assert rows[0] == {"market": "DE", "day": "2010-12-02", "net_sales": "11.10", "currency": "GBP"}
    sheet = fastexcel.read_excel(out_xlsx).load_sheet(0).to_arrow().to_pylist()
    assert list(sheet[0]) == ["站点", "日期", "净销售额 (GBP)"]
    assert sheet[0]["净销售额 (GBP)"] == pytest.approx(11.10)
    assert sheet[0]["日期"].isoformat() == "2010-12-02T00:00:00"


def test_quiet_prints_nothing_and_json_still_answers(loaded: Path, capsys: Said) -> None:
    assert run(loaded, "measure", "net_sales", "--quiet") == 0
    assert capsys.readouterr() == ("", "")
    assert run(loaded, "measure", "net_sales", "--quiet", "--json") == 0
    assert json.loads(capsys.readouterr().out)["currency"] == "GBP"


def test_options_may_stand_before_the_command(loaded: Path, capsys: Said) -> None:
    assert main(["--workspace", str(loaded), "--json", "--lang", "zh", "metrics", "复购率"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [one["title"] for one in said] == ["复购率"]


def test_ingest_says_what_each_file_is_and_what_is_kept_apart(workspace: Path, capsys: Said) -> None:
    assert run(workspace, "ingest", "--again", "--json") == 0
    (said,) = json.loads(capsys.readouterr().out, parse_float=Decimal)
    assert (said["connector"], said["report"], said["rejected"]) == ("spreadsheet", "online_retail", False)
    assert (said["rows"], said["loaded"], said["kept_apart"]) == (6, 5, 1)
    assert (said["residual"], said["currency"]) == (0, "GBP")
    assert run(workspace, "ingest") == 0
    assert capsys.readouterr().out.startswith("= orders.csv  spreadsheet.online_retail  Already loaded")


def test_a_file_nobody_knows_ends_with_1_after_all_others(workspace: Path, tmp_path: Path, capsys: Said) -> None:
    odd = tmp_path / "odd.csv"
    odd.write_text("Farbe;Menge\nrot;3\nblau;4\n", encoding="utf-8")
    empty = tmp_path / "empty.csv"
    empty.touch()
    good = tmp_path / "good.csv"
    good.write_text((workspace / "inbox" / "orders.csv").read_text().replace("536366", "736366"), encoding="utf-8")
    assert run(workspace, "ingest", str(empty), str(odd), str(good)) == 1
    out, err = capsys.readouterr()
    lines = [line for line in out.splitlines() if not line.startswith(" ")]
    assert [line[0] for line in lines[:3]] == ["✗", "?", "✓"]
    assert err.strip() == "2 of 3 files were not loaded and need you: empty.csv, odd.csv."


def test_a_number_leads_back_to_its_file_and_line(loaded: Path, capsys: Said) -> None:
    assert run(loaded, "trace", "refunds", "--where", "market=DE", "--json") == 0
    (row,) = json.loads(capsys.readouterr().out, parse_float=Decimal)
    assert (row["file"], row["line"]) == ("orders.csv", 5)
    assert row["values"]["refund_amount"] == Decimal("1.85")
    assert run(loaded, "trace", "refunds") == 0
    assert capsys.readouterr().out.splitlines()[0].startswith("file\tline\tload_id")


def test_doctor_checks_and_says_so_in_both_languages(loaded: Path, capsys: Said) -> None:
    assert run(loaded, "doctor", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert {"python", "disk", "workspace", "lake"} <= {one["subject"] for one in said}
    assert all(one["is_well"] for one in said)
    assert run(loaded, "doctor", "--lang", "zh") == 0
    assert "可以写入" in capsys.readouterr().out


def test_the_loop_turns_from_a_proposal_to_an_outcome(workspace: Path, capsys: Said) -> None:
    assert run(workspace, "decide", "--json") == 0
    first = json.loads(capsys.readouterr().out)
    assert first
    assert [one["rank"] for one in first] == list(range(1, len(first) + 1))
    for name in ("kind", "subject", "as_of", "verdict", "options", "evidence", "rationale", "evaluation", "expires_on"):
        assert name in first[0]
    assert all("hold" in {option["name"] for option in one["options"]} for one in first)
    assert run(workspace, "decide", "--json") == 0
    assert [one["id"] for one in json.loads(capsys.readouterr().out)] == [one["id"] for one in first]

    chosen = first[0]["id"]
    assert run(workspace, "act", chosen[:8], "decline", "--why", "not now") == 0
    assert chosen[:8] in capsys.readouterr().out
    assert run(workspace, "decide", "--json") == 0
    states = {one["id"]: one["status"] for one in json.loads(capsys.readouterr().out)}
    assert states.get(chosen, "declined") == "declined"
    assert {state for one, state in states.items() if one != chosen} <= {"proposed"}
    assert run(workspace, "learn", "--json") == 0
    assert json.loads(capsys.readouterr().out)["outcomes"] == []


def test_decide_for_people_names_what_is_missing(workspace: Path, capsys: Said) -> None:
    assert run(workspace, "decide", "market", "--lang", "zh", "--all") == 0
    out = capsys.readouterr().out
    assert "[数据不足]" in out
    assert "还缺：" in out


def test_the_workspaces_language_counts_and_the_option_counts_more(workspace: Path, capsys: Said) -> None:
    settings = workspace / "argosy.toml"
    settings.write_text(settings.read_text() + 'language = "zh"\n', encoding="utf-8")
    assert run(workspace, "doctor") == 0
    assert "可以写入" in capsys.readouterr().out
    assert run(workspace, "doctor", "--lang", "en") == 0
    assert "can be written" in capsys.readouterr().out
    assert run(workspace, "measure", "nonsense") == 1
    assert "没有指标 nonsense" in capsys.readouterr().err


def test_a_new_workspace_is_made_once(tmp_path: Path, capsys: Said) -> None:
    folder = tmp_path / "shop"
    assert main(["new", str(folder), "--home-currency", "EUR", "--home-country", "DE"]) == 0
    assert f"argosy ingest --workspace {folder}" in capsys.readouterr().out
    assert 'home_currency = "EUR"' in (folder / "argosy.toml").read_text()
    assert main(["new", str(folder)]) == 1
    assert "choose another folder" in capsys.readouterr().err
    assert main(["ingest", "--workspace", str(folder)]) == 0
    assert "is empty" in capsys.readouterr().out
    assert main(["measure", "net_sales", "--workspace", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == []


def test_source_rows_go_into_a_workbook(loaded: Path, tmp_path: Path) -> None:
    target = tmp_path / "rows.xlsx"
    assert run(loaded, "trace", "net_sales", "--xlsx", str(target), "--quiet") == 0
    rows = fastexcel.read_excel(target).load_sheet(0).to_arrow().to_pylist()
    assert {row["title"] for row in rows} >= {"=HAND WARMER"}


def test_decisions_go_into_a_workbook_with_options_and_evidence(workspace: Path, tmp_path: Path) -> None:
    target = tmp_path / "decisions.xlsx"
    assert run(workspace, "decide", "--xlsx", str(target), "--quiet") == 0
    assert fastexcel.read_excel(target).sheet_names == ["Decisions", "Options", "Evidence", "About"]
