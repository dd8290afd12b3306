"""From the rows of an experiment to sufficient statistics per arm, summed by DuckDB in a few passes.

Rows without arm or unit, and units seen in more than one arm, are left out and counted. Several rows of one unit become one sum per
unit first. The engine runs on one thread, so that floating-point sums come out the same on every run and machine.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import duckdb
import numpy as np
import pyarrow as pa

from argosy.core.errors import DataError, RequestError
from argosy.methods.testing.experiment_table import ExperimentTable
from argosy.methods.testing.judgement import Kind
from argosy.methods.testing.metric import Metric
from argosy.methods.testing.moments import Moments
from argosy.methods.testing.quantiles import QuantileSample
from argosy.methods.testing.statistics import AdjustedMean, AdjustedRatio, Proportion, Ratio, SampleMean, Statistic

PerUnit = Literal["rows", "total"]
Summary = Statistic | QuantileSample | DataError


@dataclass(frozen=True, slots=True)
class ArmSurvey:
    """What one arm's rows hold per column (`c0` ...): valid values, whether all are 0 or 1, smallest, largest, mean."""

    rows: int
    without_unit: int
    valid: Mapping[str, int]
    binary: Mapping[str, bool]
    smallest: Mapping[str, float | None]
    largest: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class MetricTable:
    """One metric by arm: its statistic (or why there is none), its kind, its third central moment where it matters."""

    metric: Metric
    kind: Kind
    arms: Mapping[str, Summary]
    third_moments: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Tabulation:
    """Everything the judgement needs; no row is left in it but the values of quantile metrics."""

    units: dict[str, int]
    surveys: dict[str, ArmSurvey]
    without_arm: int
    contaminated: int
    clustered: bool
    metrics: tuple[MetricTable, ...]
    covariate: Mapping[str, SampleMean]
    covariate_missing: int


def tabulate(source: ExperimentTable, *, winsorise: float | None = None, per_unit: PerUnit = "rows") -> Tabulation:
    """Sum the table by arm and unit.

    `winsorise` (0.99) pulls values beyond that quantile of all arms' rows, and below its mirror, to it. `per_unit` says what several
    rows of one unit mean: "rows" judges the mean over rows (robust to clusters), "total" the mean over units of their sums.
    """
    if per_unit not in ("rows", "total"):
        raise RequestError("Several rows per unit are judged as rows or total, not as {given}.", given=per_unit)
    if winsorise is not None and not 0.5 < winsorise < 1.0:
        raise RequestError(
            "Winsorising takes a quantile above 0.5 and below 1, such as 0.99, not {given}.", given=winsorise
        )
    with closing(_database(os.getpid()).cursor()) as engine:
        engine.register("source", source.data)
        engine.execute(f"CREATE TEMP VIEW tidy AS {_tidy_sql(source.data.schema)}")
        surveys, without_arm = _survey(engine, source)
        engine.execute(f"CREATE TEMP VIEW clean AS {_clean_sql(engine, source, surveys, winsorise)}")
        engine.execute(f"CREATE TEMP TABLE units AS {_units_sql(source)}")
        units, contaminated, clustered = _count_units(engine, source.arms)
        covariate, covariate_missing = _covariate(engine, source)
        tables = tuple(
            _metric_table(engine, source, index, surveys, clustered, per_unit) for index in range(len(source.metrics))
        )
    return Tabulation(units, surveys, without_arm, contaminated, clustered, tables, covariate, covariate_missing)


@cache
def _database(_process: int) -> duckdb.DuckDBPyConnection:
    """One empty database in memory per process (a fork must not share its parent's): opening one takes longer than a small table."""
    return duckdb.connect(config={"threads": 1})


def _tidy_sql(schema: pa.Schema) -> str:
    """Every column as its plain type: missing, NaN and empty text are all NULL."""
    parts = []
    for field in schema:
        filled = (
            f"CASE WHEN isnan({field.name}) THEN NULL ELSE {field.name} END"
            if pa.types.is_floating(field.type)
            else field.name
        )
        if field.name == "code":
            parts.append("code")
        elif field.name == "unit":
            text = pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
            parts.append("nullif(unit, '') AS unit" if text else f"{filled} AS unit")
        else:
            parts.append(f"CAST({filled} AS DOUBLE) AS {field.name}")
    return f"SELECT {', '.join(parts)} FROM source"


def _survey(engine: duckdb.DuckDBPyConnection, source: ExperimentTable) -> tuple[dict[str, ArmSurvey], int]:
    columns = [*source.columns.values(), *(["covariate"] if source.covariate else [])]
    parts = ["code", "count(*)", "count(*) - count(unit)" if source.unit else "0"]
    for name in columns:
        parts += [f"count({name})", f"bool_and({name} IN (0, 1))", f"min({name})", f"max({name})"]
    surveys: dict[str, ArmSurvey] = {}
    without_arm = 0
    for code, rows, lost, *values in engine.execute(
        f"SELECT {', '.join(parts)} FROM tidy GROUP BY code ORDER BY code"
    ).fetchall():
        if code is None:
            without_arm = rows
            continue
        by = [dict(zip(columns, values[offset::4], strict=True)) for offset in range(4)]
        surveys[source.arms[code]] = ArmSurvey(
            rows, lost, by[0], {name: bool(flag) for name, flag in by[1].items()}, by[2], by[3]
        )
    _require_finite(surveys, source)
    return surveys, without_arm


def _require_finite(surveys: Mapping[str, ArmSurvey], source: ExperimentTable) -> None:
    names = {short: name for name, short in source.columns.items()} | {"covariate": source.covariate or ""}
    for survey in surveys.values():
        for short in survey.valid:
            if any(edge is not None and np.isinf(edge) for edge in (survey.smallest[short], survey.largest[short])):
                raise DataError(
                    "Column {column} holds an infinite value; mend or leave out that row.", column=names[short]
                )


def _clean_sql(
    engine: duckdb.DuckDBPyConnection,
    source: ExperimentTable,
    surveys: Mapping[str, ArmSurvey],
    winsorise: float | None,
) -> str:
    """Rows with an arm and a unit; values winsorised where asked, unless they are yes or no."""
    parts = ["code", "unit" if source.unit else "NULL AS unit"]
    if source.covariate:
        parts.append("covariate")
    for name in source.columns.values():
        if winsorise is None or all(survey.binary[name] for survey in surveys.values()):
            parts.append(name)
            continue
        edges = f"quantile_cont({name}, [{1.0 - winsorise}, {winsorise}])"
        row = engine.execute(f"SELECT {edges} FROM tidy WHERE code IS NOT NULL").fetchone()
        low, high = row[0] if row and row[0] else (None, None)
        parts.append(
            name
            if low is None
            else f"CASE WHEN {name} IS NULL THEN NULL ELSE greatest({low!r}, least({high!r}, {name})) END AS {name}"
        )
    lost = " AND unit IS NOT NULL" if source.unit else ""
    return f"SELECT {', '.join(parts)} FROM tidy WHERE code IS NOT NULL{lost}"


def _pair(source: ExperimentTable, metric: Metric) -> tuple[str, str]:
    """SQL of a row's numerator and denominator; a row that lacks one of them counts for neither."""
    top = source.columns[metric.numerator]
    if metric.denominator is None:
        return top, f"CASE WHEN {top} IS NULL THEN NULL ELSE 1.0 END"
    bottom = source.columns[metric.denominator]
    return (
        f"CASE WHEN {bottom} IS NULL THEN NULL ELSE {top} END",
        f"CASE WHEN {top} IS NULL THEN NULL ELSE {bottom} END",
    )


def _units_sql(source: ExperimentTable) -> str:
    """One row per unit: the arms it was seen in (`code`, `last`), its rows, per metric sums `y`, `d`; the covariate's mean `x`."""
    parts = []
    for index, metric in enumerate(source.metrics):
        top, bottom = _pair(source, metric)
        if source.unit:
            top, bottom = f"sum({top})", f"sum({bottom})"
        parts.append(f"{top} AS y{index}")
        if source.unit or metric.denominator is not None:
            parts.append(f"{bottom} AS d{index}")
    if source.covariate:
        parts.append("avg(covariate) AS x" if source.unit else "covariate AS x")
    if not source.unit:
        return f"SELECT code, code AS last, 1 AS rows, {', '.join(parts)} FROM clean"
    return f"SELECT unit, min(code) AS code, max(code) AS last, count(*) AS rows, {', '.join(parts)} FROM clean GROUP BY unit"


def _count_units(engine: duckdb.DuckDBPyConnection, arms: tuple[str, ...]) -> tuple[dict[str, int], int, bool]:
    contaminated, rows = engine.execute(
        "SELECT count(*) FILTER (code <> last), max(rows) FILTER (code = last) FROM units"
    ).fetchall()[0]
    counted = dict(engine.execute("SELECT code, count(*) FROM units WHERE code = last GROUP BY code").fetchall())
    units = {arm: int(counted.get(code, 0)) for code, arm in enumerate(arms)}
    empty = [arm for arm, count in units.items() if not count]
    if (
        len(units) - len(empty) < 2
    ):  # with two arms left the others are refused one by one, and the sample ratio says so
        for arm in empty:
            raise DataError(
                "Arm {arm} has no unit of its own ({contaminated} units appear in more than one arm); check the unit column.",
                arm=arm,
                contaminated=contaminated,
            )
    return units, int(contaminated), (rows or 0) > 1


def _covariate(engine: duckdb.DuckDBPyConnection, source: ExperimentTable) -> tuple[dict[str, SampleMean], int]:
    """The covariate by arm, over units that have it, and how many have not."""
    if not source.covariate:
        return {}, 0
    found = dict(_moments(engine, ["x"], "x IS NOT NULL", source.arms))
    missing = engine.execute("SELECT count(*) FROM units WHERE code = last AND x IS NULL").fetchall()[0][0]
    return {arm: SampleMean.from_moments(moments) for arm, moments in found.items()}, int(missing)


def _moments(
    engine: duckdb.DuckDBPyConnection, columns: list[str], where: str, arms: tuple[str, ...]
) -> Iterator[tuple[str, Moments]]:
    """The moments of SQL columns by arm, over the units of one arm only."""
    pairs = [(one, other) for place, one in enumerate(columns) for other in columns[place:]]
    parts = [f"avg({name})" for name in columns] + [f"covar_pop({one}, {other})" for one, other in pairs]
    rows = engine.execute(
        f"SELECT code, count(*), {', '.join(parts)} FROM units WHERE code = last AND {where} GROUP BY code"
    ).fetchall()
    for code, count, *values in rows:
        means = tuple(float(value) for value in values[: len(columns)])
        products = tuple(count * float(value) for value in values[len(columns) :])
        yield arms[code], Moments(int(count), means, products)


def _metric_table(
    engine: duckdb.DuckDBPyConnection,
    source: ExperimentTable,
    index: int,
    surveys: Mapping[str, ArmSurvey],
    clustered: bool,
    per_unit: PerUnit,
) -> MetricTable:
    metric, arms = source.metrics[index], source.arms
    if metric.quantile is not None:
        return MetricTable(metric, "quantile", _quantiles(engine, source, metric, clustered, arms), {})
    binary = all(survey.binary[source.columns[metric.numerator]] for survey in surveys.values())
    of_rows = metric.denominator is None and clustered and per_unit == "rows"
    ratio = metric.denominator is not None or of_rows
    columns = [f"y{index}", *([f"d{index}"] if ratio else []), *(["coalesce(x, mean_x)"] if source.covariate else [])]
    if source.covariate:
        columns[-1] = f"coalesce(x, {_mean_x(engine)!r})"
    found = dict(_moments(engine, columns, f"y{index} IS NOT NULL", arms))
    plain_binary = binary and not ratio and not clustered
    kind: Kind = (
        "ratio" if metric.denominator is not None else "proportion" if binary and (of_rows or not clustered) else "mean"
    )
    summaries = {arm: _statistic(found.get(arm), ratio, plain_binary, source.covariate is not None) for arm in arms}
    skewed = kind == "mean" and not ratio and not source.covariate
    return MetricTable(metric, kind, summaries, _third_moments(engine, index, found, arms) if skewed else {})


def _mean_x(engine: duckdb.DuckDBPyConnection) -> float:
    value = engine.execute("SELECT avg(x) FROM units WHERE code = last").fetchall()[0][0]
    return 0.0 if value is None else float(value)


def _statistic(moments: Moments | None, ratio: bool, binary: bool, adjusted: bool) -> Summary:
    if moments is None:
        return DataError("The arm has no value of this metric; check the export.")
    if adjusted:
        return AdjustedRatio(moments) if ratio else AdjustedMean(moments)
    if ratio:
        return Ratio(moments)
    if binary:
        return Proportion(moments.units, round(moments.means[0] * moments.units))
    return SampleMean.from_moments(moments)


def _third_moments(
    engine: duckdb.DuckDBPyConnection, index: int, found: Mapping[str, Moments], arms: tuple[str, ...]
) -> dict[str, float]:
    """The third central moment by arm, summed around each arm's own mean."""
    if not found:
        return {}
    means = " ".join(f"WHEN {arms.index(arm)} THEN {moments.means[0]!r}::DOUBLE" for arm, moments in found.items())
    apart = f"SELECT code, y{index} - CASE code {means} END AS z FROM units WHERE code = last AND y{index} IS NOT NULL"
    rows = engine.execute(f"SELECT code, avg(z * z * z) FROM ({apart}) GROUP BY code").fetchall()
    return {arms[code]: float(value) for code, value in rows}


def _quantiles(
    engine: duckdb.DuckDBPyConnection, source: ExperimentTable, metric: Metric, clustered: bool, arms: tuple[str, ...]
) -> dict[str, Summary]:
    name = source.columns[metric.numerator]
    alone = "unit NOT IN (SELECT unit FROM units WHERE code <> last)" if source.unit else "TRUE"
    picked = f"{name} AS v, hash(unit) AS u" if clustered else f"{name} AS v"
    found: dict[str, Summary] = {}
    for code, arm in enumerate(arms):
        query = f"SELECT {picked} FROM clean WHERE code = {code} AND {name} IS NOT NULL AND {alone}"
        columns: dict[str, Any] = engine.execute(query).fetchnumpy()
        try:
            found[arm] = QuantileSample.of(np.asarray(columns["v"]), metric.quantile or 0.5, columns.get("u"))
        except DataError as short:
            found[arm] = short
    return found
