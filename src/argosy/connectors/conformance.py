"""What every report of every connector must do, checked on its sample files: each check returns the problems it finds, in sentences.

A vendor's own tests say what a row means; these say that no row and no cent is lost, that a file is known by its content, that keys are
keys, and that the usual accidents of exporting (another encoding, a new column, a missing one) end as they should.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from argosy.canonical.catalogue import tables
from argosy.connectors.contract import IGNORED, KEPT_APART, Connector, Context, Mapped, Report, Sighting
from argosy.connectors.encoding import decode_head
from argosy.connectors.reading import vendor_columns
from argosy.connectors.recognition import header_key, is_ambiguous, recognise
from argosy.connectors.sighting import look
from argosy.core.errors import DataError

SAMPLE_KINDS = (".csv", ".tsv", ".txt", ".xlsx", ".parquet", ".jsonl", ".xml")
EXPECTED = ".expected.json"
CONTEXT = Context("sample_shop", "sample", "Europe/Berlin", None, "EUR")
LOADER_COLUMNS = {"source_line", KEPT_APART, "money_in"}
PSEUDO = (KEPT_APART, IGNORED)
OTHER_ENCODINGS = ("utf-8-sig", "utf-16", "cp1252", "cp932", "gb18030")
NEW_COLUMN = "Argosy new column"


@dataclass(frozen=True)
class Sample:
    """A file that a report must be able to read, and the sighting (sheet) that is meant."""

    path: Path
    connector: Connector
    report: Report
    sighting: Sighting


@dataclass
class Run:
    """A sample parsed and mapped in a connection of its own; each SELECT was put into a table `out_<name>`."""

    connection: Any
    mapped: Mapped
    columns: dict[str, set[str]]
    """Columns each SELECT gives."""

    def rows(self, name: str) -> list[tuple[Any, ...]]:
        """All rows of a SELECT, in one fixed order."""
        return list(self.connection.execute(f"SELECT * FROM out_{name} ORDER BY ALL").fetchall())

    def value(self, query: str) -> Any:
        """The only value of a query."""
        return self.connection.execute(query).fetchone()[0]

    def good(self, name: str) -> str:
        """The rows of a SELECT that may enter their table."""
        where = f" WHERE {KEPT_APART} IS NULL" if KEPT_APART in self.columns[name] else ""
        return f"(SELECT * FROM out_{name}{where})"

    def with_column(self, column: str) -> list[str]:
        """The SELECTs that give a column."""
        return [name for name, given in self.columns.items() if column in given]

    def counts(self) -> dict[str, int]:
        """Rows that may enter, per table."""
        return {name: self.value(f"SELECT count(*) FROM {self.good(name)}") for name in self.columns}


def sample_files(folder: Path) -> list[Path]:
    """The sample files below a vendor's folder of tests, in a fixed order."""
    found = (path for path in folder.rglob("*") if path.suffix in SAMPLE_KINDS)
    return sorted(path for path in found if not path.name.endswith(EXPECTED))


def samples(folder: Path, connector: Connector) -> list[Sample]:
    """Each sample file with the report of this connector that claims it most; files nobody claims are left out."""
    found = []
    for path in sample_files(folder):
        sightings = look(path)
        best = next(iter(recognise(sightings, [connector])), None)
        report = connector.report(best.report) if best else None
        if best and report:
            found.append(Sample(path, connector, report, sightings[best.sighting]))
    return found


def run(sample: Sample, sighting: Sighting | None = None) -> Run:
    """Parse and map a sample (or a changed copy of it)."""
    connection = duckdb.connect()
    sample.report.parse(sighting or sample.sighting, connection, CONTEXT)
    mapped = sample.report.map(connection, CONTEXT)
    columns = {}
    for name, select in mapped.selects.items():
        connection.execute(f"CREATE TABLE out_{name} AS {select}")
        columns[name] = {row[0] for row in connection.execute(f"DESCRIBE out_{name}").fetchall()}
    return Run(connection, mapped, columns)


def problems(sample: Sample, everyone: Sequence[Connector], scratch: Path, *, changed: bool = True) -> list[str]:
    """All problems of one sample; `everyone` are all connectors, `scratch` an empty folder for changed copies.

    `changed`: also try copies in other encodings, with a new column, without each required one (a dozen more runs).
    """
    found = list(_recognition_problems(sample, everyone, scratch))
    first = run(sample)
    checks: tuple[Callable[[Sample, Run], Iterator[str]], ...] = (
        _column_problems,
        _key_problems,
        _account_problems,
        _money_problems,
        _reason_problems,
        _repeat_problems,
        _expected_problems,
    )
    for check in checks:
        found += check(sample, first)
    if changed and sample.sighting.format == "csv":
        found += _changed_file_problems(sample, first, scratch)
    return [f"{sample.connector.id}.{sample.report.id}, {sample.path.name}: {problem}" for problem in found]


def _recognition_problems(sample: Sample, everyone: Sequence[Connector], scratch: Path) -> Iterator[str]:
    """The name must not matter, and no other report may be as sure."""
    nameless = scratch / "renamed.bin"
    shutil.copyfile(sample.path, nameless)
    candidates = recognise(look(nameless), everyone)
    if not candidates:
        yield "not recognised under another name"
    elif (candidates[0].connector, candidates[0].report) != (sample.connector.id, sample.report.id):
        yield f"taken for {candidates[0].connector}.{candidates[0].report} under another name"
    elif is_ambiguous(candidates):
        yield f"ambiguous with {candidates[1].connector}.{candidates[1].report}"


def _column_problems(sample: Sample, done: Run) -> Iterator[str]:
    """SELECTs give columns their table has, all required ones among them."""
    for name, given in done.columns.items():
        if name in PSEUDO:
            continue
        if name not in sample.report.tables:
            yield f"fills table {name}, which the report does not announce"
        table = tables()[name]
        if unknown := sorted(given - {*table.column_names, *LOADER_COLUMNS}):
            yield f"table {name} has no column {', '.join(unknown)}"
        if missing := sorted(column.name for column in table.columns if column.required and column.name not in given):
            yield f"table {name} is not given its required {', '.join(missing)}"


def _key_problems(_sample: Sample, done: Run) -> Iterator[str]:
    """Among rows that enter: keys filled and unique, required values there, fixed words only."""
    for name, given in done.columns.items():
        if name in PSEUDO:
            continue
        table, good = tables()[name], done.good(name)
        key = ", ".join(table.key)
        if count := done.value(f"SELECT count(*) FROM (SELECT {key} FROM {good} GROUP BY ALL HAVING count(*) > 1)"):
            yield f"table {name} has {count} keys twice"
        for column in table.columns:
            if column.name not in given:
                continue
            if column.required and (count := done.value(f"SELECT count(*) FROM {good} WHERE {column.name} IS NULL")):
                yield f"table {name} has {count} rows without {column.name}"
            words = ", ".join(f"'{word}'" for word in column.values)
            if words and (count := done.value(f"SELECT count(*) FROM {good} WHERE {column.name} NOT IN ({words})")):
                yield f"table {name} has {count} rows with a word in {column.name} that it does not know"


def _account_problems(_sample: Sample, done: Run) -> Iterator[str]:
    """Every row of the file is in a table, kept apart or ignored; and the same money is said once."""
    lines = " UNION ALL ".join(f"SELECT source_line FROM out_{name}" for name in done.with_column("source_line"))
    if count := done.value(f"SELECT count(*) FROM vendor ANTI JOIN ({lines}) USING (source_line)"):
        yield f"{count} rows of the file are mentioned by no SELECT"
    said = " UNION ALL ".join(
        f"SELECT source_line, money_in FROM out_{name} WHERE money_in <> 0" for name in done.with_column("money_in")
    )
    twice = f"SELECT count(*) FROM (SELECT source_line, money_in FROM ({said}) GROUP BY ALL HAVING count(*) > 1)"
    if said and (count := done.value(twice)):
        yield f"the same money of {count} rows is said more than once"


def _money_problems(_sample: Sample, done: Run) -> Iterator[str]:
    """Money in, less money out, less money kept apart, is nothing; per currency."""
    parts = [
        f"SELECT currency, money_in AS amount FROM {done.good(name)}"
        for name in done.with_column("money_in")
        if name not in PSEUDO
    ]
    parts += [
        f"SELECT currency, -({out}) AS amount FROM {done.good(name)}"
        for name, out in done.mapped.money_out.items()
        if name in done.columns
    ]
    if not parts:
        return
    rest = f"SELECT currency, sum(amount) FROM ({' UNION ALL '.join(parts)}) GROUP BY currency HAVING sum(amount) <> 0"
    for currency, amount in done.connection.execute(rest).fetchall():
        yield f"{amount} {currency} of the file's money did not arrive"


def _reason_problems(_sample: Sample, done: Run) -> Iterator[str]:
    """A row kept apart has a reason that is explained in a sentence."""
    for name in done.columns:
        column = "reason_code" if name in PSEUDO else KEPT_APART
        if name == IGNORED or column not in done.columns[name]:
            continue
        codes = done.connection.execute(
            f"SELECT DISTINCT {column} FROM out_{name} WHERE {column} IS NOT NULL"
        ).fetchall()
        for (code,) in codes:
            if code not in done.mapped.reasons:
                yield f"reason {code} has no sentence"
    for text in done.mapped.remarks:
        if "{count}" not in text:
            yield f"the remark '{text}' has no place for its count"


def _repeat_problems(sample: Sample, done: Run) -> Iterator[str]:
    """The same file gives the same rows: a SELECT asked twice, and the file parsed twice."""
    again = run(sample)
    for name, select in done.mapped.selects.items():
        rows = done.rows(name)
        if rows != done.connection.execute(f"SELECT * FROM ({select}) ORDER BY ALL").fetchall():
            yield f"table {name} changes when it is read again"
        if name not in again.columns or rows != again.rows(name):
            yield f"table {name} differs when the file is parsed again"


def _expected_problems(sample: Sample, done: Run) -> Iterator[str]:
    """What the file beside the sample says: rows read, rows per table, rows kept apart per reason, rows ignored."""
    path = sample.path.with_name(sample.path.name + EXPECTED)
    if not path.exists():
        return
    found: dict[str, Any] = {"rows": done.value("SELECT count(*) FROM vendor"), "kept_apart": {}, "ignored": {}}
    found["tables"] = {name: count for name, count in done.counts().items() if name not in PSEUDO}
    for name in done.columns:
        column = "reason_code" if name in PSEUDO else KEPT_APART
        if column not in done.columns[name]:
            continue
        counted = f"SELECT {column}, count(*) FROM out_{name} WHERE {column} IS NOT NULL GROUP BY ALL ORDER BY ALL"
        target = found["ignored" if name == IGNORED else "kept_apart"]
        for code, count in done.connection.execute(counted).fetchall():
            target[code] = target.get(code, 0) + count
    for key, value in json.loads(path.read_text(encoding="utf-8")).items():
        if found.get(key) != value:
            yield f"{key} are {found.get(key)}, expected {value}"


def _changed_file_problems(sample: Sample, done: Run, scratch: Path) -> Iterator[str]:
    """A new column, a missing one, another encoding, other line ends."""
    text = decode_head(sample.path.read_bytes(), sample.sighting.encoding).removeprefix("\ufeff")
    lines, header, body = _parts(text, sample.sighting)
    counts = done.counts()
    extra = _written(lines, [*header, NEW_COLUMN], [[*row, "x"] for row in body], sample.sighting)
    yield from _variant_problems(sample, counts, scratch, "with a new column", extra.encode())
    for encoding in OTHER_ENCODINGS:
        try:
            yield from _variant_problems(sample, counts, scratch, f"in {encoding}", text.encode(encoding))
        except UnicodeEncodeError:
            continue  # this code page does not have the sample's letters
    unix = text.replace("\r\n", "\n")
    yield from _variant_problems(sample, counts, scratch, "with Windows line ends", unix.replace("\n", "\r\n").encode())
    for column in sample.report.columns:
        names = {header_key(column.name), *(header_key(alias) for alias, _ in column.aliases)}
        places = [place for place, name in enumerate(header) if header_key(name) in names]
        if column.required and places:
            yield from _missing_problems(sample, scratch, column.name, places, (lines, header, body))


def _variant_problems(
    sample: Sample, counts: dict[str, int], scratch: Path, what: str, content: bytes
) -> Iterator[str]:
    """A copy of the same content in another dress must give the same rows."""
    path = _written_long_ago(_place_for(sample, scratch), content)
    try:
        candidates = recognise(look(path), [sample.connector])
        if not candidates or candidates[0].report != sample.report.id:
            yield f"not recognised {what}"
            return
        done = run(sample, look(path)[candidates[0].sighting])
        found = done.counts()
    except DataError as error:
        yield f"{what}: {error}"
        return
    if found != counts:
        yield f"{what} it gives {found}, not {counts}"
    if NEW_COLUMN in what and NEW_COLUMN not in vendor_columns(done.connection):
        yield "a new column is lost"


def _missing_problems(
    sample: Sample, scratch: Path, column: str, places: list[int], parts: tuple[list[str], list[str], list[list[str]]]
) -> Iterator[str]:
    """Without a required column the file is refused with a sentence that names it."""
    lines, header, body = parts
    keep = [place for place in range(len(header)) if place not in places]
    rows = [[row[place] for place in keep if place < len(row)] for row in body]
    text = _written(lines, [header[place] for place in keep], rows, sample.sighting)
    path = _written_long_ago(_place_for(sample, scratch), text.encode())
    try:
        run(sample, replace(look(path)[0], delimiter=sample.sighting.delimiter))
    except DataError as error:
        if column not in str(error):
            yield f"without column {column} it says '{error}', which does not name it"
        return
    yield f"without the required column {column} the file is not refused"


def _place_for(sample: Sample, scratch: Path) -> Path:
    """A changed copy keeps the name: recognition must not use it, but a report without a date may be dated by it."""
    folder = scratch / "changed"
    folder.mkdir(exist_ok=True)
    return folder / sample.path.name


def _written_long_ago(path: Path, content: bytes) -> Path:
    """A file that nobody suspects of still being written."""
    path.write_bytes(content)
    os.utime(path, (0, 0))
    return path


def _parts(text: str, sighting: Sighting) -> tuple[list[str], list[str], list[list[str]]]:
    """Lines before the header, header, rows."""
    lines = text.splitlines(keepends=True)
    rows = list(
        csv.reader(io.StringIO("".join(lines[sighting.header_line :]), newline=""), delimiter=sighting.delimiter)
    )
    return lines[: sighting.header_line], rows[0], [row for row in rows[1:] if row]


def _written(lines: list[str], header: list[str], body: list[list[str]], sighting: Sighting) -> str:
    """The inverse of `_parts`."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=sighting.delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(body)
    return "".join(lines) + text.getvalue()
