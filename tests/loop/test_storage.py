"""The database: migrations up and down, a newer schema, no permission, no database, killed in mid-write."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from proposals import AT, proposal

from argosy.core.errors import ConfigurationError, RetriableError
from argosy.loop.register import Register
from argosy.loop.storage import METADATA, MIGRATIONS, SCHEMA_VERSION, Storage, migrate


def test_migrations_go_up_down_and_up_again(state_url: str) -> None:
    storage = Storage.open(state_url)
    assert storage.version() == SCHEMA_VERSION
    migrate(storage.engine, "base")
    assert set(sa.inspect(storage.engine).get_table_names()) <= {"alembic_version"}
    migrate(storage.engine)
    assert storage.version() == SCHEMA_VERSION
    storage.close()


def test_the_tables_are_those_the_code_uses(state_url: str) -> None:
    storage = Storage.open(state_url)
    with storage.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    storage.close()


def test_the_newest_revision_is_the_one_the_code_expects() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == SCHEMA_VERSION


def test_a_database_of_a_newer_argosy_is_left_alone(state_url: str) -> None:
    storage = Storage.open(state_url)
    with storage.writing() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigurationError, match=r"newer Argosy \(schema 9999\)"):
        Register.open(state_url)
    storage.close()


def test_a_register_opened_again_has_what_was_written(state_url: str) -> None:
    first = Register.open(state_url)
    first.propose([proposal()], "tester", AT)
    first.close()
    again = Register.open(state_url)
    assert again.thread(proposal().id).decision == proposal()
    again.close()


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite:////nowhere/at/all/state.db", "cannot be used"),
        ("nonsense", "cannot be used"),
        ("nosuchdialect://user:secret@host/db", "cannot be used"),
    ],
)
def test_an_address_that_leads_nowhere(url: str, sentence: str) -> None:
    with pytest.raises(ConfigurationError, match=sentence) as caught:
        Register.open(url)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "state.db").write_bytes(b"not a database at all, but long enough to be taken for one" * 50)
    with pytest.raises(ConfigurationError, match="cannot be used"):
        Register.open(f"sqlite:///{tmp_path / 'state.db'}")


def test_a_writer_that_never_ends_is_answered_with_try_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("argosy.loop.storage.BUSY_TIMEOUT_MS", 50)
    register = Register.open(f"sqlite:///{tmp_path / 'state.db'}")
    blocker = sqlite3.connect(tmp_path / "state.db", isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(RetriableError, match="Another process is writing"):
        register.propose([proposal()], "tester", AT)
    assert register.threads() == ()  # readers are not held up
    blocker.execute("ROLLBACK")
    assert len(register.propose([proposal()], "tester", AT)) == 1
    blocker.close()
    register.close()


def test_killed_in_mid_write_all_or_nothing_is_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'state.db'}"
    Register.open(url).close()
    script = f"""
        import sys
        sys.path.append({str(Path(__file__).parent)!r})
        from proposals import AT, proposal
        from argosy.loop.register import Register
        register = Register.open({url!r})
        batch = 0
        while True:
            register.propose([proposal(f"market:B{{batch}}x{{number}}") for number in range(25)], "tester", AT)
            print(batch, flush=True)
            batch += 1
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = [process.stdout.readline(), process.stdout.readline()]
    time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    said += process.stdout.readlines()
    process.wait()
    process.stdout.close()
    with sqlite3.connect(tmp_path / "state.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    register = Register.open(url)
    kept = len(register.threads())
    assert kept % 25 == 0
    assert kept >= 25 * len([line for line in said if line.strip()])
    register.close()
