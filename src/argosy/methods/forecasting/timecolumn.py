"""A time column of any type as seconds or period numbers, and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from argosy.core.errors import DataError
from argosy.methods.forecasting.backtest import I64
from argosy.methods.forecasting.dense import encoded_cells, integers
from argosy.methods.forecasting.rhythm import DAY
from argosy.methods.forecasting.timestyle import TimeStyle, fitting_styles, text_styles, written_like

EPOCH = datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)
YEARS = range(190_000, 220_000)  # years and months written as one number: 190001 to 219912


@dataclass(frozen=True)
class TimeColumn:
    """Times of every row as seconds since 1970, or as period numbers where `numbers`; `write` gives the column's own cells."""

    times: I64
    numbers: bool
    write: Callable[[I64], pa.Array]


def read_times(column: pa.ChunkedArray, name: str) -> TimeColumn:
    """Times of a column; DataError where a cell is empty or cannot be read as a time."""
    if column.null_count:
        raise DataError("Column {column} has empty cells; every row needs a time.", column=name)
    kind = column.type
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return read_typed(column)
    return read_cells(column, name)


def read_typed(column: pa.ChunkedArray) -> TimeColumn:
    """Dates and timestamps; those with a zone are taken in local time where they all are local midnights."""
    kind = column.type
    zone = getattr(kind, "tz", None)
    local = pc.local_timestamp(column) if zone else column
    seconds = seconds_of(local)
    if zone and bool(np.any(seconds % DAY)):
        seconds, zone_written = seconds_of(pc.cast(column, pa.timestamp("s", "UTC"))), False
    else:
        zone_written = bool(zone)

    def write(times: I64) -> pa.Array:
        stamps = pa.array(np.asarray(times).astype("datetime64[s]"), pa.timestamp("s"))
        if zone_written:
            stamps = pc.assume_timezone(stamps, zone, ambiguous="earliest", nonexistent="latest")
        elif zone:
            stamps = pc.assume_timezone(stamps, "UTC")
        return pc.cast(stamps, kind)

    return TimeColumn(seconds, False, write)


def seconds_of(column: pa.ChunkedArray) -> I64:
    """Seconds since 1970 of dates or timestamps."""
    seconds = pc.cast(column, pa.timestamp("s", getattr(column.type, "tz", None)), safe=False)
    return integers(seconds)


def read_cells(column: pa.ChunkedArray, name: str) -> TimeColumn:
    """Text or numbers: the notation is found from the distinct cells, and used again for writing."""
    encoded = encoded_cells(column)
    cells = encoded.dictionary.to_pylist()
    style = style_of(cells, name)
    moments = [style.read(cell) for cell in cells]
    numbers = style.name == "number"
    distinct = np.array(
        [moment if isinstance(moment, int) else elapsed(moment) for moment in moments if moment is not None],
        dtype=np.int64,
    )
    kind = column.type if pa.types.is_integer(column.type) else pa.string()

    def write(times: I64) -> pa.Array:
        given = [int(time) if numbers else EPOCH + timedelta(seconds=int(time)) for time in times]
        return pa.array([style.write(moment) for moment in given], kind)

    return TimeColumn(distinct[integers(encoded.indices)], numbers, write)


def elapsed(moment: datetime) -> int:
    """Whole seconds since 1970."""
    return int((moment - EPOCH).total_seconds())


def style_of(cells: Sequence[object], name: str) -> TimeStyle:
    """The notation of the cells; where several fit (day or month first), the one with the steadiest steps."""
    styles = text_styles()
    if all(isinstance(cell, int) for cell in cells):
        months = all(isinstance(cell, int) and cell in YEARS and 1 <= cell % 100 <= 12 for cell in cells)
        keep = {"%Y%m%d", "number", *(("%Y%m",) if months else ())}
        styles = [style for style in styles if style.name in keep]
        if all(isinstance(cell, int) and cell < 10_000_000 for cell in cells):
            styles = [style for style in styles if style.name != "%Y%m%d"]
    fitting = fitting_styles(cells, styles)
    if not fitting:
        raise DataError(
            "Column {column} holds times that cannot be read ({example}); write them like 2024-03-05, 2024-03 or "
            "2024-03-05T13:00:00.",
            column=name,
            example=str(unread(cells, styles))[:40],
        )
    clocks = [style for style in fitting if style.name != "number"]
    best = max(clocks, key=lambda style: steadiness(style, cells)) if clocks else fitting[0]
    return written_like(best, cells[0])


def unread(cells: Sequence[object], styles: list[TimeStyle]) -> object:
    """A cell that the notation most cells have cannot read."""
    best = max(styles, key=lambda style: sum(style.read(cell) is not None for cell in cells))
    return next(cell for cell in cells if best.read(cell) is None)


def steadiness(style: TimeStyle, cells: Sequence[object]) -> float:
    """Share of the steps between distinct times that are the most usual step; 1 for fewer than three times."""
    read = [style.read(cell) for cell in cells]
    times = np.unique([elapsed(moment) for moment in read if isinstance(moment, datetime)])
    if len(times) < 3:
        return 1.0
    _, counts = np.unique(np.diff(times), return_counts=True)
    return float(counts.max() / counts.sum())
