"""Decision criteria as data: goals, guardrails and rules, fixed before the test, and the rule that decided afterwards.

A goal is won, lost, flat (surely within plus or minus the smallest effect that matters) or open; a guardrail safe, breached or open.
Rules are read in order and the first whose conditions all hold decides. Nothing is decided by a point estimate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from argosy.core.errors import ConfigurationError
from argosy.methods.testing.judgement import Judgement, Result

Outcome = Literal["ship", "rollback", "review"]
Better = Literal["up", "down"]
State = Literal["won", "lost", "flat", "safe", "breached", "open"]
Match = Literal["all", "any", "none"]

_GOAL_STATES = ("won", "lost", "flat", "open")
_GUARDRAIL_STATES = ("safe", "breached", "open")


@dataclass(frozen=True, slots=True)
class Goal:
    """A metric the test should move; `minimum_effect` (absolute, or a share of the control with `relative`) is what is worth having."""

    metric: str
    better: Better = "up"
    minimum_effect: float = 0.0
    relative: bool = False


@dataclass(frozen=True, slots=True)
class Guardrail:
    """A metric the test must not harm by more than `tolerance` (absolute, or a share of the control with `relative`).

    With a tolerance of 0 it is safe only where it surely improved: name what harm could be borne.
    """

    metric: str
    better: Better = "up"
    tolerance: float = 0.0
    relative: bool = False


Target = TypeVar("Target", Goal, Guardrail)


@dataclass(frozen=True, slots=True)
class Condition:
    """`match` (all, any, none) of the `of` (goals, guardrails) are in one of the `states`. All of nothing holds."""

    of: Literal["goals", "guardrails"]
    match: Match
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Where all conditions hold, this is the outcome; a rule without conditions always holds."""

    name: str
    when: tuple[Condition, ...]
    then: Outcome


@dataclass(frozen=True, slots=True)
class Criteria:
    """What was agreed before the test. `rules` are read in order; where none holds, the outcome is review."""

    goals: tuple[Goal, ...]
    guardrails: tuple[Guardrail, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """The outcome for one arm, the name of the rule that decided, and the state of each goal and guardrail it saw."""

    arm: str
    outcome: Outcome
    rule: str
    goals: Mapping[str, State]
    guardrails: Mapping[str, State]


CLEAR_SIGNALS = (
    Rule("a guardrail is breached", (Condition("guardrails", "any", ("breached",)),), "rollback"),
    Rule("a goal is lost", (Condition("goals", "any", ("lost",)),), "rollback"),
    Rule(
        "every goal is won and every guardrail safe",
        (Condition("goals", "all", ("won",)), Condition("guardrails", "all", ("safe",))),
        "ship",
    ),
)
"""Ship on proof alone: goals surely better, guardrails surely not harmed."""

NO_HARM = (
    *CLEAR_SIGNALS[:2],
    Rule(
        "a goal is won and no guardrail is breached",
        (Condition("goals", "any", ("won",)), Condition("guardrails", "none", ("breached",))),
        "ship",
    ),
)
"""Ship as soon as one goal is won while nothing is surely harmed."""

MISMATCH_RULE = "the sample ratio does not fit"
UNJUDGED_RULE = "a metric of the criteria was not judged"
NO_RULE = "no rule holds"


def rule_on(judgement: Judgement, criteria: Criteria) -> tuple[Ruling, ...]:
    """The outcome per arm with the deciding rule.

    A sample ratio mismatch, and a goal or guardrail without result, always mean review, whatever the rules say.
    """
    arms = sorted({result.arm for result in judgement.results} | {refusal.arm for refusal in judgement.refused})
    return tuple(_ruling(judgement, criteria, arm) for arm in arms)


def _ruling(judgement: Judgement, criteria: Criteria, arm: str) -> Ruling:
    found = {result.metric: result for result in judgement.results if result.arm == arm}
    wanted = [goal.metric for goal in criteria.goals] + [guardrail.metric for guardrail in criteria.guardrails]
    goals = {
        goal.metric: goal_state(found[goal.metric], goal, judgement.alpha)
        for goal in criteria.goals
        if goal.metric in found
    }
    guards = {
        guard.metric: guardrail_state(found[guard.metric], guard)
        for guard in criteria.guardrails
        if guard.metric in found
    }
    if judgement.sample_ratio.mismatch:
        return Ruling(arm, "review", MISMATCH_RULE, goals, guards)
    if any(metric not in found for metric in wanted):
        return Ruling(arm, "review", UNJUDGED_RULE, goals, guards)
    states = {"goals": tuple(goals.values()), "guardrails": tuple(guards.values())}
    for rule in criteria.rules or CLEAR_SIGNALS:
        if all(_holds(condition, states[condition.of]) for condition in rule.when):
            return Ruling(arm, rule.then, rule.name, goals, guards)
    return Ruling(arm, "review", NO_RULE, goals, guards)


def _holds(condition: Condition, states: Sequence[State]) -> bool:
    hits = [state in condition.states for state in states]
    return {"all": all(hits), "any": any(hits), "none": not any(hits)}[condition.match]


def goal_state(result: Result, goal: Goal, alpha: float = 0.05) -> State:
    """Won: surely above the least effect worth having, and still so after correction for several metrics; lost: surely harmful."""
    low, high = _directed(result, goal.better, goal.relative)
    if low > goal.minimum_effect and result.p_adjusted <= alpha:
        return "won"
    if -goal.minimum_effect < low and high < goal.minimum_effect:
        return "flat"
    return "lost" if high < 0.0 else "open"


def guardrail_state(result: Result, guardrail: Guardrail) -> State:
    """Safe: surely not harmed by more than is tolerated; breached: surely harmed by more."""
    low, high = _directed(result, guardrail.better, guardrail.relative)
    if low > -guardrail.tolerance:
        return "safe"
    return "breached" if high < -guardrail.tolerance else "open"


def _directed(result: Result, better: Better, relative: bool) -> tuple[float, float]:
    """The interval turned so that up is better."""
    low, high = (result.relative_low, result.relative_high) if relative else (result.low, result.high)
    if low is None or high is None:
        return float("-inf"), float("inf")
    return (low, high) if better == "up" else (-high, -low)


def criteria_from(data: Mapping[str, Any]) -> Criteria:
    """Criteria read from YAML or JSON; every fault names the entry.

    >>> read = criteria_from({"goals": [{"metric": "m"}], "rules": [{"name": "won", "when": [], "then": "review"}]})
    >>> read.goals[0].better, read.rules[0].then
    ('up', 'review')
    """
    _known(data, {"goals", "guardrails", "rules"}, "criteria")
    goals = tuple(_target(Goal, entry, "minimum_effect") for entry in data.get("goals") or ())
    guardrails = tuple(_target(Guardrail, entry, "tolerance") for entry in data.get("guardrails") or ())
    if not goals:
        raise ConfigurationError("The criteria name no goal; add one with its metric.")
    return Criteria(goals, guardrails, tuple(_rule(entry) for entry in data.get("rules") or ()))


def _target(kind: type[Target], entry: Mapping[str, Any], amount: str) -> Target:
    _known(entry, {"metric", "better", "relative", amount}, kind.__name__.lower())
    metric, better, least = entry.get("metric"), entry.get("better", "up"), entry.get(amount, 0.0)
    if not metric or better not in ("up", "down"):
        raise ConfigurationError("The entry {entry} needs a metric, and better up or down.", entry=dict(entry))
    if isinstance(least, bool) or not isinstance(least, int | float) or least < 0.0:
        raise ConfigurationError("{name} of {metric} must be a number of 0 or more.", name=amount, metric=metric)
    return kind(str(metric), better, float(least), bool(entry.get("relative", False)))


def _rule(entry: Mapping[str, Any]) -> Rule:
    _known(entry, {"name", "when", "then"}, "rule")
    if entry.get("then") not in ("ship", "rollback", "review") or not entry.get("name"):
        raise ConfigurationError("The rule {entry} needs a name, and then ship, rollback or review.", entry=dict(entry))
    return Rule(
        str(entry["name"]),
        tuple(_condition(part, str(entry["name"])) for part in entry.get("when") or ()),
        entry["then"],
    )


def _condition(entry: Mapping[str, Any], rule: str) -> Condition:
    _known(entry, {"of", "match", "states"}, "condition")
    allowed = {"goals": _GOAL_STATES, "guardrails": _GUARDRAIL_STATES}.get(entry.get("of", ""), ())
    states = tuple(entry.get("states") or ())
    if entry.get("match") not in ("all", "any", "none") or not states or not set(states) <= set(allowed):
        raise ConfigurationError(
            "A condition of the rule {rule} is not understood: {entry}.", rule=rule, entry=dict(entry)
        )
    return Condition(entry["of"], entry["match"], states)


def _known(entry: Mapping[str, Any], names: set[str], what: str) -> None:
    odd = sorted(set(entry) - names)
    if odd:
        raise ConfigurationError(
            "{name} means nothing in a {what}; it takes {names}.",
            name=odd[0],
            what=what,
            names=", ".join(sorted(names)),
        )
