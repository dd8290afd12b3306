"""Whatever a table holds, reading it gives back exactly that: properties, and the formats besides CSV."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy.connectors.layout import column_names
from argosy.connectors.reading import read
from argosy.connectors.sighting import look, look_again
from argosy.core.errors import DataError

CELL = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=12
).filter(
    lambda cell: '="' not in cell  # how Excel's wrapping is taken off is tested beside the bad input
)
TABLE = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=8)
)


def trimmed(cell: str) -> str | None:
    """What the reader makes of a cell: no blanks around it, nothing where nothing is left."""
    return cell.strip(" ") or None


@settings(max_examples=60, deadline=None)
@given(
    table=TABLE,
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
)
def test_any_table_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]], delimiter: str, end: str, encoding: str
) -> None:
    header = [f"Column {letter}" for letter in "abcdefgh"[: len(table[0])]]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([header, *table])
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    os.utime(path, (0, 0))
    told = look_again(look(path)[0], encoding=encoding, delimiter=delimiter, header_line=0)
    connection = duckdb.connect()
    read(told, connection)
    found = connection.execute("SELECT * FROM vendor ORDER BY source_line").fetchall()
    assert [list(row[: len(header)]) for row in found] == [[trimmed(cell) for cell in row] for row in table]
    assert [row[-1] for row in found] == list(range(1, len(table) + 1))


@given(st.lists(st.text(max_size=6), min_size=1, max_size=8))
def test_column_names_are_filled_and_unique(header: list[str]) -> None:
    names = column_names(header)
    assert len({name.casefold() for name in names}) == len(header)
    assert all(names)


def rows(path: Path) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows."""
    os.utime(path, (0, 0))
    connection = duckdb.connect()
    read(look(path)[0], connection)
    names = [row[0] for row in connection.execute("DESCRIBE vendor").fetchall()]
    return names, connection.execute("SELECT * FROM vendor ORDER BY source_line").fetchall()


def test_json_lines_have_every_key_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"id":12345678901234567890,"p":0.1,"n":{"x":[1]},"s":" a "}\n{"id":7,"new":true,"s":null}\n')
    assert rows(path) == (
        ["id", "p", "n", "s", "new", "source_line"],
        [("12345678901234567890", "0.1", '{"x":[1]}', "a", None, 1), ("7", None, None, None, "true", 2)],
    )


def test_a_json_list_is_a_table_and_a_document_is_not(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('[\n {"a": 1, "b/c": "x"},\n {"a": 2}\n]\n')
    assert rows(path) == (["a", "b/c", "source_line"], [("1", "x", 1), ("2", None, 2)])
    path.write_text("[1, 2]")
    with pytest.raises(DataError, match="no list of records"):
        rows(path)


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    duckdb.connect().execute(f"COPY (SELECT 1 AS n, ' a ' AS t, DATE '2024-05-01' AS d, 2.5::DOUBLE AS f) TO '{path}'")
    names, found = rows(path)
    assert names == ["n", "t", "d", "f", "source_line"]
    assert found[0][:2] == (1, "a")
    assert found[0][3:] == (2.5, 1)


def test_xml_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_text("<?xml version='1.0'?><Document><Stmt/></Document>")
    assert look(path)[0].format == "xml"
    with pytest.raises(DataError, match="is XML"):
        rows(path)


def test_temporary_copies_go_with_the_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    path = tmp_path / "x.csv"
    path.write_bytes("a,b\nGröße,1\n".encode("cp1252"))
    connection = duckdb.connect()
    read(look(path)[0], connection)
    assert list(tmp_path.glob("argosy-*/table.csv"))
    del connection
    assert not list(tmp_path.glob("argosy-*"))
