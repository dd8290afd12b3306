"""A file as one table, without a workspace: columns under the names they have in the file, numbers and times as such.

Text becomes numbers or times only where every value present allows it; else the error names a value that does not. Numbers may be written
as people write them: thousands apart, a currency beside them, percent, a comma for the decimals of the whole column, yes and no.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from argosy.connectors.cells import decimal_mark_of, share_sql
from argosy.connectors.contract import VENDOR
from argosy.connectors.layout import column_names
from argosy.connectors.reading import identifier, read, text_literal, vendor_columns
from argosy.connectors.sighting import look
from argosy.core.errors import DataError, RequestError

MISSING = (
    *("NA", "N/A", "NULL", "NONE", "NAN", "NAT", "NIL", "<NA>", "#N/A", "#N/A N/A", "#DIV/0!", "#VALUE!", "#REF!"),
    *("-", "--", "–", "—", "−", ".", "?", "MISSING", "无", "空"),
)
"""What programs and people write where a figure is missing."""

YES, NO = ("true", "yes", "y", "t", "是"), ("false", "no", "n", "f", "否")
WHOLE = "[+-]?[0-9]{1,18}"


@contextmanager
def bare_table(
    path: Path, numbers: Sequence[str] = (), times: Sequence[str] = (), flags: Sequence[str] = ()
) -> Iterator[Any]:
    """The table of a file as a DuckDB relation, its number, time and yes-or-no columns typed.

    Raises `RequestError` where there is no such file, `DataError` where it cannot be read as one table or a number column holds text.
    """
    import duckdb

    sighting = _sighted(path)
    connection = duckdb.connect()
    try:
        connection.execute("SET enable_progress_bar = false")
        read(sighting, connection)
        yield _typed(connection, _own_names(sighting), numbers, times, flags)
    finally:
        connection.close()


def header(path: Path) -> tuple[str, ...]:
    """The columns of a file's table, under the names `bare_table` gives them; keys of JSON records found beyond the first ones are not in.

    Raises as `bare_table` does.
    """
    sighting = _sighted(path)
    own = _own_names(sighting)
    return tuple(own.get(name, name) for name in column_names(sighting.header))


def chosen_columns(asked: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Which columns are meant by words joined by commas: names that hold commas themselves stay whole, case and blanks do not matter
    where only one column fits. What fits none is handed on as it is, for the method to say so.

    >>> chosen_columns(["Land, Region,sku", "Day "], ["Land, Region", "SKU", "Day", "day of week"])
    ('Land, Region', 'SKU', 'Day')
    """
    found = [name for text in asked for name in _split(text, known)]
    return tuple(dict.fromkeys(found))


def chosen_column(asked: str, known: Sequence[str]) -> str:
    """The one column that is meant; as it was asked where none is.

    >>> chosen_column("ARM", ["arm", "id"])
    'arm'
    """
    return _named(asked, known) or asked


def _split(text: str, known: Sequence[str]) -> list[str]:
    whole = _named(text, known)
    if whole is not None:
        return [whole]
    words = next(csv.reader([text], skipinitialspace=True), [])
    found: list[str] = []
    place = 0
    while place < len(words):
        end = next(
            (end for end in range(len(words), place, -1) if _named(",".join(words[place:end]), known) is not None),
            place + 1,
        )
        word = ",".join(words[place:end])
        named = _named(word, known) or word.strip()
        found += [named] if named else []
        place = end
    return found


def _named(word: str, known: Sequence[str]) -> str | None:
    """The column of that name; else the only one that differs in case and blanks alone."""
    if word in known:
        return word
    plain = _plain(word)
    alike = [name for name in known if _plain(name) == plain]
    return alike[0] if plain and len(alike) == 1 else None


def _plain(word: str) -> str:
    return "".join(word.split()).casefold()


def _sighted(path: Path) -> Any:
    if not path.is_file():
        raise RequestError("There is no file {file}; name a CSV, Parquet or JSON lines file.", file=path)
    sighting = max(look(path), key=lambda one: one.size_bytes if one.header else 0)
    if not sighting.header and sighting.format not in ("parquet", "jsonl", "json"):
        raise DataError("File {file} has no table in it; give its columns a heading.", file=path)
    return sighting


def _own_names(sighting: Any) -> dict[str, str]:
    """The reader's names back to the file's own, where a name stands once in the file."""
    own = [cell.strip().removeprefix("\ufeff") for cell in sighting.header]
    return {
        name: cell
        for name, cell in zip(column_names(sighting.header), own, strict=True)
        if cell and sum(cell.casefold() == other.casefold() for other in own) == 1
    }


def _typed(
    connection: Any, own: Mapping[str, str], numbers: Sequence[str], times: Sequence[str], flags: Sequence[str]
) -> Any:
    """`vendor` without the reader's own columns; empty text is missing."""
    columns = []
    for name, kind in vendor_columns(connection).items():
        column, called = identifier(name), own.get(name, name)
        if kind == "VARCHAR":
            plain = f"nullif(trim({column}), '')"
            words = ", ".join(map(text_literal, MISSING))
            present = f"CASE WHEN upper({plain}) NOT IN ({words}) THEN {plain} END"
            if called in numbers:
                plain = _number(connection, called, present)
            elif called in times:
                plain = _time(connection, present)
            elif called in flags:
                plain = _flag(connection, present)
            column = plain
        columns.append(f"{column} AS {identifier(called)}")
    return connection.sql(f"SELECT {', '.join(columns)} FROM {VENDOR}")


def _number(connection: Any, name: str, cell: str) -> str:
    """A column of numbers; `DataError` with an example where some value is none.

    A cast to whole numbers would round 12.7, so that only digits are taken for whole.
    """
    if not _misfit(connection, cell, f"CASE WHEN regexp_full_match({cell}, '{WHOLE}') THEN TRUE END"):
        return f"CAST({cell} AS BIGINT)"
    if not _misfit(connection, cell, f"TRY_CAST({cell} AS DOUBLE)"):
        return f"CAST({cell} AS DOUBLE)"
    yes, no = (", ".join(map(text_literal, words)) for words in (YES, NO))
    flag = f"CASE WHEN lower({cell}) IN ({yes}, '1', '1.0') THEN 1 WHEN lower({cell}) IN ({no}, '0', '0.0') THEN 0 END"
    if not _misfit(connection, cell, flag):
        return flag
    written = share_sql(cell, decimal_mark_of(connection, [cell]))
    misfit = _misfit(connection, cell, written)
    if misfit:
        raise DataError(
            "Column {column} holds text that is no number, {count} times, for example {example}; mend or empty it.",
            column=name,
            count=misfit[1],
            example=misfit[0][:40],
        )
    return written


def _time(connection: Any, cell: str) -> str:
    """Period numbers, or instants; what is neither stays text, which the method may still know how to order."""
    for fits, kind in (
        (f"CASE WHEN regexp_full_match({cell}, '{WHOLE}') THEN TRUE END", "BIGINT"),
        (f"TRY_CAST({cell} AS DOUBLE)", "DOUBLE"),
        (f"TRY_CAST({cell} AS TIMESTAMP)", "TIMESTAMP"),
    ):
        if not _misfit(connection, cell, fits):
            return f"CAST({cell} AS {kind})"
    return cell


def _flag(connection: Any, cell: str) -> str:
    fits = not _misfit(connection, cell, f"TRY_CAST({cell} AS BOOLEAN)")
    return f"CAST({cell} AS BOOLEAN)" if fits else cell


def _misfit(connection: Any, cell: str, reading: str) -> tuple[str, int] | None:
    """A present value that cannot be read so, and how many there are; None where all can."""
    found = connection.execute(
        f"SELECT min({cell}), count(*) FROM {VENDOR} WHERE {cell} IS NOT NULL AND ({reading}) IS NULL"
    ).fetchall()[0]
    return (str(found[0]), int(found[1])) if found[1] else None
