"""The columns every line of the ledger has, so that lines of different sources can be stacked."""

from __future__ import annotations

from typing import Any

KEYS = ("store_id", "channel", "market", "sku", "product_id", "order_id")
COLUMNS = (*KEYS, "currency", "day", "rate_on", "kind", "amount", "load_id", "source_line")
AMOUNT_TYPE = "decimal(38, 4)"
_TYPES = {
    "day": "date",
    "rate_on": "date",
    "amount": AMOUNT_TYPE,
    "source_line": "int64",
}


def ledger_lines(table: Any, **columns: Any) -> Any:
    """The table's rows as lines of the ledger: columns as given, else the table's own of that name, else empty.

    `rate_on` is the day itself unless given.
    """
    import ibis

    cells: dict[str, Any] = {}
    for name in COLUMNS:
        kind = _TYPES.get(name, "string")
        if name in columns:
            cells[name] = columns[name]
        elif name == "rate_on":
            cells[name] = cells["day"]
        elif name in table.columns:
            cells[name] = table[name]
        else:
            cells[name] = ibis.null(kind)
        if name in _TYPES:
            cells[name] = cells[name].cast(kind)
    return table.select(**cells)
