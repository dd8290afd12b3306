"""Backup and restore: a whole workspace in one file, at one consistent moment, and back again with every byte checked.

The lake's files are never changed once written, and a snapshot names those that belong together; so the snapshots are listed first and the
files after. The state database is copied by SQLite's own online backup, which waits for no writer and sees one state.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO

from argosy.app.workspace import SETTINGS_FILE, Workspace, open_workspace
from argosy.core.errors import ConfigurationError, DataError, RequestError
from argosy.core.text import Text

MANIFEST = "argosy-backup.json"
STATE = "state.db"
LEFT_OUT = ("staging", "uploads", "kept")
CHUNK = 1024**2
FORMAT = 1


@dataclass(frozen=True)
class BackedUp:
    """What was written; `notes` say what is not in it."""

    path: Path
    files: int
    size_bytes: int
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Restored:
    """What the restored workspace holds."""

    folder: Path
    snapshot: int
    events: int


def backup(workspace: Workspace, path: Path) -> BackedUp:
    """Write the backup; a half-written one never stands under that name. `RequestError` where the file is there already."""
    if path.exists():
        raise RequestError("There is a file {file} already; name another one.", file=path)
    partial = path.with_name(f".{path.name}.partial")
    sums: dict[str, str] = {}
    try:
        with tempfile.TemporaryDirectory() as folder, tarfile.open(partial, "w:gz", compresslevel=1) as archive:
            state = _state_copy(workspace, Path(folder))
            for file in _files(workspace, state):
                name = STATE if file == state else file.relative_to(workspace.root).as_posix()
                sums[name] = _add(archive, file, name)
            _add_manifest(archive, sums, Path(folder))
        partial.rename(path)
    except OSError as error:
        raise ConfigurationError("{file} cannot be written: {why}.", file=path, why=error.strerror or error) from error
    finally:
        partial.unlink(missing_ok=True)
    notes = (
        ()
        if state
        else (
            Text("The state database is not SQLite; back it up with its own tools and this command backs up the rest."),
        )
    )
    return BackedUp(path, len(sums), path.stat().st_size, notes)


def _state_copy(workspace: Workspace, folder: Path) -> Path | None:
    """The state database as it stands at this moment; None where it is another server's."""
    if not workspace.state_url.startswith("sqlite:///"):
        return None
    source, target = Path(workspace.state_url.removeprefix("sqlite:///")), folder / STATE
    if not source.exists():
        return None
    with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(target)) as here:
        there.backup(here)
    return target


def _files(workspace: Workspace, state: Path | None) -> list[Path]:
    """Snapshots before the files they name: what is loaded meanwhile may be in the backup, but no snapshot in it names it."""
    snapshots = sorted(workspace.lake.snapshots.glob("*.json"))
    known = set(snapshots)
    found = [*snapshots]
    for file in sorted(workspace.root.rglob("*")):
        parts = file.relative_to(workspace.root).parts
        is_state = len(parts) == 1 and parts[0].startswith(STATE)
        is_left_out = parts[0] in LEFT_OUT or (parts[0] == "lake" and len(parts) > 1 and parts[1] in LEFT_OUT)
        is_snapshot = file.parent == workspace.lake.snapshots
        if file.is_file() and not (
            is_state or is_left_out or is_snapshot or file in known or file.suffix == ".partial"
        ):
            found.append(file)
    return [*found, *([state] if state else [])]


def _add(archive: tarfile.TarFile, file: Path, name: str) -> str:
    """Add a file; its SHA-256."""
    information = archive.gettarinfo(file, arcname=name)
    information.uid = information.gid = 0
    information.uname = information.gname = ""
    with file.open("rb") as content:
        archive.addfile(information, content)
        content.seek(0)
        return _sum(content)


def _sum(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := content.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _add_manifest(archive: tarfile.TarFile, sums: dict[str, str], folder: Path) -> None:
    body = {
        "format": FORMAT,
        "argosy": version("argosy"),
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "sha256": sums,
    }
    manifest = folder / MANIFEST
    manifest.write_text(json.dumps(body, indent=1), encoding="utf-8")
    archive.add(manifest, arcname=MANIFEST)


def restore(path: Path, folder: Path) -> Restored:
    """Restore into a folder that is empty or not there; nothing is left there where the backup is damaged.

    An older workspace is migrated when it is opened, so a backup of an older Argosy can be restored by a newer one.
    """
    if folder.exists() and any(folder.iterdir()):
        raise RequestError("Folder {folder} is not empty; name another one.", folder=folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    target = Path(tempfile.mkdtemp(prefix=".argosy-restore-", dir=folder.absolute().parent))
    try:
        _unpack(path, target)
        if folder.exists():
            folder.rmdir()
        target.rename(folder)
    finally:
        shutil.rmtree(target, ignore_errors=True)
    return _opened(folder)


def _unpack(path: Path, target: Path) -> None:
    """Unpack and check every file against the manifest; `DataError` where one differs, is missing or does not belong."""
    try:
        with tarfile.open(path, "r:gz") as archive:
            archive.extractall(target, filter="data")
        manifest = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, EOFError, tarfile.TarError, ValueError) as error:
        raise DataError("The file is no backup of Argosy: {file}.", file=path) from error
    if manifest["format"] > FORMAT:
        raise ConfigurationError("{member} was made by a newer Argosy; update Argosy first.", member=path)
    found = {one.relative_to(target).as_posix() for one in target.rglob("*") if one.is_file()} - {MANIFEST}
    for name in sorted(found ^ set(manifest["sha256"])):
        raise DataError(
            "The backup {file} is damaged: {name} does not fit its checksum; use another backup.", file=path, name=name
        )
    for name, expected in manifest["sha256"].items():
        with (target / name).open("rb") as content:
            if _sum(content) != expected:
                raise DataError(
                    "The backup {file} is damaged: {name} does not fit its checksum; use another backup.",
                    file=path,
                    name=name,
                )
    (target / MANIFEST).unlink()
    if not (target / SETTINGS_FILE).is_file():
        raise DataError("The file is no backup of Argosy: {file}.", file=path)


def _opened(folder: Path) -> Restored:
    from argosy.loop.register import Register

    workspace = open_workspace(folder)
    for name in ("inbox", "mappings", "lake"):
        (folder / name).mkdir(exist_ok=True)
    register = Register.open(workspace.state_url)
    try:
        return Restored(folder, workspace.lake.latest().number, register.version())
    finally:
        register.close()
