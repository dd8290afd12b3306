"""What comes next of a number over time: a forecast with its range, from whole periods only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from argosy.app.desk.desk import Desk
from argosy.core.errors import ArgosyError, RequestError
from argosy.core.period import Period
from argosy.metrics.contract import Accumulates, Query

HORIZONS = {"week": 13, "month": 6}
FEWEST = 8  # periods; with fewer any line fits
QUANTILES = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class Outlook:
    """The next periods: names, and the values that one in ten, five in ten and nine in ten futures stay below."""

    names: tuple[str, ...]
    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]


def may_be_forecast(desk: Desk, question: Query) -> bool:
    """Whether the question is about one sum or count over weeks or months."""
    known = {metric.slug: metric for metric in desk.metrics()}
    found = known.get(question.metrics[0])
    is_sum = found is not None and found.accumulates is Accumulates.SUM
    return is_sum and len(question.by) == 1 and question.by[0] in HORIZONS


def outlook(desk: Desk, question: Query) -> Outlook | None:
    """The forecast of the question's first metric; None where there are too few whole periods or none can be made."""
    if not may_be_forecast(desk, question):
        return None
    asked = Query(question.metrics[:1], question.by, question.start, question.end, question.where, question.currency)
    rows, until = desk.measure(asked).rows, (desk.span() or (None, None))[1]
    grain, slug = question.by[0], question.metrics[0]
    known = [(str(row[grain]), float(str(row[slug] or 0))) for row in rows if not is_cut(str(row[grain]), grain, until)]
    if len(known) < FEWEST:
        return None
    measures = desk.live.argosy.shared
    key = f"outlook:{desk.within_stores(asked)!r}"
    found: Outlook | None = measures.kept(key, lambda: _made(known, HORIZONS[grain]))
    return found


def is_cut(name: str, grain: str, until: date | None) -> bool:
    """Whether the books end within that period: its figure is not comparable with whole ones. A week is named by its Monday.

    >>> is_cut("2011-12", "month", date(2011, 12, 9)), is_cut("2011-11", "month", date(2011, 12, 9))
    (True, False)
    >>> is_cut("2011-12-05", "week", date(2011, 12, 9)), is_cut("2011-11-28", "week", date(2011, 12, 9))
    (True, False)
    """
    from datetime import timedelta

    try:
        last = Period.parse(name).last_day + timedelta(days=6 if grain == "week" else 0)
    except RequestError:
        return False
    return until is not None and last > until


def _made(known: list[tuple[str, float]], horizon: int) -> Outlook | None:
    import pyarrow as pa

    from argosy.methods import forecasting

    table = pa.table(
        {"id": ["all"] * len(known), "time": [name for name, _ in known], "value": [value for _, value in known]}
    )
    try:
        made = forecasting.forecast(table, id="id", time="time", value="value", horizon=horizon, quantiles=QUANTILES)
    except ArgosyError:  # gaps, or a series nothing can be said of
        return None
    rows = made.to_rows()
    ways = [tuple(float(row["quantiles"][str(one)]) for row in rows) for one in QUANTILES]  # type: ignore[index]  # as the method says
    return Outlook(tuple(str(row["time"]) for row in rows), *ways)
