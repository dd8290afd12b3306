"""The table of an experiment: which columns are read, checked by type, arms numbered, columns named plainly for the engine."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from argosy.core.errors import DataError, RequestError
from argosy.methods.testing.metric import Metric, parse_metric, unknown_column

_MOST_ARMS = 50


@dataclass(frozen=True, slots=True)
class ExperimentTable:
    """The needed columns of a table, renamed `code`, `unit`, `covariate`, `c0`, `c1` ...; `columns` says which `c` is which.

    `code` is the arm's place in `arms` (in order of name), NULL for rows without arm.
    """

    data: pa.Table
    arms: tuple[str, ...]
    metrics: tuple[Metric, ...]
    columns: dict[str, str]
    unit: str | None
    covariate: str | None


def experiment_table(
    table: pa.Table, *, arm: str, metrics: Sequence[str | Metric], unit: str | None, covariate: str | None
) -> ExperimentTable:
    """Check that every column is there, once, and that metrics and covariate are numbers; raises one sentence that says which is not."""
    names = table.column_names
    wanted = tuple(
        dict.fromkeys(parse_metric(metric, names) if isinstance(metric, str) else metric for metric in metrics)
    )
    if not wanted:
        raise RequestError("No metric is named; name the columns to judge.")
    roles = [name for name in (arm, unit, covariate) if name is not None]
    values = list(dict.fromkeys(name for metric in wanted for name in metric.columns))
    for name in (*roles, *values):
        if names.count(name) != 1:
            raise unknown_column(name, names) if name not in names else _twice(name)
    for name in {arm, *filter(None, (unit,))} & {*values, covariate}:
        raise RequestError("Column {column} cannot be arm or unit and a number at once; name another.", column=name)
    if table.num_rows == 0:
        raise DataError("The table has no rows; collect data first.")
    for name in [*values, *filter(None, (covariate,))]:
        _require_numbers(table, name)
    columns = {name: f"c{index}" for index, name in enumerate(values)}
    arms, code = _numbered_arms(table[arm])
    picked = [(name, role) for name, role in ((unit, "unit"), (covariate, "covariate")) if name is not None]
    picked += columns.items()
    data = pa.table([code, *(table[name] for name, _ in picked)], names=["code", *(role for _, role in picked)])
    return ExperimentTable(data, arms, wanted, columns, unit, covariate)


def _numbered_arms(column: pa.ChunkedArray) -> tuple[tuple[str, ...], pa.Array]:
    """The arms' names in order, trimmed, and each row's number among them; empty, missing and not-a-number are no arm."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    encoded = column.combine_chunks().dictionary_encode()
    if len(encoded.dictionary) > _MOST_ARMS + 1:
        raise DataError(
            "The arm column has more than {most} different values; name the column that holds the arm.", most=_MOST_ARMS
        )
    names = [_arm_name(value) for value in encoded.dictionary.to_pylist()]
    arms = tuple(sorted({name for name in names if name}))
    if len(arms) < 2:
        only = ", ".join(arms) or "none"
        raise DataError("The arm column names one arm only ({arms}); an experiment needs at least two.", arms=only)
    places = pa.array([arms.index(name) if name else None for name in names], type=pa.int8())
    return arms, places.take(encoded.indices)


def _arm_name(value: object) -> str:
    missing = value is None or (isinstance(value, float) and math.isnan(value))
    return "" if missing else str(value).strip()


def _twice(name: str) -> DataError:
    return DataError("Column {column} is in the table more than once; keep one.", column=name)


def _require_numbers(table: pa.Table, name: str) -> None:
    kind = table.schema.field(name).type
    if pa.types.is_null(kind):
        raise DataError("Column {column} is empty; export it again with its values.", column=name)
    if (
        pa.types.is_boolean(kind)
        or pa.types.is_integer(kind)
        or pa.types.is_floating(kind)
        or pa.types.is_decimal(kind)
    ):
        return
    example = next((value.as_py() for value in table[name] if value.is_valid), None)
    raise DataError(
        "Column {column} holds {kind}, for example {example!r}, not numbers; convert it to numbers first.",
        column=name,
        kind=str(kind),
        example=example,
    )
