"""WorldFirst's (万里汇) account statement: money in, money out and balance per currency. Headings from general knowledge."""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Kind, Tabular, wallet_lines
from argosy.connectors.tabular_report import report

MOVED = "coalesce(paid_in, 0) - abs(coalesce(paid_out, 0))"

STATEMENT = report(
    Tabular(
        id="statement",
        label="账户明细 (account statement)",
        grain="One row per movement of a balance.",
        where="WorldFirst: 账户 > 明细 > 下载 (Statements > Download).",
        folder=Path(__file__).parent,
        fields=(
            Field("id", "业务流水号", Kind.ID, filled=True, aliases=(("Transaction reference", "en"),)),
            Field(
                "booked_at",
                "入账时间",
                Kind.INSTANT,
                filled=True,
                zone="Asia/Shanghai",
                aliases=(("Transaction date", "en"),),
            ),
            Field("kind", "业务类型", Kind.WORD, otherwise="", aliases=(("Transaction type", "en"),)),
            Field("currency", "币种", Kind.CURRENCY, filled=True, aliases=(("Currency", "en"),)),
            Field("paid_in", "收入金额", Kind.AMOUNT, aliases=(("Money in", "en"),)),
            Field("paid_out", "支出金额", Kind.AMOUNT, aliases=(("Money out", "en"),)),
            Field("balance", "账户余额", Kind.AMOUNT, aliases=(("Account balance", "en"),)),
            Field("party", "对方名称", required=False, aliases=(("Counterparty", "en"),)),
            Field("note", "备注", required=False, aliases=(("Remark", "en"),)),
        ),
        into=(
            wallet_lines(
                {
                    "booked_on": "CAST(timezone('Asia/Shanghai', timezone('UTC', booked_at)) AS DATE)",
                    "balance_amount": "balance",
                    "counterparty": "party",
                    "reference": "id",
                    "description": "concat_ws(' ', kind_told, note)",
                },
                moved=MOVED,
            ),
        ),
        money=MOVED,
        money_out={"bank_lines": "amount"},
        checks={"missing:收入金额": "paid_in IS NULL AND paid_out IS NULL"},
        reasons={"missing:收入金额": "The row lacks a value that every row must have."},
        status=Status.INFERRED,
        sources=("Headings of the export from general knowledge (unverified)",),
    )
)
