"""A statement as the CSV or workbook of online banking: day, text, amount (or money in and money out), balance.

Banks name these columns in their own ways; what they have in common is that every line carries the balance after it, which tells a
statement from other lists of amounts and shows whether a line is missing.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import DOTTED, ISO, SLASHED
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Tabular
from argosy.connectors.tabular_report import report
from argosy.core.text import mark

DAYS = (*ISO, *SLASHED, *DOTTED, "%d.%m.%y", "%d-%m-%Y", "%Y%m%d", "%d %b %Y", "%b %d, %Y")

LINES = "ORDER BY source_line"
BEFORE = f"lag(balance) OVER ({LINES})"
MOVED = "coalesce(single, coalesce(paid_in, 0) - abs(coalesce(paid_out, 0)))"


def also(*names: str) -> tuple[tuple[str, str], ...]:
    """Other headings of the same column, without the day they were first seen."""
    return tuple((name, "") for name in names)


STATEMENT = report(
    Tabular(
        id="statement",
        label="Account statement (CSV or workbook)",
        grain="One row per booking.",
        where="Online banking: Transactions > Export as CSV, with the balance.",
        folder=Path(__file__).parent,
        fields=(
            Field(
                "booked_on",
                "Booking date",
                Kind.DAY,
                filled=True,
                formats=DAYS,
                aliases=also(
                    *(
                        "Date",
                        "Posting Date",
                        "Posted Date",
                        "Transaction Date",
                        "Buchungstag",
                        "Buchungsdatum",
                        "Fecha",
                    ),
                    *("Date de l'opération", "交易日期", "记账日期", "入账日期", "交易时间", "取引日", "日付"),
                ),
            ),
            Field(
                "value_on",
                "Value date",
                Kind.DAY,
                required=False,
                formats=DAYS,
                aliases=also("Valuta", "Valutadatum", "Wertstellung", "起息日"),
            ),
            Field(
                "description",
                "Description",
                aliases=also(
                    *(
                        "Details",
                        "Narrative",
                        "Memo",
                        "Transaction Description",
                        "Verwendungszweck",
                        "Buchungstext",
                        "Concepto",
                    ),
                    *("Libellé", "摘要", "交易摘要", "交易说明", "用途", "摘要内容", "お取扱内容"),
                ),
            ),
            Field(
                "counterparty",
                "Counterparty",
                required=False,
                aliases=also(
                    "Payee",
                    "Beguenstigter/Zahlungspflichtiger",
                    "Auftraggeber/Empfänger",
                    "对方户名",
                    "对方账户名称",
                    "对方名称",
                ),
            ),
            Field(
                "reference",
                "Reference",
                Kind.ID,
                required=False,
                aliases=also(
                    *(
                        "Transaction ID",
                        "Kundenreferenz",
                        "Kundenreferenz (End-to-End)",
                        "交易流水号",
                        "流水号",
                    ),
                ),
            ),
            Field(
                "single",
                "Amount",
                Kind.AMOUNT,
                required=False,
                aliases=also("Betrag", "Importe", "Montant", "交易金额", "发生额"),
            ),
            Field(
                "paid_out",
                "Debit",
                Kind.AMOUNT,
                required=False,
                aliases=also(
                    "Money Out",
                    "Withdrawals",
                    "Withdrawal",
                    "Paid Out",
                    "Debit Amount",
                    "Soll",
                    "支出",
                    "支出金额",
                    "借方发生额",
                    "借方金额",
                    "お引出し",
                ),
            ),
            Field(
                "paid_in",
                "Credit",
                Kind.AMOUNT,
                required=False,
                aliases=also(
                    "Money In",
                    "Deposits",
                    "Deposit",
                    "Paid In",
                    "Credit Amount",
                    "Haben",
                    "收入",
                    "收入金额",
                    "贷方发生额",
                    "贷方金额",
                    "存入金额",
                    "お預入れ",
                ),
            ),
            Field(
                "balance",
                "Balance",
                Kind.AMOUNT,
                aliases=also(
                    "Running Balance",
                    "Closing Balance",
                    "Saldo",
                    "Solde",
                    "Kontostand",
                    "余额",
                    "账户余额",
                    "本次余额",
                    "差引残高",
                ),
            ),
            Field(
                "currency",
                "Currency",
                Kind.CURRENCY,
                required=False,
                aliases=also("Währung", "Waehrung", "Moneda", "Devise", "币种", "货币", "交易币种"),
            ),
            Field(
                "account",
                "Account",
                Kind.ID,
                required=False,
                aliases=also(
                    "Account Number", "Auftragskonto", "IBAN", "IBAN Auftragskonto", "账号", "本方账号", "账户"
                ),
            ),
        ),
        into=(
            Into(
                "bank_lines",
                {
                    "account_id": "account_id",
                    "booked_on": "booked_on",
                    "value_on": "value_on",
                    "currency": "currency",
                    "amount": "moved",
                    "balance_amount": "balance",
                    "counterparty": "counterparty",
                    "reference": "reference",
                    "description": "description",
                },
                money_in="moved",
            ),
        ),
        money="moved",
        money_out={"bank_lines": "amount"},
        derived={
            "moved": MOVED,
            "is_empty": "single IS NULL AND paid_in IS NULL AND paid_out IS NULL",
            "account_id": "coalesce('*' || right(regexp_replace(account, '\\s', '', 'g'), 4), own_store)",
            "is_gap": f"balance <> {BEFORE} + {MOVED} AND {BEFORE} <> balance + lag({MOVED}) OVER ({LINES})",
        },
        checks={"missing:Amount": "is_empty", "unknown_currency:Currency": "currency IS NULL"},
        reasons={"missing:Amount": mark("The row lacks a value that every row must have.")},
        remarks={mark("{count} lines do not lead from one balance to the next: a line may be missing"): "is_gap"},
        nothing=("-", "--"),
        status=Status.INFERRED,
        sources=("Headings of online banking exports, from general knowledge (unverified)",),
    )
)
