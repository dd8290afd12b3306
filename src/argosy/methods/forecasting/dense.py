"""Arrow columns as numpy arrays: numbers, flags, and distinct cells with their indices."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from argosy.methods.forecasting.backtest import F64, I64


def floats(column: pa.Array | pa.ChunkedArray) -> F64:
    """Numbers as float64, NaN where there is none."""
    return np.array(whole(pc.fill_null(pc.cast(column, pa.float64()), np.nan)).to_numpy(), dtype=np.float64)


def integers(column: pa.Array | pa.ChunkedArray) -> I64:
    """Numbers as int64; the column has no empty cells."""
    return np.array(whole(pc.cast(column, pa.int64())).to_numpy(), dtype=np.int64)


def flags(column: pa.Array | pa.ChunkedArray) -> npt.NDArray[np.bool_]:
    """Booleans, false where the cell is empty."""
    return integers(pc.fill_null(pc.cast(column, pa.bool_()), False)).astype(np.bool_)


def whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """The column as one array.

    >>> whole(pa.chunked_array([[1], [2, 3]])).to_pylist()
    [1, 2, 3]
    """
    if isinstance(column, pa.ChunkedArray):
        return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
    return column


def encoded_cells(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """The column as distinct cells, in order of first appearance, and their indices."""
    cells = whole(column)
    return cells if pa.types.is_dictionary(cells.type) else cells.dictionary_encode()
