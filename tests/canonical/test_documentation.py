"""The page of the tables is made from them and is up to date."""

from __future__ import annotations

from pathlib import Path

from argosy.canonical.catalogue import tables
from argosy.canonical.documentation import markdown, unit_of, vocabularies
from argosy.canonical.fee_types import FEE_TYPE_NAMES
from argosy.canonical.invariants import INVARIANTS
from argosy.canonical.schema import Column, Kind

IN_DOCS = Path(__file__).resolve().parents[2] / "docs" / "canonical.md"

PAGE = markdown()


def section(name: str) -> str:
    start = PAGE.index(f"### {name}\n")
    ends = [end for mark in ("\n### ", "\n## ") if (end := PAGE.find(mark, start + 4)) > 0]
    return PAGE[start : min(ends, default=len(PAGE))]


def test_every_column_is_rendered_with_its_description() -> None:
    for table in tables().values():
        text = section(table.name)
        assert table.grain in text
        for column in table.columns:
            row = next(line for line in text.splitlines() if line.startswith(f"| `{column.name}` |"))
            assert column.description in row
            assert f"| {column.kind.value} |" in row
            assert ("R" in row.split("|")[4].split()) == column.required
            assert ("P" in row.split("|")[4].split()) == column.personal


def test_every_explained_value_and_invariant_is_rendered() -> None:
    for name, meanings in vocabularies().items():
        table = name.split(".")[0]
        assert all(f"`{value}`" in section(table) for value in meanings), name
    assert all(f"`{name}`" in section("settlement_lines") for name in FEE_TYPE_NAMES)
    assert all(invariant.sentence in section(invariant.table) for invariant in INVARIANTS)


def test_units_follow_kind_and_name() -> None:
    assert unit_of(Column("amount", Kind.MONEY, ".")) == "row's currency"
    assert unit_of(Column("width_mm", Kind.INTEGER, ".")) == "mm"
    assert unit_of(Column("duty_rate", Kind.RATE, ".")) == "fraction"
    assert unit_of(Column("fx_rate", Kind.RATE, ".")) == "ratio"
    assert unit_of(Column("title", Kind.TEXT, ".")) == ""


def test_the_page_in_docs_is_up_to_date() -> None:
    remedy = "run: python -m argosy.canonical.documentation > docs/canonical.md"
    assert IN_DOCS.read_text(encoding="utf-8") == PAGE, remedy
