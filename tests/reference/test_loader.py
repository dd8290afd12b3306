"""The loader: dated lookup, sources, versions, staleness, and a sentence for everything that is wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from argosy.core.errors import FaultError, RequestError
from argosy.core.evidence import Evidence
from argosy.reference import Ended, Status, history, loader, names, places, stale, table, tables, topics, value

Writer = Callable[[str, str], Path]

DUTY = """
description: Duty on toys
place: DE
unit: {default: /1, threshold: EUR, office: text}
status: verified
checked_on: 2026-01-15
values:
  standard:
    2020-07-01: {value: 0.16, status: unverified, source: press, note: half a year}
    2007-01-01: 0.19
    2021-01-01: 0.190
  threshold: {2021-07-01: 150}
  office: {2021-07-01: Bonn}
  days: {2021-07-01: [14, 30]}
  relief: {2010-01-01: 22, 2021-07-01: null}
  applies: {2021-07-01: true}
sources:
  - {id: law, title: The act, href: https://law.example/act, retrieved: 2026-01-14}
  - {id: press, title: A paper}
"""
SIDECAR = """
description: Parcel limits
unit: {default: g, code: text}
types: {code: text}
status: verified
checked_on: 2026-02-01
valid_from: 2020-01-01
sources: [{id: post, title: The post}, {id: web, title: The web}]
"""


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2007-01-01", "0.19"),
        ("2020-06-30", "0.19"),
        ("2020-07-01", "0.16"),
        ("2020-12-31", "0.16"),
        ("2021-01-01", "0.19"),
        ("2099-01-01", "0.19"),
    ],
)
def test_the_value_in_force_is_the_latest_not_after_the_day(write: Writer, day: str, expected: str) -> None:
    write("duty/DE.yaml", DUTY)
    assert value("duty", "DE", date.fromisoformat(day)).number == Decimal(expected)


def test_a_value_says_where_it_comes_from(write: Writer) -> None:
    path = write("duty/DE.yaml", DUTY)
    found = value("duty", "DE", date(2020, 8, 1))
    assert (found.unit, found.status, found.source.title, found.note) == (
        "/1",
        Status.UNVERIFIED,
        "A paper",
        "half a year",
    )
    assert (found.valid_from, found.checked_on) == (date(2020, 7, 1), date(2026, 1, 15))
    assert found.file_version.startswith("duty/DE.yaml@")
    assert found.evidence() == Evidence("duty.standard", Decimal("0.16"), date(2026, 1, 15), found.file_version)
    before = found.file_version
    write("duty/DE.yaml", path.read_text() + "# a remark\n")
    assert value("duty", "DE", date(2020, 8, 1)).file_version != before
    write("duty/DE.yaml", DUTY.replace("\n", "\r\n"))
    assert value("duty", "DE", date(2020, 8, 1)).file_version == before


def test_kinds_of_values(write: Writer) -> None:
    write("duty/DE.yaml", DUTY)
    on = date(2026, 1, 1)
    assert value("duty", "DE", on, name="threshold").unit == "EUR"
    assert value("duty", "DE", on, name="office").text == "Bonn"
    assert value("duty", "DE", on, name="days").value == (Decimal(14), Decimal(30))
    assert value("duty", "DE", on, name="days").evidence().value == "14, 30"
    assert value("duty", "DE", on, name="applies").value is True
    with pytest.raises(FaultError, match="is not a number"):
        assert value("duty", "DE", on, name="office").number
    with pytest.raises(FaultError, match="is not text"):
        assert value("duty", "DE", on, name="threshold").text


def test_numbers_are_exact(write: Writer) -> None:
    write("duty/DE.yaml", DUTY.replace("0.190", "0.1234567890123456789"))
    assert value("duty", "DE", date(2026, 1, 1)).number == Decimal("0.1234567890123456789")


def test_what_is_not_on_record_is_refused_with_what_is(write: Writer) -> None:
    write("duty/DE.yaml", DUTY)
    with pytest.raises(RequestError, match=r"duty \(standard\) of DE is known from 2007-01-01 only; .* 2006-12-31"):
        value("duty", "DE", date(2006, 12, 31))
    with pytest.raises(RequestError, match="no duty for FR in the reference; it has DE"):
        value("duty", "FR", date(2026, 1, 1))
    with pytest.raises(
        RequestError, match="no value named reduced; it has applies, days, office, relief, standard, threshold"
    ):
        value("duty", "DE", date(2026, 1, 1), name="reduced")
    with pytest.raises(RequestError, match="no reference topic excise; there are duty"):
        value("excise", "DE", date(2026, 1, 1))
    with pytest.raises(RequestError, match=r"duty \(relief\) of DE ended on 2021-07-01"):
        value("duty", "DE", date(2022, 1, 1), name="relief")


def test_history_table_and_names(write: Writer) -> None:
    write("duty/DE.yaml", DUTY)
    write("duty/AT.yaml", DUTY.replace("place: DE", "place: AT"))
    assert topics() == ("duty",)
    assert places("duty") == ("AT", "DE")
    assert "standard" in names("duty", "AT")
    assert isinstance(history("duty", "DE", "relief")[-1], Ended)
    rows = table("duty")
    assert [row.valid_from.year for row in rows if row.place == "DE" and row.name == "standard"] == [2007, 2020, 2021]
    assert not any(isinstance(row, Ended) for row in rows)


def test_a_new_table_is_one_file_found_without_a_list(write: Writer) -> None:
    write("duty/DE.yaml", DUTY)
    write("deep/er/FR.yaml", DUTY.replace("place: DE", "place: FR"))
    write("deep/er/_draft.yaml", "not: read")
    write("notes/readme.csv", "a,b\n1,2\n")
    assert topics() == ("deep/er", "duty")
    assert value("deep/er", "FR", date(2026, 1, 1)).file_version.startswith("deep/er/FR.yaml@")


def test_csv_one_value_per_row(write: Writer) -> None:
    write("limits/_topic.yaml", SIDECAR)
    write(
        "limits/post.csv",
        "place,name,valid_from,value,unit,source,checked_on,status,note\n"
        "DE,heaviest,2021-01-01,31500,,,2025-06-01,,\n"
        "DE,heaviest,2024-01-01,32000,,web,2026-02-01,unverified,new\n"
        "DE,code,,0012,text,,,,\n",
    )
    old, new = (value("limits", "DE", date(year, 6, 1), name="heaviest") for year in (2023, 2025))
    assert (old.number, old.unit, old.source.title, old.checked_on) == (31500, "g", "The post", date(2025, 6, 1))
    assert (new.number, new.source.title, new.status, new.note) == (32000, "The web", Status.UNVERIFIED, "new")
    assert value("limits", "DE", date(2020, 1, 1), name="code").value == "0012"
    assert tables()[0].checked_on == date(2025, 6, 1)


def test_csv_one_column_per_name(write: Writer) -> None:
    write("limits/_topic.yaml", SIDECAR)
    write(
        "limits/post.csv",
        "place,valid_from,source,checked_on,heaviest,code\nDE,2021-01-01,web,2026-02-01,31500,0012\nFR,,,,30000,\n",
    )
    assert value("limits", "DE", date(2026, 1, 1), name="code").value == "0012"
    assert value("limits", "FR", date(2020, 1, 1), name="heaviest").number == 30000
    assert names("limits", "FR") == ("heaviest",)


def test_a_list_is_described_but_not_looked_up(write: Writer) -> None:
    write("lists/_topic.yaml", SIDECAR + "kind: list\nfiles: {b.csv: {description: Another, checked_on: 2026-03-01}}\n")
    write("lists/a.csv", "anything\n1\n")
    write("lists/b.csv", "anything\n2\n")
    first, second = tables()
    assert (first.description, second.description, second.checked_on) == ("Parcel limits", "Another", date(2026, 3, 1))
    assert first.is_list
    assert loader.describe("lists", "a.csv") == first
    with pytest.raises(FaultError, match="no reference file lists/c"):
        loader.describe("lists", "c.csv")
    with pytest.raises(RequestError, match="it has no values"):
        value("lists", "DE", date(2026, 1, 1))


def test_stale_lists_what_was_not_checked_for_300_days(write: Writer) -> None:
    write("duty/DE.yaml", DUTY)
    write("duty/AT.yaml", DUTY.replace("place: DE", "place: AT").replace("2026-01-15", "2025-01-15"))
    assert [each.file for each in stale(date(2026, 11, 11))] == ["duty/AT.yaml"]
    assert [each.file for each in stale(date(2026, 11, 12))] == ["duty/AT.yaml", "duty/DE.yaml"]
    assert stale(date(2026, 1, 20), days=3000) == ()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("place: DE", "place: FR", "says place FR; name the file FR.yaml"),
        ("description: Duty on toys", "", "has no description"),
        ("checked_on: 2026-01-15", "checked_on: soon", "'soon' where a day such as"),
        ("checked_on: 2026-01-15", "", "None where a day"),
        ("status: verified", "status: certain", "must say status verified or unverified, not 'certain'"),
        ("    2007-01-01: 0.19", "    last year: 0.19", "'last year' where a day"),
        ("  days: {2021-07-01: [14, 30]}", "  days: 14", "days in duty/DE.yaml must be a mapping of day to value"),
        ("0.190", "1.9e-1", "has a value|plain number"),
        ("0.190", ".19", "must be written as a plain number"),
        ("0.190", "{value: 0.19, sauce: law}", "unknown entries sauce"),
        ("source: press", "source: gossip", "names a source 'gossip' that is not listed"),
        ("0.190", "{note: none}", "has no value"),
        ("0.190", "[[1]]", "neither number, text"),
        ("{default: /1, threshold: EUR, office: text}", "{threshold: EUR}", "gives no unit for standard"),
        ("2021-01-01: 0.190", "2007-01-01: 0.190", "twice"),
        ("values:", "values: [", "is not YAML"),
        (
            "{id: law, title: The act, href: https://law.example/act, retrieved: 2026-01-14}",
            "{id: law}",
            "has no title",
        ),
    ],
)
def test_a_wrong_table_is_refused_in_a_sentence(write: Writer, old: str, new: str, sentence: str) -> None:
    assert old in DUTY
    write("duty/DE.yaml", DUTY.replace(old, new))
    with pytest.raises(FaultError, match=sentence):
        value("duty", "DE", date(2026, 1, 1))


def test_a_file_that_is_no_mapping_is_refused(write: Writer) -> None:
    write("duty/DE.yaml", "- 1\n")
    with pytest.raises(FaultError, match="must be a mapping"):
        tables()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("place,name,value\nDE,heaviest\n", "line 2 has too many or too few cells"),
        ("place,name,value\nDE,heaviest,\n", "no name or no value"),
        ("place,name,value\n,heaviest,1\n", "has no place"),
        ("place,name,value,source\nDE,heaviest,1,gossip\n", "source 'gossip' that the sidecar does not list"),
        ("place,name,value\nDE,heaviest,1\nDE,heaviest,2\n", "gives heaviest of DE twice for one day"),
        ("place,name,value,valid_from\nDE,heaviest,1,yesterday\n", "'yesterday' where a day"),
    ],
)
def test_a_wrong_csv_is_refused_in_a_sentence(write: Writer, text: str, sentence: str) -> None:
    write("limits/_topic.yaml", SIDECAR)
    write("limits/post.csv", text)
    with pytest.raises(FaultError, match=sentence):
        tables()
