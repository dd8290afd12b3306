"""The database of the register: SQLite by default, PostgreSQL by URL, the same tables and code; migrated by Alembic when opened.

Writers come one after the other (SQLite: `BEGIN IMMEDIATE`, PostgreSQL: a table lock), readers are never held up. Nothing is ever
updated or deleted: triggers refuse it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from argosy.core.errors import ConfigurationError, FaultError, RetriableError

MIGRATIONS = Path(__file__).with_name("migrations")
SCHEMA_VERSION = "0002"
VERSION_TABLE = "alembic_version"
BUSY_TIMEOUT_MS = 30_000
POOLED = 12
_WRITES = "argosy_writes"


@dataclass(frozen=True)
class Schema:
    """Tables of one package in the state database: its revisions, the newest of them, and the table that says which one is reached."""

    migrations: Path
    version: str
    version_table: str = VERSION_TABLE


REGISTER = Schema(MIGRATIONS, SCHEMA_VERSION)

METADATA = sa.MetaData(
    naming_convention={"uq": "uq_%(table_name)s_%(column_0_N_name)s", "ix": "ix_%(table_name)s_%(column_0_N_name)s"}
)

DECISIONS = sa.Table(
    "decisions",
    METADATA,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("root_id", sa.String(64), nullable=False, index=True),  # the id under which it was first proposed
    sa.Column("kind", sa.String(100), nullable=False),
    sa.Column("subject", sa.String(300), nullable=False),
    sa.Column("as_of", sa.Date, nullable=False),
    sa.Column("snapshot", sa.BigInteger),
    sa.Column("document", sa.JSON, nullable=False),
)

EVENTS = sa.Table(
    "events",
    METADATA,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("decision_id", sa.String(64), sa.ForeignKey("decisions.id"), nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("kind", sa.String(100), nullable=False),
    sa.Column("subject", sa.String(300), nullable=False),
    sa.Column("type", sa.String(20), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("actor", sa.String(200), nullable=False),
    sa.Column("snapshot", sa.BigInteger),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("payload", sa.JSON, nullable=False),
    sa.UniqueConstraint("decision_id", "sequence"),
    sa.Index(None, "kind", "subject"),
)

EXPERIMENTS = sa.Table(
    "experiments",
    METADATA,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("decision_id", sa.String(64), sa.ForeignKey("decisions.id"), nullable=False, index=True),
    sa.Column("start_on", sa.Date, nullable=False),
    sa.Column("document", sa.JSON, nullable=False),
)

EXPERIMENT_EVENTS = sa.Table(
    "experiment_events",
    METADATA,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("experiment_id", sa.String(64), sa.ForeignKey("experiments.id"), nullable=False),
    sa.Column("type", sa.String(20), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("actor", sa.String(200), nullable=False),
    sa.Column("payload", sa.JSON, nullable=False),
    sa.UniqueConstraint("experiment_id", "type"),
)


class Storage:
    """A database at the newest schema."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self._mark_lock = threading.Lock()
        self._watching: Any = None  # a connection that changes nothing itself, so that it notices every change

    @classmethod
    def open(cls, url: str) -> Storage:
        """Open the database, bringing its schema up to date; errors say what to do about the database."""
        try:
            engine = sa.create_engine(url, **_pool(url))
        except (exc.ArgumentError, ImportError) as error:
            raise ConfigurationError(
                "The state database {url} cannot be used ({reason}); correct `state` in argosy.toml.",
                url=_shown(url),
                reason=str(error),
            ) from error
        if engine.dialect.name == "sqlite":
            _prepare_sqlite(engine)
        storage = cls(engine)
        storage.bring_up(REGISTER)
        return storage

    def bring_up(self, schema: Schema) -> None:
        """Make or migrate the tables of a package, where they are not at their newest revision."""
        with _explained(self.engine):
            if self.version(schema) != schema.version:
                migrate(self.engine, schema=schema)

    def version(self, schema: Schema = REGISTER) -> str | None:
        """The revision of the schema; None for a database that has none of it."""
        with self.engine.connect() as connection:
            if not sa.inspect(connection).has_table(schema.version_table):
                return None
            found = connection.scalar(sa.text(f"SELECT version_num FROM {schema.version_table}"))
        return None if found is None else str(found)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees one state of the database."""
        with _explained(self.engine), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction no other writer overlaps: all of it happens or nothing."""
        with (
            _explained(self.engine),
            self.engine.connect().execution_options(**{_WRITES: True}) as connection,
            connection.begin(),
        ):
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text("LOCK TABLE decisions IN SHARE ROW EXCLUSIVE MODE"))
            yield connection

    def mark(self) -> int | None:
        """A number that stays the same as long as nobody, in any process, has changed the database: SQLite says so for
        microseconds. None where the database cannot say; then it has to be read again.
        """
        if self.engine.dialect.name != "sqlite" or self.engine.url.database in (None, "", ":memory:"):
            return None
        with self._mark_lock, _explained(self.engine):
            if self._watching is None:
                self._watching = self.engine.raw_connection()
            found = self._watching.cursor().execute("PRAGMA data_version").fetchall()  # to its end: no snapshot is held
            return int(found[0][0])

    def close(self) -> None:
        """Give back every connection."""
        with self._mark_lock:
            if self._watching is not None:
                self._watching.close()
                self._watching = None
        self.engine.dispose()


def migrate(engine: sa.Engine, revision: str = "head", schema: Schema = REGISTER) -> None:
    """Bring the schema to a revision (`head`, `base` or one by name), up or down, in one transaction that waits for other writers."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(schema.migrations).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    with engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(20261122)"))
        config.attributes["connection"] = connection
        config.attributes["version_table"] = schema.version_table
        from alembic.runtime.migration import MigrationContext

        current = MigrationContext.configure(
            connection, opts={"version_table": schema.version_table}
        ).get_current_revision()
        known = {one.revision for one in script.walk_revisions()}
        if current is not None and current not in known:
            raise ConfigurationError(
                "The state database was made by a newer Argosy (schema {version}); update Argosy, or open another database.",
                version=current,
            )
        down = revision == "base" or (revision in known and current is not None and revision < current)
        (command.downgrade if down else command.upgrade)(config, revision)


def _pool(url: str) -> dict[str, Any]:
    """Enough kept connections for a server's threads: opening one costs more than most reads."""
    is_file = url.startswith("sqlite:///") and ":memory:" not in url
    return {"pool_size": POOLED, "max_overflow": 2 * POOLED} if is_file or url.startswith("postgresql") else {}


def _prepare_sqlite(engine: sa.Engine) -> None:
    """Transactions by our own BEGIN, write-ahead log, patience with other writers."""

    @sa.event.listens_for(engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions by itself
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout = {BUSY_TIMEOUT_MS}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def begun(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _explained(engine: sa.Engine) -> Iterator[None]:
    """Database errors as sentences of ours."""
    try:
        yield
    except exc.IntegrityError as error:
        raise FaultError("The register refused a change: {reason}.", reason=str(error.orig)) from error
    except exc.DatabaseError as error:
        where, reason = _shown(str(engine.url)), str(error.orig)
        if "locked" in reason or "deadlock" in reason:
            raise RetriableError(
                "Another process is writing to the register at {where}; try again.", where=where
            ) from error
        if "never changed" in reason:
            raise FaultError("The register refused a change: what is in it is never changed or deleted.") from error
        raise ConfigurationError(
            "The register at {where} cannot be used ({reason}); check the disk, the permissions and `state` in argosy.toml.",
            where=where,
            reason=reason,
        ) from error


def _shown(url: str) -> str:
    """The address without its password."""
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except exc.ArgumentError:
        return url.partition("@")[2] or url
