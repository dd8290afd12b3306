"""Ingest: keep the file, say what it is, load it, prove that rows and money add up. One line per file; one bad file stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from argosy.app.archives import is_archive, unpacked
from argosy.app.choice import Choice, Chooser
from argosy.app.results import CurrencyCheck, FileResult, Outcome
from argosy.app.workspace import Store, Workspace
from argosy.connectors.contract import Context
from argosy.connectors.spreadsheet.mapping import read_mapping
from argosy.core.errors import ArgosyError, RequestError
from argosy.core.ids import content_hash
from argosy.core.text import Text
from argosy.warehouse.lake import connect
from argosy.warehouse.loading import LOAD_MEMORY, Job, Loaded, load, unreadable_as_broken
from argosy.warehouse.raw import RawFile, keep
from argosy.warehouse.staging import BrokenRows

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many files are done, how many there are."""

DEFAULT_STORE = Store("main", "own_store")


@dataclass(frozen=True)
class Request:
    """How the caller wants files read: all None means by content."""

    report: str | None = None  # connector.report
    mapping: Path | None = None
    store: str | None = None
    again: bool = False


def ingest(
    workspace: Workspace, paths: Sequence[Path], request: Request, progress: Progress | None = None
) -> list[FileResult]:
    """Ingest files and folders (the inbox by default); results in the order of the files."""
    chooser = Chooser(workspace, request.report, read_mapping(request.mapping) if request.mapping else None)
    files = list(_files(paths or (workspace.inbox,)))
    if paths and not files:
        raise RequestError(
            "There is no file in {paths}; drop exports there or name a file.", paths=", ".join(map(str, paths))
        )
    known = _known_loads(workspace)
    results = []
    for number, path in enumerate(files):
        if progress:
            progress(path.name, number, len(files))
        for result in _ingest_path(workspace, path, request, chooser, known):
            if result.load_id:
                known.add(result.load_id)
            results.append(result)
    if progress:
        progress("", len(files), len(files))
    return results


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.is_file() and not one.name.startswith("."))
        else:
            yield path


def _ingest_path(
    workspace: Workspace, path: Path, request: Request, chooser: Chooser, known: set[str]
) -> list[FileResult]:
    """Results of a file, or of each file in an archive."""
    if not is_archive(path):
        return _ingest_one(workspace, path, request, chooser, known)
    own = replace(request, store=request.store or _store_of_folder(workspace, path))
    with TemporaryDirectory(prefix="argosy-") as scratch:
        try:
            members = unpacked(path, Path(scratch))
        except ArgosyError as error:
            return [FileResult(str(path), Outcome.REJECTED, error.text)]
        return [
            replace(result, file=member.name)
            for member in members
            for result in _ingest_one(workspace, member, own, chooser, known)
        ]


def _ingest_one(
    workspace: Workspace, path: Path, request: Request, chooser: Chooser, known: set[str]
) -> list[FileResult]:
    """Results of one file: one, or one per sheet that is a report of its own."""
    try:
        raw = keep(workspace.lake.raw, path)
        chosen = chooser.choose(path, raw)
    except ArgosyError as error:
        return [FileResult(str(path), Outcome.REJECTED, error.text)]
    if isinstance(chosen, FileResult):
        return [chosen]
    results = []
    for choice in chosen:
        try:
            own = replace(request, store=request.store or _store_of_folder(workspace, path))
            results.append(_load(workspace, raw, choice, own, known))
        except ArgosyError as error:
            results.append(FileResult(str(path), Outcome.REJECTED, error.text))
    return results


def _store_of_folder(workspace: Workspace, path: Path) -> str | None:
    """The store whose name the file's folder bears, such as `inbox/de_shop/orders.csv`; None where no folder above is one."""
    return next((folder.name for folder in path.parents if folder.name in workspace.stores), None)


def _load(workspace: Workspace, raw: RawFile, choice: Choice, request: Request, known: set[str]) -> FileResult:
    context = _context(workspace, choice, request)
    parts = [
        raw.sha256,
        choice.connector,
        choice.report.id,
        choice.mapping.text if choice.mapping else "",
        context.store_id,
        choice.sighting.sheet,
    ]
    load_id = content_hash(*parts)
    if load_id in known and not request.again:
        said = Text(
            "Already loaded (load {load}); nothing changed. Use --again to load it over what came later.",
            {"load": load_id},
        )
        return FileResult(raw.name, Outcome.ALREADY_LOADED, said, choice.connector, choice.report.id, load_id)
    try:
        return _load_once(workspace, raw, choice, context, load_id)
    except BrokenRows:
        if choice.sighting.is_uneven:
            raise
        uneven = replace(choice, sighting=replace(choice.sighting, is_uneven=True))
        return _load_once(workspace, raw, uneven, context, load_id)


def _load_once(workspace: Workspace, raw: RawFile, choice: Choice, context: Context, load_id: str) -> FileResult:
    connection = connect(workspace.lake, LOAD_MEMORY)
    try:
        with unreadable_as_broken():
            choice.report.parse(choice.sighting, connection, context)
            mapped = choice.report.map(connection, context)
        record = {
            "file_sha256": raw.sha256,
            "file_name": raw.name,
            "connector": choice.connector,
            "report": choice.report.id,
            "mapping": choice.mapping.name if choice.mapping else None,
            "store_id": context.store_id,
        }
        job = Job(load_id, mapped.selects, mapped.money_out, mapped.reasons, mapped.remarks, mapped.streaming, record)
        loaded = load(workspace.lake, connection, job)
    finally:
        connection.close()
    return _result(raw, choice, loaded, dict(mapped.reasons))


def _context(workspace: Workspace, choice: Choice, request: Request) -> Context:
    """The store a file belongs to: as told, as the mapping says, the only one there is, or `main`."""
    if choice.mapping and choice.mapping.store and not request.store:
        own = choice.mapping.store
        store = Store(own.id, own.channel, own.time_zone, own.market, own.currency)
    elif request.store:
        if request.store not in workspace.stores:
            known = ", ".join(workspace.stores) or "none"
            raise RequestError(
                "There is no store {store} in argosy.toml; the stores are: {known}.", store=request.store, known=known
            )
        store = workspace.stores[request.store]
    else:
        fitting = [one for one in workspace.stores.values() if one.channel == choice.connector]
        store = (
            fitting[0]
            if len(fitting) == 1
            else next(iter(workspace.stores.values()))
            if len(workspace.stores) == 1
            else DEFAULT_STORE
        )
    today, told = datetime.now(UTC).date(), {"account": store.account} if store.account else {}
    return Context(store.id, store.channel, store.time_zone, store.market, store.currency, today, told)


def _result(raw: RawFile, choice: Choice, loaded: Loaded, reasons: dict[str, str]) -> FileResult:
    kept = sum(loaded.kept_apart.values())
    counts = {"rows": loaded.rows_read, "entered": loaded.rows_entered, "kept": kept}
    said = Text("{rows} rows read, {entered} loaded, {kept} kept apart", counts)
    if choice.unread:
        said = Text(
            "{said}; sheets nobody knows, left unread: {sheets}", {"said": said, "sheets": ", ".join(choice.unread)}
        )
    return FileResult(
        file=raw.name,
        outcome=Outcome.LOADED,
        message=said,
        connector=choice.connector,
        report=choice.report.id,
        load_id=loaded.load_id,
        snapshot=loaded.snapshot.number,
        rows=loaded.rows_read,
        loaded=loaded.rows_entered,
        tables=dict(loaded.rows_loaded),
        replaced={name: count for name, count in loaded.rows_replaced.items() if count},
        kept_apart=loaded.kept_apart,
        ignored=loaded.ignored,
        reasons=reasons,
        remarks=loaded.remarks,
        money=tuple(
            CurrencyCheck(check.currency, check.in_amount, check.out_amount, check.kept_apart_amount, check.residual)
            for check in loaded.money
        ),
    )


def _known_loads(workspace: Workspace) -> set[str]:
    """Ids of the loads the newest snapshot holds."""
    from argosy.warehouse.lake import create_views

    lake = workspace.lake
    snapshot = lake.latest()
    if "loads" not in snapshot.tables:
        return set()
    connection = connect(lake)
    create_views(connection, lake, snapshot, ["loads"])
    return {row[0] for row in connection.execute("SELECT load_id FROM loads").fetchall()}
