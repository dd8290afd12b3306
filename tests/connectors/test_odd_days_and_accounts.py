"""Every declared report: a day years ahead keeps its row apart, a file of another account is refused; on each connector's samples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from argosy.canonical.catalogue import tables
from argosy.connectors.conformance import CONTEXT, Sample, samples
from argosy.connectors.discovery import connectors
from argosy.connectors.future import FUTURE
from argosy.connectors.tabular import Tabular
from argosy.core.errors import DataError

FOLDER = Path(__file__).parent


def declared(first_only: bool) -> Iterator[tuple[Sample, Tabular]]:
    """Samples of reports that are declared tables, with the declaration."""
    for connector in connectors().values():
        seen: set[str] = set()
        for sample in samples(FOLDER / connector.id, connector):
            table = next(iter(getattr(sample.report.parse, "args", ())), None)
            if isinstance(table, Tabular) and not (first_only and sample.report.id in seen):
                seen.add(sample.report.id)
                yield sample, table


def apart(sample: Sample, today: date) -> tuple[int, int]:
    """Rows kept apart as too far ahead, and rows that enter the tables that are stored by day."""
    connection = duckdb.connect()
    context = replace(CONTEXT, today=today)
    sample.report.parse(sample.sighting, connection, context)
    selects = sample.report.map(connection, context).selects
    future = f"SELECT count(*) FROM ({selects['kept_apart']}) WHERE reason_code = '{FUTURE}'"
    dated = [name for name in selects if name in tables() and tables()[name].partition_on]
    rows = [connection.execute(f"SELECT count(*) FROM ({selects[name]})").fetchall()[0][0] for name in dated]
    return connection.execute(future).fetchall()[0][0], sum(rows)


@pytest.mark.slow
def test_a_day_years_ahead_keeps_its_row_apart_in_every_declared_report() -> None:
    checked, wrong = 0, {}
    for sample, table in declared(first_only=True):
        stored_by_day = any(tables()[one.table].partition_on for one in table.into)
        if not stored_by_day or table.looks_ahead:
            continue
        early, entered = apart(sample, date(2019, 1, 1))
        late, rows = apart(sample, date(2027, 1, 1))
        if not rows:
            continue
        name = f"{sample.connector.id}.{sample.report.id}"
        if (late, entered) != (0, 0) or not early:
            wrong[name] = (early, late, entered)
        checked += 1
    assert wrong == {}
    assert checked > 40


@pytest.mark.parametrize("place", ["adyen/settlement_detail.csv", "adyen/payment_accounting.csv"])
def test_a_file_of_another_account_or_of_two_is_refused(place: str, tmp_path: Path) -> None:
    path = FOLDER / place
    connector = connectors()[place.partition("/")[0]]
    sample = next(one for one in samples(path.parent, connector) if one.path == path)
    other = replace(CONTEXT, extra={"account": "SomebodyElse"})
    with pytest.raises(DataError, match="is account SomebodyElse; name the right store"):
        sample.report.parse(sample.sighting, duckdb.connect(), other)
    (told,) = {value for row in sample.sighting.sample for value in row if value in ("ClayEU", "SampleShop")}
    sample.report.parse(sample.sighting, duckdb.connect(), replace(CONTEXT, extra={"account": told}))
    text = path.read_text(encoding="utf-8")
    head, _, last = text.rstrip("\n").rpartition("\n")
    (tmp_path / path.name).write_text(f"{head}\n{last.replace(told, 'Second')}\n", encoding="utf-8")
    (two,) = (one for one in samples(tmp_path, connector))
    with pytest.raises(DataError, match="several seller accounts"):
        two.report.parse(two.sighting, duckdb.connect(), CONTEXT)
