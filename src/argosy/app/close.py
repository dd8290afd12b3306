"""Close: the books of a month stay as they are; what becomes known later counts in the next open month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from argosy.app.measure import open_measures
from argosy.app.workspace import Workspace
from argosy.core.errors import RequestError, RetriableError
from argosy.core.period import Grain, Period
from argosy.economics.statement import STATEMENT
from argosy.metrics.contract import Query
from argosy.metrics.measures import WarehouseMeasures
from argosy.warehouse import snapshots
from argosy.warehouse.closings import CLOSE, REOPEN, Closing

STEPS = tuple(step.name for step in STATEMENT)
FACTS = ("order_lines", "settlement_lines", "expenses")


@dataclass(frozen=True)
class ClosedMonths:
    """One closing: the event, its months (from None: from the first), and what of earlier months counts in them.

    `signed` is the net profit kept with the closing, `net_profit` what the lake says of these months today: the same, unless
    definitions or settings changed.
    """

    closing: Closing
    start: date | None
    signed: Decimal | None
    net_profit: Decimal | None
    adjustments: Decimal | None


@dataclass(frozen=True)
class Books:
    """The closings in force, oldest first; the first open day; what has become known since and counts from that day on."""

    months: tuple[ClosedMonths, ...]
    events: tuple[Closing, ...]
    open_on: date | None
    adjustments: Decimal | None
    currency: str


def close(workspace: Workspace, month: str, by: str, why: str, today: date) -> Closing:
    """Close the books through a month; `RequestError` where it is not over, is closed already, or nothing was loaded."""
    period = _month(month)
    if period.end > today:
        raise RequestError(
            "{month} is still open: its last day is {last}; close it from {day} on.",
            month=str(period),
            last=period.last_day,
            day=period.end,
        )
    measures = open_measures(workspace)
    parent = workspace.lake.at(measures.snapshot_number)
    held = parent.closings
    if held and period.end <= held[-1].end:
        raise RequestError(
            "The books are closed through {through} already; the next month to close is {next}.",
            through=held[-1].month,
            next=f"{held[-1].end:%Y-%m}",
        )
    if not _has_rows(measures, period):
        raise RequestError("Nothing of {month} or before was loaded yet; load its files first.", month=str(period))
    statement = _statement(measures, held[-1].end if held else None, period.end)
    event = Closing(CLOSE, str(period), parent.number, _now(), by, why, workspace.home_currency, statement)
    return _publish(workspace, parent, event)


def reopen(workspace: Workspace, month: str, by: str, why: str) -> Closing:
    """Take the newest closing back; `RequestError` names it where another month is asked for."""
    period = _month(month)
    parent = workspace.lake.latest()
    held = parent.closings
    if not held:
        raise RequestError("No month is closed.")
    if str(period) != held[-1].month:
        raise RequestError(
            "Months open again from the newest back: open {last} first.", month=str(period), last=held[-1].month
        )
    return _publish(workspace, parent, Closing(REOPEN, str(period), parent.number, _now(), by, why))


def books(workspace: Workspace, measures: WarehouseMeasures) -> Books:
    """What is closed, what was signed, and what has become known since."""
    snapshot = workspace.lake.at(measures.snapshot_number)
    held, months, start = snapshot.closings, [], None
    for closing in held:
        found = _measured(measures, ("net_profit", "closed_adjustments"), start, closing.end)
        signed = closing.statement.get("net_profit")
        months.append(
            ClosedMonths(
                closing,
                start,
                Decimal(signed) if signed is not None else None,
                found["net_profit"],
                found["closed_adjustments"],
            )
        )
        start = closing.end
    later = _measured(measures, ("closed_adjustments",), start, None)["closed_adjustments"] if held else None
    return Books(tuple(months), snapshot.events, start, later, measures.home_currency)


def _month(text: str) -> Period:
    period = Period.parse(text)
    if period.grain is not Grain.MONTH:
        raise RequestError("{text} is no month; write it like 2026-05.", text=text)
    return period


def _has_rows(measures: WarehouseMeasures, period: Period) -> bool:
    spans = [span for span in map(measures.span, FACTS) if span]
    return any(first < period.end for first, _ in spans)


def _statement(measures: WarehouseMeasures, start: date | None, end: date) -> Mapping[str, str]:
    return {name: str(value) for name, value in _measured(measures, STEPS, start, end).items() if value is not None}


def _measured(
    measures: WarehouseMeasures, metrics: tuple[str, ...], start: date | None, end: date | None
) -> dict[str, Decimal | None]:
    rows = measures.measure(Query(metrics, start=start, end=end)).rows
    row = rows[0] if rows else {}
    return {name: Decimal(str(row[name])) if row.get(name) is not None else None for name in metrics}


def _publish(workspace: Workspace, parent: snapshots.Snapshot, event: Closing) -> Closing:
    if snapshots.advance(workspace.lake.snapshots, parent, {}, None, event) is None:
        raise RetriableError("Something was loaded or closed at the same moment; look at it and try again.")
    return event


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
