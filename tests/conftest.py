"""Fixtures every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of data sets that serve tests but do not ship; the test is skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the shared data sets are not on this machine: this test compares with them and is left out")
    return SHARED_DATA
