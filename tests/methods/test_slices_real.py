"""Localisation on real failures whose cause experts named: the published measure, at least a floor."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
import yaml

from argosy.methods.slices import localise

FLOOR = 0.75
"""F1 over the cases at hand; measured 0.83. Published methods reach 0.41 at best on the full set."""


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    if not (shared_data / "root_cause_rs").is_dir():
        pytest.skip("the real root causes are not on this machine: the published measure is left out")
    return shared_data / "root_cause_rs"


def _table(path: Path) -> pa.Table:
    """By a connection of its own: the module's default one may hold another test's unread result."""
    with duckdb.connect() as connection:
        return connection.read_csv(str(path)).to_arrow_table()


@pytest.mark.slow
def test_real_failures_are_located_better_than_published_methods_do(folder: Path) -> None:
    right = false = missed = 0
    seconds = []
    for case in yaml.safe_load((folder / "anomaly.yaml").read_text(encoding="utf-8")):
        table = _table(folder / f"{case['data']}.csv")
        by = [name for name in table.column_names if name not in ("min", "value", "cnt")]
        causes = case["cause"] if isinstance(case["cause"], list) else [case["cause"]]
        truth = {frozenset((column, str(member)) for column, member in cause.items()) for cause in causes}
        began = time.perf_counter()
        result = localise(table, value="value", per="cnt", time="min", at=case["timestamp"], by=by)
        seconds.append(time.perf_counter() - began)
        found = {frozenset(slice_.conditions) for slice_ in result.slices}
        right, false, missed = right + len(found & truth), false + len(found - truth), missed + len(truth - found)
    assert 2 * right / (2 * right + false + missed) >= FLOOR
    assert statistics.median(seconds) < 1.0


def test_a_case_in_full(folder: Path) -> None:
    """One case by hand: at bitrate 4500 a quarter failed where 2 % did; the rest was as ever."""
    table = _table(folder / "case98_0409_1199512718563.csv")
    result = localise(
        table, value="value", per="cnt", time="min", at=1586435340, by=["cdn", "p2p", "device", "bitrate", "isp"]
    )
    (slice_,) = result.slices
    assert slice_.conditions == (("bitrate", "4500"),)
    assert slice_.observed == pytest.approx(0.251, abs=5e-4)
    assert slice_.expected == pytest.approx(0.02, abs=2e-3)
    assert slice_.share == pytest.approx(0.98, abs=0.02)
    assert result.observed == pytest.approx(0.0963, abs=5e-5)
    assert slice_.contribution + result.unexplained == pytest.approx(result.change, rel=1e-12)
    assert result.past[-1] == "1586435280"
    assert len(result.past) == 10
