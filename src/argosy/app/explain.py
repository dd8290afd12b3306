"""Explain: why a number moved between two periods, and what would test or mend it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from argosy.core.errors import DataError
from argosy.core.period import Period
from argosy.domains.analytics.explaining import ALONG, Explanation, previous_month
from argosy.domains.analytics.explaining import explain as explain_change
from argosy.domains.analytics.tree import Node
from argosy.metrics.contract import Measures

YEAR_BEFORE = "year_before"


def explain(
    measures: Measures,
    slug: str,
    start: date | None = None,
    end: date | None = None,
    versus: str | None = None,
    by: Sequence[str] = (),
    where: Mapping[str, tuple[str, ...]] | None = None,
) -> Explanation:
    """Why the metric is what it is from `start` up to, without, `end`: by default the newest complete month.

    `versus` is a period as text, `previous` (the default) or `year_before`.
    """
    period = _period(measures, start, end)
    against = _versus(period, versus)
    return explain_change(measures, slug, period, against, tuple(by) or ALONG, where)


def _period(measures: Measures, start: date | None, end: date | None) -> Period:
    span = measures.span("order_lines")
    if span is None:
        raise DataError("There are no orders yet, so there is nothing to explain; load them with argosy ingest.")
    if start is None and end is None:
        return previous_month(span[1])[0]
    last = Period.inclusive(span[0], span[1]).end
    return Period(start or span[0], end or last)


def _versus(period: Period, versus: str | None) -> Period:
    if versus in (None, "previous"):
        return period.previous()
    return period.year_before() if versus == YEAR_BEFORE else Period.parse(str(versus))


__all__ = ["YEAR_BEFORE", "Explanation", "Node", "explain"]
