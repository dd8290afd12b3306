"""A day far in the future is a slip: the row is kept apart in every report that has days, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from argosy.connectors.conformance import CONTEXT, samples
from argosy.connectors.discovery import connectors

FOLDER = Path(__file__).parent
REPORTS = {
    "all_orders/us.txt": "order_lines",
    "fba_returns/us.txt": "returns",
    "fba_reimbursements/us.txt": "inventory_events",
    "fba_inventory_planning/us.txt": "inventory_levels",
    "fba/ledger_detail.txt": "inventory_events",
    "fba/fulfilled.txt": "shipment_lines",
    "advertising/sp_campaign.csv": "ad_performance",
    "traffic/by_date.csv": "traffic",
    "transactions/uk.csv": "settlement_lines",
    "vat/june.txt": "tax_transactions",
    "brand/top_terms.csv": "search_terms",
}


@pytest.mark.parametrize(("place", "table"), REPORTS.items())
def test_a_day_years_ahead_keeps_its_row_apart(place: str, table: str) -> None:
    path = FOLDER / place
    sample = next(one for one in samples(path.parent, connectors()["amazon"]) if one.path == path)
    found = {}
    for today in (date(2020, 1, 1), date(2026, 1, 1)):
        context, connection = replace(CONTEXT, today=today), duckdb.connect()
        sample.report.parse(sample.sighting, connection, context)
        select = sample.report.map(connection, context).selects[table]
        asked = f"SELECT count(*) FILTER (WHERE kept_apart = 'future_date'), count(*) FROM ({select})"
        found[today.year] = connection.execute(asked).fetchall()[0]
    apart, rows = found[2020]
    assert apart >= rows - 2  # rows with another problem keep their own reason
    assert found[2026][0] == 0
