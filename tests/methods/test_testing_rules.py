"""Beliefs, decision criteria and what they decide."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy.core.errors import ConfigurationError, RequestError
from argosy.methods.testing import (
    NO_HARM,
    BetaPosterior,
    BetaPrior,
    Condition,
    Criteria,
    Goal,
    Guardrail,
    NormalPosterior,
    NormalPrior,
    Proportion,
    Rule,
    SampleMean,
    beliefs,
    compare,
    correct,
    credible_difference,
    criteria_from,
    judge,
    judge_statistics,
    posterior,
    rule_on,
)


def test_beliefs_are_those_of_simulation() -> None:
    rng = np.random.default_rng(1)
    posteriors = [BetaPosterior(30.5, 270.5), BetaPosterior(40.5, 260.5), BetaPosterior(36.5, 264.5)]
    draws = np.array([rng.beta(p.hits, p.misses, 400_000) for p in posteriors])
    best = draws.argmax(axis=0)
    for own, belief in enumerate(beliefs(posteriors)):
        assert belief.probability_best == pytest.approx(np.mean(best == own), abs=0.003)
        assert belief.expected_loss == pytest.approx(np.mean(draws.max(axis=0) - draws[own]), rel=0.01)


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(0.01, 5)), min_size=2, max_size=5))
@settings(max_examples=40, deadline=None)
def test_chances_of_being_best_add_up_to_one(arms: list[tuple[float, float]]) -> None:
    found = beliefs([NormalPosterior(mean, spread) for mean, spread in arms])
    assert sum(belief.probability_best for belief in found) == pytest.approx(1.0, abs=1e-4)
    assert min(belief.expected_loss for belief in found) >= -1e-9


def test_two_normal_arms_in_closed_form() -> None:
    from scipy.stats import norm

    first, second = beliefs([NormalPosterior(1.0, 0.01), NormalPosterior(0.0, 2.0)])
    spread = np.hypot(0.01, 2.0)
    assert first.probability_best == pytest.approx(norm.cdf(1.0 / spread), abs=1e-5)
    loss = spread * norm.pdf(1.0 / spread) - 1.0 * norm.sf(1.0 / spread)
    assert first.expected_loss == pytest.approx(loss, rel=1e-4)
    assert second.expected_loss == pytest.approx(loss + 1.0, rel=1e-4)


def test_without_prior_the_credible_interval_is_the_normal_one() -> None:
    rng = np.random.default_rng(2)
    arms = [SampleMean.of(rng.normal(shift, 1.0, 5_000)) for shift in (0.1, 0.0)]
    found, fixed = credible_difference(*(posterior(arm) for arm in arms)), compare(*arms)
    assert (found.effect, found.low, found.high) == pytest.approx((fixed.effect, fixed.low, fixed.high), rel=1e-3)
    assert found.probability_higher == pytest.approx(1.0 - fixed.p / 2.0, abs=1e-5)


def test_a_strong_prior_pulls() -> None:
    data = Proportion(20, 10)
    assert posterior(data, BetaPrior(100, 900)).mean < 0.12
    assert abs(posterior(SampleMean.of([9.0, 11.0]), NormalPrior(0.0, 0.1)).mean) < 0.2
    with pytest.raises(RequestError, match="beta prior"):
        posterior(data, NormalPrior())
    with pytest.raises(RequestError, match="normal prior"):
        posterior(SampleMean.of([9.0, 11.0]), BetaPrior())
    with pytest.raises(RequestError, match="Two arms at least"):
        beliefs([posterior(data)])


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_corrections_only_raise_and_keep_the_order(values: list[float]) -> None:
    for how in ("holm", "benjamini_hochberg"):
        adjusted = correct(values, how)  # type: ignore[arg-type]  # the names of the methods
        assert all(low <= high <= 1.0 for low, high in zip(values, adjusted, strict=True))
        order = np.argsort(values, kind="stable")
        assert (np.diff(np.array(adjusted)[order]) >= 0.0).all()
    with pytest.raises(RequestError, match="between 0 and 1"):
        correct([*values, float("nan")])


def judged(goal: float, guard: float, units: int = 20_000, other: int = 20_000) -> Any:
    """A judgement in which the arm's goal is `goal` better and its guardrail `guard` lower, both rates of 0.2."""
    statistics = {
        "done": {"control": Proportion(other, int(0.2 * other)), "new": Proportion(units, int((0.2 + goal) * units))},
        "kept": {"control": Proportion(other, int(0.2 * other)), "new": Proportion(units, int((0.2 - guard) * units))},
    }
    return judge_statistics(statistics, {"control": other, "new": units})


CRITERIA = Criteria((Goal("done", minimum_effect=0.005),), (Guardrail("kept", tolerance=0.015),))


@pytest.mark.parametrize(
    ("goal", "guard", "outcome", "rule", "states"),
    [
        (0.03, 0.0, "ship", "every goal is won and every guardrail safe", ("won", "safe")),
        (0.03, 0.04, "rollback", "a guardrail is breached", ("won", "breached")),
        (-0.03, 0.0, "rollback", "a goal is lost", ("lost", "safe")),
        (0.003, 0.0, "review", "no rule holds", ("open", "safe")),
        (0.03, 0.012, "review", "no rule holds", ("won", "open")),
        (0.008, 0.0, "review", "no rule holds", ("open", "safe")),
    ],
)
def test_the_deciding_rule_is_named(
    goal: float, guard: float, outcome: str, rule: str, states: tuple[str, str]
) -> None:
    (ruling,) = rule_on(judged(goal, guard), CRITERIA)
    assert (ruling.arm, ruling.outcome, ruling.rule) == ("new", outcome, rule)
    assert (ruling.goals["done"], ruling.guardrails["kept"]) == states


def test_no_harm_ships_sooner() -> None:
    eager = Criteria(CRITERIA.goals, CRITERIA.guardrails, NO_HARM)
    assert rule_on(judged(0.03, 0.012), eager)[0].outcome == "ship"
    assert rule_on(judged(0.03, 0.04), eager)[0].outcome == "rollback"


def test_flat_needs_enough_units_to_be_sure_of_nothing() -> None:
    rules = (Rule("nothing moved", (Condition("goals", "all", ("flat",)),), "rollback"),)
    flat = Criteria((Goal("done", minimum_effect=0.005),), (), rules)
    assert rule_on(judged(0.0, 0.0, 200_000, 200_000), flat)[0].rule == "nothing moved"
    assert rule_on(judged(0.0, 0.0, 2_000, 2_000), flat)[0].outcome == "review"


def test_relative_goals_and_metrics_that_should_fall() -> None:
    falls = Criteria((Goal("kept", better="down", minimum_effect=0.1, relative=True),))
    assert rule_on(judged(0.0, 0.04), falls)[0].goals == {"kept": "won"}
    assert rule_on(judged(0.0, -0.04), falls)[0].goals == {"kept": "lost"}
    assert rule_on(judged(0.0, 0.02), falls)[0].goals == {"kept": "open"}


def test_a_mismatch_or_an_unjudged_metric_is_always_reviewed() -> None:
    (ruling,) = rule_on(judged(0.03, 0.0, 20_000, 22_000), CRITERIA)
    assert (ruling.outcome, ruling.rule) == ("review", "the sample ratio does not fit")
    (ruling,) = rule_on(judged(0.03, 0.0), Criteria((Goal("unheard of"),)))
    assert (ruling.outcome, ruling.rule) == ("review", "a metric of the criteria was not judged")
    table = pa.table({"arm": ["a", "b"] * 50, "m": range(100), "same": [1.0] * 100})
    found = judge(table, arm="arm", metrics=["m", "same"])
    assert rule_on(found, Criteria((Goal("same"),)))[0].rule == "a metric of the criteria was not judged"


def test_goals_must_hold_after_correction() -> None:
    """Twenty goals without effect: some interval lies above 0 by chance, none is won."""
    rng = np.random.default_rng(3)
    won = alone = 0
    for _ in range(60):
        statistics = {
            f"m{i}": {arm: SampleMean.of(rng.normal(size=60)) for arm in ("control", "new")} for i in range(20)
        }
        found = judge_statistics(statistics, {"control": 60, "new": 60})
        (ruling,) = rule_on(found, Criteria(tuple(Goal(metric) for metric in statistics)))
        won += "won" in ruling.goals.values()
        alone += any(result.low > 0.0 for result in found.results)
    assert alone > 10
    assert won <= 5


def test_criteria_are_data() -> None:
    data = {
        "goals": [{"metric": "done", "minimum_effect": 0.005}],
        "guardrails": [{"metric": "kept", "tolerance": 0.015, "better": "up", "relative": False}],
        "rules": [
            {
                "name": "harm",
                "when": [{"of": "guardrails", "match": "any", "states": ["breached", "open"]}],
                "then": "rollback",
            },
            {"name": "win", "when": [{"of": "goals", "match": "all", "states": ["won"]}], "then": "ship"},
            {"name": "else", "when": [], "then": "review"},
        ],
    }
    read = criteria_from(data)
    assert (read.goals, read.guardrails) == (CRITERIA.goals, CRITERIA.guardrails)
    assert [rule_on(judged(*effects), read)[0].rule for effects in ((0.03, 0.012), (0.03, 0.0), (0.0, 0.0))] == [
        "harm",
        "win",
        "else",
    ]


WRONG_STATE = {"name": "r", "then": "ship", "when": [{"of": "goals", "match": "all", "states": ["safe"]}]}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "name no goal"),
        ({"goal": []}, "goal means nothing in a criteria"),
        ({"goals": [{"metric": "m", "better": "sideways"}]}, "better up or down"),
        ({"goals": [{"better": "up"}]}, "needs a metric"),
        ({"goals": [{"metric": "m", "minimum_effect": -1}]}, "minimum_effect of m must be a number of 0 or more"),
        ({"goals": [{"metric": "m", "tolerance": 1}]}, "tolerance means nothing in a goal"),
        ({"goals": [{"metric": "m"}], "rules": [{"name": "r", "then": "launch"}]}, "then ship, rollback or review"),
        ({"goals": [{"metric": "m"}], "rules": [WRONG_STATE]}, "A condition of the rule r"),
    ],
)
def test_criteria_faults(data: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ConfigurationError, match=sentence):
        criteria_from(data)
