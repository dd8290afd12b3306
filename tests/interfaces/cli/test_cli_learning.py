"""A decision is acted on, and what it brought is told: for people, for machines, in a workbook."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import fastexcel
import pytest

from argosy.app.facade import Argosy
from argosy.app.learn import Learned
from argosy.core.estimate import Estimate
from argosy.core.text import Text
from argosy.decision.evaluation import Ruling
from argosy.interfaces.cli.__main__ import main
from argosy.loop.calibration import calibrate
from argosy.loop.outcomes import Outcome

Said = pytest.CaptureFixture[str]


def learned(expected: Estimate | None) -> Learned:
    measured = Estimate("net_sales", 900.0, 200.0, 1600.0, "EUR/year")
    outcome = Outcome(
        "0123456789abcdef", "market.focus", "market:DE", date(2026, 1, 5), 28, True,
        measured, expected, {}, "a worthwhile gain is shown", Ruling.SHIP, 3,
    )  # fmt: skip
    thread = SimpleNamespace(id="fedcba9876543210", decision=SimpleNamespace(kind="market.focus", subject="market:FR"))
    waiting = SimpleNamespace(
        due=SimpleNamespace(thread=thread, due_on=date(2026, 2, 2), days=28), reason=Text("Load the orders.")
    )
    calibrations = (calibrate("market.focus", [outcome]),)
    return Learned(date(2026, 2, 9), (outcome,), (waiting,), calibrations)  # type: ignore[arg-type]  # a stand-in waits


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("en", ["Market DE Germany", "keep it", "measured EUR +900 a year", "predicted EUR +1,200 a year"]),
        ("zh", ["站点 DE 德国", "保留", "实测 每年 EUR +900", "当初预测 每年 EUR +1,200"]),
    ],
)
def test_people_read_what_was_measured_predicted_and_ruled(
    language: str, parts: list[str], loaded: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    told = learned(Estimate("net_sales", 1200.0, 100.0, 2000.0, "EUR/year"))
    monkeypatch.setattr(Argosy, "learn", lambda *_: told)
    assert main(["learn", "--workspace", str(loaded), "--lang", language]) == 0
    out = capsys.readouterr().out
    for part in [*parts, "market.focus", "fedcba98"]:
        assert part in out


def test_machines_get_every_field_and_a_workbook_its_tables(
    loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setattr(Argosy, "learn", lambda *_: learned(None))
    target = tmp_path / "learned.xlsx"
    assert main(["learn", "--workspace", str(loaded), "--json", "--xlsx", str(target)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["on"] == "2026-02-09"
    assert said["outcomes"][0]["measured"]["point"] == 900.0
    assert said["outcomes"][0]["expected"] is None
    assert said["waiting"][0]["reason"] == "Load the orders."
    assert said["calibrations"][0]["kind"] == "market.focus"
    assert fastexcel.read_excel(target).sheet_names == ["Outcomes", "Calibration", "About"]


def test_an_act_is_said_with_the_decision_and_a_day_is_passed_on(workspace: Path, capsys: Said) -> None:
    assert main(["decide", "market", "--workspace", str(workspace), "--json"]) == 0
    first = json.loads(capsys.readouterr().out)[0]
    arguments = ["act", first["id"], "accept", "--why", "yes", "--who", "Li", "--workspace", str(workspace)]
    assert main([*arguments, "--lang", "zh"]) == 0
    out = capsys.readouterr().out
    assert "已接受" in out
    assert first["id"][:8] in out
    assert main(["act", first["id"], "undo", "--workspace", str(workspace)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
