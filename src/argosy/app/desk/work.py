"""What the background jobs do: an errand says what, as JSON types, so that another process can do it too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from argosy.app.workspace import Workspace
from argosy.core.errors import FaultError

if TYPE_CHECKING:
    from argosy.app.desk.live import Live
    from argosy.app.results import FileResult

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Errand:
    """A piece of work: its kind (`ingest`, `correct`, `decide`, `learn`, `explain`, `warm`) and what it is about, as JSON types."""

    kind: str
    asked: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


def perform(workspace: Workspace, errand: Errand, progress: Progress) -> Mapping[str, object]:
    """Do it; what came of it as JSON types."""
    known: dict[str, Callable[..., Mapping[str, object]]] = {
        "ingest": _ingest,
        "decide": _decide,
        "learn": _learn,
        "correct": _correct,
        "explain": _explain,
        "warm": _warm,
    }
    if errand.kind not in known:
        raise FaultError("Nobody knows how to do {kind}.", kind=errand.kind)
    return known[errand.kind](workspace, progress, **errand.asked)


def _ingest(
    workspace: Workspace, progress: Progress, paths: list[str], store: str | None = None, report: str | None = None
) -> Mapping[str, object]:
    """Load files; uploads are removed from their waiting place afterwards, since the lake keeps what it knows in `raw`."""
    from argosy.app.facade import Argosy

    files = [Path(one) for one in paths]
    results = Argosy(workspace).ingest(files, report=report, store=store, progress=progress)
    for path in files:
        if path.parent.parent == workspace.root / "uploads":
            path.unlink(missing_ok=True)
            path.parent.rmdir()
    return {"files": [file_record(one) for one in results]}


def _correct(
    workspace: Workspace, progress: Progress, load_id: str, actor: str, changes: dict[str, dict[str, str]]
) -> Mapping[str, object]:
    """Load a file again with some cells corrected; every row of the load before is settled then."""
    import shutil

    from argosy.app.desk.live import Live
    from argosy.app.desk.resolving import AGAIN, CORRECTED, record
    from argosy.app.door.secrets import new_id
    from argosy.app.results import Outcome

    live = Live(workspace)
    folder = workspace.root / "uploads" / new_id()
    folder.mkdir(parents=True)
    try:
        load = next(row for row in live.loads if row["load_id"] == load_id)
        wanted = {int(line): cells for line, cells in changes.items()}
        target, lines = _corrected_file(live, load, wanted, folder)
        store = load["store_id"] if load["store_id"] in workspace.stores else None
        report = None if load["connector"] == "spreadsheet" else f"{load['connector']}.{load['report']}"
        result = _ingest(workspace, progress, [str(target)], store, report)
        files: Any = result["files"]
        if files and files[0]["outcome"] == Outcome.LOADED.value:
            said = {"load_id": load_id, "reason": "", "actor": actor}
            done = [(line, CORRECTED if line in wanted else AGAIN, wanted.get(line, {})) for line in lines]
            record(live, [{**said, "line": line, "action": act, "changes": cells} for line, act, cells in done])
        return result
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        live.close()


def _corrected_file(
    live: Live, load: Mapping[str, Any], wanted: Mapping[int, Mapping[str, str]], folder: Path
) -> tuple[Path, list[int]]:
    """The file of a load with its cells corrected, and the data rows of it that were kept apart."""
    import json

    from argosy.app.correcting import write_corrected
    from argosy.warehouse.raw import raw_path

    rows = live.argosy.measures.table("kept_apart", where={"load_id": (load["load_id"],)}).to_pylist()
    before = {row["source_line"]: json.loads(row["raw"] or "{}") for row in rows}
    target = folder / Path(load["file_name"]).name.removesuffix(".gz")
    raw = raw_path(live.workspace.lake.raw, load["file_sha256"])
    write_corrected(raw, target.name, before, wanted, target)
    return target, list(before)


def _decide(workspace: Workspace, progress: Progress, only: str | None = None) -> Mapping[str, object]:
    """Let the domains propose."""
    from argosy.app.facade import Argosy

    argosy = Argosy(workspace)
    try:
        decided = argosy.decide(only, progress=progress)
    finally:
        argosy.register.close()
    new = sum(one.is_new for one in decided.proposals)
    return {"proposals": len(decided.proposals), "new": new, "as_of": decided.as_of.isoformat()}


def _learn(workspace: Workspace, progress: Progress) -> Mapping[str, object]:
    """Measure what is due."""
    from argosy.app.facade import Argosy

    progress("", 0, 1)
    argosy = Argosy(workspace)
    try:
        learned = argosy.learn()
    finally:
        argosy.register.close()
    return {"outcomes": len(learned.outcomes), "waiting": len(learned.waiting), "on": learned.on.isoformat()}


def _explain(
    workspace: Workspace, progress: Progress, snapshot: int, slug: str, first: list[str], second: list[str]
) -> Mapping[str, object]:
    """Work out why a number moved, onto the shelf."""
    from argosy.app.desk.warming import Warmed

    (a, b), (c, d) = ([date.fromisoformat(day) for day in days] for days in (first, second))
    Warmed(workspace, snapshot, progress).explain(slug, (a, b), (c, d))
    return {}


def _warm(workspace: Workspace, progress: Progress, snapshot: int) -> Mapping[str, object]:
    """Measure beforehand what everybody looks at first, onto the shelf."""
    from argosy.app.desk.warming import Warmed

    return {"answers": Warmed(workspace, snapshot, progress).everything()}


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
