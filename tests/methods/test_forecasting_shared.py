"""On real series: the forecast loses less than the better of seasonal naive and a weighted mean of recent windows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from benchmarks import forecasting as measured

SETS = [
    one
    for one in measured.SETS
    if one.name.split(",")[0] in {"carparts", "Walmart departments", "M4 hourly", "Wikipedia pages"}
]


@pytest.mark.slow
@pytest.mark.parametrize("wanted", SETS, ids=lambda one: one.name)
def test_real_series_beat_both_rules(shared_data: Path, wanted: measured.DataSet) -> None:
    assert (shared_data / "forecasting_sets").is_dir()
    scores = [measured.score(wanted, cut) for cut in measured.cuts(wanted, 2)]
    assert max(measured.ratio(scores, "points")) <= 0.90
    assert measured.ratio(scores, "quantiles")[1] <= 1.0
    assert 0.6 <= np.mean([score.covered for score in scores]) <= 0.95
