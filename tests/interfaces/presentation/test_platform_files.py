from __future__ import annotations

import csv
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

import fastexcel
import pytest

from argosy.core.errors import ConfigurationError
from argosy.interfaces.presentation.platform_files import write_platform_files


def proposal(file: dict[str, Any] | None) -> Any:
    terms = MappingProxyType({} if file is None else {"file": MappingProxyType(file)})
    return SimpleNamespace(decision=SimpleNamespace(chosen=SimpleNamespace(terms=terms)))


def sheet(name: str, rows: tuple[tuple[Any, ...], ...], sheet: str = "") -> dict[str, Any]:
    return {"name": name, "sheet": sheet, "columns": ("Keyword Text", "Bid"), "rows": rows}


def test_a_workbook_holds_texts_as_texts(tmp_path: Path) -> None:
    file = sheet("a.xlsx", (("=1+1", 0.5), ("http://x.test", None)), "Sponsored Products Campaigns")
    (path,) = write_platform_files(tmp_path, [proposal(file), proposal(None)])
    rows = fastexcel.read_excel(path).load_sheet("Sponsored Products Campaigns").to_arrow().to_pylist()
    assert [row["Keyword Text"] for row in rows] == ["=1+1", "http://x.test"]
    assert rows[0]["Bid"] == 0.5


def test_a_csv_leaves_out_what_a_spreadsheet_would_run(tmp_path: Path) -> None:
    (path,) = write_platform_files(
        tmp_path / "new", [proposal(sheet("../a.csv", (("lamp", 0.5), ("=HYPERLINK(1)", 1))))]
    )
    assert path.parent == tmp_path / "new"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream)) == [["Keyword Text", "Bid"], ["lamp", "0.5"]]


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(ConfigurationError, match="taken"):
        write_platform_files(tmp_path / "taken", [proposal(sheet("a.csv", ()))])
