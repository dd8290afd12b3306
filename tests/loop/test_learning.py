"""A turn of the loop: proposed, accepted, done, measured at 7 and 28 days and at the end, closed, calibrated."""

from __future__ import annotations

import importlib.util
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from proposals import AT, proposal

from argosy.decision.evaluation import Ruling
from argosy.loop.events import EventType
from argosy.loop.learning import due, learn
from argosy.loop.register import Register
from argosy.loop.status import Status

_FILE = Path(__file__).resolve().parents[1] / "domains" / "fake_measures.py"
_SPEC = importlib.util.spec_from_file_location("fake_measures", _FILE)
assert _SPEC is not None
assert _SPEC.loader is not None
fake_measures = sys.modules.setdefault("fake_measures", importlib.util.module_from_spec(_SPEC))
if not hasattr(fake_measures, "FakeMeasures"):
    _SPEC.loader.exec_module(fake_measures)

DONE_ON = date(2026, 3, 2)
DONE_AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def shop(until: date, lift: float = 0.0, market_lift: float = 0.0, refunds: float = 0.02) -> object:
    """Daily sales of about 1,000 in DE and in FR; `lift` a day more in DE from the day it was done, `market_lift` in both."""
    generator = np.random.default_rng(5)
    rows = []
    for number in range((until - date(2025, 11, 1)).days + 1):
        day = date(2025, 11, 1) + timedelta(days=number)
        for market in ("DE", "FR"):
            amount = generator.normal(1000, 30)
            if day >= DONE_ON:
                amount += market_lift + (lift if market == "DE" else 0.0)
            share = refunds if day >= DONE_ON else 0.02
            rows.append((day, "shop", market, "c", f"{market}{number}", "a", amount, True))
            rows.append(
                (
                    day,
                    "shop",
                    market,
                    "c",
                    f"{market}{number}r",
                    "a",
                    -amount * share * generator.uniform(0.9, 1.1),
                    False,
                )
            )
    return fake_measures.FakeMeasures(pd.DataFrame(rows, columns=fake_measures.COLUMNS), currency="EUR")


def done(register: Register, **changes: object) -> str:
    made = proposal(**changes)  # type: ignore[arg-type]  # the keywords of proposal
    register.propose([made], "tester", AT)
    register.act(made.id, "accept", "worth trying", "owner", AT)
    register.act(made.id, "done", "", "owner", DONE_AT)
    return made.id


def test_due_at_7_and_28_days_and_at_the_end(register: Register) -> None:
    done(register)
    for day, expected in (
        (6, []),
        (7, [7]),
        (27, [7]),
        (28, [7, 28]),
        (90, [7, 28]),
        (91, [7, 28, 91]),
        (400, [7, 28, 91]),
    ):
        assert [one.days for one in due(register.threads(), DONE_ON + timedelta(days=day))] == expected


@pytest.mark.parametrize(("window", "expected"), [(28, [7, 28]), (14, [7, 14]), (7, [7]), (5, [5])])
def test_the_window_is_always_the_last_measurement(register: Register, window: int, expected: list[int]) -> None:
    done(register, window_days=window)
    assert [one.days for one in due(register.threads(), date(2027, 1, 1))] == expected


def test_a_gain_is_measured_shipped_and_closed(register: Register) -> None:
    decision = done(register, point=40_000.0)
    lesson = learn(register, shop(date(2026, 6, 30), lift=100.0), date(2026, 6, 30))
    assert [(one.days, one.is_final) for one in lesson.outcomes] == [(7, False), (28, False), (91, True)]
    final = lesson.outcomes[-1]
    assert final.measured is not None
    assert final.measured.unit == "EUR/year"
    assert final.measured.point == pytest.approx(98 * 365, rel=0.1)  # two per cent of it refunded
    assert final.ruling is Ruling.SHIP
    assert final.is_covered
    thread = register.thread(decision)
    assert thread.status is Status.CLOSED
    assert [event.type for event in thread.events[-4:]] == [EventType.MEASURED] * 3 + [EventType.CLOSED]
    assert thread.events[-1].payload["rule"] == "a worthwhile gain is shown"
    assert lesson.calibrations["market.focus"].outcomes == 1


def test_learning_twice_keeps_one_outcome_and_is_the_same_on_another_register(register: Register) -> None:
    done(register)
    measures = shop(date(2026, 6, 30), lift=100.0)
    first = learn(register, measures, date(2026, 6, 30))
    assert len(first.outcomes) == 3
    assert learn(register, measures, date(2026, 7, 30)).outcomes == ()
    assert register.outcomes() == first.outcomes


def test_harm_and_broken_guardrails_are_rolled_back(register: Register) -> None:
    done(register)
    done(register, subject="market:FR")
    lesson = learn(register, shop(date(2026, 6, 30), lift=-200.0, refunds=0.2), date(2026, 6, 30))
    rules = {(one.subject, one.rule) for one in lesson.outcomes if one.is_final}
    assert {rule for _, rule in rules} == {"a guardrail broke"}
    assert all(one.ruling is Ruling.ROLLBACK for one in lesson.outcomes if one.is_final)


def test_what_the_whole_market_did_is_taken_off_by_the_control(register: Register) -> None:
    done(register)
    done(register, subject="market:DE", kind="market.enter", control={"market": ("FR",)})
    lesson = learn(register, shop(date(2026, 6, 30), market_lift=200.0), date(2026, 6, 30))
    plain, controlled = sorted((one for one in lesson.outcomes if one.is_final), key=lambda one: one.kind, reverse=True)
    assert plain.measured is not None
    assert controlled.measured is not None
    assert plain.measured.is_above_zero
    assert abs(controlled.measured.point) < 10_000 < plain.measured.point


def test_what_the_data_does_not_reach_waits_and_says_what_to_load(register: Register) -> None:
    decision = done(register)
    lesson = learn(register, shop(date(2026, 3, 20)), date(2026, 6, 30))
    assert [one.days for one in lesson.outcomes] == [7]
    assert [str(one.reason) for one in lesson.waiting] == [
        "Load the orders up to 2026-03-29; until then what was done cannot be measured.",
        "Load the orders up to 2026-05-31; until then what was done cannot be measured.",
    ]
    assert register.thread(decision).status is Status.DONE


def test_nothing_loaded_measures_nothing(register: Register) -> None:
    done(register)
    lesson = learn(register, fake_measures.FakeMeasures(), date(2026, 6, 30))
    assert lesson.outcomes == ()
    assert len(lesson.waiting) == 3


def test_a_filter_the_metrics_do_not_know_waits_with_its_sentence(register: Register) -> None:
    done(register, control={"planet": ("Mars",)})
    lesson = learn(register, shop(date(2026, 6, 30)), date(2026, 6, 30))
    assert lesson.outcomes == ()
    assert {str(one.reason) for one in lesson.waiting} == {"There is no dimension planet."}


def test_done_after_a_test_is_measured_anew(register: Register) -> None:
    made = proposal()
    register.propose([made], "tester", AT)
    register.act(made.id, "test", "", "owner", AT)
    learn(register, shop(date(2026, 3, 20)), date(2026, 3, 10))
    register.act(made.id, "done", "", "owner", datetime(2026, 3, 11, tzinfo=UTC))
    assert [one.due_on for one in due(register.threads(), date(2026, 3, 18))] == [date(2026, 3, 18)]


def test_an_undone_decision_is_no_longer_measured(register: Register) -> None:
    decision = done(register)
    register.act(decision, "undo", "did not work", "owner", DONE_AT + timedelta(days=3))
    assert due(register.threads(), date(2027, 1, 1)) == ()
