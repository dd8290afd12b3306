"""From a table to series on one grid: reading, checking, filling what is missing, replacing what could not be observed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from argosy.core.errors import DataError
from argosy.core.text import Text
from argosy.methods.forecasting.backtest import F64, I64
from argosy.methods.forecasting.dense import encoded_cells, flags, floats, integers
from argosy.methods.forecasting.filling import fill_series, transactions
from argosy.methods.forecasting.rhythm import Rhythm, infer_rhythm, number_rhythm, with_season
from argosy.methods.forecasting.timecolumn import TimeColumn, read_times


@dataclass(frozen=True)
class Series:
    """One series on the grid: values without gaps, from position `start`; what was done to them in `notes`."""

    id: object
    values: F64
    start: int
    notes: tuple[Text, ...]


@dataclass(frozen=True)
class Panel:
    """All series of a table, their rhythm, and how to write a time of that table."""

    series: tuple[Series, ...]
    rhythm: Rhythm
    write: Callable[[I64], pa.Array]
    id_type: pa.DataType


@dataclass(frozen=True)
class Cells:
    """The rows of the table in order of series and time; `series` indexes `ids`; a value is NaN where there is none."""

    ids: pa.Array
    series: I64
    times: I64
    values: F64
    censored: np.ndarray[tuple[int], np.dtype[np.bool_]]


def read_panel(
    table: pa.Table, *, id_column: str, time: str, value: str, season: int | None, censored: str | None
) -> Panel:
    """Series of a table; raises DataError for columns that are not there and for what cannot be forecast."""
    for column in (id_column, time, value, censored):
        if column is not None and column not in table.column_names:
            raise DataError(
                "Column {column} is not in the table; it has {columns}.",
                column=column,
                columns=", ".join(table.column_names),
            )
    if table.num_rows == 0:
        raise DataError("The table is empty; a forecast needs at least 2 periods of a series.")
    moments = read_times(table.column(time), time)
    cells = sorted_cells(table, moments, id_column, value, censored)
    names = [str(name) for name in cells.ids.to_pylist()]
    refuse_duplicates(cells, moments, names)
    if moments.numbers:
        within = cells.series[1:] == cells.series[:-1]
        rhythm = number_rhythm(cells.times, np.diff(cells.times)[within])
    else:
        rhythm = infer_rhythm(cells.times, cells.series, names, time)
    rhythm = with_season(rhythm, season)
    series = series_of(cells, rhythm, names, time)
    return Panel(series, rhythm, moments.write, cells.ids.type)


def sorted_cells(table: pa.Table, moments: TimeColumn, id_column: str, value: str, censored: str | None) -> Cells:
    """The table's rows as arrays, ordered by series (in order of first appearance) and time."""
    encoded = encoded_cells(table.column(id_column))
    if encoded.null_count:
        raise DataError(
            "Column {column} has empty cells; every row needs to say which series it belongs to.", column=id_column
        )
    series = integers(encoded.indices)
    mask = read_mask(table.column(censored), censored) if censored else np.zeros(table.num_rows, dtype=np.bool_)
    order = np.lexsort((moments.times, series))
    values = read_values(table.column(value), value)
    return Cells(encoded.dictionary, series[order], moments.times[order], values[order], mask[order])


def read_values(column: pa.ChunkedArray, name: str) -> F64:
    """Numbers of a column, NaN for empty cells; DataError for text that is no number, and for infinities."""
    kind = column.type
    if not (
        pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind) or pa.types.is_null(kind)
    ):
        try:
            column = pc.cast(pc.utf8_trim_whitespace(pc.cast(column, pa.string())), pa.float64())
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise DataError(
                "Column {column} holds something that is no number ({example}); give a column of numbers.",
                column=name,
                example=example_of_text(column),
            ) from error
    values = floats(column)
    if bool(np.isinf(values).any()):
        raise DataError(
            "Column {column} holds infinite values; leave the cell empty where nothing is known.", column=name
        )
    return values


def example_of_text(column: pa.ChunkedArray) -> str:
    """The first cell that is no number, for the error's sentence."""
    for cell in column.drop_null():
        try:
            float(str(cell.as_py()))
        except ValueError:
            return str(cell.as_py())[:40]
    return str(column.type)


def read_mask(column: pa.ChunkedArray, name: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """A column of true and false, or of 1 and 0; empty means false."""
    try:
        return flags(column)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise DataError("Column {column} has to be true or false in every row.", column=name) from error


def refuse_duplicates(cells: Cells, moments: TimeColumn, names: list[str]) -> None:
    """DataError where a series has two rows for one time."""
    again = np.flatnonzero((cells.series[1:] == cells.series[:-1]) & (cells.times[1:] == cells.times[:-1]))
    if len(again):
        at = int(again[0])
        raise DataError(
            "Series {id} has more than one row for {time} ({count} such rows in all); add them up so that each series "
            "has one row a period.",
            id=names[int(cells.series[at])],
            time=str(moments.write(cells.times[at : at + 1])[0].as_py()),
            count=len(again),
        )


def series_of(cells: Cells, rhythm: Rhythm, names: list[str], time: str) -> tuple[Series, ...]:
    """Each series on the grid, from its first to its last value, gaps filled and unobservable periods replaced."""
    positions = rhythm.positions(cells.times)
    same = (cells.series[1:] == cells.series[:-1]) & (positions[1:] == positions[:-1])
    if bool(same.any()):
        at = int(np.flatnonzero(same)[0])
        raise DataError(
            "Series {id} has two rows within one {rhythm} of column {column}; bring the times to one rhythm.",
            id=names[int(cells.series[at])],
            rhythm=rhythm.name,
            column=time,
        )
    borders = np.flatnonzero(np.diff(cells.series)) + 1
    parts = np.split(np.arange(len(positions)), borders)
    absent_is_zero = transactions([(positions[part], cells.values[part]) for part in parts])
    end = int(positions[~np.isnan(cells.values)].max(initial=0))
    found = []
    for part in parts:
        known = part[~np.isnan(cells.values[part])]
        name = cells.ids[int(cells.series[part[0]])].as_py()
        if len(known) == 0:
            found.append(Series(name, np.empty(0), 0, ()))
            continue
        filled = fill_series(
            positions[known], cells.values[known], cells.censored[known], rhythm.season, end if absent_is_zero else None
        )
        found.append(Series(name, filled.values, int(positions[known[0]]), filled.notes))
    return tuple(found)
