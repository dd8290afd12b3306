"""Missing periods filled and unobservable periods replaced, each with a sentence that says so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from argosy.core.text import Text
from argosy.methods.forecasting.backtest import F64, I64

ABSENT_SHARE = 0.05  # share of missing periods from which absence is a habit of the table, not an accident
NEIGHBOURS = 8  # periods around an unobservable one that say what would have been there


@dataclass(frozen=True)
class Filled:
    """Values of every period from the first to the last, and what was done to get them."""

    values: F64
    notes: tuple[Text, ...]


def is_counts(values: F64) -> bool:
    """Whether all known values are whole numbers above zero: then an absent row can mean that nothing happened.

    >>> is_counts(np.array([1.0, 4.0])), is_counts(np.array([0.0, 4.0])), is_counts(np.array([1.5]))
    (True, False, False)
    """
    known = values[~np.isnan(values)]
    return bool(len(known) > 0 and np.all(known > 0) and np.all(known == np.round(known)))


def transactions(parts: list[tuple[I64, F64]]) -> bool:
    """Whether the table lists only periods in which something happened.

    So it is where all its series are counts without a single zero and a good share of their periods is missing. `parts` are
    positions and values of each series.
    """
    known = [(positions[~np.isnan(values)], values[~np.isnan(values)]) for positions, values in parts]
    known = [(positions, values) for positions, values in known if len(values)]
    if not known or not all(is_counts(values) for _, values in known):
        return False
    there = sum(len(positions) for positions, _ in known)
    span = sum(int(positions[-1] - positions[0]) + 1 for positions, _ in known)
    return 1.0 - there / span >= ABSENT_SHARE


def fill_series(positions: I64, values: F64, censored: npt.NDArray[np.bool_], season: int, end: int | None) -> Filled:
    """A series without gaps.

    `positions` ascending with their known `values`; `censored` marks those that could not be observed in full. With `end`
    given, periods without a row are zeros up to that position; without, they are interpolated between their neighbours.
    """
    start = int(positions[0])
    last = int(positions[-1]) if end is None else end
    grid = np.full(last - start + 1, np.nan)
    grid[positions - start] = values
    hidden = np.zeros(len(grid), dtype=np.bool_)
    hidden[positions - start] = censored
    notes = []
    missing = np.isnan(grid)
    if missing.any():
        if end is not None:
            grid[missing] = 0.0
            notes.append(Text("{count} periods without a row were taken as 0.", {"count": int(missing.sum())}))
        else:
            there = np.flatnonzero(~missing)
            grid = np.interp(np.arange(len(grid)), there, grid[there])
            notes.append(Text("{count} missing periods were interpolated.", {"count": int(missing.sum())}))
    if hidden.any() and not hidden.all():
        grid = replaced(grid, hidden, season)
        notes.append(
            Text(
                "{count} periods that could not be observed were replaced by what the periods around them say.",
                {"count": int(hidden.sum())},
            )
        )
    return Filled(grid, tuple(notes))


def replaced(values: F64, hidden: npt.NDArray[np.bool_], season: int) -> F64:
    """`values` with hidden periods at what the nearest open ones had, of the same phase where there are enough.

    What was observed in a hidden period is the least that would have been there.

    >>> replaced(np.array([4.0, 6.0, 1.0, 4.0]), np.array([False, False, True, False]), 1).round(2).tolist()
    [4.0, 6.0, 4.67, 4.0]
    """
    result = values.copy()
    open_periods = np.flatnonzero(~hidden)
    for period in np.flatnonzero(hidden):
        alike = open_periods[(open_periods - period) % season == 0] if season > 1 else open_periods
        alike = alike if len(alike) >= 3 else open_periods
        nearest = alike[np.argsort(np.abs(alike - period), kind="stable")[:NEIGHBOURS]]
        result[period] = max(values[period], float(values[nearest].mean()))
    return np.asarray(result)
