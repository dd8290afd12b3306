"""What the background jobs do: each is a function of its progress that returns the job's result as JSON types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from argosy.app.desk.jobs import Progress, Work
from argosy.app.workspace import Workspace

if TYPE_CHECKING:
    from argosy.app.desk.live import Live
    from argosy.app.results import FileResult


def ingesting(workspace: Workspace, paths: Sequence[Path], store: str | None, report: str | None) -> Work:
    """Load files; uploads are removed from their waiting place afterwards, since the lake keeps what it knows in `raw`."""

    def work(progress: Progress) -> Mapping[str, object]:
        from argosy.app.facade import Argosy

        results = Argosy(workspace).ingest(paths, report=report, store=store, progress=progress)
        for path in paths:
            if path.parent.parent == workspace.root / "uploads":
                path.unlink(missing_ok=True)
                path.parent.rmdir()
        return {"files": [file_record(one) for one in results]}

    return work


def deciding(live: Live, only: str | None) -> Work:
    """Let the domains propose."""

    def work(progress: Progress) -> Mapping[str, object]:
        decided = live.argosy.decide(only, progress=progress)
        return {
            "proposals": len(decided.proposals),
            "new": sum(one.is_new for one in decided.proposals),
            "as_of": decided.as_of.isoformat(),
        }

    return work


def learning(live: Live) -> Work:
    """Measure what is due."""

    def work(progress: Progress) -> Mapping[str, object]:
        progress("", 0, 1)
        learned = live.argosy.learn()
        return {"outcomes": len(learned.outcomes), "waiting": len(learned.waiting), "on": learned.on.isoformat()}

    return work


def file_record(result: FileResult) -> dict[str, object]:
    """What became of a file, as JSON types; sentences stay templates until somebody reads them."""

    def amount(value: Decimal | None) -> str | None:
        return None if value is None else format(value, "f")

    return {
        "file": Path(result.file).name,
        "outcome": result.outcome.value,
        "message": result.message.to_json(),
        "connector": result.connector,
        "report": result.report,
        "load_id": result.load_id,
        "rows": result.rows,
        "loaded": result.loaded,
        "tables": dict(result.tables),
        "replaced": dict(result.replaced),
        "kept_apart": {
            code: {"rows": count, "why": result.reasons.get(code, "")} for code, count in result.kept_apart.items()
        },
        "ignored": dict(result.ignored),
        "money": [
            {
                "currency": one.currency,
                "in": amount(one.in_amount),
                "out": amount(one.out_amount),
                "kept_apart": amount(one.kept_apart_amount),
                "residual": amount(one.residual),
            }
            for one in result.money
        ],
    }
