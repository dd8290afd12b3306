"""`judge`: a real experiment, every shape of table, and every fault it must answer with one clear sentence."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import statsmodels.api as sm

from argosy.core.errors import DataError, RequestError
from argosy.core.text import Text
from argosy.methods.testing import (
    Metric,
    Proportion,
    QuantileSample,
    Ratio,
    SampleMean,
    compare,
    compare_quantiles,
    control_arm,
    judge,
    judge_statistics,
)
from argosy.methods.testing.experiment_table import experiment_table
from argosy.methods.testing.tabulate import tabulate


def rows(units: int = 400, seed: int = 1, **more: Any) -> pa.Table:
    rng = np.random.default_rng(seed)
    arm = np.where(rng.random(units) < 0.5, "control", "new")
    columns = {"arm": arm, "value": rng.normal(10.0, 2.0, units) + (arm == "new"), "done": rng.random(units) < 0.3}
    return pa.table(columns | more)


@pytest.fixture(scope="module")
def hillstrom(shared_data: Path) -> pa.Table:
    return pq.read_table(shared_data / "hillstrom_email" / "hillstrom.parquet")


def test_three_real_arms(hillstrom: pa.Table) -> None:
    found = judge(hillstrom, arm="segment", metrics=["visit", "conversion", "spend"])
    assert found.control == "No E-Mail"
    assert found.units == {"Mens E-Mail": 21_307, "No E-Mail": 21_306, "Womens E-Mail": 21_387}
    assert (found.sample_ratio.mismatch, round(found.sample_ratio.p, 4)) == (False, 0.9037)
    published = {
        ("visit", "Mens E-Mail"): (0.1828, 0.1062),
        ("visit", "Womens E-Mail"): (0.1514, 0.1062),
        ("conversion", "Mens E-Mail"): (0.012531, 0.005726),
        ("conversion", "Womens E-Mail"): (0.008837, 0.005726),
        ("spend", "Mens E-Mail"): (1.4226, 0.6528),
        ("spend", "Womens E-Mail"): (1.0772, 0.6528),
    }
    assert {(result.metric, result.arm) for result in found.results} == set(published)
    for (metric, arm), means in published.items():
        result = found.result(metric, arm)
        assert (result.arm_mean, result.versus_mean) == pytest.approx(means, abs=5e-5)
        assert result.effect == pytest.approx(result.arm_mean - result.versus_mean, rel=1e-12)
        assert result.low < result.effect < result.high
        assert result.p <= result.p_adjusted < 0.01
        assert result.kind == ("mean" if metric == "spend" else "proportion")


def test_statistics_are_those_of_the_rows(hillstrom: pa.Table) -> None:
    frame = hillstrom.to_pandas()
    found = judge(
        hillstrom, arm="segment", metrics=["visit", "spend", "spend/visit", "history@0.9"], control="No E-Mail"
    )
    ours, theirs = (frame[frame.segment == name] for name in ("Mens E-Mail", "No E-Mail"))
    expected = {
        "visit": compare(Proportion.of(ours.visit), Proportion.of(theirs.visit)),
        "spend": compare(SampleMean.of(ours.spend), SampleMean.of(theirs.spend)),
        "spend/visit": compare(Ratio.of(ours.spend, ours.visit), Ratio.of(theirs.spend, theirs.visit)),
        "history@0.9": compare_quantiles(QuantileSample.of(ours.history, 0.9), QuantileSample.of(theirs.history, 0.9)),
    }
    for metric, difference in expected.items():
        result = found.result(metric, "Mens E-Mail")
        for name in ("effect", "low", "high", "p"):
            assert getattr(result, name) == pytest.approx(getattr(difference, name), rel=1e-9, abs=1e-12)


def test_contract() -> None:
    found = judge(rows(), arm="arm", metrics=["value", "done"]).contract()
    assert set(found) == {"sample_ratio", "results"}
    assert set(found["sample_ratio"]) == {"p", "mismatch"}
    assert [list(result) for result in found["results"]] == [
        ["metric", "arm", "versus", "effect", "low", "high", "p"]
    ] * 2
    assert all(isinstance(result["effect"], float) for result in found["results"])


def test_everything_turns_into_json() -> None:
    found = judge(rows(40, same=np.zeros(40)), arm="arm", metrics=["value", "same"])
    back = json.loads(json.dumps(found.to_json()))
    assert back["results"][0]["effect"] == found.results[0].effect
    assert Text.from_json(back["refused"][0]["reason"]) == found.refused[0].reason
    assert Text.from_json(back["notices"][0]) == found.notices[0]


def test_threads_do_not_meet() -> None:
    tables = [rows(500, seed=seed) for seed in range(8)]
    alone = [judge(table, arm="arm", metrics=["value"]) for table in tables]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda table: judge(table, arm="arm", metrics=["value"]), tables)) == alone


def test_same_table_same_digits() -> None:
    table = rows(5_000)
    assert judge(table, arm="arm", metrics=["value", "done"]) == judge(table, arm="arm", metrics=["value", "done"])


def test_covariate_is_regression() -> None:
    table = rows(600, before=np.random.default_rng(2).normal(size=600))
    value = table["value"].to_numpy() + 3.0 * table["before"].to_numpy()
    table = table.set_column(1, "value", pa.array(value))
    found = judge(table, arm="arm", metrics=["value"], covariate="before").results[0]
    treated = (table["arm"].to_numpy(zero_copy_only=False) == "new").astype(float)
    fit = sm.OLS(value, np.column_stack([np.ones(600), treated, table["before"].to_numpy()])).fit()
    assert found.effect == pytest.approx(fit.params[1], rel=1e-9)
    assert found.variance_reduction == pytest.approx(9 / 13, abs=0.06)
    assert (found.low, found.high) == pytest.approx(tuple(fit.conf_int()[1]), rel=0.02)


@pytest.mark.parametrize("with_covariate", [False, True])
def test_rows_of_one_unit_do_not_count_as_many(with_covariate: bool) -> None:
    """Splits of nothing, where each unit has 20 alike rows: treating rows as units would cry wolf four times of five."""
    rng = np.random.default_rng(3)
    alarms = 0
    for _ in range(25):
        own = rng.normal(size=60)
        unit = np.repeat(np.arange(60), 20)
        arm = np.where(np.arange(60) % 2, "b", "a")[unit]
        table = pa.table(
            {
                "arm": arm,
                "u": unit,
                "value": own[unit] + 0.3 * rng.normal(size=unit.size),
                "x": rng.normal(size=60)[unit],
            }
        )
        found = judge(table, arm="arm", metrics=["value"], unit="u", covariate="x" if with_covariate else None).results[
            0
        ]
        assert found.clustered
        assert (found.arm_units, found.versus_units) == (30, 30)
        alarms += found.p < 0.05
    assert alarms <= 4


def test_rows_of_one_unit_as_rows_or_as_total() -> None:
    table = pa.table(
        {"arm": list("aaaabbbb"), "u": [1, 1, 2, 3, 4, 5, 5, 6], "value": [1.0, 2.0, 4.0, 3.0, 5.0, 7.0, 1.0, 9.0]}
    )
    by_rows = judge(table, arm="arm", metrics=["value"], unit="u").results[0]
    in_total = judge(table, arm="arm", metrics=["value"], unit="u", per_unit="total").results[0]
    assert by_rows.effect == pytest.approx(5.5 - 2.5)
    assert in_total.effect == pytest.approx(22 / 3 - 10 / 3)
    assert by_rows.versus == "a"


def test_units_with_one_row_each_are_plain() -> None:
    table = rows(300)
    table = table.append_column("u", pa.array([f"unit {i}" for i in range(300)]))
    plain, named = (judge(table, arm="arm", metrics=["value", "done"], unit=unit) for unit in (None, "u"))
    for one, other in zip(plain.results, named.results, strict=True):
        assert one.kind == other.kind
        assert (one.effect, one.low, one.p) == pytest.approx((other.effect, other.low, other.p), rel=1e-12)


def test_units_in_two_arms_are_counted_and_left_out() -> None:
    clean = rows(400, u=np.arange(400))
    stray = pa.table({"arm": ["control", "new"], "value": [1e6, -1e6], "done": [True, True], "u": [9_999, 9_999]})
    found = judge(pa.concat_tables([clean, stray]), arm="arm", metrics=["value", "value@0.5"], unit="u")
    assert found.contaminated == 1
    assert any("1 units appear in more than one arm" in str(notice) for notice in found.notices)
    assert found.result("value", "new").effect == pytest.approx(
        judge(clean, arm="arm", metrics=["value"]).results[0].effect
    )
    assert found.result("value@0.5", "new").arm_mean < 100.0


def test_missing_values_are_counted_and_left_out() -> None:
    table = rows(400)
    value = table["value"].to_numpy().copy()
    value[:10] = np.nan
    holes = pa.table({"arm": table["arm"], "value": pa.array(value), "other": pa.array([None] * 5 + list(range(395)))})
    found = judge(holes, arm="arm", metrics=["value", "other"])
    assert [str(notice) for notice in found.notices][:2] == [
        "10 rows have no value of value and were left out of it.",
        "5 rows have no value of other and were left out of it.",
    ]
    assert found.results[0].arm_units + found.results[0].versus_units == 390
    rest = judge(table.slice(10), arm="arm", metrics=["value"]).results[0]
    assert found.results[0].effect == pytest.approx(rest.effect, rel=1e-12)


def test_values_missing_in_one_arm_only_are_pointed_out() -> None:
    table = rows(1000)
    value = np.where(
        (table["arm"].to_numpy(zero_copy_only=False) == "new") & (np.arange(1000) % 5 == 0), np.nan, table["value"]
    )
    found = judge(pa.table({"arm": table["arm"], "value": value}), arm="arm", metrics=["value"])
    assert any("missing more often in some arms" in str(notice) for notice in found.notices)


def test_rows_without_arm_or_unit_are_counted() -> None:
    arms, units = ["a", "b", None, "", "a ", "b"], ["1", "2", "3", "4", "5", None]
    table = pa.table({"arm": arms, "u": units, "value": [1.0, 2.0, 9.0, 9.0, 2.0, 9.0]})
    table = pa.concat_tables([table, pa.table({"arm": ["b"], "u": ["7"], "value": [4.0]})])
    found = judge(table, arm="arm", metrics=["value"], unit="u")
    assert found.units == {"a": 2, "b": 2}
    assert found.results[0].effect == pytest.approx(1.5)
    notices = [str(notice) for notice in found.notices]
    assert "2 rows have no arm and were left out." in notices
    assert "1 rows have no u and were left out." in notices
    assert any("Arm a has 2 units" in notice and "28 more would be enough" in notice for notice in notices)


def test_winsorising_pulls_in_the_far_values_alone() -> None:
    table = rows(1000)
    value = table["value"].to_numpy().copy()
    value[0] = 1e7
    far = pa.table({"arm": table["arm"], "value": value, "done": table["done"]})
    tame = judge(far, arm="arm", metrics=["value", "done"], winsorise=0.99)
    assert tame.result("value", "new").effect == pytest.approx(1.0, abs=0.5)
    assert tame.result("done", "new").effect == judge(far, arm="arm", metrics=["done"]).results[0].effect
    holes = value.copy()
    holes[5:50] = np.nan
    kept = judge(pa.table({"arm": table["arm"], "value": holes}), arm="arm", metrics=["value"], winsorise=0.95).results[
        0
    ]
    assert kept.arm_units + kept.versus_units == 955


def test_skew_is_told_with_what_is_missing() -> None:
    rng = np.random.default_rng(4)
    arm = np.where(np.arange(600) < 500, "a", "b")
    found = judge(
        pa.table({"arm": arm, "value": rng.lognormal(0, 2, 600)}), arm="arm", metrics=["value"], shares={"a": 5, "b": 1}
    )
    assert any("very skewed: about" in str(notice) for notice in found.notices)
    calm = judge(rows(600), arm="arm", metrics=["value"])
    assert not any("skewed" in str(notice) for notice in calm.notices)


def test_a_covariate_that_the_arm_moved_is_pointed_out() -> None:
    table = rows(500)
    found = judge(table.append_column("after", table["value"]), arm="arm", metrics=["done"], covariate="after")
    assert any("after already differs between new and control" in str(notice) for notice in found.notices)


def test_a_missing_covariate_leaves_the_unit_in() -> None:
    before = np.random.default_rng(5).normal(size=400)
    before[:40] = np.nan
    found = judge(rows(400, before=before), arm="arm", metrics=["value"], covariate="before")
    assert found.results[0].arm_units + found.results[0].versus_units == 400
    assert any("40 units have no before" in str(notice) for notice in found.notices)


def test_sample_ratio_and_shares() -> None:
    table = pa.table({"arm": ["a"] * 900 + ["b"] * 100, "value": np.random.default_rng(6).normal(size=1000)})
    assert judge(table, arm="arm", metrics=["value"]).sample_ratio.mismatch
    assert "do not fit the planned shares" in str(judge(table, arm="arm", metrics=["value"]).notices[0])
    assert not judge(table, arm="arm", metrics=["value"], shares={"a": 9, "b": 1}).sample_ratio.mismatch
    with pytest.raises(DataError, match="Arm c should have a share but has no unit"):
        judge(table, arm="arm", metrics=["value"], shares={"a": 1, "b": 1, "c": 1})
    with pytest.raises(RequestError, match="Arm b has no planned share"):
        judge(table, arm="arm", metrics=["value"], shares={"a": 1})


def test_looking_early_widens_the_interval() -> None:
    table = rows(2000)
    once, always = (
        judge(table, arm="arm", metrics=["value", "done", "value@0.5"], sequential=flag) for flag in (False, True)
    )
    for fixed, valid in zip(once.results, always.results, strict=True):
        assert valid.high - valid.low > 1.2 * (fixed.high - fixed.low)
        assert valid.p > fixed.p
        assert valid.effect == fixed.effect
        assert valid.detectable > fixed.detectable


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        (pa.array([True, False] * 50), "proportion"),
        (pa.array([1, 0] * 50, pa.int8()), "proportion"),
        (pa.array([1.0, 0.0] * 50), "proportion"),
        (pa.array([Decimal("1.50"), Decimal("0.25")] * 50), "mean"),
        (pa.array([3, 9] * 50, pa.uint16()), "mean"),
        (pa.array([0.5, 2.0] * 50, pa.float32()), "mean"),
    ],
)
def test_types_of_metrics(column: pa.Array, kind: str) -> None:
    found = judge(pa.table({"arm": list("aabb") * 25, "m": column}), arm="arm", metrics=["m"]).results[0]
    assert (found.kind, found.effect) == (kind, 0.0)


@pytest.mark.parametrize(
    "arms",
    [
        pa.array([0, 1] * 20),
        pa.array([False, True] * 20),
        pa.array([0.0, 1.0] * 20),
        pa.array(["0", "1"] * 20).dictionary_encode(),
        pa.array(["对照组", "新标题"] * 20),
    ],
)
def test_types_of_arms(arms: pa.Array) -> None:
    found = judge(pa.table({"arm": arms, "m": [1.0, 2.0, 3.0, 5.0] * 10}), arm="arm", metrics=["m"])
    assert found.control in {"0", "False", "0.0", "对照组"}
    assert found.results[0].effect == pytest.approx(1.5)


def test_odd_names_of_columns_and_arms() -> None:
    odd = pa.table(
        {'a "rm': ["it's", "b; DROP"] * 20, "A": range(40), "a": [1.0, 3.0] * 20, "x/y@1": [1, 2, 3, 4] * 10}
    )
    found = judge(odd, arm='a "rm', metrics=["A", "a@0.5", "x/y@1"], control="it's")
    assert [result.metric for result in found.results] == ["A", "x/y@1"]
    assert [str(refusal.reason)[:30] for refusal in found.refused] == ["The values around the quantile"]


def test_one_bad_metric_leaves_the_others() -> None:
    table = rows(200, same=np.full(200, 7.0), never=np.zeros(200))
    found = judge(table, arm="arm", metrics=["value", "same", "never"])
    assert [result.metric for result in found.results] == ["value"]
    assert [refusal.metric for refusal in found.refused] == ["same", "never"]
    assert "do not vary" in str(found.refused[0].reason)
    assert (
        str(found.refused[1].reason) == "The metric is 0 for every unit of both arms, so there is nothing to compare."
    )


def test_an_arm_without_values_is_refused_alone() -> None:
    table = pa.table({"arm": list("abc") * 20, "value": [1.0 + i % 5 if i % 3 < 2 else None for i in range(60)]})
    found = judge(table, arm="arm", metrics=["value"])
    assert [(result.arm, result.versus) for result in found.results] == [("b", "a")]
    assert str(found.refused[0].reason) == "Arm c: The arm has no value of this metric; check the export."


FAULTS: list[tuple[dict[str, Any], dict[str, Any], type[Exception], str]] = [
    ({}, {"metrics": ["x"]}, RequestError, "There is no column x in the table; it has arm, value, done"),
    ({}, {"arm": "group"}, RequestError, "There is no column group"),
    ({}, {"unit": "id"}, RequestError, "There is no column id"),
    ({}, {"metrics": []}, RequestError, "No metric is named"),
    ({}, {"metrics": ["value@x"]}, RequestError, "x is not a quantile; write value@0.9"),
    ({}, {"metrics": ["value@1.5"]}, RequestError, "must lie between 0 and 1"),
    ({}, {"metrics": ["arm"]}, RequestError, "Column arm cannot be arm or unit and a number at once"),
    ({}, {"control": "old"}, RequestError, "There is no arm old; the arms are control, new"),
    ({}, {"alpha": 5}, RequestError, "alpha must lie between 0 and 1, not 5"),
    ({}, {"winsorise": 2}, RequestError, "Winsorising takes a quantile"),
    ({}, {"per_unit": "sum"}, RequestError, "judged as rows or total, not as sum"),
    ({}, {"planned_units": 0}, RequestError, "planned number of units"),
    ({}, {"correction": "bonferroni"}, RequestError, "bonferroni is not a correction"),
    ({"value": ["x"] * 40}, {}, DataError, "Column value holds string, for example 'x', not numbers"),
    ({"value": [None] * 40}, {}, DataError, "Column value is empty"),
    ({"value": [float("inf")] + [1.0] * 39}, {}, DataError, "Column value holds an infinite value"),
    ({"value": [float("nan")] * 40}, {}, DataError, "The arm has no value of this metric"),
    ({"value": [3.0] * 40}, {}, DataError, "value of arm new cannot be judged: The values do not vary"),
    ({"arm": ["new"] * 40}, {}, DataError, r"names one arm only \(new\); an experiment needs at least two"),
    ({"arm": [None] * 40}, {}, DataError, r"names one arm only \(none\)"),
    (
        {"arm": [str(i) for i in range(60)], "value": range(60), "done": [True] * 60},
        {},
        DataError,
        "more than 50 different values",
    ),
    (
        {"arm": ["new"] + ["control"] * 39},
        {},
        DataError,
        "1 units are too few: 2 are the least that can be judged, so 1 are missing",
    ),
    (
        {"value": [1.0] * 40},
        {"covariate": "value", "metrics": ["done"]},
        DataError,
        "covariate is the same for every unit",
    ),
    (
        {"done": [1] * 40},
        {"unit": "done"},
        DataError,
        r"Arm control has no unit of its own \(1 units appear in more than one arm\)",
    ),
    ({}, {"metrics": ["value@0.999"]}, DataError, "20 rows are too few for the 0.999 quantile"),
]


@pytest.mark.parametrize(("columns", "arguments", "error", "sentence"), FAULTS)
def test_faults_are_one_sentence(
    columns: dict[str, Any], arguments: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    table = pa.table(
        {"arm": ["control", "new"] * 20, "value": np.arange(40.0), "done": [True, False, False, True] * 10} | columns
    )
    with pytest.raises(error, match=sentence):
        judge(table, **({"arm": "arm", "metrics": ["value"]} | arguments))


def test_empty_table_and_doubled_column() -> None:
    with pytest.raises(DataError, match="no rows"):
        judge(rows().slice(0, 0), arm="arm", metrics=["value"])
    table = rows()
    with pytest.raises(DataError, match="more than once"):
        judge(table.append_column("value", table["done"]), arm="arm", metrics=["value"])


def test_quantile_missing_rows_would_be_enough() -> None:
    values = np.random.default_rng(7).normal(size=4000)
    with pytest.raises(DataError, match="more are needed") as short:
        QuantileSample.of(values[:100], 0.99)
    missing = int(short.value.text.values["missing"])  # type: ignore[call-overload]  # the template's own value
    assert QuantileSample.of(values[: 100 + missing], 0.99).level == 0.99
    with pytest.raises(DataError):
        QuantileSample.of(values[: 100 + missing - 10], 0.99)


def test_control_by_name() -> None:
    cases = {
        ("treatment", "control"): "control",
        ("B", "A"): "A",
        ("Womens", "No E-Mail", "Mens"): "No E-Mail",
        ("old", "new"): "old",
        ("1", "0"): "0",
        ("x", "placebo"): "placebo",
        ("A", "control_2024"): "control_2024",
        ("variant", "holdout"): "holdout",
        ("green", "blue"): "blue",
        ("True", "False"): "False",
    }
    assert {arms: control_arm(arms) for arms in cases} == cases


def test_metric_values_may_be_given() -> None:
    found = judge(
        rows(), arm="arm", metrics=[Metric("share done", "done"), Metric("value per done", "value", denominator="done")]
    )
    assert [(result.metric, result.kind) for result in found.results] == [
        ("share done", "proportion"),
        ("value per done", "ratio"),
    ]


def test_a_thousand_experiments_from_sums_within_five_seconds() -> None:
    rng = np.random.default_rng(8)
    counts = rng.binomial(10_000, 0.1, (1000, 2))
    sums = rng.normal(50_000.0, 100.0, (1000, 2))
    began = time.perf_counter()
    for done, total in zip(counts.tolist(), sums.tolist(), strict=True):
        statistics = {
            "done": {arm: Proportion(10_000, count) for arm, count in zip("ab", done, strict=True)},
            "value": {
                arm: SampleMean.from_sums(10_000, t, t * t / 10_000 + 10_000.0)
                for arm, t in zip("ab", total, strict=True)
            },
        }
        assert len(judge_statistics(statistics, {"a": 10_000, "b": 10_000}).results) == 2
    assert time.perf_counter() - began < 5.0


def test_judge_statistics_sees_the_sample_ratio() -> None:
    statistics = {"done": {"a": Proportion(900, 90), "b": Proportion(1100, 90)}}
    assert judge_statistics(statistics, {"a": 900, "b": 1100}).sample_ratio.mismatch
    assert not judge_statistics(statistics, {"a": 900, "b": 1100}, shares={"a": 9, "b": 11}).sample_ratio.mismatch
    with pytest.raises(DataError, match="Arm b has no value of this metric"):
        judge_statistics({"done": {"a": Proportion(9, 3)}}, {"a": 9, "b": 9})


def test_third_moments_are_those_of_the_values() -> None:
    rng = np.random.default_rng(9)
    arm, value = np.repeat(["a", "b"], 500), rng.lognormal(size=1000) - 5.0
    source = experiment_table(pa.table({"arm": arm, "m": value}), arm="arm", metrics=["m"], unit=None, covariate=None)
    found = tabulate(source).metrics[0].third_moments
    expected = {name: np.mean((value[arm == name] - value[arm == name].mean()) ** 3) for name in ("a", "b")}
    assert found == pytest.approx(expected, rel=1e-9)


def test_an_arm_without_a_unit_of_its_own_is_refused_alone() -> None:
    """All of arm c was seen in arm a too: a and b are judged, c is refused, and the sample ratio says that something is wrong."""
    units = [f"u{number}" for number in range(60)]
    rows = [(unit, "a" if place % 2 else "b", float(place % 7)) for place, unit in enumerate(units)]
    rows += [(unit, "c", 1.0) for place, unit in enumerate(units[:20]) if place % 2]
    table = pa.table({name: [row[place] for row in rows] for place, name in enumerate(("unit", "arm", "value"))})
    found = judge(table, arm="arm", metrics=["value"], unit="unit", control="a")
    assert [result.arm for result in found.results] == ["b"]
    assert [refusal.arm for refusal in found.refused] == ["c"]
    assert found.sample_ratio.mismatch
    assert found.contaminated == 10
