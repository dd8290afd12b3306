"""Read-only SQL over the lake: every canonical table as the newest snapshot has it, and nothing else of the machine."""

from __future__ import annotations

from typing import Any

from argosy.app.workspace import Workspace
from argosy.canonical.catalogue import tables
from argosy.core.errors import RequestError
from argosy.warehouse.lake import connect, create_views
from argosy.warehouse.types import literal


def read_only_sql(workspace: Workspace, query: str, limit: int) -> Any:
    """The first `limit` rows of one SELECT as a `pyarrow.Table`; anything else, and any file outside the lake, is refused."""
    import duckdb

    lake = workspace.lake
    connection = connect(lake)
    create_views(connection, lake, lake.latest(), tables())
    connection.execute(f"SET allowed_directories=[{literal(str(lake.root / 'tables'))}]")
    connection.execute("SET enable_external_access=false")
    connection.execute("SET lock_configuration=true")
    try:
        statements = connection.extract_statements(query)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            raise RequestError("Only one SELECT can be asked; the lake is changed by loading files.")
        return connection.sql(
            f"SELECT * FROM ({statements[0].query.rstrip().rstrip(';')}) LIMIT {int(limit)}"
        ).to_arrow_table()
    except duckdb.Error as error:
        raise RequestError("The query cannot be answered: {why}", why=str(error).splitlines()[0]) from error
