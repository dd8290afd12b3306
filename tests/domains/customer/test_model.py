"""Who is quiet and what a letter may bring: permissions, splits, effects."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache

import numpy as np
import pyarrow as pa
import pytest
from fake_measures import FakeMeasures, seller

from argosy.decision.contract import Decision
from argosy.decision.domain import kinds
from argosy.domains.customer import facts
from argosy.domains.customer.model import learn_rhythm, quiet_customers

AS_OF = date(2026, 10, 31)
KIND = kinds()["customer.win_back"]
SELLER = seller({"DE": {"customers": 500, "rhythm": 25, "gone": 0.35, "amount": 60}}, AS_OF, seed=4)


@cache
def plain() -> Decision:
    (decision,) = KIND.decide(facts.load(FakeMeasures(SELLER), AS_OF))
    return decision


def consents(**answers: str) -> pa.Table:
    """Everybody said yes long ago; `answers` came later."""
    people = sorted({str(name) for name in SELLER["customer_id"]})
    rows = [(name, "granted", datetime(2025, 1, 1, tzinfo=UTC)) for name in people]
    rows += [(name.replace("_", "-"), state, datetime(2026, 9, 1, tzinfo=UTC)) for name, state in answers.items()]
    return pa.table(
        {
            "customer_id": [row[0] for row in rows],
            "purpose": ["marketing"] * len(rows),
            "medium": ["email"] * len(rows),
            "state": [row[1] for row in rows],
            "changed_at": [row[2] for row in rows],
            "changed_on": [row[2].date() for row in rows],
            "expires_on": pa.array([None] * len(rows), pa.date32()),
        }
    )


def written(decision: Decision) -> set[str]:
    assert decision.evaluation is not None
    return {*decision.evaluation.where["customer"], *decision.evaluation.control["customer"]}


def test_those_who_really_stopped_are_found() -> None:
    loaded = facts.load(FakeMeasures(SELLER), AS_OF)
    quiet = quiet_customers(loaded.histories, learn_rhythm(loaded), KIND.parameters)
    last = SELLER.groupby("customer_id")["day"].max()
    stopped = {str(name) for name in last[last < "2026-04-01"].index}  # silent for seven months, usually every 25 days
    found = {str(name) for name in loaded.histories.customers[quiet.places]}
    assert len(found & stopped) / len(stopped) > 0.8
    regular = {str(name) for name in last[last > "2026-10-15"].index}
    assert not found & regular


def test_the_model_foretells_the_last_quarter_of_a_steady_shop() -> None:
    steady = seller({"DE": {"customers": 500, "rhythm": 40, "amount": 60}}, AS_OF, seed=5)
    rhythm = learn_rhythm(facts.load(FakeMeasures(steady), AS_OF))
    assert rhythm.accuracy == pytest.approx(1, abs=0.2)


def test_who_said_no_is_not_written_to() -> None:
    before = written(plain())
    listed = sorted(before)[:3]
    said = {listed[0].replace("-", "_"): "withdrawn", listed[1].replace("-", "_"): "pending"}
    measures = FakeMeasures(SELLER, {"consents": consents(**said)})
    (decision,) = KIND.decide(facts.load(measures, AS_OF))
    assert before - written(decision) == {listed[0], listed[1]}
    assert "have not allowed marketing e-mail: 2" in str(decision.needs[0])


def test_the_split_is_the_same_every_time_and_of_the_size_said() -> None:
    first, again = plain().evaluation, KIND.decide(facts.load(FakeMeasures(SELLER), AS_OF))[0].evaluation
    assert first is not None
    assert again is not None
    assert (first.where, first.control) == (again.where, again.control)
    share = len(first.control["customer"]) / len(written(plain()))
    assert share == pytest.approx(0.2, abs=0.08)
    assert first.control_scale == pytest.approx(len(first.where["customer"]) / len(first.control["customer"]), rel=1e-5)


def test_the_effect_grows_with_the_uplift_and_is_never_without_interval() -> None:
    loaded = facts.load(FakeMeasures(SELLER), AS_OF)
    effects = []
    for high in (0.02, 0.06):
        chosen = KIND.parameters.replaced({"uplift": {"low": 0.01, "high": high}}, "test")
        (decision,) = KIND.decide(loaded, chosen)
        effects.append(decision.options[0].effect)
    small, large = effects
    assert small is not None
    assert large is not None
    assert 0 < small.low < small.point < small.high
    assert large.point > small.point


def test_the_most_valuable_are_named_first_and_only_so_many_are_listed() -> None:
    listed = plain().chosen.terms["most_valuable"]
    assert isinstance(listed, tuple)
    assert len(listed) == KIND.parameters.count("listed")
    assert np.all(
        [isinstance(row["customer_id"], str) and row["silence_days"] > row["usual_gap_days"] for row in listed]
    )


def test_a_no_is_honoured_though_it_was_loaded_after_the_books_end() -> None:
    """Exports without dates are dated by the day they were loaded: the first word and every no count all the same."""
    late, early = datetime(2026, 11, 22, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)
    said = [("a", "granted", early), ("a", "denied", late), ("b", "granted", late), ("c", "denied", late)]
    said += [("d", "denied", early), ("d", "granted", late)]
    table = pa.table(
        {
            "customer_id": [one[0] for one in said],
            "purpose": ["marketing"] * len(said),
            "medium": ["email"] * len(said),
            "state": [one[1] for one in said],
            "changed_at": [one[2] for one in said],
            "changed_on": [one[2].date() for one in said],
            "expires_on": pa.array([None] * len(said), pa.date32()),
        }
    )
    loaded = facts.load(FakeMeasures(SELLER, {"consents": table}), AS_OF)
    assert dict(loaded.permissions) == {"a": False, "b": True, "c": False, "d": False}
