"""The reference as it ships: whole, sourced, fresh, light to import, and described."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from argosy.core.place import is_country_code, is_subdivision_code
from argosy.reference import loader, stale, tables, topics
from argosy.reference.documentation import markdown
from argosy.reference.model import Reference

REPOSITORY = Path(__file__).resolve().parents[2]


def test_no_table_has_been_left_unchecked_for_300_days() -> None:
    late = stale(datetime.now(tz=UTC).date())
    assert not late, "compare these tables with their sources and set checked_on: " + ", ".join(
        f"{table.file} (checked {table.checked_on}, {table.updater or 'by hand'})" for table in late
    )


def test_no_table_was_checked_in_the_future() -> None:
    today = datetime.now(tz=UTC).date()
    assert [table.file for table in tables() if table.checked_on > today] == []


def test_every_table_has_sources_and_a_version() -> None:
    for table in tables():
        assert table.sources
        assert table.file_version.startswith(f"{table.file}@")
        assert len(table.file_version.rpartition("@")[2]) == 8
        assert not any(source.retrieved and source.retrieved > table.checked_on for source in table.sources)


def test_every_place_is_one() -> None:
    for table in tables():
        for place in table.places:
            assert is_country_code(place) or is_subdivision_code(place) or "." in place, table.file


def test_every_updater_exists() -> None:
    for table in tables():
        assert not table.updater or (REPOSITORY / table.updater).is_file(), table.file


def test_every_data_file_in_a_described_topic_is_found() -> None:
    found = {table.file for table in tables()}
    for topic in topics():
        for path in (loader.ROOT / topic).glob("*"):
            if path.suffix in {".csv", ".yaml", ".parquet"} and not path.name.startswith("_"):
                assert f"{topic}/{path.name}" in found


def test_every_csv_of_values_has_the_columns_it_needs() -> None:
    for table in tables():
        if table.file.endswith(".csv") and not table.is_list:
            with (loader.ROOT / table.file).open(encoding="utf-8", newline="") as stream:
                header = set(next(csv.reader(stream)))
            assert {"place", "valid_from", "source"} <= header, table.file


def test_values_of_one_name_tile_the_calendar() -> None:
    for table in tables():
        for dated in table.history.values():
            days = [each.valid_from for each in dated]
            assert days == sorted(set(days))
            assert isinstance(dated[0], Reference), f"{table.file} begins with an end"


def test_the_page_describes_every_topic_and_indicator() -> None:
    page = markdown()
    assert page == markdown()
    for topic in topics():
        assert f"### {topic}\n" in page
    for table in tables():
        for source in table.sources:
            assert source.title in page
    assert "| [vat](#vat) |" in page
    assert "`gdp_per_capita`" in page


@pytest.mark.parametrize(
    "module",
    [
        "argosy.reference",
        "argosy.reference.fx",
        "argosy.reference.countries",
        "argosy.reference.indicators",
        "argosy.reference.documentation",
    ],
)
def test_importing_loads_nothing_heavy(module: str) -> None:
    heavy = ("pyarrow", "numpy", "yaml", "babel", "duckdb", "pandas")
    code = f"import sys, {module}; print([name for name in {heavy!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_what_ships_is_small() -> None:
    size = sum(
        path.stat().st_size for topic in topics() for path in (loader.ROOT / topic).glob("*") if path.suffix != ".py"
    )
    assert size < 4_000_000
