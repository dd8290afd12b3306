"""Bad files: each gets one clear sentence (what, where, what to do), or is read without losing anything."""

from __future__ import annotations

import gzip
import os
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
import xlsxwriter

from argosy.connectors.contract import Context
from argosy.connectors.reading import read
from argosy.connectors.sighting import has_rows, look
from argosy.connectors.spreadsheet.compile import compile_mapping
from argosy.connectors.spreadsheet.mapping import parse_mapping
from argosy.core.errors import ArgosyError, ConfigurationError, DataError, RetriableError

CONTEXT = Context("shop", "own_store", "UTC", None, "EUR")

MAPPING = """
argosy_mapping: 1
name: sales
recognise: {columns: [order, day, sku, country, quantity, price]}
file: {FILE}
columns:
  day: {type: instant, DAY}
  country: {type: country}
  price: {type: money, currency: EUR}
rows:
  - name: sale
    to: order_lines
    set:
      order_id: order
      line_no: {constant: "1"}
      ordered_at: day
      market: country
      sku: sku
      quantity: quantity
      unit_price: price
      gross_amount: {multiply: [quantity, price]}
      status: {constant: ordered}
money: {amount: {multiply: [quantity, price]}, currency: EUR}
"""
HEADER = "order,day,sku,country,quantity,price\n"
GOOD = HEADER + "A1,2024-05-01,cup,DE,2,12.50\nA2,2024-05-02,plate,FR,1,3.00\n"


def sentence(action: Callable[[], object], kind: type[ArgosyError]) -> str:
    """What the error says: one sentence that ends, within a line."""
    with pytest.raises(kind) as caught:
        action()
    text = str(caught.value)
    assert text.endswith("."), text
    assert "\n" not in text
    assert "{" not in text
    return text


def written(path: Path, content: bytes | str, encoding: str = "utf-8") -> Path:
    """A file written long ago."""
    path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    os.utime(path, (0, 0))
    return path


def rows_of(path: Path, columns: str = "*") -> list[tuple[Any, ...]]:
    """The vendor's rows of a file that can be read."""
    connection = duckdb.connect()
    read(look(path)[0], connection)
    return list(connection.execute(f"SELECT {columns} FROM vendor ORDER BY source_line").fetchall())


def mapped(path: Path, *, file: str = "", day: str = "optional: false") -> tuple[list[tuple[Any, ...]], list[str]]:
    """(sku, ordered_on, gross_amount) of the rows that enter, and the reasons of those that do not."""
    text = MAPPING.replace("{FILE}", f"{{{file}}}").replace("DAY", day)
    report = compile_mapping(parse_mapping(text))
    connection = duckdb.connect()
    report.parse(look(path)[0], connection, CONTEXT)
    done = report.map(connection, CONTEXT)
    connection.execute(f"CREATE TABLE out AS {done.selects['order_lines']}")
    good = connection.execute(
        "SELECT sku, ordered_on::VARCHAR, gross_amount::VARCHAR FROM out WHERE kept_apart IS NULL ORDER BY source_line"
    ).fetchall()
    reasons = connection.execute(
        "SELECT kept_apart FROM out WHERE kept_apart IS NOT NULL ORDER BY source_line"
    ).fetchall()
    for (code,) in reasons:
        assert done.reasons[code].endswith(".")
    return good, [code for (code,) in reasons]


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_told(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path / "orders.csv", content)
    assert sentence(lambda: look(path), DataError) == "File orders.csv is empty; export it again."


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "no file gone.csv" in sentence(lambda: look(tmp_path / "gone.csv"), DataError)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert "is a folder" in sentence(lambda: look(tmp_path, "exports"), DataError)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a picture"),
        (b"%PDF-1.7\n" + bytes(range(256)), "a PDF document"),
        (b"MZ\x90\x00" + bytes(range(256)) * 4, "a program"),
        (bytes(range(1, 255)) * 20, "not text and no format we know"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "a web page"),
    ],
)
def test_a_binary_file_says_what_it_is(tmp_path: Path, content: bytes, says: str) -> None:
    assert says in sentence(lambda: look(written(tmp_path / "orders.csv", content)), DataError)


def test_zero_bytes_name_the_line(tmp_path: Path) -> None:
    path = written(tmp_path / "orders.csv", GOOD + "A3,2024-05-03,\x00\x00\x00,DE,1,1\n")
    assert "a zero byte in line 4" in sentence(lambda: look(path), DataError)


def test_zero_bytes_behind_the_first_look(tmp_path: Path) -> None:
    path = written(tmp_path / "orders.csv", HEADER + "A1,2024-05-01,cup,DE,2,12.50\n" * 20_000 + "A2,\x00,,,,\n")
    assert "zero bytes" in sentence(lambda: rows_of(path), DataError)


def test_a_cut_last_line_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "orders.csv", GOOD + "A3,2024-05-03,cu")
    assert "cut off: its last line has 3 of 6 cells" in sentence(lambda: look(path), DataError)


def test_a_large_file_cut_in_its_last_line_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "orders.csv", HEADER + "A1,2024-05-01,cup,DE,2,12.50\n" * 20_000 + "A3,2024-05-03,cu")
    assert "cut off: its last line has 3 of 6 cells" in sentence(lambda: look(path), DataError)


def test_an_open_quote_at_the_end_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "orders.csv", GOOD + 'A3,2024-05-03,"cup with')
    assert "cut off inside a quoted cell" in sentence(lambda: look(path), DataError)


def test_an_open_quote_in_a_large_file_names_its_line(tmp_path: Path) -> None:
    body = "A1,2024-05-01,cup,DE,2,12.50\n" * 20_000
    path = written(tmp_path / "orders.csv", HEADER + body + 'A2,2024-05-01,"cup,DE,2,12.50\n' + body)
    assert "the row in line 20002 never ends" in sentence(lambda: rows_of(path), DataError)


def test_a_last_line_without_an_end_is_whole(tmp_path: Path) -> None:
    assert len(rows_of(written(tmp_path / "orders.csv", GOOD.rstrip("\n")))) == 2


def test_a_total_in_the_last_line_is_no_cut(tmp_path: Path) -> None:
    assert len(rows_of(written(tmp_path / "orders.csv", GOOD + "Total,15.50"))) == 3


def test_cut_workbooks_and_parquet_are_told(tmp_path: Path) -> None:
    workbook = tmp_path / "orders.xlsx"
    with xlsxwriter.Workbook(workbook) as book:
        sheet = book.add_worksheet()
        for row in range(500):
            sheet.write_row(row, 0, [f"cell {row}", row])
    whole = workbook.read_bytes()
    cut = written(tmp_path / "cut.xlsx", whole[: len(whole) // 2])
    assert "cut off or is damaged" in sentence(lambda: look(cut), DataError)
    duckdb.connect().execute(f"COPY (SELECT range AS a FROM range(10000)) TO '{tmp_path / 'x.parquet'}'")
    whole = (tmp_path / "x.parquet").read_bytes()
    cut = written(tmp_path / "cut.parquet", whole[: len(whole) // 2])
    assert "cut off or is damaged" in sentence(lambda: look(cut), DataError)


def test_a_cut_gzip_is_told_and_a_whole_one_read(tmp_path: Path) -> None:
    packed = gzip.compress((HEADER + "A1,2024-05-01,cup,DE,2,12.50\n" * 50_000).encode())
    assert len(rows_of(written(tmp_path / "orders.csv.gz", packed), "source_line")) == 50_000
    cut = written(tmp_path / "cut.csv.gz", packed[: len(packed) - 100])
    assert "cut off" in sentence(lambda: rows_of(cut), DataError)


def test_damaged_json_is_told(tmp_path: Path) -> None:
    cut = written(tmp_path / "orders.jsonl", '{"order": 1, "sku": "a"}\n{"order": 2, "sk')
    assert "last line is not whole" in sentence(lambda: look(cut), DataError)
    cut = written(tmp_path / "orders.json", '[{"order": 1},\n {"order"')
    assert "cut off or is damaged" in sentence(lambda: look(cut), DataError)


def test_no_permission_is_a_matter_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "orders.csv", GOOD)
    path.chmod(0)
    if os.geteuid() == 0:  # the superuser may read everything: the system's refusal is imitated

        def refuse(*_args: object, **_kwargs: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
    assert "may not be read" in sentence(lambda: look(path), ConfigurationError)


@pytest.mark.parametrize("name", ["orders.csv.crdownload", "orders.csv.part", "orders.tmp"])
def test_a_download_that_has_not_arrived_waits(tmp_path: Path, name: str) -> None:
    assert "still being downloaded" in sentence(lambda: look(written(tmp_path / name, GOOD)), RetriableError)


def test_the_mark_of_an_open_workbook_waits(tmp_path: Path) -> None:
    assert "open in a program" in sentence(lambda: look(written(tmp_path / "~$orders.xlsx", b"user")), RetriableError)


def test_a_file_that_grows_during_the_look_waits(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(GOOD)
    stop = threading.Event()

    def write() -> None:
        with path.open("a") as out:
            while not stop.is_set():
                out.write("A3,2024-05-03,cup,DE,1,1.00\n")
                out.flush()
                time.sleep(0.001)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        time.sleep(0.02)
        assert "still being written" in sentence(lambda: look(path), RetriableError)
    finally:
        stop.set()
        writer.join()


def test_a_file_that_changed_since_the_look_is_read_again(tmp_path: Path) -> None:
    path = written(tmp_path / "orders.csv", GOOD)
    sighting = look(path)[0]
    written(path, GOOD + "A3,2024-05-03,cup,DE,1,1.00\n")
    assert "has changed" in sentence(lambda: read(sighting, duckdb.connect()), RetriableError)


def test_no_rows_is_no_error(tmp_path: Path) -> None:
    path = written(tmp_path / "orders.csv", HEADER)
    assert not has_rows(look(path)[0])
    assert rows_of(path) == []
    assert mapped(path) == ([], [])


@pytest.mark.parametrize("delimiter", [";", "\t", "|", ","])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    text = GOOD.replace(",", delimiter) + delimiter.join(["A3", "2024-05-03", '"a, b; c"', "DE", "1", "1"]) + "\n"
    path = written(tmp_path / "orders.csv", text)
    assert look(path)[0].delimiter == delimiter
    assert [row[2] for row in rows_of(path)] == ["cup", "plate", "a, b; c"]


def test_a_wrong_delimiter_told_by_the_mapping_names_the_missing_column(tmp_path: Path) -> None:
    path = written(tmp_path / "orders.csv", GOOD.replace(",", ";"))
    told = sentence(lambda: mapped(path, file='delimiter: ","'), DataError)
    assert told.startswith("Column ")
    assert "order;day;sku" in told


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("gbk", "陶瓷马克杯，蓝色的杯子"),
        ("gb18030", "陶瓷马克杯㐂𠀀很好看"),
        ("cp932", "マグカップ（青）陶器のコップ"),
        ("cp1252", "Tasse à café – bleue, größer"),
        ("utf-16", "Kaffeetasse größer"),
        ("utf-16-le", "plain ascii cup"),
        ("utf-16-be", "plain ascii cup"),
        ("utf-8-sig", "杯子 größer"),
        ("big5", "陶瓷馬克杯，藍色的杯子"),
        ("cp949", "도자기 머그컵 파란색 컵"),
        ("cp1251", "Кружка керамическая синяя"),
        ("latin-1", "Tasse à café"),
    ],
)
def test_every_encoding_gives_the_same_text(tmp_path: Path, encoding: str, name: str) -> None:
    text = HEADER + f'A1,2024-05-01,"{name}",DE,2,12.50\n' * 5
    path = written(tmp_path / "orders.csv", text, encoding)
    assert {row[2] for row in rows_of(path)} == {name}
    assert look(path)[0].header[0] == "order"


def test_a_file_that_turns_to_another_encoding_after_megabytes(tmp_path: Path) -> None:
    text = HEADER + "A1,2024-05-01,cup,DE,2,12.50\n" * 20_000 + "A2,2024-05-01,Größe und Maß,DE,2,12.50\n" * 50
    path = written(tmp_path / "orders.csv", text, "cp1252")
    assert look(path)[0].encoding == "utf-8"
    assert rows_of(path, "sku")[-1] == ("Größe und Maß",)
    assert len(rows_of(path, "sku")) == 20_050


def test_a_character_is_not_cut_at_the_end_of_the_look(tmp_path: Path) -> None:
    for shift in range(3):
        text = HEADER + "x" * shift + "A1,2024-05-01,杯,DE,2,12.50\n" * 10_000
        assert look(written(tmp_path / "orders.csv", text))[0].encoding == "utf-8"


def test_a_missing_column_is_named_with_the_closest_one(tmp_path: Path) -> None:
    path = written(tmp_path / "orders.csv", GOOD.replace("quantity", "quantitty"))
    told = sentence(lambda: mapped(path), DataError)
    assert told.startswith("Column quantity is missing (closest: quantitty); the file has order, day, sku,")


def test_text_in_a_number_keeps_the_row_apart(tmp_path: Path) -> None:
    path = written(
        tmp_path / "orders.csv",
        GOOD + "A3,2024-05-03,cup,DE,two,1\nA4,2024-05-03,cup,DE,1,n/a\nA5,2024-05-03,cup,DE,1.5,1\n",
    )
    good, reasons = mapped(path)
    assert [row[0] for row in good] == ["cup", "plate"]
    assert reasons == ["not_whole:quantity", "not_a_number:price", "not_whole:quantity"]


def test_decimal_comma_only_as_told(tmp_path: Path) -> None:
    text = HEADER.replace(",", ";") + "A1;2024-05-01;cup;DE;2;1.234,50\n"
    text += "A2;2024-05-01;cup;DE;1;0,99\nA3;2024-05-01;cup;DE;1;12.34\n"
    path = written(tmp_path / "orders.csv", text)
    good, reasons = mapped(path, file='decimal: ",", thousands: "."')
    assert [row[2] for row in good] == ["2469.0000", "0.9900"]
    assert reasons == ["not_a_number:price"], "12.34 with a grouping point is no number, not 1234"
    good, reasons = mapped(path)
    assert [row[2] for row in good] == ["12.3400"]
    assert reasons == ["not_a_number:price", "not_a_number:price"]


def test_day_first_dates_only_as_told(tmp_path: Path) -> None:
    path = written(
        tmp_path / "orders.csv", GOOD.replace("2024-05-01", "01/05/2024").replace("2024-05-02", "13/05/2024 8:26")
    )
    good, reasons = mapped(path, day="day_first: true")
    assert [row[1] for row in good] == ["2024-05-01", "2024-05-13"]
    good, reasons = mapped(path, day="day_first: false")
    assert [row[1] for row in good] == ["2024-01-05"]
    assert reasons == ["not_an_instant:day"]
    assert mapped(path)[1] == ["not_an_instant:day", "not_an_instant:day"]


def test_two_currencies_in_one_column(tmp_path: Path) -> None:
    path = written(
        tmp_path / "orders.csv",
        GOOD + "A3,2024-05-03,cup,DE,1,€5.00\nA4,2024-05-03,cup,DE,1,$5\nA5,2024-05-03,cup,DE,1,5 USD\n",
    )
    good, reasons = mapped(path)
    assert [row[2] for row in good] == ["25.0000", "3.0000", "5.0000"]
    assert reasons == ["other_currency:price", "other_currency:price"]


def test_unknown_country_and_impossible_date(tmp_path: Path) -> None:
    path = written(tmp_path / "orders.csv", GOOD + "A3,2024-05-03,cup,Atlantis,1,1\nA4,2024-02-30,cup,DE,1,1\n")
    assert mapped(path)[1] == ["unknown_country:country", "not_an_instant:day"]


def test_a_million_characters_in_a_cell(tmp_path: Path) -> None:
    long = "杯" * 1_000_000
    path = written(tmp_path / "orders.csv", GOOD + f'A3,2024-05-03,"{long}",DE,1,1\n' + "A4,2024-05-03,cup,DE,1,1\n")
    rows = rows_of(path, "sku")
    assert rows[2] == (long,)
    assert rows[3] == ("cup",)


def test_a_million_characters_in_the_first_cell(tmp_path: Path) -> None:
    long = "x" * 1_000_000
    path = written(tmp_path / "orders.csv", HEADER + f"{long},2024-05-01,cup,DE,1,1\n")
    assert rows_of(path, '"order"') == [(long,)]


def test_rows_of_uneven_width_lose_nothing(tmp_path: Path) -> None:
    path = written(
        tmp_path / "orders.csv",
        GOOD + "A3,2024-05-03,cup,DE,1,1,surplus,more\nA4,2024-05-03,cup,DE,1\nA5,2024-05-03,c,DE,1,1\n",
    )
    connection = duckdb.connect()
    read(look(path)[0], connection)
    rows = connection.execute('SELECT "order", price, excess_cells FROM vendor ORDER BY source_line').fetchall()
    assert rows[2:] == [("A3", "1", "surplus,more"), ("A4", None, None), ("A5", "1", None)]
    good, reasons = mapped(path)
    assert len(good) == 3
    assert reasons == ["too_many_cells", "missing:gross_amount"]


def test_quotes_that_are_not_doubled_lose_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "orders.csv", GOOD + 'A3,2024-05-03,5" cup,DE,1,1\nA4,2024-05-03,"5" cup",DE,1,1\n')
    assert [row[0] for row in rows_of(path, "sku")] == ["cup", "plate", '5" cup', '5 cup"']


def test_mixed_line_ends_lose_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "orders.csv", GOOD.replace("\n", "\r\n", 1))
    assert len(rows_of(path)) == 2


def test_blanks_around_cells_are_not_part_of_them(tmp_path: Path) -> None:
    path = written(tmp_path / "orders.csv", GOOD + " A3 ,2024-05-03,\tcup ,DE , 1, 1.00\n")
    assert rows_of(path)[2][:4] == ("A3", "2024-05-03", "cup", "DE")
    assert mapped(path)[0][2] == ("cup", "2024-05-03", "1.0000")


def test_ids_wrapped_for_excel_are_unwrapped(tmp_path: Path) -> None:
    path = written(tmp_path / "orders.csv", GOOD + '="0012",2024-05-03,"=""cup""",DE,=,=""\n')
    assert rows_of(path)[2][:6] == ("0012", "2024-05-03", "cup", "DE", "=", None)


def test_lines_before_the_header_and_repeated_names(tmp_path: Path) -> None:
    text = 'Report of May\n"All amounts in EUR, unless noted"\n\nsku,amount,Amount,,sku\na,1,2,3,4\nb,1,2,3,4\n'
    path = written(tmp_path / "report.csv", text)
    sighting = look(path)[0]
    assert sighting.header_line == 3
    assert sighting.preamble[0] == "Report of May"
    connection = duckdb.connect()
    read(sighting, connection)
    names = [row[0] for row in connection.execute("DESCRIBE vendor").fetchall()]
    assert names == ["sku", "amount", "Amount_2", "column_4", "sku_2", "source_line"]


def test_a_file_with_a_column_called_source_line(tmp_path: Path) -> None:
    path = written(tmp_path / "x.csv", "source_line,excess_cells\n7,8\n")
    assert rows_of(path) == [("7", "8", 1)]


def test_sentences_translate(tmp_path: Path) -> None:
    """Every message is a template with values, so that a catalogue can translate it."""
    with pytest.raises(DataError) as caught:
        look(written(tmp_path / "orders.csv", b""))
    assert caught.value.text.template == "File {file} is empty; export it again."
    assert re.fullmatch(r"orders\.csv", str(caught.value.text.values["file"]))
