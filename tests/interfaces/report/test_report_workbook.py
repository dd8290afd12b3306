"""The workbook: figures are figures with their formats, text is text, and what the page shows stands in it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import fastexcel
import pytest

from argosy.app.report import Report
from argosy.app.report.contents import Breakdown, Intake
from argosy.core.errors import ConfigurationError
from argosy.interfaces.presentation.report import write_xlsx

FORMULA = "=1+1"
SHEETS = [
    "Overview",
    "Months",
    "Markets",
    "Products",
    "Your customers",
    "Largest customers",
    "Decisions",
    "Options",
    "Evidence",
    "Data quality",
    "Kept apart",
    "Definitions",
    "Sources",
    "About",
]


@pytest.fixture
def book(report: Report, tmp_path: Path) -> Path:
    path = tmp_path / "report.xlsx"
    write_xlsx(report, path, "en")
    return path


def rows(path: Path, sheet: str) -> list[dict[str, object]]:
    return list(fastexcel.read_excel(path).load_sheet(sheet).to_arrow().to_pylist())


def parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith(".xml")}


def test_the_sheets_are_those_of_the_page(book: Path) -> None:
    assert fastexcel.read_excel(book).sheet_names == SHEETS


def test_figures_are_numbers_and_days_are_days(book: Path) -> None:
    whole, later, earlier = rows(book, "Overview")
    assert whole["Net sales (GBP)"] == 9747747.93
    assert (whole["First day"], whole["Last day"]) == (datetime(2010, 12, 1), datetime(2011, 12, 9))  # noqa: DTZ001 - a day of a sheet
    assert (later["Orders"], earlier["Orders"]) == (8000, 10000)
    germany = rows(book, "Markets")[1]
    assert (germany["Markets"], germany["Name"], germany["Net sales (GBP)"]) == ("DE", "DE Germany", 1500)
    assert germany["Change"] == pytest.approx(0.2)
    assert germany["Customers"] is None, "what is not known stays empty"
    assert rows(book, "Months")[-1]["Complete"] == "no"


def test_money_shares_and_counts_have_their_formats(book: Path) -> None:
    styles = parts(book)["xl/styles.xml"]
    formats = set(re.findall(r'formatCode="([^"]+)"', styles))
    assert {"[$GBP] #,##0.00", "0.0%", "yyyy-mm-dd", "yyyy-mm"} <= formats


def test_headings_are_frozen_and_filtered_and_columns_have_widths(book: Path) -> None:
    sheets = [text for name, text in parts(book).items() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == len(SHEETS)
    tables = [text for text in sheets if "<autoFilter" in text]
    assert len(tables) == len(SHEETS) - 1, "all but the last, which says what was asked"
    assert all('state="frozen"' in text and "<cols>" in text for text in tables)


def test_nothing_that_came_from_a_file_is_a_formula_or_a_link(
    report: Report, changed: Callable[..., Report], tmp_path: Path
) -> None:
    assert report.products is not None
    hostile = replace(report.products.slices[0], label=FORMULA)
    file = replace(report.intake.files[0], file="http://example.org")
    found = changed(
        shop=FORMULA, products=Breakdown("sku", report.products.metrics, (hostile,)), intake=Intake((file,), ())
    )
    write_xlsx(found, tmp_path / "hostile.xlsx", "zh")
    texts = parts(tmp_path / "hostile.xlsx")
    assert not [name for name, text in texts.items() if re.search(r"<f[ >]|<hyperlink", text)]
    assert f">{FORMULA}<" in texts["xl/sharedStrings.xml"]


def test_decisions_and_their_reasons_are_there(book: Path, report: Report) -> None:
    listed = rows(book, "Decisions")
    assert [row["Id"] for row in listed] == [one.decision.id for one in report.proposals]
    assert listed[0]["Effect (GBP)"] == 900
    assert len(rows(book, "Options")) == 7
    assert len(rows(book, "Evidence")) == 12


def test_what_came_in_adds_up(book: Path) -> None:
    (file,) = rows(book, "Data quality")
    assert file["Rows"] == file["Loaded"] + file["Kept apart"] + file["Left out"]  # type: ignore[operator]  # figures
    difference = file["Money in the file"] - file["Money loaded"] - file["Money kept apart"]  # type: ignore[operator]
    assert difference == pytest.approx(0, abs=1e-6)
    assert file["Residual"] == 0
    apart = rows(book, "Kept apart")
    assert [(row["Code"], row["Rows"]) for row in apart] == [("not_a_product:StockCode", 900), ("exact_duplicate", 9)]


def test_each_number_leads_to_a_row_of_a_file_and_to_its_command(book: Path, report: Report) -> None:
    listed = rows(book, "Sources")
    commands = [row for row in listed if row["Command"]]
    assert len(commands) == len(report.sources)
    assert "argosy measure net_sales --where market=DE" in str(commands[0]["Command"])
    traced = next(row for row in listed if row["File"] == "orders.csv")
    assert (traced["Line"], traced["order_id"], traced["gross_amount"]) == (7, "536365", 20.4)


def test_in_chinese_every_heading_is_chinese(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "zh.xlsx"
    write_xlsx(report, path, "zh-Hans")
    names = fastexcel.read_excel(path).sheet_names
    assert len(names) == len(SHEETS)
    assert not [name for name in names if re.search("[A-Za-z]", name)]


def test_a_folder_that_is_not_there_is_a_sentence(report: Report, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be written"):
        write_xlsx(report, tmp_path / "missing" / "report.xlsx", "en")


def test_without_orders_there_is_a_workbook_too(changed: Callable[..., Report], tmp_path: Path) -> None:
    empty = changed(
        **dict.fromkeys(("window", "months", "markets", "products", "segments", "concentration", "other_markets")),
        headline=(),
        sources=(),
        proposals=(),
        intake=Intake((), ()),
    )
    write_xlsx(empty, tmp_path / "empty.xlsx", "en")
    assert "Data quality" in fastexcel.read_excel(tmp_path / "empty.xlsx").sheet_names
