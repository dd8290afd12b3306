"""The experiment bench: designs judged on planted effects, one experiment at a time on a part, by the definitions of its start."""

from __future__ import annotations

import dataclasses
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from proposals import AT, proposal

from argosy.core.errors import DataError, RequestError
from argosy.core.text import Text
from argosy.decision.contract import Option
from argosy.loop.experiments.assignment import arm_on, arms_of, held_out, pairs_of, schedule, whole_days
from argosy.loop.experiments.bench import Bench
from argosy.loop.experiments.experiment import Design, Experiment, definition_of, experiment_of
from argosy.loop.experiments.judging import effects, judged
from argosy.loop.register import Register
from argosy.metrics.contract import Measures

sys.path.append(str(Path(__file__).resolve().parents[1] / "domains"))
from memory_measures import measures_of

START, DAYS = date(2026, 3, 2), 56
SKUS = tuple(f"K{number}" for number in range(12))


def experiment(design: Design, **changes: Any) -> Experiment:
    made = Experiment(
        "e1" * 8, "d1", design, ("old", "new"), "net_sales", (), {"market": ("DE",)}, START, DAYS, 10.0, 0.05,
        definitions={"net_sales": definition_of("net_sales")},
    )  # fmt: skip
    return dataclasses.replace(made, **changes)


def shop(gain: Any, seed: int = 3, **tables: Any) -> Measures:
    """Sales of about 100 a day and SKU; `gain(day, sku)` more since the start."""
    random = np.random.default_rng(seed)
    rows = []
    for number in range(-DAYS, DAYS):
        day = START + timedelta(days=number)
        for place, sku in enumerate(SKUS):
            amount = 100.0 + 5 * place + 20 * (day.weekday() < 5) + random.normal(0, 8) + gain(day, sku)
            rows.append(line(day, sku, f"{day}{sku}", round(amount, 2), f"c{place}"))
    return measures_of({"order_lines": rows, **tables})


def line(day: date, sku: str, number: str, amount: float, customer: str) -> dict[str, Any]:
    return {
        "store_id": "shop", "channel": "own_store", "market": "DE", "order_id": number, "line_no": "1", "ordered_on": day,
        "customer_id": customer, "sku": sku, "quantity": 1, "currency": "EUR", "gross_amount": amount, "status": "shipped", "kind": "goods",
    }  # fmt: skip


def test_a_switchback_finds_what_was_planted() -> None:
    made = experiment(Design.SWITCHBACK)
    measures = shop(lambda day, sku: 4.0 if arm_on(made, day) == "new" else 0.0)
    found = effects(measures, made)["net_sales"]
    truth = 4.0 * len(SKUS) * 365
    assert found.unit == "EUR/year"
    assert found.is_above_zero
    assert abs(found.point - truth) < 3 * (found.high - found.low) / 2


def test_a_switchback_gives_every_arm_every_weekday() -> None:
    days = schedule(experiment(Design.SWITCHBACK))
    held = {(period.arm, period.starts_at.weekday()) for period in days}
    assert len(held) == 14
    assert whole_days(15) == 28
    with pytest.raises(RequestError, match="not a switchback"):
        schedule(experiment(Design.SPLIT))


def test_matched_skus_a_holdout_and_a_synthetic_control_find_it_too() -> None:
    series = {sku: [100.0 + 5 * place] * 10 for place, sku in enumerate(SKUS)}
    treated, controls = pairs_of(series, "salt")
    assert set(treated) | set(controls) == set(SKUS)
    measures = shop(lambda day, sku: 10.0 if day >= START and sku in treated else 0.0)
    for design in (Design.MATCHED, Design.HOLDOUT):
        found = effects(measures, experiment(design, dimension="sku", treated=treated, controls=controls))["net_sales"]
        assert abs(found.point - 10.0 * len(treated) * 365) < 0.25 * 10.0 * len(treated) * 365, design
        assert found.is_above_zero
    alone = shop(lambda day, sku: 30.0 if day >= START and sku == "K4" else 0.0)
    found = effects(alone, experiment(Design.SYNTHETIC, dimension="sku", treated=("K4",)))["net_sales"]
    assert abs(found.point - 30.0 * 365) < 0.3 * 30.0 * 365
    assert len(held_out(dict.fromkeys(SKUS, 1.0), 0.25, "salt")) == 3


def exposed(arms: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "experiment_id": "shop-7",
            "unit_id": unit,
            "customer_id": unit,
            "unit_kind": "customer",
            "arm": arm,
            "exposed_on": START,
        }
        for unit, arm in arms.items()
    ]


def test_exposures_of_a_shop_are_judged_per_customer() -> None:
    made = experiment(Design.SPLIT, external_id="shop-7")
    units = [f"u{number}" for number in range(400)]
    arms = arms_of(made, units)
    random = np.random.default_rng(5)
    rows = [
        line(
            START + timedelta(days=number % DAYS),
            "K1",
            unit,
            round(random.gamma(4, 10) + (12 if arms[unit] == "new" else 0), 2),
            unit,
        )
        for number, unit in enumerate(units)
    ]
    found = effects(measures_of({"order_lines": rows, "exposures": exposed(arms)}), made)["net_sales"]
    truth = 12 * len(units) / DAYS * 365
    assert found.low < truth < found.high or abs(found.point / truth - 1) < 0.3
    with pytest.raises(DataError, match="No exposures of experiment shop-7"):
        effects(measures_of({"order_lines": rows}), made)


def test_arms_of_the_wrong_size_are_not_trusted() -> None:
    made = experiment(Design.SPLIT, external_id="shop-7")
    arms = {f"u{number}": "new" if number % 4 else "old" for number in range(400)}
    rows = [line(START, "K1", unit, 10.0 + place % 7, unit) for place, unit in enumerate(arms)]
    with pytest.raises(DataError, match="not of the sizes planned"):
        effects(measures_of({"order_lines": rows, "exposures": exposed(arms)}), made)


def test_a_platform_s_own_result_is_taken_as_it_stands() -> None:
    made = experiment(Design.PLATFORM, external_id="A1")
    results = [
        {"experiment_id": "A1", "market": "DE", "listing_id": "L", "arm": arm, "metric": "sales", "from_on": START, "effect_rate": rate,
         "effect_low_rate": low, "effect_high_rate": high}
        for arm, rate, low, high in (("old", None, None, None), ("new", 0.10, 0.02, 0.18))
    ]  # fmt: skip
    measures = shop(lambda day, sku: 0.0, experiment_results=results)
    found = effects(measures, made)["net_sales"]
    assert found.level == 0.95
    assert found.low == pytest.approx(found.point * 0.2)
    with pytest.raises(DataError, match="is not loaded yet"):
        effects(shop(lambda day, sku: 0.0), made)


def test_a_metric_that_was_redefined_judges_nothing() -> None:
    made = experiment(Design.SWITCHBACK, definitions={"net_sales": "another"})
    with pytest.raises(RequestError, match="was redefined since experiment"):
        effects(shop(lambda day, sku: 0.0), made)


def test_too_few_days_say_how_many_blocks_are_missing() -> None:
    made = experiment(Design.SWITCHBACK, metric="refund_rate", definitions={}, where={"market": ("FR",)})
    with pytest.raises(DataError, match="are missing; run on"):
        effects(shop(lambda day, sku: 0.0), made)


def test_days_without_refunds_are_days_of_none() -> None:
    back = [{"store_id": "shop", "channel": "own_store", "market": "DE", "sku": "K1", "refund_id": "r", "line_no": "1", "currency": "EUR",
             "refunded_on": START + timedelta(days=number), "refund_amount": 30.0, "quantity": 1} for number in (3, 20)]  # fmt: skip
    made = experiment(Design.SWITCHBACK, guardrails=("refund_rate",), definitions={})
    found = effects(shop(lambda day, sku: 0.0, refunds=back), made)
    assert abs(found["refund_rate"].point) < 0.01
    assert found["refund_rate"].unit == "/1"


def stored(register: Register, subject: str = "market:DE") -> str:
    (filed,) = register.propose([proposal(subject)], "argosy", AT)
    assert filed.thread_id is not None
    return filed.thread_id


def test_started_twice_is_started_once_and_two_never_overlap(register: Register) -> None:
    bench, one = register.bench, experiment(Design.SWITCHBACK, decision_id=stored(register))
    assert bench.start(one) == one
    assert bench.start(one) == one
    other = dataclasses.replace(one, id="e2" * 8, where={"market": ("DE",), "sku": ("K1",)})
    with pytest.raises(RequestError, match="runs on the same part of the shop until 2026-04-26"):
        bench.start(other)
    bench.check(dataclasses.replace(other, where={"market": ("FR",)}))
    bench.check(dataclasses.replace(other, start_on=START + timedelta(days=DAYS)))
    assert bench.stop(one.id, "never mind", "owner", AT)
    assert bench.start(other) == other
    assert not bench.record(one.id, {}, "argosy", AT), "it is over"


def test_what_is_kept_comes_back_whole(register: Register, state_url: str) -> None:
    one = experiment(Design.MATCHED, decision_id=stored(register), dimension="sku", treated=("K1",), controls=("K2",))
    register.bench.start(one)
    assert register.bench.record(one.id, {"ruling": "ship"}, "argosy", AT)
    again = Register.open(state_url)
    kept = again.bench.of_decision(one.decision_id)
    again.close()
    assert kept is not None
    assert (kept.experiment, kept.judgement, kept.is_running) == (one, {"ruling": "ship"}, False)


def test_two_who_start_at_once_leave_one(state_url: str, register: Register) -> None:
    from concurrent.futures import ThreadPoolExecutor

    decision = stored(register)
    several = [experiment(Design.SWITCHBACK, id=f"x{number}" * 8, decision_id=decision) for number in range(4)]

    def start(one: Experiment) -> bool:
        opened = Register.open(state_url)
        try:
            Bench(opened.bench._storage).start(one)
        except RequestError:
            return False
        finally:
            opened.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(start, several)) == 1


def test_terms_that_cannot_be_run_are_refused() -> None:
    option = Option(
        "switch", Text("Switch."), None, {"design": "switchback", "arms": ("a",), "metric": "net_sales", "days": 14}
    )
    with pytest.raises(RequestError, match="fewer than two arms"):
        experiment_of(option, "d1", START)
    assert experiment_of(Option("go", Text("Go."), None), "d1", START) is None


def test_instants_of_other_zones_are_kept_in_utc(register: Register) -> None:
    one = experiment(Design.SWITCHBACK, decision_id=stored(register))
    register.bench.start(one)
    from zoneinfo import ZoneInfo

    assert register.bench.record(one.id, {}, "argosy", datetime(2026, 5, 1, 8, tzinfo=ZoneInfo("Asia/Shanghai")))
    assert schedule(one)[0].starts_at.tzinfo is UTC


def test_of_several_arms_every_one_is_judged_with_wider_intervals_and_the_best_is_named() -> None:
    made = experiment(Design.SPLIT, arms=("old", "plain", "bold"), external_id="shop-7", where={})
    arms = arms_of(made, (f"c{number}" for number in range(1500)))
    random, day = np.random.default_rng(5), START + timedelta(days=3)
    mean = {"old": 20.0, "plain": 20.0, "bold": 23.0}
    rows = [
        line(day, "K0", f"o{unit}", float(random.normal(mean[arm], 4.0)), unit) for unit, arm in sorted(arms.items())
    ]
    tables = {"order_lines": rows, "exposures": exposed(arms)}
    found = judged(measures_of(tables), made)
    assert set(found.arms) == {"plain", "bold"}
    assert found.best == "bold"
    assert found.arms["bold"]["net_sales"].is_above_zero
    assert found.arms["plain"]["net_sales"].low < 0 < found.arms["plain"]["net_sales"].high
    assert effects(measures_of(tables), made) == found.arms["bold"]
    nobody = {unit: arm for unit, arm in arms.items() if arm != "plain"}
    with pytest.raises(DataError, match="Nobody was exposed to arm plain"):
        judged(measures_of({"order_lines": rows, "exposures": exposed(nobody)}), made)
