"""Plans beside figures: the target of the same scope and days, how much of it is reached, and whether the pace is enough.

A target counts for the scope it was set for (store, channel, market, SKU, person), never for another: that of a market is not that of
the business. Over days it is spread evenly: a month has the part of a year's target that its share of the year's days is; a share or
ratio is weighed by days instead. Attainment is figure / target of the whole period. Pace is figure / (target x share of the period
gone by), by days or by working days (Monday to Friday), up to the last day with orders; only what adds up over time has a pace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from argosy.core.errors import RequestError
from argosy.core.period import Period
from argosy.core.text import Text, mark
from argosy.metrics.contract import Accumulates, Measured, Metric, Query, Row, Unit, Value
from argosy.metrics.dimensions import TIME, finest_time
from argosy.metrics.registry import metric

SCOPES = {"store": "store_id", "channel": "channel", "market": "market", "sku": "sku", "owner": "owner_id"}
"""Dimensions a plan is made by, with their columns in `budgets`."""

ALL = "*"
DAYS, WORKING_DAYS = "days", "working_days"
SATURDAY = 5
RULES: dict[str, Callable[[date], int]] = {
    DAYS: lambda _day: 1,
    WORKING_DAYS: lambda day: int(day.weekday() < SATURDAY),
}
COLUMNS = ("target", "attainment", "pace")
SAID = {
    DAYS: mark("Plan {plan}: pace by the share of days gone by, up to {day}."),
    WORKING_DAYS: mark("Plan {plan}: pace by the share of working days (Monday to Friday) gone by, up to {day}."),
}


@dataclass(frozen=True)
class Target:
    """A planned figure: its scope (the dimensions it names), its days (half-open), in the metric's unit or in `currency`."""

    metric: str
    scope: Mapping[str, str]
    start: date
    end: date
    value: Decimal
    currency: str = ""
    is_limit: bool = False


def targets_of(rows: Iterable[Mapping[str, Any]], plan: str) -> list[Target]:
    """The targets of a plan from rows of `budgets`; `RequestError` names the plans there are."""
    rows = list(rows)
    plans = sorted({row["plan"] for row in rows})
    if plan not in plans:
        raise RequestError(
            "There is no plan {plan}; the plans are: {known}. argosy templates budgets writes a sheet to fill in.",
            plan=plan,
            known=", ".join(plans) or "(none)",
        )
    return [_target(row) for row in rows if row["plan"] == plan]


def _target(row: Mapping[str, Any]) -> Target:
    scope = {name: str(row[column]) for name, column in SCOPES.items() if row.get(column) not in (None, ALL)}
    amount = row["target_amount"] if row["target_amount"] is not None else row["target_value"]
    currency = row["currency"] if row["target_amount"] is not None else ""
    return Target(
        row["metric"], scope, row["from_on"], row["to_on"], Decimal(amount or 0), currency or "", bool(row["is_limit"])
    )


def with_targets(query: Query, answer: Measured, targets: Sequence[Target], span: tuple[date, date] | None) -> Measured:
    """The answer with columns `<metric>_target`, `<metric>_attainment`, `<metric>_pace`; groups a target alone names are added."""
    _check(query)
    if span is None:
        return answer
    until = span[1] + timedelta(days=1)
    whole = Period(query.start or span[0], max(query.end or until, (query.start or span[0]) + timedelta(days=1)))
    said: dict[str, Text] = {}
    rows = [dict(row) for row in _with_planned_groups(query, answer, targets, whole)]
    for row in rows:
        period = _period(row, query, whole)
        for slug in query.metrics:
            one = metric(slug)
            own = [each for each in targets if each.metric == slug and each.scope == _scope(row, query)]
            goal = _goal(one, own, period, answer.currency, until, said)
            row.update(_columns(one, row[slug], goal, _gone(period, until, query.pace)))
    note = Text(SAID[query.pace], {"plan": query.plan, "day": span[1]})
    return replace(answer, rows=rows, notes=(*answer.notes, note, *said.values()))


def _check(query: Query) -> None:
    if query.pace not in RULES:
        raise RequestError("There is no pace by {rule}; it goes by: {known}.", rule=query.pace, known=", ".join(RULES))
    names = [name for name in (*query.by, *query.where) if name not in TIME]
    if strange := [name for name in names if name not in SCOPES]:
        raise RequestError(
            "Plans are made by {known}, not by {names}; leave it out.",
            known=", ".join(SCOPES),
            names=", ".join(strange),
        )
    if several := [name for name, values in query.where.items() if len(values) != 1]:
        raise RequestError("A plan needs one value of {names}; ask for one at a time.", names=", ".join(several))


def _scope(row: Row, query: Query) -> dict[str, str]:
    named = {name: values[0] for name, values in query.where.items()}
    return named | {name: str(row[name]) for name in query.by if name in SCOPES}


def _with_planned_groups(query: Query, answer: Measured, targets: Sequence[Target], whole: Period) -> list[Row]:
    """The rows, and empty ones for groups that have a target and no figure."""
    wanted = {name for name in query.by if name in SCOPES} | set(query.where)
    named = {name: values[0] for name, values in query.where.items()}
    known = {tuple(row[name] for name in query.by) for row in answer.rows}
    time = finest_time(query.by)
    added: list[Row] = []
    for one in targets:
        own = one.metric in query.metrics and set(one.scope) == wanted and named.items() <= one.scope.items()
        shared = Period(one.start, one.end).overlap(whole) if own and one.start < one.end else None
        for part in (shared.split(time) if time else (shared,)) if shared else ():
            cells: dict[str, Value] = {name: one.scope.get(name, "") for name in query.by if name not in TIME}
            cells |= {name: _label(part.start, name) for name in query.by if name in TIME}
            key = tuple(cells[name] for name in query.by)
            if key not in known:
                known.add(key)
                added.append({**cells, **dict.fromkeys(query.metrics)})
    return [*answer.rows, *added]


def _label(day: date, word: str) -> str:
    """The label of the period a day lies in, as the rows have it."""
    if word == "week":
        return (day - timedelta(days=day.weekday())).isoformat()
    return str(Period.of(word, day))


def _period(row: Row, query: Query, whole: Period) -> Period:
    time = finest_time(query.by)
    if time is None:
        return whole
    label = str(row[time])
    start = date.fromisoformat(label) if time in ("week", "day") else Period.parse(label).start
    found = Period.of(time, start)
    asked = Period(query.start or found.start, query.end or found.end) if query.start or query.end else found
    return found.overlap(asked) or found


def _goal(
    one: Metric, targets: Sequence[Target], period: Period, currency: str, until: date, said: dict[str, Text]
) -> Decimal | None:
    """The target of a period, put together of all that lie in it; None where they do not cover its days."""
    covered, total = 0, Decimal(0)
    for target in targets:
        shared = Period(target.start, target.end).overlap(period) if target.start < target.end else None
        if shared is None:
            continue
        value = _converted(target, currency, until, said) if one.unit is Unit.MONEY else target.value
        share = Decimal(shared.days) / (target.end - target.start).days
        total += value * (share if _adds_up(one) else Decimal(shared.days))
        covered += shared.days
    if covered != period.days:
        return None
    return total if _adds_up(one) else total / covered


def _converted(target: Target, currency: str, until: date, said: dict[str, Text]) -> Decimal:
    """The target in the currency of the answer, at the rate of its first day (of the last day with orders, where that is later)."""
    from argosy.reference import fx

    if not target.currency or target.currency == currency:
        return target.value
    on = min(target.start, until - timedelta(days=1), fx.newest_on())
    rate = fx.rate(target.currency, currency, on)
    said[f"{target.currency} {on}"] = Text(
        mark("Plan: 1 {base} = {rate} {quote}, rate of {day} ({source})"),
        {
            "base": target.currency,
            "rate": f"{rate.number:.6g}",
            "quote": currency,
            "day": rate.valid_from,
            "source": rate.source,
        },
    )
    return target.value * rate.number


def _adds_up(one: Metric) -> bool:
    return one.accumulates is Accumulates.SUM


def _gone(period: Period, until: date, rule: str) -> Decimal:
    """The share of the period that has gone by."""
    weigh = RULES[rule]
    whole = sum(map(weigh, period))
    gone = sum(weigh(day) for day in period if day < until)
    return Decimal(gone) / whole if whole else Decimal(1)


def _columns(one: Metric, value: Value, goal: Decimal | None, gone: Decimal) -> dict[str, Value]:
    reached = Decimal(str(value)) if isinstance(value, int | float | Decimal) else None
    shown: dict[str, Value] = {f"{one.slug}_{name}": None for name in COLUMNS}
    if goal is None:
        return shown
    shown[f"{one.slug}_target"] = round(goal, 4) if one.unit is Unit.MONEY or not _adds_up(one) else _plain(goal)
    if goal and reached is not None:
        shown[f"{one.slug}_attainment"] = float(reached / goal)
        if gone and _adds_up(one):
            shown[f"{one.slug}_pace"] = float(reached / (goal * gone))
    return shown


def _plain(goal: Decimal) -> Decimal:
    return goal.quantize(Decimal(1)) if goal == goal.to_integral_value() else round(goal, 2)
