"""The simulated seller through the whole of Argosy: every file known, nothing kept apart, every residual nothing, twice the same lake."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from argosy.app.demo import take_in_simulated
from argosy.app.results import Outcome


@pytest.mark.slow
def test_a_simulated_seller_is_taken_in_whole_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    argosy, files = take_in_simulated(tmp_path / "seller", 9, 1_500)
    assert {one.outcome for one in files} == {Outcome.LOADED}, [one.file for one in files if one.is_rejected]
    assert {one.file: dict(one.kept_apart) for one in files if sum(one.kept_apart.values())} == {}
    assert sum((abs(check.residual) for one in files for check in one.money), Decimal()) == 0
    before = argosy.measures.snapshot_number
    again, files = take_in_simulated(tmp_path / "seller", 9, 1_500)
    assert {one.outcome for one in files} == {Outcome.ALREADY_LOADED}
    assert again.measures.snapshot_number == before
