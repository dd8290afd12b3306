"""One small simulated seller for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from argosy.world.seller import Seller
from argosy.world.simulate import Simulated, simulate


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Simulated:
    """Two years of a seller with some 1,500 order lines."""
    return simulate(SMALL, tmp_path_factory.mktemp("world") / "seller")


SMALL = Seller(seed=7, order_lines=1_500)


@pytest.fixture(scope="session")
def files(small: Simulated) -> list[Path]:
    """Every file of the small seller."""
    return sorted(path for path in (small.folder / "files").rglob("*") if path.is_file())
