"""The second engine: Ibis on Apache Spark over the same Parquet files of a snapshot, for lakes that outgrow one machine.

Chosen by `engine = "spark"` in argosy.toml; needs the extra `argosy[spark]` and Java. Types are those of DuckDB's views (money is
DECIMAL(18,4), instants are UTC), arithmetic is ANSI: what overflows or cannot be read as its type is an error, never NULL. The lake
is read by the snapshot's list of files, so no Delta library for Java is needed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from argosy.canonical.catalogue import table as canonical_table
from argosy.canonical.schema import Kind, Table
from argosy.core.errors import ConfigurationError
from argosy.warehouse.engine import SnapshotEngine
from argosy.warehouse.lake import files
from argosy.warehouse.types import stored_columns

SPARK_TYPES = {
    Kind.TEXT: "STRING",
    Kind.INTEGER: "BIGINT",
    Kind.MONEY: "DECIMAL(18,4)",
    Kind.DECIMAL: "DECIMAL(18,6)",
    Kind.RATE: "DOUBLE",
    Kind.DATE: "DATE",
    Kind.INSTANT: "TIMESTAMP",
    Kind.BOOLEAN: "BOOLEAN",
    Kind.JSON: "STRING",
}
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",  # a month is a text, not a date
    "spark.sql.shuffle.partitions": "8",
}
STARTING = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "2g",
    "spark.sql.catalogImplementation": "in-memory",
}
"""Only where this process starts Spark itself: a session that runs already (on a cluster) is used as it is."""


class SparkEngine(SnapshotEngine):
    """`Engine` on Spark; nothing is started before the first question."""

    @cached_property
    def _session(self) -> Any:
        """A session of its own within the one Spark of this process, so that views of two lakes never meet."""
        session = started().newSession()
        for name, value in SETTINGS.items():
            session.conf.set(name, value)
        return session

    @cached_property
    def _backend(self) -> Any:
        import ibis

        return ibis.pyspark.connect(self._session)

    def table(self, name: str) -> Any:
        """See `Engine.table`."""
        if name not in self._known:
            declared = canonical_table(name)
            paths = files(self.lake, name, self.snapshot.tables[name]) if name in self.snapshot.tables else []
            self._rows(declared, paths).createOrReplaceTempView(name)
            self._known[name] = self._backend.table(name)
        return self._known[name]

    def _rows(self, declared: Table, paths: list[str]) -> Any:
        """The files as rows with every declared column, NULL where a file lacks it; typed and empty where there is no file."""
        schema = ", ".join(f"`{name}` {kind}" for name, kind in columns_of(declared))
        if not paths:
            return self._session.createDataFrame([], schema)
        reader = self._session.read.schema(schema)
        if declared.partition_on:
            reader = reader.option("basePath", str(self.lake.table_path(declared.name)))
        return reader.parquet(*paths)

    def memory_table(self, name: str, rows: Any) -> Any:
        """See `Engine.memory_table`; the same name twice is the first one's rows."""
        if name not in self._known:
            self._session.createDataFrame(rows).createOrReplaceTempView(name)
            self._known[name] = self._backend.table(name)
        return self._known[name]

    def view(self, name: str, make: Callable[[], Any]) -> Any:
        """See `Engine.view`."""
        if name not in self._known:
            self._known[name] = self._viewed(name, make())
        return self._known[name]

    def stage(self, made: Any) -> Any:
        """See `Engine.stage`."""
        name = f"stage_{len(self._known)}"
        self._known[name] = self._viewed(name, made)
        return self._known[name]

    def hold(self, name: str, make: Callable[[], Any]) -> Any:
        """See `Engine.hold`; Spark works the rows out when they are first read, and spills what does not fit into memory."""
        if name not in self._known:
            made = make()
            rows = self._session.sql(made if isinstance(made, str) else self.to_sql(made))
            rows.persist().createOrReplaceTempView(name)
            self._known[name] = self._backend.table(name)
        return self._known[name]

    def _viewed(self, name: str, made: Any) -> Any:
        self._session.sql(made if isinstance(made, str) else self.to_sql(made)).createOrReplaceTempView(name)
        return self._backend.table(name)

    def to_sql(self, expression: Any) -> str:
        """See `Engine.to_sql`."""
        return str(self._backend.compile(expression))

    def run(self, sql: str) -> Any:
        """See `Engine.run`."""
        return self._session.sql(sql).toArrow()

    def to_arrow(self, expression: Any) -> Any:
        """See `Engine.to_arrow`."""
        table = self.run(self.to_sql(expression))
        return table.cast(expression.as_table().schema().to_pyarrow())


def columns_of(declared: Table) -> tuple[tuple[str, str], ...]:
    """Name and Spark type of every column of a canonical table, its lineage and month too."""
    month = (("month", "STRING"),) if declared.partition_on else ()
    return (*((name, SPARK_TYPES[kind]) for name, kind in stored_columns(declared)), *month)


def started() -> Any:
    """The Spark session of this process, started where none runs; `ConfigurationError` says what is missing."""
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise ConfigurationError(
            "argosy.toml asks for the engine spark, and pyspark is not installed; install it with: pip install 'argosy[spark]'"
        ) from error
    running = SparkSession.getActiveSession()
    if running is not None:
        return running
    if not has_java():
        raise ConfigurationError(
            "argosy.toml asks for the engine spark, and Spark needs Java 17 or newer: install it, or name its folder in JAVA_HOME."
        )
    builder = SparkSession.builder.appName("argosy").master(os.environ.get("SPARK_MASTER", "local[*]"))
    spare = Path(tempfile.gettempdir()) / "argosy-spark"
    for name, value in {**STARTING, **SETTINGS, "spark.sql.warehouse.dir": str(spare)}.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkRuntimeError, OSError) as error:
        raise ConfigurationError(
            "Spark does not start: {why}. Look at JAVA_HOME and SPARK_HOME.", why=str(error).splitlines()[0]
        ) from error
    session.sparkContext.setLogLevel("ERROR")
    return session


def has_java() -> bool:
    """Whether this machine has a Java to start Spark with."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java") is not None or bool(home and (Path(home) / "bin" / "java").exists())
