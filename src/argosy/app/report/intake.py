"""What came in and what is kept apart, from the lake's own books (`loads`, `kept_apart`)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from argosy.app.report.contents import Intake, KeptApart, LoadedFile
from argosy.app.results import CurrencyCheck
from argosy.metrics.contract import Measures

KEPT_APART_COLUMNS = ("load_id", "source_line", "reason_code", "reason", "currency", "amount")


def read_intake(measures: Measures) -> Intake:
    """Every load of the snapshot, the newest first, and the rows kept apart by reason, the most frequent first."""
    apart = measures.table("kept_apart", KEPT_APART_COLUMNS).to_pylist()
    by_load: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in apart:
        if row["amount"] is not None:
            by_load[row["load_id"]][row["currency"] or ""] += row["amount"]
    loads = [row for row in measures.table("loads").to_pylist() if row["finished_at"] is not None]
    loads.sort(key=lambda row: (row["finished_at"], row["load_id"]), reverse=True)
    files = tuple(_file(row, by_load[row["load_id"]]) for row in loads)
    return Intake(files, _reasons(apart, {file.load_id: file.file for file in files}))


def _file(row: Mapping[str, Any], apart: Mapping[str, Decimal]) -> LoadedFile:
    notes = _notes(row["notes"])
    return LoadedFile(
        load_id=row["load_id"],
        file=row["file_name"],
        sha256=row["file_sha256"],
        connector=row["connector"],
        report=row["report"],
        mapping=row["mapping"] or "",
        store=row["store_id"] or "",
        finished_at=row["finished_at"],
        rows_read=row["rows_read"],
        rows_loaded=row["rows_loaded"],
        rows_kept_apart=row["rows_kept_apart"],
        rows_ignored=row["rows_ignored"],
        money=_money(row, notes, apart),
        tables=_counts(notes.get("tables")),
        ignored=_counts(notes.get("ignored")),
        remarks=_counts(notes.get("remarks")),
    )


def _notes(text: str | None) -> Mapping[str, Any]:
    notes = json.loads(text) if text else {}
    return notes if isinstance(notes, dict) else {}


def _counts(found: object) -> dict[str, int]:
    return {str(name): int(count) for name, count in found.items() if count} if isinstance(found, dict) else {}


def _money(row: Mapping[str, Any], notes: Mapping[str, Any], apart: Mapping[str, Decimal]) -> tuple[CurrencyCheck, ...]:
    """Money in and out per currency: the load's columns where it has one currency, its notes where it has several."""
    zero = Decimal(0)
    if row["currency"] and row["money_in_amount"] is not None:
        amounts = (row["money_in_amount"], row["money_out_amount"] or zero)
        kept = apart.get(row["currency"], zero)
        return (CurrencyCheck(row["currency"], *amounts, kept, row["residual_amount"] or zero),)
    return tuple(
        CurrencyCheck(
            str(one["currency"]),
            Decimal(str(one["in"])),
            Decimal(str(one["out"])),
            apart.get(str(one["currency"]), zero),
            Decimal(str(one["residual"])),
        )
        for one in notes.get("money", ())
    )


def _reasons(apart: list[dict[str, Any]], files: Mapping[str, str]) -> tuple[KeptApart, ...]:
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in apart:
        groups[row["reason_code"], row["reason"]].append(row)
    found = []
    for (code, reason), rows in groups.items():
        amounts: dict[str, Decimal] = defaultdict(Decimal)
        for row in rows:
            if row["amount"] is not None:
                amounts[row["currency"] or ""] += row["amount"]
        first = min(rows, key=lambda row: (files.get(row["load_id"], ""), row["source_line"]))
        place = (files.get(first["load_id"], first["load_id"]), first["source_line"])
        found.append(KeptApart(code, reason, len(rows), dict(sorted(amounts.items())), place))
    return tuple(sorted(found, key=lambda one: (-one.rows, one.code)))
