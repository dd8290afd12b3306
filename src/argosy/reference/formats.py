"""Reading one reference file, YAML or CSV, into a `Table`; every fault is a sentence that names file and place in it."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from argosy.core.errors import FaultError
from argosy.reference.model import Ended, Reference, Source, Status, Table, Value

SIDECAR = "_topic.yaml"
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?\Z")
_ROW_COLUMNS = {"place", "name", "value", "unit", "valid_from", "source", "checked_on", "status", "note"}


def file_version(path: Path, root: Path) -> str:
    """`topic/file@hash`: the first eight digits of the SHA-256 of the bytes, line ends of text made alike."""
    content = path.read_bytes()
    if path.suffix in {".yaml", ".csv"}:
        content = content.replace(b"\r\n", b"\n")
    return f"{path.relative_to(root).as_posix()}@{hashlib.sha256(content).hexdigest()[:8]}"


def read_mapping(path: Path) -> dict[str, Any]:
    """A YAML file whose numbers are Decimal and whose dates are dates; `FaultError` where it is not a mapping."""
    import yaml

    try:
        with path.open("rb") as stream:
            data = yaml.load(stream, Loader=_loader())
    except yaml.YAMLError as error:
        raise FaultError("The reference table {file} is not YAML: {reason}", file=path.name, reason=error) from error
    if not isinstance(data, dict):
        raise FaultError(
            "The reference table {file} must be a mapping of description, values and sources.", file=path.name
        )
    return data


@cache
def _loader() -> Any:
    """The safe loader with numbers read as Decimal from their text, and with NO as Norway: only true and false are truth values."""
    import yaml

    class ExactLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the C loader may be missing
        pass

    def number(loader: Any, node: Any) -> Decimal:
        text = loader.construct_scalar(node).replace("_", "")
        if not _NUMBER.match(text):
            raise FaultError("{text!r} in a reference table must be written as a plain number such as 0.19.", text=text)
        return Decimal(text)

    def mapping(loader: Any, node: Any) -> dict[Any, Any]:
        loader.flatten_mapping(node)
        pairs = loader.construct_pairs(node, deep=True)
        names = [name for name, _ in pairs]
        if len(set(names)) != len(names):
            raise FaultError(
                "A reference table names {name!r} twice.", name=next(n for n in names if names.count(n) > 1)
            )
        return dict(pairs)

    ExactLoader.yaml_implicit_resolvers = {
        first: [(tag, form) for tag, form in resolvers if first in "tTfF" or not tag.endswith(":bool")]
        for first, resolvers in ExactLoader.yaml_implicit_resolvers.items()
    }
    ExactLoader.add_constructor("tag:yaml.org,2002:float", number)
    ExactLoader.add_constructor("tag:yaml.org,2002:int", number)
    ExactLoader.add_constructor("tag:yaml.org,2002:map", mapping)
    return ExactLoader


def read_yaml_table(path: Path, root: Path) -> Table:
    """`<topic>/<place>.yaml`: the values of one place, in the shape that `docs/reference.md` describes."""
    data = read_mapping(path)
    table = _head(data, path, root)
    place = str(_required(data, "place", table.file))
    if place != path.stem:
        raise FaultError("{file} says place {place}; name the file {place}.yaml.", file=table.file, place=place)
    values = _required(data, "values", table.file)
    sources = _sources(data, table.file)
    for name, dated in values.items():
        if not isinstance(dated, dict) or not dated:
            raise FaultError("{name} in {file} must be a mapping of day to value.", name=name, file=table.file)
        unit = _unit_of(data.get("unit"), name, table.file)
        rows = (_dated(table, place, name, unit, day, item, sources) for day, item in dated.items())
        table.history[place, name] = tuple(sorted(rows, key=lambda row: row.valid_from))
    return table


def read_csv_table(path: Path, root: Path, sidecar: Mapping[str, Any]) -> Table:
    """`<topic>/<any>.csv` beside a `_topic.yaml`: one value per row (`name`, `value`) or one column per name (wide).

    Columns `place, valid_from, source, checked_on` are needed; what the sidecar says for the whole topic need not be repeated
    in rows. `source` is the id of a source in the sidecar.
    """
    table = _head(sidecar, path, root)
    sources = _sources(sidecar, table.file)
    collected: dict[tuple[str, str], list[Reference | Ended]] = {}
    oldest = table.checked_on
    for line, row in _rows(path):
        where = f"{table.file}, line {line}"
        for name, text in _cells(row, where):
            reference = _cell(table, sidecar, row, name, text, sources, where)
            collected.setdefault((reference.place, name), []).append(reference)
            oldest = min(oldest, reference.checked_on)
    history: dict[tuple[str, str], tuple[Reference | Ended, ...]] = {}
    for key, references in collected.items():
        ordered = sorted(references, key=lambda reference: reference.valid_from)
        days = [reference.valid_from for reference in ordered]
        if len(set(days)) != len(days):
            raise FaultError(
                "{file} gives {name} of {place} twice for one day.", file=table.file, place=key[0], name=key[1]
            )
        history[key] = tuple(ordered)
    return _replaced(table, history, oldest)


def read_list(path: Path, root: Path, sidecar: Mapping[str, Any]) -> Table:
    """A file that its own module reads: only its description, sources and day of checking."""
    return _head(sidecar, path, root)


def _replaced(table: Table, history: dict[tuple[str, str], tuple[Reference | Ended, ...]], checked_on: date) -> Table:
    from dataclasses import replace

    return replace(table, history=history, checked_on=checked_on)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream, strict=True)
        for row in reader:
            if None in row or None in row.values():
                raise FaultError(
                    "{file}, line {line} has too many or too few cells.", file=path.name, line=reader.line_num
                )
            yield reader.line_num, row


def _cells(row: Mapping[str, str], where: str) -> Iterator[tuple[str, str]]:
    """The names and values of one row, long or wide; empty cells say nothing."""
    if "name" in row and "value" in row:
        if not row["name"] or not row["value"]:
            raise FaultError("{where} has no name or no value.", where=where)
        yield row["name"], row["value"]
        return
    for name, text in row.items():
        if name not in _ROW_COLUMNS and text != "":
            yield name, text


def _cell(
    table: Table,
    sidecar: Mapping[str, Any],
    row: Mapping[str, str],
    name: str,
    text: str,
    sources: Mapping[str, Source],
    where: str,
) -> Reference:
    named = row.get("source") or next(iter(sources))
    if named not in sources:
        raise FaultError("{where} names a source {source!r} that the sidecar does not list.", where=where, source=named)
    checked = row.get("checked_on")
    return Reference(
        topic=table.topic,
        place=_required(row, "place", where),
        name=name,
        value=_typed(text, str((sidecar.get("types") or {}).get(name, ""))),
        unit=row.get("unit") or _unit_of(sidecar.get("unit"), name, where),
        source=sources[named],
        file_version=table.file_version,
        valid_from=_day(row.get("valid_from") or sidecar.get("valid_from"), where),
        checked_on=_day(checked, where) if checked else table.checked_on,
        status=_status(row.get("status") or table.status, where),
        note=row.get("note") or "",
    )


def _typed(text: str, kind: str) -> Value:
    """A cell as number, truth value or text; `kind: text` keeps codes such as 0012 as they are."""
    if kind == "text":
        return text
    if _NUMBER.match(text):
        return Decimal(text)
    return text == "true" if text in {"true", "false"} else text


def _head(data: Mapping[str, Any], path: Path, root: Path) -> Table:
    file = path.relative_to(root).as_posix()
    unit = data.get("unit", "")
    return Table(
        topic=path.parent.relative_to(root).as_posix(),
        file=file,
        file_version=file_version(path, root),
        description=str(_required(data, "description", file)),
        unit=", ".join(sorted(set(map(str, unit.values())))) if isinstance(unit, dict) else str(unit),
        sources=tuple(_sources(data, file).values()),
        checked_on=_day(data.get("checked_on"), file),
        status=_status(data.get("status"), file),
        updater=str(data.get("updater", "")),
    )


def _dated(
    table: Table, place: str, name: str, unit: str, day: object, item: object, sources: Mapping[str, Source]
) -> Reference | Ended:
    where = f"{table.file}, {name}"
    valid_from = _day(day, where)
    if item is None:
        return Ended(valid_from)
    details = item if isinstance(item, dict) else {"value": item}
    if unknown := set(details) - {"value", "status", "source", "note"}:
        raise FaultError("{where} has unknown entries {names}.", where=where, names=", ".join(sorted(unknown)))
    named = str(details.get("source") or next(iter(sources)))
    if named not in sources:
        raise FaultError("{where} names a source {source!r} that is not listed.", where=where, source=named)
    return Reference(
        topic=table.topic,
        place=place,
        name=name,
        value=_value(_required(details, "value", where), where),
        unit=unit,
        source=sources[named],
        file_version=table.file_version,
        valid_from=valid_from,
        checked_on=table.checked_on,
        status=_status(details.get("status") or table.status, where),
        note=str(details.get("note", "")),
    )


def _value(item: object, where: str) -> Value:
    match item:
        case bool() | Decimal() | str():
            return item
        case list() if all(isinstance(each, Decimal | str) for each in item):
            return tuple(item)
        case _:
            raise FaultError(
                "{where} has a value that is neither number, text, truth value nor a list of them.", where=where
            )


def _unit_of(unit: object, name: str, where: str) -> str:
    """The unit of one name: the same for all, or by name with `default` for the rest."""
    found = unit.get(name, unit.get("default")) if isinstance(unit, dict) else unit
    if not isinstance(found, str) or not found:
        raise FaultError(
            "{where} gives no unit for {name}; write /1 for a fraction, text for words.", where=where, name=name
        )
    return found


def _sources(data: Mapping[str, Any], where: str) -> dict[str, Source]:
    """Sources by id; the first one is meant where a value names none."""
    listed = _required(data, "sources", where)
    sources = {}
    for number, each in enumerate(listed, start=1):
        retrieved = each.get("retrieved")
        name = str(each.get("id", number))
        sources[name] = Source(
            id=name,
            title=str(_required(each, "title", where)),
            href=str(each.get("href", "")),
            retrieved=_day(retrieved, where) if retrieved else None,
            licence=str(each.get("licence", "")),
        )
    return sources


def _required(data: Mapping[str, Any], name: str, where: str) -> Any:
    found = data.get(name)
    if found is None or found in ("", [], {}):
        raise FaultError("{where} has no {name}; every reference needs one.", where=where, name=name)
    return found


def _day(value: object, where: str) -> date:
    try:
        return value if type(value) is date else date.fromisoformat(str(value))  # an instant is not a day
    except ValueError as error:
        raise FaultError(
            "{where} has {value!r} where a day such as 2026-01-31 belongs.", where=where, value=value
        ) from error


def _status(value: object, where: str) -> Status:
    try:
        return Status(str(value))
    except ValueError as error:
        raise FaultError(
            "{where} must say status verified or unverified, not {value!r}.", where=where, value=value
        ) from error
