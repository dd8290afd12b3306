"""Exchange rates: exact, carried at most seven days, with their source."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from argosy.core.errors import DataError, RequestError
from argosy.core.money import Money
from argosy.reference import Status, fx
from argosy.reference.fx import ecb

YEAR = (date(2011, 1, 1), date(2012, 1, 1))


@pytest.fixture(scope="module")
def daily() -> pa.Table:
    return fx.daily_rates()


@pytest.fixture(scope="module")
def bundled() -> ecb.Quotes:
    return {day: quoted for day, quoted in ecb.read_quotes().items() if day.year >= 2025}


@pytest.fixture(scope="module")
def calendar() -> pa.Table:
    return fx.calendar_day_table(*YEAR)


def test_every_quote_of_the_bank_is_there_to_the_last_digit(daily: pa.Table, shared_data: Path) -> None:
    published = pq.read_table(shared_data / "ecb_fx_history" / "ecb_eurofxref_long.parquet").to_pylist()
    ours = {(row["rate_on"], row["currency"]): row["per_eur"] for row in daily.to_pylist()}
    assert {
        (row["Date"].date(), row["currency"]): Decimal(repr(row["per_eur"])) for row in published
    }.items() <= ours.items()
    assert len(ours) == daily.num_rows


def test_daily_rates_are_sorted_and_typed(daily: pa.Table) -> None:
    assert daily.schema.names == ["rate_on", "currency", "per_eur"]
    assert daily.schema.types == [pa.date32(), pa.string(), pa.decimal128(18, 8)]
    assert daily["per_eur"].null_count == 0
    keys = list(zip(daily["currency"].to_pylist(), daily["rate_on"].to_pylist(), strict=True))
    assert keys == sorted(set(keys))
    assert keys[-1][1] == fx.newest_on()


def test_the_calendar_has_the_euro_on_every_day_and_each_currency_once(calendar: pa.Table) -> None:
    rows = calendar.to_pylist()
    assert len({(row["rate_on"], row["currency"]) for row in rows}) == len(rows)
    euro = [row for row in rows if row["currency"] == "EUR"]
    assert len(euro) == 365
    assert all(row["per_eur"] == 1 and row["quoted_on"] == row["rate_on"] for row in euro)
    assert {row["currency"] for row in rows} >= {"USD", "GBP", "CNY", "AED", "SAR", "QAR"}
    assert min(row["rate_on"] for row in rows) == YEAR[0]
    assert max(row["rate_on"] for row in rows) == YEAR[1] - timedelta(days=1)


def test_the_calendar_agrees_with_single_rates(calendar: pa.Table) -> None:
    for row in calendar.to_pylist()[::97]:
        single = fx.rate("EUR", row["currency"], row["rate_on"])
        assert single.number == row["per_eur"]
        assert single.valid_from == row["quoted_on"]
        assert row["source"] in single.file_version
        assert timedelta(0) <= row["rate_on"] - row["quoted_on"] <= timedelta(days=fx.CARRY_DAYS)


def test_a_weekend_takes_fridays_quote(calendar: pa.Table) -> None:
    friday, sunday = date(2011, 7, 1), date(2011, 7, 3)
    by_day = {row["rate_on"]: row for row in calendar.to_pylist() if row["currency"] == "USD"}
    assert by_day[sunday]["quoted_on"] == friday
    assert by_day[sunday]["per_eur"] == by_day[friday]["per_eur"] == Decimal("1.4488")


def test_after_seven_days_without_a_quote_there_is_none() -> None:
    last = date(2008, 12, 9)  # the bank's last quote of the Icelandic krona before 2018
    table = fx.calendar_day_table(date(2008, 12, 1), date(2009, 1, 1)).to_pylist()
    krona = [row["rate_on"] for row in table if row["currency"] == "ISK"]
    assert max(krona) == last + timedelta(days=7)
    assert fx.rate("EUR", "ISK", last + timedelta(days=7)).valid_from == last
    with pytest.raises(RequestError, match="ISK was not quoted in the 7 days up to 2008-12-17"):
        fx.rate("EUR", "ISK", last + timedelta(days=8))


def test_own_quotes_replace_the_bundled_ones() -> None:
    own = pa.table(
        {
            "rate_on": pa.array([date(2030, 1, 2)], pa.date32()),
            "currency": ["USD"],
            "per_eur": pa.array([Decimal("1.25")], pa.decimal128(18, 8)),
        }
    )
    rows = fx.calendar_day_table(date(2030, 1, 1), date(2030, 1, 15), own).to_pylist()
    dollar = {row["rate_on"].day: row["per_eur"] for row in rows if row["currency"] == "USD"}
    assert dollar == dict.fromkeys(range(2, 10), Decimal("1.25"))
    riyal = {row["per_eur"] for row in rows if row["currency"] == "SAR"}
    assert riyal == {Decimal("4.6875")}


def test_cross_rates_and_their_inverse() -> None:
    on = date(2011, 7, 1)
    assert fx.rate("EUR", "USD", on).number == Decimal("1.4488")
    assert fx.rate("USD", "USD", on).number == 1
    there, back = fx.rate("GBP", "CNY", on).number, fx.rate("CNY", "GBP", on).number
    assert abs(there * back - 1) < Decimal("1e-26")
    assert fx.convert(Money.of("1.4488", "USD"), "EUR", on) == Money.of(1, "EUR")
    assert fx.convert(Money.of(5, "TWD"), "TWD", on) == Money.of(5, "TWD")


def test_a_peg_names_both_sources_and_its_standing() -> None:
    dirham = fx.rate("USD", "AED", date(2026, 10, 30))
    assert dirham.number == Decimal("3.6725")
    assert dirham.file_version.startswith("fx/ecb_daily.parquet@")
    assert " + currency_peg/pegs.csv@" in dirham.file_version
    assert dirham.status is Status.UNVERIFIED
    assert fx.rate("USD", "QAR", date(2026, 10, 30)).status is Status.VERIFIED
    assert fx.rate("USD", "CNY", date(2026, 10, 30)).status is Status.VERIFIED
    with pytest.raises(RequestError, match="The peg of QAR is on record from 2001-08-01 only"):
        fx.rate("USD", "QAR", date(2000, 1, 3))


@pytest.mark.parametrize(
    ("currency", "on", "sentence"),
    [
        ("TWD", date(2026, 1, 1), "no exchange rate for TWD: the European Central Bank does not quote it"),
        ("dollar", date(2026, 1, 1), "'dollar' is not a currency"),
        ("USD", date(1998, 12, 31), "USD is quoted from 1999-01-04 only"),
        ("USD", fx.newest_on() + timedelta(days=8), "The newest exchange rate of USD is of"),
        ("RUB", date(2024, 1, 1), r"RUB was not quoted .* \(last before: 2022-03-01\)"),
    ],
)
def test_what_has_no_rate_is_refused_in_a_sentence(currency: str, on: date, sentence: str) -> None:
    with pytest.raises(RequestError, match=sentence):
        fx.rate("EUR", currency, on)


def _official(quotes: ecb.Quotes, zipped: bool = False) -> bytes:
    """The bank's file as it publishes it: newest first, N/A, a comma at the end of each line."""
    currencies = sorted({currency for quoted in quotes.values() for currency in quoted})
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["Date", *currencies, ""])
    for day in sorted(quotes, reverse=True):
        cells = [quotes[day].get(name) for name in currencies]
        writer.writerow([day, *("N/A" if cell is None else f"{cell.normalize():f}" for cell in cells), ""])
    content = text.getvalue().encode()
    if not zipped:
        return content
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("eurofxref-hist.csv", content)
    return packed.getvalue()


@pytest.mark.parametrize("zipped", [False, True])
def test_the_banks_own_file_gives_the_same_quotes(zipped: bool, bundled: ecb.Quotes) -> None:
    assert ecb.parse_official_file(_official(bundled, zipped)) == bundled


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "first column is not Date"),
        (b"<html>", "first column is not Date"),
        (b"Date,USD\n2026-01-02,abc\n", "Line 2 of the file of rates cannot be read"),
        (b"Date,USD\n02/01/2026,1.1\n", "Line 2 of the file of rates cannot be read"),
        (b"Date,USD\n2026-01-02,1.1\n2026-01-02,1.2\n", "the day 2026-01-02 twice"),
    ],
)
def test_another_file_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(DataError, match=sentence):
        ecb.parse_official_file(content)


@pytest.mark.parametrize(
    ("name", "first", "second", "sentence"),
    [
        ("USD", "1.1", "0", "cannot be"),
        ("USD", "1.1", "-1.1", "cannot be"),
        ("USD", "1.1", "NaN", "cannot be"),
        ("usd", "1.1", "1.1", "cannot be"),
        ("USD", "1.1", "1.1234567", "cannot be"),
        ("USD", "1.1", "11", "jumps from 1.1 to 11"),
        ("USD", "11", "1.1", "jumps from 11 to 1.1"),
    ],
)
def test_rates_that_cannot_be_are_refused(name: str, first: str, second: str, sentence: str) -> None:
    with pytest.raises(DataError, match=sentence):
        ecb.check({date(2026, 1, 2): {name: Decimal(first)}, date(2026, 1, 5): {name: Decimal(second)}})


def test_the_same_quotes_give_the_same_bytes(tmp_path: Path, bundled: ecb.Quotes) -> None:
    ecb.write_rates(bundled, tmp_path / "a.parquet")
    ecb.write_rates(dict(reversed(bundled.items())), tmp_path / "b.parquet")
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    assert ecb.read_quotes(tmp_path / "a.parquet") == bundled


def test_the_bundled_file_is_small() -> None:
    assert ecb.BUNDLED.stat().st_size < 700_000
