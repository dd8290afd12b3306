"""The order of stamps, and the end of the search: what once went wrong in the slices."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count, product
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from argosy.methods.slices import localise, search


def test_rounding_in_the_odds_does_not_keep_the_search_running(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sums of millions of terms come out a hair different each time: that is no better answer."""
    exact, calls = search.log_odds, count(1)

    def noisy(*given: Any) -> float:
        assert next(calls) < 500, "the search does not end"
        return exact(*given) + 1e-8 * next(calls)

    monkeypatch.setattr(search, "log_odds", noisy)
    random = np.random.default_rng(5)
    rows = []
    for stamp in range(9):
        for a, b in product("abcdef", "uvwxyz"):
            broke = stamp == 8 and (a, b) in (("a", "u"), ("c", "w"), ("f", "z"))
            rows.append({"t": stamp, "a": a, "b": b, "v": float(random.poisson(4000) * (0.3 if broke else 1.0))})
    found = localise(pa.Table.from_pylist(rows), value="v", time="t", at=8, by=["a", "b"])
    assert {tuple(member for _, member in one.conditions) for one in found.slices} == {
        ("a", "u"),
        ("c", "w"),
        ("f", "z"),
    }


@pytest.mark.parametrize(
    ("write", "at"),
    [
        (lambda day: f"{1 + (day + 24) % 30:02d}/{9 + (day + 24) // 30:02d}/2024", "07/10/2024"),
        (lambda day: f"week {day + 1}", "week 13"),
    ],
)
def test_text_stamps_stand_in_the_order_of_what_they_say(write: Callable[[int], str], at: str) -> None:
    def sold(day: int, a: str) -> int:
        broken = 80 if day == 12 and a == "x" else 0
        return 100 + 7 * (day % 3) - broken + (900 if day > 12 else 0)

    rows = [{"t": write(day), "a": a, "v": sold(day, a)} for day in range(20) for a in "xyz"]
    found = localise(pa.Table.from_pylist(rows), value="v", time="t", at=at, by=["a"])
    assert [one.conditions for one in found.slices] == [(("a", "x"),)]
    assert found.past == tuple(write(day) for day in range(12))
