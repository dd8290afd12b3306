"""Web analytics: sums are not visits, shares become counts, another breakdown of the same days replaces the first."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from argosy.app.results import Outcome
from argosy.connectors.conformance import Run, run, samples
from argosy.connectors.discovery import connectors

FOLDER = Path(__file__).parent


def read(vendor: str, name: str) -> Run:
    """A sample, parsed and mapped."""
    return run(next(one for one in samples(FOLDER / vendor, connectors()[vendor]) if one.path.name == name))


def test_shares_and_means_become_counts_and_totals_stand_aside() -> None:
    sums = "SELECT sum(sessions), sum(bounces), sum(engagement_seconds) FROM out_traffic"
    expected = {
        ("google_analytics", "acquisition_period.csv"): (1000, 290, 48271),
        ("yandex", "metrica_daily.csv"): (350, 42, 35250),
        ("shopify", "sessions_daily.csv"): (300, 142, 17280),
    }
    for (vendor, name), told in expected.items():
        assert read(vendor, name).connection.execute(sums).fetchall() == [told], name


def test_a_second_table_in_the_same_download_is_no_page() -> None:
    done = read("google_analytics", "landing_pages.csv")
    pages = done.connection.execute(
        "SELECT page, days, sessions, sales_amount FROM out_traffic ORDER BY sessions"
    ).fetchall()
    assert pages == [("/products/foo?variant=1,fancy", 30, 455, Decimal(1200)), ("/", 30, 2414, Decimal("10500.25"))]
    reasons = done.connection.execute(
        "SELECT reason_code, count(*) FROM out_ignored GROUP BY ALL ORDER BY 1"
    ).fetchall()
    assert reasons == [("other_table", 4), ("total_row", 1)]


def test_what_search_shows_is_no_visit_and_takes_its_days_from_the_name() -> None:
    done = read("search_console", "devices 2026-09-01 2026-09-30.csv")
    told = "SELECT device, visited_on::VARCHAR, days, impressions, clicks FROM out_traffic ORDER BY 1"
    assert done.connection.execute(told).fetchall() == [
        ("desktop", "2026-09-01", 30, 160, 5),
        ("mobile", "2026-09-01", 30, 300, 10),
    ]
    queries = read("search_console", "dotazy 2026-09-01 2026-09-30.csv")
    words = "SELECT search_term, own_clicks, organic_position FROM out_search_terms"
    assert queries.connection.execute(words).fetchall() == [("váza", 5, Decimal("11.7"))]


def test_another_breakdown_of_the_same_day_replaces_the_first(seller: Any) -> None:
    shop = seller("own_store", market="DE", currency="EUR")
    shop.sound("Session default channel group,Date,Sessions\nDirect,20260901,70\nPaid Search,20260901,40\n", "a.csv")
    shop.sound(
        "Session source / medium,Date,Sessions\n(direct) / (none),20260901,70\ngoogle / cpc,20260901,40\n", "b.csv"
    )
    assert shop.rows("SELECT source, sessions FROM traffic ORDER BY 1") == [("direct", 70), ("paid_search", 40)]


def test_a_report_without_days_says_where_to_put_them(seller: Any) -> None:
    result = seller("own_store").load("Top queries,Clicks,Impressions,CTR,Position\nvase,1,2,50%,3\n", "Queries.csv")
    assert "put the first and the last day into the name" in str(result.message)


def test_the_archive_of_search_console_loads_as_it_was_downloaded(seller: Any, tmp_path: Path) -> None:
    archive = tmp_path / "shop.example Performance 2026-09-01 2026-09-30.zip"
    with zipfile.ZipFile(archive, "w") as out:
        for name, inside in (("queries 2026-09-01 2026-09-30.csv", "Queries.csv"), ("dates.csv", "Dates.csv")):
            out.writestr(inside, (FOLDER / "search_console" / name).read_bytes())
        out.writestr("__MACOSX/._Queries.csv", b"x")
    shop = seller("own_store", market="DE", currency="EUR")
    results = shop.argosy.ingest([archive])
    assert [(one.file.rpartition(" ")[2], one.report, one.outcome) for one in results] == [
        ("Queries.csv", "queries", Outcome.LOADED),
        ("Dates.csv", "dates", Outcome.LOADED),
    ]
    assert shop.rows("SELECT DISTINCT from_on::VARCHAR, days FROM search_terms") == [("2026-09-01", 30)]
    assert {one.outcome for one in shop.argosy.ingest([archive])} == {Outcome.ALREADY_LOADED}


def test_an_archive_that_would_unpack_to_no_report_is_not_opened(seller: Any, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as out, out.open("a.csv", "w", force_zip64=True) as stream:
        for _ in range(80):
            stream.write(b"0" * 1024**2)
    (result,) = seller("own_store").argosy.ingest([bomb])
    assert result.outcome is Outcome.REJECTED
    assert "would unpack to 80 MB" in str(result.message)


def test_an_attempt_is_put_together_from_the_changes_of_its_state() -> None:
    done = read("adyen", "payment_accounting.csv")
    columns = "attempt_id, outcome, attempt_amount, captured_amount, refunded_amount, fee_amount, attempted_at::VARCHAR"
    assert done.connection.execute(f"SELECT {columns} FROM out_payment_attempts ORDER BY 1").fetchall() == [
        ("PSP1", "approved", Decimal(58), Decimal(58), Decimal(0), Decimal("0.9"), "2026-09-01 08:00:00"),
        ("PSP2", "declined", Decimal(20), Decimal(0), Decimal(0), Decimal("0.1"), "2026-09-01 09:00:00"),
        ("PSP3", "approved", Decimal(35), Decimal(35), Decimal(15), Decimal("0.1"), "2026-09-01 10:00:00"),
    ]


def test_disputes_say_their_state_and_reason() -> None:
    done = read("stripe", "disputes.csv")
    told = "SELECT dispute_id, kind, reason, status, recovered_amount FROM out_disputes ORDER BY 1"
    assert done.connection.execute(told).fetchall() == [
        ("dp_1", "chargeback", "fraud", "needs_response", None),
        ("dp_2", "chargeback", "not_received", "won", Decimal(20)),
        ("dp_3", "inquiry", "unrecognised", "under_review", None),
    ]
