"""Localisation of broken slices: planted ones are found, noise is not, and bad input is answered in one sentence."""

from __future__ import annotations

import datetime
from decimal import Decimal
from itertools import product
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy.core.errors import DataError, RequestError
from argosy.methods.slices import Localisation, cube, localise, screening

SIZES = {"a": 5, "b": 4, "c": 6}
PAST = 8
Effects = dict[tuple[tuple[str, str], ...], float]


def planted(
    kind: str, effects: Effects, *, seed: int = 0, past: int = PAST, drift: float = 0.02, last: float = 1.0
) -> pa.Table:
    """A table of columns a, b, c, stamp, value, weight; at the last stamp each slice of `effects` is multiplied by its factor.

    `kind`: "count" (Poisson), "money" (sums of log-normal baskets), "ratio" (binomial), "basket" (money per event, above one).
    """
    random = np.random.default_rng(seed)
    leaves = list(product(*([f"{name}{member}" for member in range(count)] for name, count in SIZES.items())))
    size = np.exp(random.normal(4.0, 0.8, len(leaves)))
    rate = 1.0 / (1.0 + np.exp(-random.normal(-2.0, 0.4, len(leaves))))
    rows: list[dict[str, object]] = []
    for stamp in range(past + 1):
        level = np.exp(random.normal(0.0, drift)) * (last if stamp == past else 1.0)
        for leaf, mass, share in zip(leaves, size, rate, strict=True):
            members = dict(zip(SIZES, leaf, strict=True))
            factor = level * np.exp(random.normal(0.0, 0.03))
            for conditions, effect in effects.items():
                if stamp == past and all(members[column] == member for column, member in conditions):
                    factor *= effect
            value, weight = draw(random, kind, mass, share, factor)
            rows.append(members | {"stamp": stamp, "value": value, "weight": weight})
    return pa.Table.from_pylist(rows)


def draw(random: np.random.Generator, kind: str, mass: float, share: float, factor: float) -> tuple[float, float]:
    if kind == "ratio":
        trials = int(random.poisson(5 * mass))
        return float(random.binomial(trials, min(share * factor, 1.0))), float(trials)
    if kind == "basket":
        events = int(random.poisson(mass))
        return float(random.gamma(2.0 * events, 10.0 * (0.5 + share) * factor)) if events else 0.0, float(events)
    events = int(random.poisson(mass * factor))
    return float(np.exp(random.normal(3.0, 0.5, events)).sum()) if kind == "money" else float(events), 1.0


def found(table: pa.Table | duckdb.DuckDBPyRelation, kind: str, at: object = PAST, **options: int) -> Localisation:
    per = "weight" if kind in ("ratio", "basket") else None
    return localise(table, value="value", per=per, time="stamp", at=at, by=["a", "b", "c"], **options)


def names(result: Localisation) -> set[tuple[tuple[str, str | None], ...]]:
    return {slice_.conditions for slice_ in result.slices}


KINDS = ("count", "money", "ratio", "basket")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_planted_nothing_found(kind: str) -> None:
    results = [found(planted(kind, {}, seed=seed), kind) for seed in range(6)]
    assert [result.slices for result in results] == [()] * 6
    assert sum(result.everywhere for result in results) <= 1  # at a level of 1 %


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "effects",
    [
        {(("a", "a1"),): 0.5},
        {(("b", "b2"), ("c", "c3")): 1.9},
        {(("a", "a0"), ("b", "b1"), ("c", "c5")): 0.05},
        {(("a", "a4"), ("c", "c0")): 0.3},
    ],
    ids=["one condition down", "two up", "three down", "two down"],
)
def test_one_slice_is_found_exactly(kind: str, effects: Effects) -> None:
    result = found(planted(kind, effects, seed=3), kind)
    assert names(result) == set(effects)
    assert np.sign(result.slices[0].change) == np.sign(next(iter(effects.values())) - 1)
    assert result.slices[0].p_value < 0.01


@pytest.mark.parametrize("kind", ["count", "money", "ratio"])
def test_two_slices_and_directions_are_told_apart(kind: str) -> None:
    effects = {(("a", "a1"), ("b", "b0")): 0.4, (("c", "c2"),): 1.8}
    assert names(found(planted(kind, effects, seed=5), kind)) == set(effects)


@pytest.mark.parametrize("kind", ["count", "ratio"])
def test_three_slices(kind: str) -> None:
    effects = {(("a", "a1"),): 0.4, (("a", "a3"), ("b", "b2")): 0.2, (("c", "c4"),): 1.6}
    assert names(found(planted(kind, effects, seed=6), kind)) == set(effects)


def test_overlapping_slices_keep_their_names() -> None:
    effects = {(("a", "a1"),): 0.5, (("b", "b2"),): 0.5}
    assert names(found(planted("count", effects, seed=1), "count")) == set(effects)


def test_a_slice_whose_children_all_broke_is_one_slice() -> None:
    children = {(("a", "a2"), ("b", f"b{member}")): 0.5 for member in range(SIZES["b"])}
    assert names(found(planted("ratio", children, seed=2), "ratio")) == {(("a", "a2"),)}


def test_an_earlier_breakage_in_the_past_does_not_hide_this_one() -> None:
    table = planted("ratio", {(("a", "a1"),): 2.5}, seed=4)
    again = planted("ratio", {(("a", "a1"),): 2.5}, seed=9)
    earlier = again.filter(pa.compute.equal(again["stamp"], PAST))
    for stamp in (5, 6):  # two of eight stamps of the past were as bad
        rest = table.filter(pa.compute.not_equal(table["stamp"], stamp))
        table = pa.concat_tables([rest, earlier.set_column(3, "stamp", pa.array([stamp] * earlier.num_rows))])
    result = found(table, "ratio")
    assert names(result) == {(("a", "a1"),)}
    assert not {"5", "6"} & set(result.quiet)


@pytest.mark.parametrize("last", [0.5, 1.6])
def test_a_move_of_the_whole_is_no_slice(last: float) -> None:
    result = found(planted("count", {}, seed=1, last=last), "count")
    assert result.slices == ()
    assert result.everywhere


def test_a_slice_is_found_beside_a_drift_of_the_whole() -> None:
    result = found(planted("count", {(("b", "b3"),): 0.5}, seed=1, drift=0.1, last=1.1), "count")
    assert names(result) == {(("b", "b3"),)}


def test_one_stamp_of_past_is_enough_for_a_clear_breakage() -> None:
    table = planted("count", {(("b", "b3"),): 0.4}, seed=2, past=1)
    assert names(found(table, "count", at=1)) == {(("b", "b3"),)}
    assert found(planted("count", {}, seed=2, past=1), "count", at=1).slices == ()


def test_the_whole_with_one_stamp_of_past() -> None:
    result = found(planted("count", {}, seed=2, past=1, last=0.4), "count", at=1)
    assert result.everywhere
    assert result.slices == ()


def test_amounts_below_zero_are_searched_too() -> None:
    random = np.random.default_rng(0)
    rows = [
        {"a": f"a{a}", "b": f"b{b}", "c": f"c{c}", "stamp": stamp}
        | {"value": float(random.normal(20 * (a - 1), 2.0)) - (15.0 if stamp == PAST and b == 2 else 0.0)}
        for stamp in range(PAST + 1)
        for a, b, c in product(range(5), range(4), range(6))
    ]
    result = found(pa.Table.from_pylist(rows), "count")
    assert result.model == "signed"
    assert names(result) == {(("b", "b2"),)}


@pytest.mark.parametrize("broken", [False, True])
def test_a_share_of_money_is_no_share_of_counts(broken: bool) -> None:
    """Money refunded out of money sold: a basket is one trial, however much money is in it."""
    random = np.random.default_rng(0)
    rows = []
    for stamp, a, b, c in product(range(PAST + 1), range(5), range(4), range(6)):
        baskets = np.exp(random.normal(6.0, 0.5, random.poisson(60)))
        refunded = random.random(len(baskets)) < (0.25 if broken and stamp == PAST and b == 2 else 0.05)
        members = {"a": f"a{a}", "b": f"b{b}", "c": f"c{c}", "stamp": stamp}
        rows.append(members | {"value": float(baskets[refunded].sum()), "weight": float(baskets.sum())})
    result = found(pa.Table.from_pylist(rows), "ratio")
    assert result.model == "proportion"
    assert names(result) == ({(("b", "b2"),)} if broken else set())


def test_parts_sum_to_the_change() -> None:
    effects = {(("a", "a1"),): 0.5, (("b", "b2"), ("c", "c1")): 1.9}
    for kind in ("count", "ratio"):
        result = found(planted(kind, effects, seed=8), kind)
        assert len(result.slices) == 2
        parts = sum(slice_.contribution for slice_ in result.slices) + result.unexplained
        assert parts == pytest.approx(result.change, rel=1e-12)
        assert result.change == pytest.approx(result.observed - result.expected, rel=1e-12)
        for slice_ in result.slices:
            assert slice_.share == pytest.approx(slice_.contribution / result.change)


def test_the_answer_does_not_depend_on_the_order_or_kind_of_rows() -> None:
    table = planted("ratio", {(("a", "a1"), ("b", "b0")): 0.4, (("c", "c2"),): 1.8}, seed=5)
    expected = found(table, "ratio").as_json()
    order = np.random.default_rng(1).permutation(table.num_rows)
    shuffled = table.take(pa.array(order))
    halves = pa.concat_tables([table.set_column(4, "value", pa.compute.divide(table["value"], 2.0))] * 2)
    halves = halves.set_column(5, "weight", pa.compute.divide(halves["weight"], 2.0))  # rows of a group split in two
    decimals = table.set_column(4, "value", pa.array([Decimal(str(v)) for v in table["value"].to_pylist()]))
    connection = duckdb.connect()
    relation = connection.from_arrow(shuffled)
    for same in (table, shuffled, halves, decimals, relation):
        assert found(same, "ratio").as_json() == expected


def test_whole_numbers_missing_members_and_dates() -> None:
    random = np.random.default_rng(0)
    day = datetime.date(2024, 3, 1)
    rows = [
        {"day": day + datetime.timedelta(stamp), "rate": rate, "flag": flag, "value": int(random.poisson(200))}
        for stamp in range(6)
        for rate, flag in product((500.0, 2000.5, None), (True, False))
        for _ in range(3)
    ]
    for row in rows:
        if row["day"] == day + datetime.timedelta(5) and row["rate"] is None:
            row["value"] = 20
    result = localise(
        pa.Table.from_pylist(rows), value="value", time="day", at=datetime.date(2024, 3, 6), by=["rate", "flag"]
    )
    assert [slice_.conditions for slice_ in result.slices] == [(("rate", None),)]
    assert result.at == "2024-03-06"
    kept = [row for row in rows if row["rate"] is not None]
    for row in kept:
        row["value"] = 20 if row["day"] == day + datetime.timedelta(5) and row["rate"] == 500.0 else 200
    table = pa.Table.from_pylist(kept)
    assert localise(table, value="value", time="day", at="2024-03-06", by=["rate", "flag"]).as_json()["slices"] == [
        {"rate": "500"}
    ]


def test_seasons_compare_with_the_same_phase() -> None:
    """Every third stamp is tenfold for b0 alone; only that season says that nothing broke on such a stamp."""
    random = np.random.default_rng(0)
    rows = [
        {"a": f"a{a}", "b": f"b{b}", "c": "c0", "stamp": stamp}
        | {"value": float(random.poisson(500 if stamp % 3 == 0 and b == 0 else 50))}
        for stamp in range(31)
        for a, b in product(range(5), range(4))
    ]
    table = pa.Table.from_pylist(rows)
    assert names(found(table, "count", at=30)) == {(("b", "b0"),)}
    assert found(table, "count", at=30, season=3).slices == ()
    assert found(table, "count", at=30, season=3).past == tuple(str(stamp) for stamp in range(0, 30, 3))


def test_later_stamps_are_not_looked_at() -> None:
    table = planted("count", {(("a", "a1"),): 0.5}, seed=3)
    before = found(table, "count", at=PAST - 1)
    assert before.slices == ()
    assert str(PAST) not in before.past


def test_very_many_members_are_pooled_and_the_slice_is_still_found() -> None:
    connection = duckdb.connect()
    relation = connection.sql(
        "SELECT i % 9 AS stamp, 's' || (hash(i * 8 + 1) % 3000) AS a, 'm' || (hash(i * 8 + 2) % 9) AS b, "
        "'k' || (hash(i * 8 + 3) % 40) AS c, CASE WHEN i % 9 = 8 AND hash(i * 8 + 2) % 9 = 4 AND hash(i * 8 + 3) % 40 = 7 "
        "THEN 1 ELSE 10 END + hash(i * 8 + 4) % 5 AS value FROM range(400000) AS numbers(i)"
    )
    result = found(relation, "count", at=8)
    assert names(result) == {(("b", "m4"), ("c", "k7"))}
    assert "searched as one" in str(result.notes[0])


def test_pooling_keeps_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    table = planted("ratio", {(("a", "a1"), ("c", "c2")): 0.3}, seed=5)
    plain = found(table, "ratio")
    monkeypatch.setattr(cube, "LEAF_LIMIT", 40)
    monkeypatch.setattr(screening, "LEAF_LIMIT", 40)
    pooled = found(table, "ratio")
    assert names(pooled) == names(plain) == {(("a", "a1"), ("c", "c2"))}
    assert pooled.notes != ()
    assert pooled.observed == pytest.approx(plain.observed)


def test_many_dimensions_bound_the_conditions() -> None:
    random = np.random.default_rng(0)
    leaves = [{f"d{place}": str(random.integers(3)) for place in range(14)} for _ in range(900)]
    rows = [
        leaf | {"stamp": stamp, "value": float(random.poisson(40 if stamp == 2 and leaf["d3"] == "1" else 100))}
        for stamp in range(3)
        for leaf in leaves
    ]
    result = localise(
        pa.Table.from_pylist(rows), value="value", time="stamp", at=2, by=[f"d{place}" for place in range(14)]
    )
    assert [dict(slice_.conditions) for slice_ in result.slices] == [{"d3": "1"}]
    assert "conditions were searched" in str(result.notes[-1])


SMALL = pa.table({"t": [1, 1, 2, 2], "x": ["p", "q", "p", "q"], "v": [5.0, 6.0, 5.0, 6.0], "w": [9.0, 9.0, 9.0, 9.0]})


@pytest.mark.parametrize(
    ("changes", "error", "sentence"),
    [
        ({"value": "sales"}, RequestError, "Column sales is not in the table; it has t, x, v, w."),
        ({"per": "orders"}, RequestError, "Column orders is not in the table; it has t, x, v, w."),
        ({"by": ["x", "y"]}, RequestError, "Column y is not in the table; it has t, x, v, w."),
        ({"time": "day"}, RequestError, "Column day is not in the table; it has t, x, v, w."),
        ({"by": []}, RequestError, "Name at least one column to look along (by)."),
        ({"by": ["x", "x"]}, RequestError, "Column x is named twice; give each column one role."),
        ({"by": ["v"]}, RequestError, "Column v is named twice; give each column one role."),
        ({"value": "x", "by": ["w"]}, DataError, "Column x holds VARCHAR, not numbers; turn it into numbers first."),
        ({"at": "soon"}, RequestError, "soon is not a moment of column t; write it like 1."),
        ({"at": None}, RequestError, "None is not a moment of column t; write it like 1."),
        ({"at": 7}, DataError, "There are no rows at 7 in column t; choose a moment that is there."),
        ({"at": 0}, DataError, "There are no rows at 0 in column t; choose a moment that is there."),
        (
            {"at": 1},
            DataError,
            "There is nothing before 1 to compare it with; add rows from earlier than that to column t.",
        ),
    ],
)
def test_bad_requests_are_answered_in_one_sentence(
    changes: dict[str, object], error: type[Exception], sentence: str
) -> None:
    arguments: dict[str, Any] = {"value": "v", "per": None, "time": "t", "at": 2, "by": ["x"]} | changes
    with pytest.raises(error) as raised:
        localise(SMALL, **arguments)
    assert str(raised.value) == sentence


def test_bad_tables_are_answered_in_one_sentence() -> None:
    empty = SMALL.slice(0, 0)
    with pytest.raises(DataError, match="There are no rows at 2 in column t"):
        localise(empty, value="v", time="t", at=2, by=["x"])
    with pytest.raises(DataError, match="Column t is empty"):
        localise(empty, value="v", time="t", at="soon", by=["x"])
    with pytest.raises(DataError, match="Column w is below zero in some group"):
        localise(
            SMALL.set_column(3, "w", pa.array([9.0, 9.0, -1.0, 9.0])), value="v", per="w", time="t", at=2, by=["x"]
        )
    with pytest.raises(DataError, match="Column w sums to zero at 2 or at all times before"):
        localise(SMALL.set_column(3, "w", pa.array([9.0, 9.0, 0.0, 0.0])), value="v", per="w", time="t", at=2, by=["x"])
    with pytest.raises(DataError, match="Column v holds an infinite or undefined number"):
        localise(SMALL.set_column(2, "v", pa.array([5.0, float("nan"), 5.0, 6.0])), value="v", time="t", at=2, by=["x"])


@pytest.mark.parametrize(
    "values",
    [
        [0.0, 0.0, 0.0, 0.0],
        [5.0, 6.0, 0.0, 0.0],
        [0.0, 0.0, 5.0, 6.0],
        [None, None, None, None],
        [1e15, 1.0, 1e15, 1.0],
    ],
)
@pytest.mark.parametrize("per", [None, "w"])
def test_degenerate_tables_have_finite_answers(values: list[float | None], per: str | None) -> None:
    table = SMALL.set_column(2, "v", pa.array(values, pa.float64()))
    result = localise(table, value="v", per=per, time="t", at=2, by=["x"])
    assert np.isfinite([result.observed, result.expected, result.change, result.unexplained]).all()


def test_names_with_quotes_are_only_names() -> None:
    table = pa.table(
        {
            'ti"me': ["o'clock 1", "o'clock 1", "o'clock 2", "o'clock 2"],
            "x": ["'; DROP", '"', "'; DROP", '"'],
            "v": [5, 6, 5, 6],
        }
    )
    assert localise(table, value="v", time='ti"me', at="o'clock 2", by=["x"]).observed == 11


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 3), st.sampled_from("pqr"), st.sampled_from("xy"), st.floats(-1e6, 1e6), st.floats(0.0, 1e6)
        ),
        min_size=1,
        max_size=40,
    ),
    st.booleans(),
)
def test_any_table_has_an_answer_that_adds_up_or_one_sentence(
    rows: list[tuple[int, str, str, float, float]], ratio: bool
) -> None:
    columns = dict(zip(("t", "p", "x", "v", "w"), map(list, zip(*rows, strict=True)), strict=True))
    stamps = {stamp for stamp, *_ in rows}
    arguments: dict[str, Any] = {"value": "v", "per": "w" if ratio else None, "time": "t", "at": 3, "by": ["p", "x"]}
    at, before = (sum(row[4] for row in rows if (row[0] == 3) == now) for now in (True, False))
    if 3 not in stamps or len(stamps) == 1 or (ratio and not (at and before)):
        with pytest.raises(DataError, match=r"(no rows at 3|nothing before 3|sums to zero at 3).*\.$"):
            localise(pa.table(columns), **arguments)
        return
    result = localise(pa.table(columns), **arguments)
    parts = sum(slice_.contribution for slice_ in result.slices) + result.unexplained
    assert parts == pytest.approx(
        result.change, rel=1e-9, abs=1e-9 * max(abs(result.observed), abs(result.expected), 1.0)
    )
