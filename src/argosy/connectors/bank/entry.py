"""One line of a bank statement, whatever the form it came in: text, so that nothing is changed before it is mapped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from argosy.connectors.contract import VENDOR, Connection

ENTRY, OPENING, CLOSING, NOTE = "entry", "opening", "closing", "note"
"""What a row is: a booking, the balance before or after them, or something that moved no money."""


@dataclass(frozen=True)
class Row:
    """An entry or a balance. Days are YYYY-MM-DD, amounts signed with a point; None where the statement does not say."""

    kind: str
    statement: str
    account: str
    booked_currency: str | None = None
    booked_amount: str | None = None
    booked_on: str | None = None
    value_on: str | None = None
    counterparty: str | None = None
    payer_reference: str | None = None
    description: str | None = None
    original_currency: str | None = None
    original_amount: str | None = None
    fx_rate: str | None = None
    fee_amount: str | None = None
    is_pending: str | None = None


def short_account(number: str) -> str:
    """An account without its number: its last four characters, the same in an IBAN and in the bank's own number.

    >>> short_account("DE89 3704 0044 0532 0130 00"), short_account("37040044/0532013000")
    ('*3000', '*3000')
    """
    return f"*{''.join(number.split())[-4:]}"


def show(connection: Connection, rows: Iterable[Row]) -> None:
    """The rows as the relation `vendor`, numbered in the order of the statement."""
    import pyarrow as pa

    names = [one.name for one in fields(Row)]
    listed = list(rows)
    columns = {name: pa.array([getattr(row, name) for row in listed], pa.string()) for name in names}
    connection.register("statement_rows", pa.table(columns))
    connection.execute(
        "CREATE OR REPLACE TABLE vendor_cells AS SELECT *, row_number() OVER () AS source_line FROM statement_rows"
    )
    connection.unregister("statement_rows")
    connection.execute(f"CREATE OR REPLACE VIEW {VENDOR} AS SELECT * FROM vendor_cells")
