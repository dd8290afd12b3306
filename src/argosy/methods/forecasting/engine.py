"""Series of like length and kind forecast together, and what was done said for each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np

from argosy.core.errors import DataError
from argosy.core.text import Text
from argosy.methods.forecasting.backtest import F64, choose_origins
from argosy.methods.forecasting.candidates import Setting
from argosy.methods.forecasting.combination import Combined, combine
from argosy.methods.forecasting.demand import demand_class
from argosy.methods.forecasting.panel import Panel, Series
from argosy.methods.forecasting.result import SeriesReport

FEWEST_PERIODS = 2
SHORT = 8  # periods below which a series is forecast by simple rules with wide quantiles
LONGEST = 1500  # periods; older ones say little and cost time
MOST_CELLS = 600_000  # series x origins x steps in one go, to bound memory


@dataclass(frozen=True)
class SeriesForecast:
    """One series: quantiles H x Q (None: too short) and the report."""

    quantiles: F64 | None
    report: SeriesReport


def forecast_panel(panel: Panel, horizon: int, levels: F64) -> list[SeriesForecast]:
    """Quantiles and report of every series of a panel, in its order; DataError where none is long enough."""
    refuse_short(panel)
    rhythm = panel.rhythm
    setting = Setting(horizon, rhythm.season, rhythm.long_season, rhythm.waves, rhythm.periods_per_day, levels)
    longest = max(LONGEST, 4 * (rhythm.long_season or 1))
    groups: dict[tuple[bool, int], list[int]] = defaultdict(list)
    done: dict[int, SeriesForecast] = {}
    for index, series in enumerate(panel.series):
        length = min(len(series.values), longest)
        if length < FEWEST_PERIODS:
            done[index] = too_short(series)
            continue
        zeros = demand_class(series.values[-length:]) in ("intermittent", "lumpy")
        groups[zeros, int(np.log2(length))].append(index)
    for (zeros, _), members in sorted(groups.items()):
        for chunk in chunks(panel, members, setting, longest):
            values = aligned([panel.series[index].values[-longest:] for index in chunk])
            unit = np.ones(len(chunk)) if zeros else powers_of_two(values)
            combined = in_units(combine(values / unit[:, None], setting, zeros), unit)
            for row, index in enumerate(chunk):
                done[index] = described(panel.series[index], combined, row)
    return [done[index] for index in range(len(panel.series))]


def refuse_short(panel: Panel) -> None:
    """DataError where no series has enough periods, saying how many are missing."""
    longest = max(len(series.values) for series in panel.series)
    if longest < FEWEST_PERIODS:
        raise DataError(
            "No series is long enough to forecast: the longest has {count} periods, {missing} more are needed.",
            count=longest,
            missing=FEWEST_PERIODS - longest,
        )


def chunks(panel: Panel, members: list[int], setting: Setting, longest: int) -> list[list[int]]:
    """The members of a group in parts of like size, small enough to be worked on in one go."""
    periods = min(max(len(panel.series[index].values) for index in members), longest)
    cells = len(members) * len(choose_origins(periods, setting.horizon, setting.season)) * setting.horizon
    parts = min(len(members), -(-cells // MOST_CELLS))
    return [[members[int(at)] for at in part] for part in np.array_split(np.arange(len(members)), parts)]


def aligned(rows: list[F64]) -> F64:
    """Series of unequal length as one array, aligned at their ends, NaN before a series begins.

    >>> aligned([np.array([1.0, 2.0]), np.array([3.0])]).tolist()
    [[1.0, 2.0], [nan, 3.0]]
    """
    values = np.full((len(rows), max(len(row) for row in rows)), np.nan)
    for index, row in enumerate(rows):
        values[index, values.shape[1] - len(row) :] = row
    return values


def powers_of_two(values: F64) -> F64:
    """Per series the power of two nearest below its largest value: divided by it, a series is the same number for number in every
    unit that is a power of two of another, and iterative fits end at the same place.

    >>> powers_of_two(np.array([[np.nan, 3.0, 5.0], [0.0, 0.0, 0.0], [0.25, -0.375, 0.1]])).tolist()
    [4.0, 1.0, 0.25]
    """
    largest = np.nanmax(np.abs(values), axis=1)
    return np.where(largest > 0, np.exp2(np.floor(np.log2(np.where(largest > 0, largest, 1.0)))), 1.0)


def in_units(combined: Combined, unit: F64) -> Combined:
    """The result of series divided by `unit`, in the units they came in."""
    return replace(
        combined,
        quantiles=combined.quantiles * unit[:, None, None],
        loss=combined.loss * unit,
        rule_loss=combined.rule_loss * unit,
    )


def too_short(series: Series) -> SeriesForecast:
    """No forecast, and how many periods are missing for one."""
    note = Text(
        "Too short to forecast: {count} more periods are needed.", {"count": FEWEST_PERIODS - len(series.values)}
    )
    return SeriesForecast(None, SeriesReport(series.id, len(series.values), None, "none", notes=(*series.notes, note)))


def described(series: Series, combined: Combined, row: int) -> SeriesForecast:
    """The row's quantiles with its report."""
    notes = list(series.notes)
    length = len(series.values)
    if length < SHORT:
        notes.append(
            Text(
                "Only {count} periods are known ({missing} more are needed to compare methods): a simple mean with wide "
                "quantiles.",
                {"count": length, "missing": SHORT - length},
            )
        )
    stepped = bool(combined.stepped_back[row])
    order = np.argsort(-combined.weights[row], kind="stable")
    weights = tuple(
        (combined.names[m], round(float(combined.weights[row, m]), 4)) for m in order if combined.weights[row, m] > 0
    )
    loss, rule_loss = known(combined.loss[row]), known(combined.rule_loss[row])
    if stepped:
        notes.append(
            Text(
                "In the backtest {rule} was better than all methods together; it was used.",
                {"rule": combined.rule[row]},
            )
        )
    report = SeriesReport(
        id=series.id,
        periods=length,
        demand_class=demand_class(series.values),
        model=combined.rule[row] if stepped else "blend",
        weights=((combined.rule[row], 1.0),) if stepped else weights,
        loss=rule_loss if stepped else loss,
        rule=combined.rule[row] if rule_loss is not None else None,
        rule_loss=rule_loss,
        notes=tuple(notes),
    )
    return SeriesForecast(combined.quantiles[row], report)


def known(number: float) -> float | None:
    """None for NaN."""
    return None if np.isnan(number) else float(number)
