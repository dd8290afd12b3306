"""Money that streams by is added up exactly, group by group."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from argosy.warehouse.staging import _sums

AMOUNTS = st.one_of(st.none(), st.decimals(min_value=-(10**14) + 1, max_value=10**14 - 1, places=4))


@given(rows=st.lists(st.tuples(AMOUNTS, st.integers(0, 3)), max_size=40), skipped=st.integers(0, 9))
def test_sums_are_exact_whatever_stands_in_the_column(rows: list[tuple[Decimal | None, int]], skipped: int) -> None:
    amounts = pa.array([amount for amount, _ in rows], pa.decimal128(18, 4))[skipped:]
    places = np.array([place for _, place in rows], dtype=np.int32)[skipped:]
    expected: dict[int, Decimal] = defaultdict(Decimal)
    for amount, place in rows[skipped:]:
        if amount is not None:
            expected[place] += amount
    assert _sums(amounts, places, 4) == [expected.get(group) for group in range(4)]
