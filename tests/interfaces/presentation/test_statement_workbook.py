"""The statement and pivots as workbooks: formulas equal values, and no data becomes a formula."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from argosy.app.statement import MARGINS, SIGNS, STEPS, Statement
from argosy.interfaces.presentation.csv_file import csv_text
from argosy.interfaces.presentation.measured import measured_table
from argosy.interfaces.presentation.spreadsheet import write_workbook
from argosy.interfaces.presentation.statement import statement_json, statement_table
from argosy.interfaces.presentation.tables import Table
from argosy.metrics.contract import Measured
from argosy.metrics.registry import metrics

NAMESPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
Cells = Mapping[str, tuple[str, str]]


def amounts(*groups: int) -> dict[str, list[Decimal]]:
    """A statement whose steps are made up and whose subtotals and margins follow from them."""
    found: dict[str, list[Decimal]] = {name: [] for name in (*STEPS, *MARGINS)}
    for group in groups:
        running = Decimal(0)
        for place, name in enumerate(STEPS):
            if SIGNS[name]:
                value = Decimal(group * 1000) if name == "sales_of_goods" else Decimal(place) * group / 10
                running += SIGNS[name] * value
                found[name].append(value)
            else:
                found[name].append(running)
        parts = zip(MARGINS, ("gross_profit", "contribution_margin_3", "net_profit"), strict=True)
        for margin, profit in parts:
            found[margin].append(found[profit][-1] / found["net_revenue"][-1])
    return found


def statement() -> Table:
    told = Statement(("market",), (("DE",), ("=1+1",), ()), amounts(1, 2, 3), "EUR", {"order_lines": 1}, ())
    assert statement_json(told)["by"] == ["market"]
    return statement_table(told, metrics(), SIGNS, "en")


def pivot() -> Table:
    rows: list[dict[str, Any]] = [
        {
            "sku": "=cmd|'/c calc'!A0",
            "gross_sales": Decimal("10.50"),
            "units": 3,
            "average_unit_price": Decimal("3.5000"),
        },
        {"sku": "B", "gross_sales": Decimal("2.25"), "units": 1, "average_unit_price": Decimal("2.2500")},
        {"sku": "C", "gross_sales": None, "units": 0, "average_unit_price": None},
    ]
    slugs = ("gross_sales", "units", "average_unit_price")
    return measured_table(Measured(slugs, ("sku",), "EUR", {}, rows), metrics())


def read(path: Path) -> Cells:
    """Cells of the first sheet: formula and value."""
    with zipfile.ZipFile(path) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # our own file
    found = {}
    for cell in sheet.iterfind(".//m:c", NAMESPACE):
        formula, value = cell.find("m:f", NAMESPACE), cell.find("m:v", NAMESPACE)
        found[cell.attrib["r"]] = (
            (formula.text or "") if formula is not None else "",
            (value.text or "") if value is not None else "",
        )
    return found


def reckoned(formula: str, cells: Cells) -> float:
    """The value of one of our formulas, from the values of the cells it names; 0 for an empty one."""

    def number(name: str) -> float:
        return float(cells.get(name, ("", "0"))[1] or 0)

    def whole(match: re.Match[str]) -> str:
        first, last = (re.fullmatch(r"([A-Z]+)(\d+)", part) for part in match[1].split(":"))
        assert first is not None
        assert last is not None
        columns = [chr(code) for code in range(ord(first[1]), ord(last[1]) + 1)]
        lines = range(int(first[2]), int(last[2]) + 1)
        return repr(sum(number(f"{column}{line}") for column in columns for line in lines))

    text = re.sub(r"(?:SUM\(|SUBTOTAL\(109,)([A-Z]+\d+:[A-Z]+\d+)\)", whole, formula)
    if match := re.fullmatch(r'IF\(([A-Z]+\d+)=0,"",(.+)\)', text):
        text = match[2] if number(match[1]) else "0"
    rounded = re.fullmatch(r"ROUND\((.+),4\)", text)
    text = rounded[1] if rounded else text
    value = float(eval(re.sub(r"[A-Z]+\d+", lambda match: repr(number(match[0])), text)))  # numbers and signs
    return round(value, 4) if rounded else value


@pytest.mark.parametrize("table", [statement(), pivot()], ids=["statement", "pivot"])
def test_every_formula_equals_its_value(table: Table, tmp_path: Path) -> None:
    write_workbook(tmp_path / "out.xlsx", [table], "en")
    cells = read(tmp_path / "out.xlsx")
    formulas = {name: formula for name, (formula, _) in cells.items() if formula}
    assert len(formulas) >= len(table.formulas) - 1 > 0
    for name, formula in formulas.items():
        assert reckoned(formula, cells) == pytest.approx(float(cells[name][1]), abs=1e-9), (name, formula)
    assert not [formula for formula in formulas.values() if "cmd" in formula or formula == "1+1"]


def test_what_is_not_known_has_no_formula(tmp_path: Path) -> None:
    given = amounts(1, 2)
    told = Statement(("sku",), (("A",), ()), {**given, "net_profit": [None, given["net_profit"][1]]}, "EUR", {}, ())
    table = statement_table(told, metrics(), SIGNS, "zh")
    write_workbook(tmp_path / "out.xlsx", [table], "zh")
    line = STEPS.index("net_profit") + 2
    cells = read(tmp_path / "out.xlsx")
    assert cells.get(f"C{line}", ("", "")) == ("", "")
    assert cells[f"D{line}"][0]
    assert "净利润" in csv_text(table) or "Net profit" in csv_text(table)  # by the catalogue that is installed


@pytest.mark.slow
@pytest.mark.parametrize("table", [statement(), pivot()], ids=["statement", "pivot"])
def test_a_spreadsheet_program_reckons_the_same(table: Table, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not on this machine; its formulas were not reckoned.")
    write_workbook(tmp_path / "out.xlsx", [table], "en")
    cells = read(tmp_path / "out.xlsx")
    with zipfile.ZipFile(tmp_path / "out.xlsx") as book, zipfile.ZipFile(tmp_path / "bare.xlsx", "w") as bare:
        for name in book.namelist():
            body = book.read(name).decode() if name.endswith("sheet1.xml") else book.read(name)
            bare.writestr(name, re.sub(r"(</f>)<v>[^<]*</v>", r"\1", body) if isinstance(body, str) else body)
    home = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [
        office,
        home,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(tmp_path / "out"),
        str(tmp_path / "bare.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)  # a program of this machine on our own file
    again = read(tmp_path / "out" / "bare.xlsx")
    reckoned_cells = [name for name, (formula, _) in cells.items() if formula]
    assert reckoned_cells
    for name in reckoned_cells:
        assert float(again[name][1]) == pytest.approx(float(cells[name][1]), abs=1e-6), name
