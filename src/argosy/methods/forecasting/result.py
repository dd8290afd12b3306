"""What a forecast answers: a table of quantiles, and for every series how it was made and how far to trust it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import pyarrow as pa

from argosy.core.text import Text
from argosy.methods.forecasting.demand import DemandClass


@dataclass(frozen=True)
class SeriesReport:
    """How one series was forecast.

    `model` names what was used: "blend", one of the simple rules where it was better, or "none" where there was too little
    to forecast from; `weights` are the methods of the blend, largest first. `loss` and `rule_loss` are mean pinball losses
    in the series' units over the backtest (None: too short to judge), `rule` the better simple rule.
    """

    id: object
    periods: int
    demand_class: DemandClass | None
    model: str
    weights: tuple[tuple[str, float], ...] = ()
    loss: float | None = None
    rule: str | None = None
    rule_loss: float | None = None
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Forecast:
    """Quantiles of the periods ahead.

    `table` has the columns of the request's id and time, then one column per quantile level, named by the level ("0.1").
    `rhythm` is the step of the times in words, `season` its season in periods (1: none).
    """

    table: pa.Table
    series: tuple[SeriesReport, ...]
    rhythm: str
    season: int
    notes: tuple[Text, ...]

    def to_rows(self) -> list[dict[str, object]]:
        """The JSON form: a list of `{"id", "time", "quantiles": {"0.1": ...}}`, times as text."""
        names = self.table.column_names
        columns = [self.table.column(index).to_pylist() for index in range(len(names))]
        return [
            {"id": row[0], "time": plain_time(row[1]), "quantiles": dict(zip(names[2:], row[2:], strict=True))}
            for row in zip(*columns, strict=True)
        ]

    def losses(self) -> Mapping[object, tuple[float | None, float | None]]:
        """Backtest loss of each series beside that of its better simple rule."""
        return {report.id: (report.loss, report.rule_loss) for report in self.series}


def plain_time(moment: object) -> object:
    """A time as JSON knows it: ISO text for dates and timestamps (UTC as Z), everything else as it is.

    >>> plain_time(date(2024, 3, 1))
    '2024-03-01'
    """
    if isinstance(moment, datetime):
        return moment.isoformat().replace("+00:00", "Z")
    return moment.isoformat() if isinstance(moment, date) else moment
