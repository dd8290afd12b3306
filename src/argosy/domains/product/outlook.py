"""Demand drawn week by week: forecasts with quantiles, backtested per line, joined by how far weeks miss together.

Pure: facts and choices in, draws out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from argosy.decision.parameters import Parameters
from argosy.domains.product.history import Array, ProductFacts

LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
BASE_WEEKS = 13  # the level that a sum of weeks is compared with, to see how far weeks miss together


@dataclass(frozen=True, eq=False)
class Outlook:
    """`sums` is draws x (weeks + 1): units sold until the end of each week, from nothing on; `weekly` the mean week at 0.1, 0.5, 0.9.

    `model` is what was used, `gain` by how much its pinball loss in the backtest lay below that of the better simple rule.
    """

    sums: Array
    weekly: tuple[float, float, float]
    model: str
    demand_class: str
    gain: float | None


def look_ahead(facts: ProductFacts, places: Sequence[int], horizon: int, chosen: Parameters) -> list[Outlook | None]:
    """The outlook of every line; None where it has too few weeks."""
    import pyarrow as pa

    from argosy.methods.forecasting import forecast

    lines = facts.lines
    known = [place for place in places if (~np.isnan(lines.units[place])).sum() >= chosen.count("smallest_weeks")]
    if not known:
        return [None] * len(places)
    weeks = lines.units.shape[1]
    ends = np.array([facts.as_of - timedelta(days=7 * (weeks - 1 - week)) for week in range(weeks)])
    there = [~np.isnan(lines.units[place]) for place in known]
    table = pa.table(
        {
            "line": pa.array(np.repeat(known, [int(mask.sum()) for mask in there])),
            "week": pa.array(np.concatenate([ends[mask] for mask in there]), pa.date32()),
            "units": pa.array(
                np.concatenate([lines.units[place][mask] for place, mask in zip(known, there, strict=True)])
            ),
            "short": pa.array(
                np.concatenate([_usable(lines.censored[place][mask]) for place, mask in zip(known, there, strict=True)])
            ),
        }
    )
    done = forecast(table, id="line", time="week", value="units", horizon=horizon, quantiles=LEVELS, censored="short")
    columns = np.stack([done.table[str(level)].to_numpy() for level in LEVELS], axis=1)
    quantiles = np.maximum(columns.reshape(len(known), horizon, len(LEVELS)), 0.0)
    chances = shared_chances(lines.units[known], horizon, chosen)
    reports = {report.id: report for report in done.series}
    made = {}
    for row, place in enumerate(known):
        report = reports[place]
        gain = None
        if report.loss is not None and report.rule_loss:
            gain = 1 - report.loss / report.rule_loss
        made[place] = Outlook(
            sums=drawn_sums(quantiles[row], chances),
            weekly=(mean_week(quantiles[row], 0.1), mean_week(quantiles[row], 0.5), mean_week(quantiles[row], 0.9)),
            model=report.model,
            demand_class=report.demand_class or "",
            gain=gain,
        )
    return [made.get(place) for place in places]


def mean_week(quantiles: Array, level: float) -> float:
    """The mean over the weeks of one quantile."""
    return float(quantiles[:, LEVELS.index(level)].mean())


def drawn_sums(quantiles: Array, chances: Array) -> Array:
    """Units sold until the end of each week in each draw; D x (H + 1). Beyond the outermost quantiles the last slope goes on.

    >>> flat = np.repeat([[1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]], 2, axis=0)
    >>> drawn_sums(flat, np.array([[0.2, 0.7]])).tolist()
    [[0.0, 1.0, 2.0]]
    """
    levels = np.array([0.0, *LEVELS, 1.0])
    lowest = np.maximum(2 * quantiles[:, 0] - quantiles[:, 1], 0.0)
    highest = 2 * quantiles[:, -1] - quantiles[:, -2]
    points = np.column_stack([lowest, quantiles, highest])
    weekly = np.stack([np.interp(chances[:, week], levels, points[week]) for week in range(quantiles.shape[0])], axis=1)
    return np.concatenate([np.zeros((len(chances), 1)), np.cumsum(weekly, axis=1)], axis=1)


def shared_chances(units: Array, horizon: int, chosen: Parameters) -> Array:
    """Where in its distribution each week of each draw falls, D x H: weeks miss together as far as they did in the past."""
    from scipy.special import ndtr

    generator = np.random.default_rng(chosen.count("seed"))
    count = chosen.count("draws")
    shared = together(units, min(horizon, BASE_WEEKS))
    whole = generator.standard_normal((count, 1))
    own = generator.standard_normal((count, horizon))
    return np.asarray(ndtr(np.sqrt(shared) * whole + np.sqrt(1 - shared) * own))


def together(units: Array, span: int) -> float:
    """The correlation of the misses of two weeks of one span, over all lines: 0 where weeks miss independently.

    Misses are taken against the mean of the quarter before. Sums of `span` weeks vary by (1 + (span - 1) x correlation) times what
    independent weeks would.
    """
    weeks = units.shape[1]
    filled = np.nan_to_num(units)
    begun = ~np.isnan(units)
    whole, single = 0.0, 0.0
    for origin in range(weeks - span, BASE_WEEKS - 1, -span):
        usable = begun[:, origin - BASE_WEEKS]
        if not usable.any():
            break
        level = filled[usable, origin - BASE_WEEKS : origin].mean(axis=1, keepdims=True)
        misses = (filled[usable, origin : origin + span] - level) / np.sqrt(np.maximum(level, 0.1))
        whole += float((misses.sum(axis=1) ** 2).sum())
        single += float((misses**2).sum())
    if single == 0 or span < 2:
        return 0.0
    return float(np.clip((whole / single - 1) / (span - 1), 0.0, 0.9))


def _usable(censored: Array) -> Array:
    """Weeks to be replaced by what the weeks around them say; none where hardly any week is left to say it."""
    return censored if censored.mean() < 0.5 else np.zeros(len(censored), dtype=bool)
