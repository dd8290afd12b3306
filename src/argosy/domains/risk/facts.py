"""What is known of cash: balances, payouts, payments and what is owed. The only reader of this domain."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import numpy as np

from argosy.decision.exchange import home_rates
from argosy.decision.freezing import fixed
from argosy.decision.wording import cited
from argosy.domains.risk.history import HISTORY_WEEKS, Array, CashFacts
from argosy.domains.risk.supply import main_supplier
from argosy.domains.risk.swings import currency_swings
from argosy.metrics.contract import Measures

LOST = ("failed", "held", "returned")
NOT_OWED = ("draft", "cancelled")
NO_COST = ("payout", "exchange", "transfer", "financing")
AHEAD_WEEKS = 26


def load(measures: Measures, as_of: date) -> CashFacts:
    """Read the facts as they were known at the end of `as_of`."""
    balances, balance_on = _balances(measures, as_of)
    payouts, currencies, last_on = _payouts(_payout_rows(measures), measures.home_currency, as_of)
    outflows = _outflows(measures, as_of)
    dues, overdue = _dues(measures, as_of)
    swings, swing_source = currency_swings([*currencies, *balances], measures.home_currency, as_of)
    supplier, share, weeks = main_supplier(measures, as_of)
    return CashFacts(
        as_of=as_of,
        currency=measures.home_currency,
        snapshot=measures.snapshot_number,
        source=_cited(measures, "bank_balances"),
        payout_source=_cited(measures, "payouts"),
        bank_source=_cited(measures, "bank_lines"),
        purchase_source=_cited(measures, "purchase_orders"),
        balance_on=balance_on,
        balances=balances,
        payouts=payouts,
        payout_currencies=currencies,
        currency_swing=swings,
        swing_source=swing_source,
        outflows=outflows,
        dues=dues,
        overdue=overdue,
        last_payout_on=last_on,
        payout_weeks=_known_weeks(payouts.values()),
        outflow_weeks=_known_weeks(outflows.values()),
        supplier=supplier,
        supplier_share=share,
        supplier_weeks=weeks,
    )


def _cited(measures: Measures, table: str) -> str:
    return cited(measures.sources(table), table, measures.snapshot_number)


def _balances(measures: Measures, as_of: date) -> tuple[dict[str, float], date | None]:
    """By currency what can be used now, in the home currency, by the newest balance of every account; credit lines count when drawn."""
    columns = ("account_id", "kind", "currency", "balance_on", "balance_amount", "available_amount")
    newest: dict[tuple[str, str], dict[str, Any]] = {}
    for row in measures.table("bank_balances", columns).to_pylist():
        pair = row["account_id"], row["currency"]
        if row["balance_on"] <= as_of and (pair not in newest or newest[pair]["balance_on"] < row["balance_on"]):
            newest[pair] = row
    rates = home_rates([currency for _, currency in newest], measures.home_currency, as_of)
    found: dict[str, float] = defaultdict(float)
    for (_, currency), row in newest.items():
        if currency in rates:
            usable = row["balance_amount"] if row["available_amount"] is None else row["available_amount"]
            drawn = min(float(usable), 0.0) if row["kind"] == "credit_line" else float(usable)
            found[currency] += drawn * rates[currency]
    return dict(found), max((row["balance_on"] for row in newest.values()), default=None)


def _payout_rows(measures: Measures) -> list[dict[str, Any]]:
    """Payouts as the channels tell them; as they arrived at the bank where no channel's are loaded."""
    columns = ("store_id", "paid_on", "status", "currency", "payout_amount")
    told = measures.table("payouts", columns).to_pylist()
    if told:
        return [row for row in told if row["status"] not in LOST]
    lines = measures.table("bank_lines", ("account_id", "booked_on", "currency", "amount"), {"category": ("payout",)})
    return [
        {
            "store_id": row["account_id"],
            "paid_on": row["booked_on"],
            "currency": row["currency"],
            "payout_amount": row["amount"],
        }
        for row in lines.to_pylist()
    ]


def _payouts(
    told: list[dict[str, Any]], home: str, as_of: date
) -> tuple[dict[str, Array], dict[str, float], date | None]:
    """Weekly payouts by store, the share of them by the currency they are earned in over a year, and the day of the newest."""
    rows = [row for row in told if row["paid_on"] <= as_of]
    rates = home_rates([row["currency"] for row in rows], home, as_of)
    weekly: dict[str, Array] = defaultdict(lambda: np.zeros(HISTORY_WEEKS))
    earned: dict[str, float] = defaultdict(float)
    for row in rows:
        week = _week(row["paid_on"], as_of)
        if row["currency"] in rates and week is not None:
            amount = float(row["payout_amount"]) * rates[row["currency"]]
            weekly[row["store_id"]][week] += amount
            if week >= HISTORY_WEEKS - 52:
                earned[row["currency"]] += max(amount, 0.0)
    whole = sum(earned.values()) or 1.0
    shares = {currency: amount / whole for currency, amount in sorted(earned.items())}
    return dict(sorted(weekly.items())), shares, max((row["paid_on"] for row in rows), default=None)


def _outflows(measures: Measures, as_of: date) -> dict[str, Array]:
    """Weekly payments out of the accounts by category; changes of currency, own transfers and financing are none."""
    table = measures.table("bank_lines", ("booked_on", "currency", "amount", "category"))
    rates = home_rates(table["currency"].unique().to_pylist(), measures.home_currency, as_of)
    weekly: dict[str, Array] = defaultdict(lambda: np.zeros(HISTORY_WEEKS))
    names = ("booked_on", "currency", "amount", "category")
    for day, currency, amount, category in zip(*(table[name].to_pylist() for name in names), strict=True):
        week = _week(day, as_of)
        if week is None or currency not in rates or category in NO_COST or amount >= 0:
            continue
        weekly[category or "overhead"][week] += float(-amount) * rates[currency]
    return dict(sorted(weekly.items()))


def _dues(measures: Measures, as_of: date) -> tuple[Array, float]:
    """What is owed to suppliers by week from now (26 of them), and what was due before."""
    columns = (
        "ordered_on",
        "status",
        "quantity",
        "unit_price",
        "line_amount",
        "tax_amount",
        "freight_amount",
        "paid_amount",
        "currency",
        "deposit_due_on",
        "balance_due_on",
        "promised_on",
    )
    dues, overdue = np.zeros(AHEAD_WEEKS), 0.0
    rows = [row for row in measures.table("purchase_orders", columns).to_pylist() if row["ordered_on"] <= as_of]
    rates = home_rates([row["currency"] for row in rows], measures.home_currency, as_of)
    for row in rows:
        amount = row["line_amount"] if row["line_amount"] is not None else row["quantity"] * (row["unit_price"] or 0)
        owed = sum(float(part or 0) for part in (amount, row["tax_amount"], row["freight_amount"]))
        owed -= float(row["paid_amount"] or 0)
        due_on = row["balance_due_on"] or row["promised_on"] or row["deposit_due_on"]
        is_settled = row["status"] in NOT_OWED or owed <= 0
        if is_settled or row["currency"] not in rates or due_on is None or due_on < as_of - timedelta(days=180):
            continue
        week = (due_on - as_of).days // 7
        if due_on < as_of:
            overdue += owed * rates[row["currency"]]
        elif week < AHEAD_WEEKS:
            dues[week] += owed * rates[row["currency"]]
    return fixed(dues), overdue


def _week(day: date, as_of: date) -> int | None:
    """Place of a day among the weeks of the history; None before it or after `as_of`."""
    back = (as_of - day).days // 7
    return HISTORY_WEEKS - 1 - back if 0 <= back < HISTORY_WEEKS else None


def _known_weeks(weekly: Any) -> int:
    """Weeks since the first with any amount."""
    total = sum(weekly, np.zeros(HISTORY_WEEKS))
    return int(HISTORY_WEEKS - np.argmax(total != 0)) if (total != 0).any() else 0
