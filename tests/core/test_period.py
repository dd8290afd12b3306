"""Periods tile: no gap, no overlap, comparable with the one before and the year before."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy.core.errors import RequestError
from argosy.core.period import Grain, Period, add_months

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 1, 1))
periods = st.builds(lambda start, length: Period(start, start + timedelta(days=length)), days, st.integers(1, 900))
grains = st.sampled_from(list(Grain))


@given(periods, grains)
def test_split_tiles_without_gap_or_overlap(period: Period, grain: Grain) -> None:
    pieces = period.split(grain)
    assert pieces[0].start == period.start
    assert pieces[-1].end == period.end
    assert all(left.end == right.start for left, right in itertools.pairwise(pieces))
    assert sum(piece.days for piece in pieces) == period.days
    assert all(grain.floor(piece.start) == grain.floor(piece.last_day) for piece in pieces)
    assert all(piece.grain is not None and piece == Period.of(grain, piece.start) for piece in pieces[1:-1])


@given(periods)
def test_text_round_trip(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(days, grains)
def test_a_step_holds_its_day_and_has_its_grain(day: date, grain: Grain) -> None:
    step = Period.of(grain, day)
    assert day in step
    assert step.grain == grain
    assert step.end not in step
    assert Period.parse(str(step)) == step


@given(periods)
def test_previous_ends_where_the_period_starts(period: Period) -> None:
    assert period.previous().end == period.start


@given(days, grains)
def test_previous_of_a_step_is_the_step_before(day: date, grain: Grain) -> None:
    step = Period.of(grain, day)
    assert step.previous() == Period.of(grain, step.start - timedelta(days=1))


@given(days, st.sampled_from([Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR]))
def test_year_before_keeps_the_grain(day: date, grain: Grain) -> None:
    step = Period.of(grain, day)
    before = step.year_before()
    assert before.grain == grain
    assert 363 <= (step.start - before.start).days <= 366


@given(periods)
def test_year_before_keeps_the_length_unless_whole_months(period: Period) -> None:
    before = period.year_before()
    assert before.days == period.days or (period.start.day == 1 and period.end.day == 1)


def test_the_leap_day() -> None:
    assert Period.parse("2024-02-28").year_before() == Period.parse("2023-02-28")
    assert Period.parse("2024-02-29").year_before() == Period.parse("2023-02-28")
    assert Period.parse("2024-02").year_before() == Period.parse("2023-02")
    assert Period.parse("2024-01:2024-04").previous() == Period.parse("2023-Q4")


def test_iso_weeks_at_the_turn_of_the_year() -> None:
    assert Period.parse("2020-W53") == Period(date(2020, 12, 28), date(2021, 1, 4))
    assert str(Period.of(Grain.WEEK, date(2025, 1, 1))) == "2025-W01"
    assert str(Period.parse("2021-W10").year_before()) == "2020-W11"  # 52 weeks back over a year of 53


@pytest.mark.parametrize(
    "text",
    [
        "",
        "last month",
        "2025-13",
        "2025-Q5",
        "2025-W54",
        "2025-02-30",
        "2025-01-02:",
        ":2025",
        "25-01-02",
        "2025-03:2025-02",
    ],
)
def test_what_is_not_a_period_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(RequestError, match=r"is not a period; write 2025|holds no day"):
        Period.parse(text)


def test_an_empty_period_is_refused() -> None:
    with pytest.raises(RequestError, match="holds no day"):
        Period(date(2025, 1, 1), date(2025, 1, 1))


def test_inclusive_overlap_and_days() -> None:
    january = Period.inclusive(date(2025, 1, 1), date(2025, 1, 31))
    assert january == Period.parse("2025-01")
    assert january.overlap(Period.parse("2025-W01")) == Period(date(2025, 1, 1), date(2025, 1, 6))
    assert january.overlap(Period.parse("2025-02")) is None
    assert list(Period.parse("2025-W01"))[-1] == date(2025, 1, 5)
    assert "2025-01-05" not in january


@given(days, st.integers(-500, 500))
def test_adding_months_lands_in_the_right_month(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day <= day.day
    if moved.day < day.day:
        assert (moved + timedelta(days=1)).day == 1
