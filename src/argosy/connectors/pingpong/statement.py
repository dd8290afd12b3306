"""PingPong's account statement (资金明细): receipts from marketplaces, withdrawals, payments. Headings from general knowledge."""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Kind, Tabular, wallet_lines
from argosy.connectors.tabular_report import report

MOVED = "amount_moved - coalesce(abs(fee), 0)"

STATEMENT = report(
    Tabular(
        id="statement",
        label="资金明细 (account statement)",
        grain="One row per movement of a balance.",
        where="PingPong: 资金明细 > 导出.",
        folder=Path(__file__).parent,
        fields=(
            Field("id", "交易流水号", Kind.ID, filled=True, aliases=(("Transaction No.", "en"),)),
            Field(
                "booked_at",
                "交易时间",
                Kind.INSTANT,
                filled=True,
                zone="Asia/Shanghai",
                aliases=(("Transaction Time", "en"),),
            ),
            Field("kind", "交易类型", Kind.WORD, otherwise="", aliases=(("Transaction Type", "en"),)),
            Field("currency", "币种", Kind.CURRENCY, filled=True, aliases=(("Currency", "en"),)),
            Field("amount_moved", "交易金额", Kind.AMOUNT, filled=True, aliases=(("Transaction Amount", "en"),)),
            Field("fee", "手续费", Kind.AMOUNT, aliases=(("Fee", "en"),)),
            Field("balance", "账户余额", Kind.AMOUNT, required=False, aliases=(("Balance", "en"),)),
            Field("status", "交易状态", required=False, aliases=(("Status", "en"),)),
            Field("shop", "店铺名称", required=False, aliases=(("Store", "en"),)),
            Field("note", "备注", required=False, aliases=(("Remark", "en"),)),
        ),
        into=(
            wallet_lines(
                {
                    "booked_on": "CAST(timezone('Asia/Shanghai', timezone('UTC', booked_at)) AS DATE)",
                    "balance_amount": "balance",
                    "fee_amount": "nullif(abs(fee), 0)",
                    "counterparty": "shop",
                    "reference": "id",
                    "description": "concat_ws(' ', kind_told, note)",
                },
                moved=MOVED,
            ),
        ),
        money=MOVED,
        money_out={"bank_lines": "amount"},
        ignored={
            "not_completed": "status IS NOT NULL AND status NOT IN ('成功', '已完成', '交易成功', 'Success', 'Completed')"
        },
        status=Status.INFERRED,
        sources=("Headings of the export from general knowledge (unverified)",),
    )
)
