"""The report and the demo, on a few orders instead of a year of them."""

from __future__ import annotations

import json
from pathlib import Path

import fastexcel
import pytest

from argosy.app.facade import Argosy
from argosy.interfaces.cli.__main__ import main

Said = pytest.CaptureFixture[str]


def test_the_report_is_a_page_that_needs_nothing_else_and_a_workbook(
    workspace: Path, tmp_path: Path, capsys: Said
) -> None:
    out = tmp_path / "out"
    assert main(["report", "--workspace", str(workspace), "--out", str(out), "--json", "--lang", "zh"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {"html": str(out / "report.html"), "xlsx": str(out / "report.xlsx")}
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "净销售额" in page
    assert "<script src=" not in page
    assert fastexcel.read_excel(out / "report.xlsx").sheet_names


def test_a_report_that_cannot_be_written_is_said(
    loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setattr(Argosy, "report", lambda _: None)
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    assert main(["report", "--workspace", str(loaded), "--out", str(in_the_way)]) == 1
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.slow
def test_the_demo_tells_its_story_in_a_pipe_and_twice_the_same(
    loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setattr("argosy.app.demo.DATA", loaded / "inbox" / "orders.csv")
    monkeypatch.chdir(tmp_path)
    assert main(["demo"]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "GB United Kingdom" in out
    assert "3,405.30" in out
    assert (tmp_path / "demo-workspace" / "report.html").as_uri() in out
    assert main(["demo", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [one["outcome"] for one in said["files"]] == ["already_loaded"]
    assert all(one["id"][:8] in out or one["verdict"] == "not_enough_data" for one in said["decisions"][:4])


@pytest.mark.slow
def test_the_demo_reproduces_the_published_figures(tmp_path: Path, capsys: Said) -> None:
    assert main(["demo", "--workspace", str(tmp_path / "demo"), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    (file,) = said["files"]
    assert (file["rows"], file["rejected"], float(file["residual"])) == (541_909, False, 0.0)
    assert file["money"][0]["in"] == pytest.approx(9_747_747.93, abs=0.005)  # sum of Quantity x UnitPrice, as published
    assert {one["verdict"] for one in said["decisions"]} >= {"hold"}
