"""Bank accounts: payouts that arrive, money changed into yuan every month, suppliers, carriers, wages and rent that are paid."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

import pyarrow as pa

from argosy.reference.fx import rate
from argosy.world.exports import Exports, money
from argosy.world.files import own
from argosy.world.planting import Ground
from argosy.world.sites import HOME_CURRENCY

Line = tuple[str, int, str, int, str, str]
"""Account, day, currency, hundredths, category, reference."""
HOME_ACCOUNT = "cmb_cny"
KEPT_SHARE = 0.05
"""Part of a currency's balance that stays when the rest is changed."""
COVER_WEEKS = 14
"""Weeks of payments the seller keeps in hand where no cause says otherwise."""
PAYROLL_SHARE, OVERHEAD_SHARE, LOGISTICS_SHARE = 0.055, 0.02, 0.05


def write_bank(exports: Exports, ground: Ground) -> None:
    """Statement lines and month-end balances of all accounts."""
    lines = [*_arrivals(exports), *_suppliers(exports, ground.end)]
    lines += _changed(ground, lines)
    lines += _running_costs(ground, lines)
    opening, drawn = _drawn(ground, lines)
    lines += drawn
    lines.sort()
    table = pa.table(
        {
            name: pa.array([line[place] for line in lines])
            for place, name in enumerate(("account_id", "day", "currency", "hundredths", "category", "reference"))
        }
    )
    exports.connection.register("bank", table)
    first = f"DATE '{ground.demand.seller.first_on}'"
    own.BANK_LINES.write(
        exports,
        f"""SELECT account_id, {first} + day::INTEGER AS booked_on, currency, {money("hundredths")} AS amount, category, reference,
            row_number() OVER (PARTITION BY account_id, currency, day ORDER BY category, hundredths, reference) AS line_no
        FROM bank ORDER BY booked_on, account_id, line_no""",
    )
    exports.connection.unregister("bank")
    rows = pa.Table.from_pylist(_balances(ground, lines, opening))
    exports.connection.register("balance", rows)
    own.BALANCES.write(
        exports,
        f"""SELECT account_id, 'bank' AS kind, {first} + day::INTEGER AS balance_on, currency, {money("hundredths")} AS balance_amount
        FROM balance ORDER BY day, account_id""",
    )
    exports.connection.unregister("balance")


def _arrivals(exports: Exports) -> list[Line]:
    found = exports.connection.execute("SELECT day, currency, amount, source FROM arrivals ORDER BY ALL").fetchall()
    return [
        (f"wf_{currency.lower()}", day, currency, amount, "payout", source) for day, currency, amount, source in found
    ]


def _suppliers(exports: Exports, end: int) -> list[Line]:
    """Deposits on the day of the order, the rest when goods leave; what was ordered before the world began is paid."""
    paid = exports.connection.execute(f"""
        SELECT day, supplier, sum(amount)::BIGINT FROM (
            SELECT ordered AS day, supplier, amount * 3 // 10 AS amount FROM purchase
            UNION ALL SELECT balance_due, supplier, amount - amount * 3 // 10 FROM purchase)
        WHERE day >= 0 AND day < {end} GROUP BY day, supplier ORDER BY day, supplier
    """).fetchall()
    return [
        (HOME_ACCOUNT, day, HOME_CURRENCY, -amount, "supplier", f"GYS{supplier + 1:02d}")
        for day, supplier, amount in paid
    ]


def _changed(ground: Ground, lines: list[Line]) -> list[Line]:
    """On the first of every month most of each foreign balance becomes yuan, at the day's rate."""
    made: list[Line] = []
    for currency in sorted({line[2] for line in lines} - {HOME_CURRENCY}):
        account, left = f"wf_{currency.lower()}", 0
        own_lines = [line for line in lines if line[0] == account]
        kept = ground.levers.get("kept_currency", {"currency": "-", "since": 0})
        assert isinstance(kept, dict)
        since = int(kept["since"]) if kept["currency"] == currency else ground.end
        for day in [day for day in _month_starts(ground) if day < since]:
            so_far = sum(line[3] for line in own_lines if line[1] < day)
            amount = int((so_far - left) * (1 - KEPT_SHARE))
            if amount <= 0:
                continue
            left += amount
            on = ground.on(day)
            into = round(amount * float(rate(currency, HOME_CURRENCY, on).number))
            made.append((account, day, currency, -amount, "exchange", f"{currency}/CNY"))
            made.append((HOME_ACCOUNT, day, HOME_CURRENCY, into, "exchange", f"{currency}/CNY"))
    return made


def _running_costs(ground: Ground, lines: list[Line]) -> list[Line]:
    """Wages, rent and carriers, as parts of an average month's income."""
    income = sum(line[3] for line in lines if line[0] == HOME_ACCOUNT and line[4] == "exchange")
    starts = _month_starts(ground)
    a_month = income / max(len(starts), 1)
    made: list[Line] = []
    for day in starts:
        for share, category, reference, later in (
            (PAYROLL_SHARE, "payroll", "工资", 9),
            (OVERHEAD_SHARE, "overhead", "房租及软件", 2),
            (LOGISTICS_SHARE, "logistics", "头程及快递", 14),
        ):
            if day + later < ground.end:
                made.append((HOME_ACCOUNT, day + later, HOME_CURRENCY, -round(a_month * share), category, reference))
    return made


def _drawn(ground: Ground, lines: list[Line]) -> tuple[dict[str, int], list[Line]]:
    """The opening balance, and what the owner takes out every month so that the weeks of cover stay (gives, where they would not)."""
    own_lines = sorted((line for line in lines if line[0] == HOME_ACCOUNT), key=lambda line: line[1])
    weekly = -sum(line[3] for line in own_lines if line[3] < 0) / max(ground.end / 7, 1)
    cover = float(str(ground.levers.get("cover_weeks", COVER_WEEKS)))
    opening = level = round(weekly * COVER_WEEKS)
    made: list[Line] = []
    for first, last in pairwise([*_month_starts(ground), ground.end]):
        level += sum(line[3] for line in own_lines if first <= line[1] < last)
        wanted = round(weekly * (cover if last >= ground.end - 62 else COVER_WEEKS))
        if level != wanted:
            made.append((HOME_ACCOUNT, last - 1, HOME_CURRENCY, wanted - level, "financing", "股东"))
            level = wanted
    return {HOME_ACCOUNT: opening}, made


def _balances(ground: Ground, lines: list[Line], opening: dict[str, int]) -> list[dict[str, object]]:
    accounts = sorted({(line[0], line[2]) for line in lines})
    level: dict[str, int] = defaultdict(int, opening)
    days = sorted({*(day - 1 for day in _month_starts(ground) if day), ground.end - 1})
    rows: list[dict[str, object]] = []
    place = 0
    by_day = sorted(lines, key=lambda line: line[1])
    for day in days:
        while place < len(by_day) and by_day[place][1] <= day:
            level[by_day[place][0]] += by_day[place][3]
            place += 1
        rows += [
            {"account_id": account, "currency": currency, "day": day, "hundredths": level[account]}
            for account, currency in accounts
        ]
    return rows


def _month_starts(ground: Ground) -> list[int]:
    first, days = ground.demand.seller.first_on, range(ground.end)
    return [day for day in days if (first + timedelta(days=day)).day == 1]
