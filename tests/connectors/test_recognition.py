"""What a file is, from its header alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from argosy.connectors.contract import Connector, Mapped, Report, Sighting
from argosy.connectors.recognition import is_ambiguous, recognise, sheet_for, signature
from argosy.core.errors import FaultError


def sighting(*header: str, sheet: str | None = None) -> Sighting:
    """A file with a header."""
    return Sighting(Path("x"), "any name", "csv", header=header, sheet=sheet)


def connector(name: str, *recognisers: Callable[[Sighting], float]) -> Connector:
    """A connector whose reports recognise files and do nothing else."""
    reports = tuple(
        Report(f"report_{number}", "", "", "", (), (), one, lambda *_: None, lambda *_: Mapped({}))
        for number, one in enumerate(recognisers)
    )
    return Connector(name, name, "", reports)


def test_every_required_column_must_be_there() -> None:
    knows = signature("Order ID", "SKU")
    assert knows(sighting("order id", "ＳＫＵ ", "more")) > 0.8
    assert knows(sighting("Order ID", "SKU")) == 1.0
    assert knows(sighting("Order ID")) == 0.0
    assert knows(sighting()) == 0.0


def test_aliases_any_of_and_forbidden_columns() -> None:
    knows = signature("Order ID", any_of=["SKU", "ASIN"], forbids=["Refund"], aliases={"Order ID": ["订单号"]})
    assert knows(sighting("订单号", "ASIN")) == 1.0
    assert knows(sighting("Order ID", "Title")) == 0.0
    assert knows(sighting("Order ID", "SKU", "refund")) == 0.0


def test_a_share_of_a_partly_known_header() -> None:
    knows = signature("a", "b", "c", "d", share=0.75)
    assert 0.5 < knows(sighting("a", "b", "c", "x")) < knows(sighting("a", "b", "c", "d"))
    assert knows(sighting("a", "b")) == 0.0


def test_the_more_specific_report_wins() -> None:
    header = ("id", "date", "amount", "fee", "payout")
    everyone = [connector("general", signature("id", "date")), connector("special", signature(*header))]
    best = recognise([sighting(*header)], everyone)
    assert [one.connector for one in best] == ["special", "general"]
    assert not is_ambiguous(best)
    assert "5 of 5" not in best[1].reason


def test_two_equal_reports_are_ambiguous() -> None:
    everyone = [connector("one", signature("id", "date")), connector("two", signature("id", "date"))]
    best = recognise([sighting("id", "date")], everyone)
    assert is_ambiguous(best)
    assert [one.connector for one in best] == ["one", "two"]
    assert not is_ambiguous(best[:1])
    assert not is_ambiguous([])


def test_the_same_report_on_two_sheets_is_not_ambiguous() -> None:
    everyone = [connector("one", signature("id", "date"))]
    sheets = [sighting("x", sheet="cover"), sighting("id", "date", sheet="a"), sighting("id", "date", "z", sheet="b")]
    best = recognise(sheets, everyone)
    assert [(one.sighting, one.confidence) for one in best] == [(1, 1.0), (2, pytest.approx(0.9333, abs=1e-4))]
    assert not is_ambiguous(best)
    assert [one.sheet for one in sheet_for(everyone[0].reports[0], sheets)] == ["a", "b"]
    assert best[0].reason.startswith("sheet a: ")


def test_a_confidence_outside_0_and_1_is_our_fault() -> None:
    with pytest.raises(FaultError, match="between 0 and 1"):
        recognise([sighting("id")], [connector("bad", lambda _: 7.0)])
