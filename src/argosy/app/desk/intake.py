"""What came in: loads, rows kept apart, jobs; as one person may see them."""

from __future__ import annotations

import json
from typing import Any

from argosy.app.desk.desk import Desk
from argosy.app.desk.jobs import Job
from argosy.app.desk.resolving import settled_counts
from argosy.app.door.roles import Permission
from argosy.app.report.privacy import MASK
from argosy.core.errors import RequestError

HIDDEN_MONEY = ("money_in_amount", "money_out_amount", "residual_amount")


def loads(desk: Desk) -> list[dict[str, Any]]:
    """Files loaded, the newest first; only those of the person's stores."""
    desk.require(Permission.READ)
    found = desk.live.loads
    stores = desk.person.stores
    settled = settled_counts(desk.live)
    shown = [
        _plain(row, desk) | {"rows_waiting": max(0, (row["rows_kept_apart"] or 0) - settled.get(row["load_id"], 0))}
        for row in found
        if stores is None or row["store_id"] in stores
    ]
    return sorted(shown, key=lambda row: (row["started_at"], row["load_id"]), reverse=True)


def _plain(row: dict[str, Any], desk: Desk) -> dict[str, Any]:
    """Sums of money may tell cost (a settlement's fees), so they go with profit."""
    row = {name: value for name, value in row.items() if name != "source_line"}
    row["notes"] = json.loads(row["notes"] or "[]")
    if not desk.person.may(Permission.SEE_PROFIT):
        row |= dict.fromkeys(HIDDEN_MONEY)
    return row


def kept_apart(desk: Desk, load_id: str) -> list[dict[str, Any]]:
    """Rows of a load that could not enter, with the reason; `RequestError` where there is no such load.

    The row as it came may hold anything, a buyer's address among it: only who sees personal data and profit reads its values.
    """
    if load_id not in {row["load_id"] for row in loads(desk)}:
        raise RequestError("There is no load {load}.", load=load_id)
    rows = desk.live.argosy.measures.table("kept_apart", where={"load_id": (load_id,)}).to_pylist()
    sees_all = desk.person.may(Permission.SEE_PERSONAL) and desk.person.may(Permission.SEE_PROFIT)
    if rows and sees_all:
        desk.note("personal.read", "kept_apart", {"load": load_id, "rows": len(rows)})
    return [
        {
            "load_id": row["load_id"],
            "line": row["source_line"],
            "reason_code": row["reason_code"],
            "reason": row["reason"],
            "currency": row["currency"],
            "amount": row["amount"] if sees_all else None,
            "raw": _raw(row["raw"], sees_all),
        }
        for row in sorted(rows, key=lambda row: row["source_line"] or 0)
    ]


def _raw(text: str | None, sees_all: bool) -> dict[str, Any]:
    values = json.loads(text) if text else {}
    if not isinstance(values, dict):
        values = {"row": values}
    return values if sees_all else dict.fromkeys(values, MASK)


def jobs(desk: Desk) -> tuple[Job, ...]:
    """The newest jobs: one's own, everybody's for who manages."""
    manages = desk.person.may(Permission.MANAGE)
    return tuple(one for one in desk.jobs.newest() if manages or one.person_id == desk.person.id)
