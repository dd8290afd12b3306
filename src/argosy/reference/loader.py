"""The one reader of reference tables: what was `name` of `topic` in `place` on a day?

Tables are found by walking this package: `<topic>/<place>.yaml`, or `<topic>/*.csv` and other files described by a
`<topic>/_topic.yaml`. Adding a table is adding a file; there is no list to edit.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from argosy.core.errors import FaultError, RequestError
from argosy.reference.formats import SIDECAR, read_csv_table, read_list, read_mapping, read_yaml_table
from argosy.reference.model import Ended, Reference, Table

ROOT = Path(__file__).resolve().parent
STALE_AFTER_DAYS = 300
_DATA_SUFFIXES = {".yaml", ".csv", ".parquet", ".json", ".txt"}


def value(topic: str, place: str, on: date, *, name: str = "standard") -> Reference:
    """The value in force on a day: the one with the latest `valid_from` that is not after it.

    `RequestError` where the topic, the place or the name is not known, where the first value is later than the day, and where
    the value has ended by then.

    >>> str(value("vat", "DE", date(2020, 8, 1)).value), str(value("vat", "DE", date(2021, 1, 1)).value)
    ('0.16', '0.19')
    """
    dated = history(topic, place, name)
    found = None
    for each in dated:
        if each.valid_from > on:
            break
        found = each
    if found is None:
        raise RequestError(
            "{topic} ({name}) of {place} is known from {first} only; nothing is on record for {on}.",
            topic=topic,
            name=name,
            place=place,
            first=dated[0].valid_from,
            on=on,
        )
    if isinstance(found, Ended):
        raise RequestError(
            "{topic} ({name}) of {place} ended on {ended}; there is none on {on}.",
            topic=topic,
            name=name,
            place=place,
            ended=found.valid_from,
            on=on,
        )
    return found


@cache
def history(topic: str, place: str, name: str = "standard") -> tuple[Reference | Ended, ...]:
    """All dated values of one name, oldest first; `RequestError` where there is none."""
    found = _place_tables(topic, place)
    for table in found:
        if (place, name) in table.history:
            return table.history[place, name]
    raise RequestError(
        "{topic} of {place} has no value named {name}; it has {names}.",
        topic=topic,
        place=place,
        name=name,
        names=", ".join(names(topic, place)),
    )


def names(topic: str, place: str) -> tuple[str, ...]:
    """The names that have values for a place, sorted."""
    return tuple(sorted({name for table in _place_tables(topic, place) for at, name in table.history if at == place}))


def places(topic: str) -> tuple[str, ...]:
    """The places a topic has values for, sorted."""
    return tuple(sorted({place for each in _tables_of(topic) for place in each.places}))


def table(topic: str) -> tuple[Reference, ...]:
    """Every dated value of a topic, by place, name and day."""
    rows = (row for each in _tables_of(topic) for dated in each.history.values() for row in dated)
    references = (row for row in rows if isinstance(row, Reference))
    return tuple(sorted(references, key=lambda row: (row.place, row.name, row.valid_from)))


@cache
def topics() -> tuple[str, ...]:
    """The topics there are, sorted."""
    return tuple(sorted({path.parent.relative_to(ROOT).as_posix() for path in _files()}))


def tables() -> tuple[Table, ...]:
    """Every reference table, by file."""
    return tuple(each for topic in topics() for each in _tables_of(topic))


def stale(on: date, days: int = STALE_AFTER_DAYS) -> tuple[Table, ...]:
    """The tables that were last checked more than that many days before `on`, the oldest first."""
    limit = on - timedelta(days=days)
    return tuple(sorted((each for each in tables() if each.checked_on < limit), key=lambda each: each.checked_on))


def describe(topic: str, file: str) -> Table:
    """The description of one file, for the modules that read a list themselves."""
    for each in _tables_of(topic):
        if each.file == f"{topic}/{file}":
            return each
    raise FaultError("There is no reference file {topic}/{file}.", topic=topic, file=file)


def _files() -> Iterator[Path]:
    """The data files of topics: a folder is a topic where it has a sidecar or a table in YAML."""
    for folder in sorted(path for path in ROOT.rglob("*") if path.is_dir() and path.name != "__pycache__"):
        has_sidecar = (folder / SIDECAR).is_file()
        for path in sorted(folder.iterdir()):
            if (
                path.suffix in _DATA_SUFFIXES
                and not path.name.startswith("_")
                and (has_sidecar or path.suffix == ".yaml")
            ):
                yield path


def _tables_of(topic: str) -> tuple[Table, ...]:
    paths = _paths_of(topic)
    return tuple(_read(path) for path in paths)


def _place_tables(topic: str, place: str) -> tuple[Table, ...]:
    """The tables that may speak of a place; the file of that name alone where there is one."""
    paths = _paths_of(topic)
    own = [path for path in paths if path.suffix == ".yaml" and path.stem == place]
    rest = [path for path in paths if path.suffix != ".yaml"]
    found = tuple(each for each in map(_read, own + rest) if place in each.places)
    if not found:
        raise RequestError(
            "There is no {topic} for {place} in the reference; it has {places}.",
            topic=topic,
            place=place,
            places=", ".join(places(topic)) or "no values",
        )
    return found


@cache
def _paths_of(topic: str) -> tuple[Path, ...]:
    if topic not in topics():
        raise RequestError(
            "There is no reference topic {topic}; there are {topics}.", topic=topic, topics=", ".join(topics())
        )
    return tuple(path for path in _files() if path.parent == ROOT / topic)


@cache
def _read(path: Path) -> Table:
    if path.suffix == ".yaml":
        return read_yaml_table(path, ROOT)
    sidecar = read_mapping(path.parent / SIDECAR)
    described = {**sidecar, **(sidecar.get("files") or {}).get(path.name, {})}
    if described.get("kind") == "list" or path.suffix != ".csv":
        return read_list(path, ROOT, described)
    return read_csv_table(path, ROOT, described)
