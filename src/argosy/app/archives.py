"""ZIP archives of exports: what is in them is ingested file by file, under the archive's name and its own."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path, PurePosixPath

from argosy.core.errors import DataError

WORKBOOK_MEMBERS = frozenset({"[Content_Types].xml", "content.xml"})
MOST_UNPACKED_BYTES = 8 * 1024**3
LARGEST_RATIO = 200
"""Text packs 5 to 20 times smaller; a bomb thousands of times."""
HARMLESS_BYTES = 64 * 1024**2
ENCRYPTED = 0x1


def is_archive(path: Path) -> bool:
    """True for a ZIP that is no workbook; a file that cannot be read is left for the look at it to judge."""
    try:
        with path.open("rb") as stream:
            if stream.read(4) != b"PK\x03\x04":
                return False
        with zipfile.ZipFile(path) as archive:
            return not WORKBOOK_MEMBERS & set(archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return False


def unpacked(path: Path, folder: Path) -> list[Path]:
    """The archive's files in `folder`, each named after the archive and itself, so that days in the archive's name count for all.

    Raises `DataError` where it is locked by a password, damaged, or would unpack to far more than reports do.
    """
    found = []
    with zipfile.ZipFile(path) as archive:
        members = [one for one in archive.infolist() if not one.is_dir() and not _is_hidden(one.filename)]
        _refuse(path, members)
        for number, one in enumerate(members):
            own = folder / str(number)
            own.mkdir()
            target = own / f"{path.stem} {PurePosixPath(one.filename).name}"
            try:
                with archive.open(one) as source, target.open("wb") as out:
                    shutil.copyfileobj(source, out)
            except (zipfile.BadZipFile, OSError, EOFError) as error:
                raise DataError("File {file} was cut off or is damaged; download it again.", file=path.name) from error
            found.append(target)
    return found


def _is_hidden(name: str) -> bool:
    """Folders and files that systems put into archives for themselves."""
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name.replace("\\", "/")).parts)


def _refuse(path: Path, members: list[zipfile.ZipInfo]) -> None:
    if any(one.flag_bits & ENCRYPTED for one in members):
        raise DataError("Archive {file} is protected by a password; save it without one.", file=path.name)
    size = sum(one.file_size for one in members)
    if size > MOST_UNPACKED_BYTES or (size > HARMLESS_BYTES and size > LARGEST_RATIO * path.stat().st_size):
        raise DataError(
            "{file} would unpack to {size} MB, {ratio} times its size, as no report does; it was not opened.",
            file=path.name,
            size=size // 1024**2,
            ratio=round(size / max(path.stat().st_size, 1)),
        )
