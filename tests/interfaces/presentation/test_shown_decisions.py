"""Decisions as lines, tables and JSON."""

from __future__ import annotations

from typing import Any

from argosy.core.estimate import Estimate
from argosy.core.text import Text
from argosy.decision.contract import Option, hold
from argosy.interfaces.presentation.decisions import (
    decision_json,
    decision_line,
    decision_lines,
    decision_tables,
    unsaid,
)
from argosy.interfaces.presentation.formatting import Formats
from argosy.interfaces.presentation.tables import Kind


def test_a_line_says_what_why_and_how_much(proposal: Any) -> None:
    line = decision_line(proposal, Formats("en"))
    assert (line.verdict, line.subject, line.sentence) == ("Act", "Market DE Germany", "Buyers in DE come back.")
    assert (line.effect, line.effect_range, line.cost) == ("EUR +12,300 a year", "80%: +4,000 … +21,000", "EUR 250.00")
    assert line.days_left == 92
    assert line.id.startswith(line.short_id)


def test_a_paragraph_holds_the_effect_and_what_is_missing(proposal: Any, unsure: Any) -> None:
    text = "\n".join(decision_lines(proposal, Formats("en")))
    assert "→ Deepen DE. Effect: EUR +12,300 a year (80%: +4,000 … +21,000); cost EUR 250.00" in text
    text = "\n".join(decision_lines(unsure, Formats("en")))
    assert "missing: orders of 60 more days" in text
    assert "Effect" not in text


def test_chinese_words_come_from_the_catalogue(proposal: Any, unsure: Any) -> None:
    assert decision_line(proposal, Formats("zh")).subject == "站点 DE 德国"
    assert decision_line(unsure, Formats("zh")).verdict == "数据不足"


def test_the_json_is_the_contract_with_rank_and_state(proposal: Any) -> None:
    said = decision_json(proposal, "en")
    assert said["rationale"] == "Buyers in DE come back."
    assert (said["status"], said["rank"], said["id"]) == ("proposed", 1, proposal.decision.id)
    for name in (
        "kind",
        "subject",
        "as_of",
        "verdict",
        "options",
        "evidence",
        "evaluation",
        "reversible",
        "expires_on",
    ):
        assert name in said


def test_the_tables_hold_figures_terms_options_and_evidence(proposal: Any, unsure: Any) -> None:
    decisions, options, evidence = decision_tables([proposal, unsure], "en")
    rows = [dict(zip([one.name for one in decisions.columns], row, strict=True)) for row in decisions.rows]
    assert (rows[0]["effect"], rows[0]["effect_low"], rows[0]["quantity"]) == (12300.0, 4000.0, 120)
    assert rows[1]["effect"] is None
    assert rows[1]["needs"] == "orders of 60 more days"
    kinds = {column.name: (column.kind, column.currency) for column in decisions.columns}
    assert kinds["effect"] == (Kind.MONEY, "EUR")
    assert kinds["quantity"][0] is Kind.NUMBER
    assert kinds["supplier"][0] is Kind.TEXT
    assert "skus" not in kinds
    assert len(options.rows) == 3
    assert [row[5] for row in evidence.rows] == [proposal.decision.as_of, unsure.decision.as_of]


def test_effects_in_two_currencies_are_plain_numbers_with_their_unit(proposal: Any) -> None:
    from dataclasses import replace

    other = Option("go", Text("Go."), Estimate("net_sales", 1.0, 0.5, 2.0, "CNY/year"))
    second = replace(
        proposal,
        decision=replace(
            proposal.decision, options=(other, hold(Text("Hold."), Estimate.exact("net_sales", 0.0, "CNY/year")))
        ),
    )
    decisions = decision_tables([proposal, second], "en")[0]
    kinds = {column.name: (column.kind, column.currency) for column in decisions.columns}
    assert kinds["effect"] == (Kind.NUMBER, "")


def test_decisions_without_enough_data_share_a_line(proposal: Any, unsure: Any) -> None:
    assert str(unsaid([proposal, unsure], Formats("en"))) == (
        "1 cannot be said yet, for want of data: Market FR France"
    )
    assert unsaid([proposal], Formats("en")) is None
