"""A register to write into, on every database there is to test with."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from argosy.loop.register import Register

sys.path.append(str(Path(__file__).parent))


@pytest.fixture(params=["sqlite", "postgresql"])
def state_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'state.db'}"
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def register(state_url: str) -> Iterator[Register]:
    """An empty register."""
    opened = Register.open(state_url)
    yield opened
    opened.close()
