"""From bytes to the relation `vendor`, in Shopify's own words: pure."""

from __future__ import annotations

from argosy.connectors.contract import VENDOR, Connection, Context, Sighting
from argosy.connectors.reading import identifier, read, vendor_columns

TAKEN = ("currency", "amount", "reason_code", "sentence")
"""Names the loader uses beside the vendor's own where it writes down what was kept apart; there they would not be told apart."""
MARK = "_"


def parse(sighting: Sighting, connection: Connection, _context: Context) -> None:
    """Every cell as it came, with its line; a column named like one of the loader's gets a mark behind its name."""
    read(sighting, connection)
    clashing = [name for name in vendor_columns(connection) if name.casefold() in TAKEN]
    if clashing:
        renamed = ", ".join(f"{identifier(name)} AS {identifier(name + MARK)}" for name in clashing)
        connection.execute(f"ALTER VIEW {VENDOR} RENAME TO shopify_file")
        connection.execute(f"CREATE OR REPLACE VIEW {VENDOR} AS SELECT * RENAME ({renamed}) FROM shopify_file")


def written_name(column: str) -> str:
    """The header as the file has it.

    >>> written_name("Currency_")
    'Currency'
    """
    return column.removesuffix(MARK) if column.removesuffix(MARK).casefold() in TAKEN else column
