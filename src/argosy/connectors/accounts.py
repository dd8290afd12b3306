"""Whose file it is: a file of several seller accounts, or of another one than the store's, is refused."""

from __future__ import annotations

from argosy.connectors.contract import VENDOR, Connection, Context
from argosy.connectors.reading import identifier
from argosy.core.errors import DataError


def refuse_other_account(connection: Connection, column: str, file: str, context: Context) -> None:
    """`DataError` where the column names several accounts, or another one than argosy.toml gives the store."""
    cell = f"trim(CAST({identifier(column)} AS VARCHAR))"
    query = f"SELECT DISTINCT {cell} FROM {VENDOR} WHERE {cell} <> '' ORDER BY 1 LIMIT 20"
    found = [account for (account,) in connection.execute(query).fetchall()]
    own = context.extra.get("account")
    if len(found) > 1:
        raise DataError(
            "File {file} is of several seller accounts ({accounts}); export it for each account and ingest each into its own store.",
            file=file,
            accounts=", ".join(found),
        )
    if own and found and found[0] != own:
        raise DataError(
            "File {file} is of the seller account {account}, but store {store} is account {own}; name the right store.",
            file=file,
            account=found[0],
            store=context.store_id,
            own=own,
        )
