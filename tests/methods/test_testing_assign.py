"""Assignment: fair, repeatable, independent between tests; schedules balanced; pairs optimal."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy.core.errors import DataError, RequestError
from argosy.methods.testing import assign, assign_all, hold_out, matched_pairs, sample_ratio, switchback
from argosy.methods.testing.matching import distances

START, DAY = datetime(2026, 1, 5, tzinfo=UTC), timedelta(days=1)


def test_shares_are_kept() -> None:
    shares = {"a": 0.5, "b": 0.3, "c": 0.2}
    found = list(assign_all((f"user-{i}" for i in range(50_000)), shares, salt="fair").values())
    assert sample_ratio({arm: found.count(arm) for arm in shares}, shares).p > 0.001


def test_two_tests_split_independently() -> None:
    units = [str(i) for i in range(20_000)]
    one, other = (assign_all(units, {"a": 1, "b": 1}, salt=salt) for salt in ("first", "second"))
    both = dict.fromkeys(itertools.product("ab", repeat=2), 0)
    for unit in units:
        both[str(one[unit]), str(other[unit])] += 1
    assert sample_ratio({f"{a}{b}": count for (a, b), count in both.items()}).p > 0.001


@given(st.text(max_size=20), st.text(max_size=10))
@settings(max_examples=100, deadline=None)
def test_same_unit_same_arm_whatever_the_order_of_shares(unit: str, salt: str) -> None:
    assert assign(unit, {"x": 2, "y": 1}, salt=salt) == assign(unit, {"y": 10, "x": 20}, salt=salt)


@given(st.text(max_size=20))
@settings(max_examples=100, deadline=None)
def test_raising_the_exposed_share_moves_nobody(unit: str) -> None:
    arms = [assign(unit, {"a": 1, "b": 1}, salt="s", exposed_share=share) for share in (0.1, 0.5, 1.0)]
    seen = [arm for arm in arms if arm is not None]
    assert len(set(seen)) == 1
    assert arms == [None] * (3 - len(seen)) + seen


def test_exposed_share_and_arm_are_independent() -> None:
    found = [assign(str(i), {"a": 1, "b": 1}, salt="s", exposed_share=0.3) for i in range(20_000)]
    inside = {arm: found.count(arm) for arm in ("a", "b")}
    assert sum(inside.values()) / 20_000 == pytest.approx(0.3, abs=0.015)
    assert sample_ratio(inside).p > 0.001


def test_assignment_never_changes_between_releases() -> None:
    """Pinned: a running test would be torn apart by another hash."""
    assert [assign(f"unit {i}", {"control": 1, "new": 1}, salt="title test") for i in range(12)] == PINNED


PINNED = ["control", *["new"] * 5, "control", "control", *["new"] * 4]


def test_assign_faults() -> None:
    with pytest.raises(RequestError, match="at least two arms"):
        assign("u", {"a": 1}, salt="s")
    with pytest.raises(RequestError, match="share above 0"):
        assign("u", {"a": 1, "b": 0}, salt="s")
    with pytest.raises(RequestError, match="exposed share"):
        assign("u", {"a": 1, "b": 1}, salt="s", exposed_share=0.0)


@pytest.mark.parametrize(
    ("arms", "cycle", "periods"), [(("a", "b"), 7, 28), (("a", "b", "c"), 1, 12), (("a", "b"), 24, 96)]
)
def test_every_block_holds_every_arm_once(arms: tuple[str, ...], cycle: int, periods: int) -> None:
    schedule = switchback(START, periods, length=timedelta(hours=1), arms=arms, salt="s", cycle=cycle)
    blocks: dict[int, list[str]] = {}
    for place, period in enumerate(schedule):
        blocks.setdefault(period.block, []).append(period.arm)
        assert period.starts_at == START + place * timedelta(hours=1)
        assert period.ends_at == period.starts_at + timedelta(hours=1)
    assert all(sorted(block) == sorted(arms) for block in blocks.values())
    places = {
        block: {place % cycle for place, period in enumerate(schedule) if period.block == block} for block in blocks
    }
    assert all(len(found) == 1 for found in places.values())


def test_washout_follows_every_change() -> None:
    schedule = switchback(START, 28, length=DAY, arms=("a", "b"), salt="w", cycle=7, washout=timedelta(hours=6))
    for before, after in itertools.pairwise(schedule):
        assert (after.counts_from > after.starts_at) is (before.arm != after.arm)
    assert schedule[0].counts_from == START + timedelta(hours=6)


def test_order_within_blocks_is_drawn() -> None:
    first = [switchback(START, 4, length=DAY, arms=("a", "b"), salt=str(i))[0].arm for i in range(400)]
    assert sample_ratio({arm: first.count(arm) for arm in "ab"}).p > 0.001


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"periods": 5}, "5 periods do not make whole blocks of 2, at least two of them; take 6 periods"),
        ({"periods": 2}, "take 4 periods"),
        ({"arms": ("a", "a")}, "at least two arms with different names"),
        ({"washout": DAY}, "washout shorter than one period"),
        ({"starts_at": datetime(2026, 1, 5)}, "has no time zone"),  # noqa: DTZ001  # the fault that is tested
    ],
)
def test_switchback_faults(arguments: dict[str, object], sentence: str) -> None:
    given: dict[str, object] = {
        "starts_at": START,
        "periods": 4,
        "length": DAY,
        "arms": ("a", "b"),
        "salt": "s",
    } | arguments
    with pytest.raises(RequestError, match=sentence):
        switchback(given.pop("starts_at"), given.pop("periods"), **given)  # type: ignore[arg-type]  # built as a mapping


def best_total(matrix: np.ndarray) -> float:
    """The least total distance over all ways to pair everybody, by trying each."""

    def walk(left: tuple[int, ...]) -> float:
        if len(left) < 2:
            return 0.0
        first, rest = left[0], left[1:]
        options = [matrix[first, other] + walk(tuple(u for u in rest if u != other)) for other in rest]
        if len(left) % 2:
            options.append(walk(rest))
        return float(min(options))

    return walk(tuple(range(len(matrix))))


@pytest.mark.parametrize(("units", "seed"), [(4, 1), (7, 2), (8, 3), (10, 4)])
def test_pairs_are_optimal(units: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    series = {f"u{i}": rng.normal(size=6).tolist() for i in range(units)}
    found = matched_pairs(series, salt="s")
    names, matrix = distances(series)
    assert len(found) == units // 2
    used = [name for pair in found for name in (pair.treated, pair.control)]
    assert len(set(used)) == len(used)
    assert sum(pair.distance for pair in found) == pytest.approx(best_total(matrix), rel=1e-9)
    assert all(
        pair.distance == pytest.approx(matrix[names.index(pair.treated), names.index(pair.control)]) for pair in found
    )


def test_many_units_are_paired_well_and_completely() -> None:
    rng = np.random.default_rng(5)
    base = rng.normal(size=(75, 8)) * 10
    series = {f"{side}{i}": (base[i] + 0.01 * rng.normal(size=8)).tolist() for i in range(75) for side in "lr"}
    found = matched_pairs(series, salt="s")
    assert {frozenset((pair.treated[1:], pair.control[1:])) for pair in found} == {
        frozenset((str(i),)) for i in range(75)
    }
    assert 20 < sum(pair.treated.startswith("l") for pair in found) < 55


def test_neighbours_that_leave_somebody_alone_are_widened() -> None:
    """Two tight odd groups far apart: their nearest neighbours alone cannot pair everybody."""
    rng = np.random.default_rng(6)
    series = {f"a{i}": rng.normal(0, 1, 3).tolist() for i in range(31)} | {
        f"b{i}": rng.normal(900, 1, 3).tolist() for i in range(31)
    }
    assert len(matched_pairs(series, salt="s")) == 31


def test_shape_pairs_small_with_large() -> None:
    series = {
        "small": [1.0, 2.0, 1.0],
        "large": [10.0, 20.0, 10.0],
        "flat": [5.0, 5.0, 5.0],
        "flat too": [1.0, 1.0, 1.0],
    }
    found = {frozenset((pair.treated, pair.control)) for pair in matched_pairs(series, salt="s", scale="shape")}
    assert found == {frozenset(("small", "large")), frozenset(("flat", "flat too"))}


def test_matching_faults() -> None:
    with pytest.raises(DataError, match="at least two units, not 1"):
        matched_pairs({"a": [1.0]}, salt="s")
    with pytest.raises(DataError, match="cover the same periods"):
        matched_pairs({"a": [1.0], "b": [1.0, 2.0]}, salt="s")
    with pytest.raises(DataError, match="series of b has a missing value"):
        matched_pairs({"a": [1.0], "b": [float("nan")]}, salt="s")
    with pytest.raises(DataError, match="series of a has mean 0"):
        matched_pairs({"a": [1.0, -1.0], "b": [1.0, 2.0]}, salt="s", scale="shape")


def test_held_out_regions_are_one_of_each_stratum() -> None:
    before = {f"r{i:02}": 1000.0 / (i + 1) for i in range(20)}
    held = hold_out(before, 0.25, salt="s")
    ordered = sorted(before, key=lambda region: -before[region])
    assert [sum(region in held for region in ordered[at : at + 4]) for at in range(0, 20, 4)] == [1] * 5
    assert hold_out(before, 0.25, salt="s") == held
    assert len({hold_out(before, 0.25, salt=str(i)) for i in range(20)}) > 10
    with pytest.raises(DataError, match=r"7 regions are too few to hold out .*: 1 are missing"):
        hold_out(dict(list(before.items())[:7]), 0.25, salt="s")
    with pytest.raises(RequestError, match="must be above 0 and at most"):
        hold_out(before, 0.9, salt="s")
