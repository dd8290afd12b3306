"""How a decision will be judged, fixed before anybody acts: metric, window, smallest effect worth having, guardrails, rules.

The rules are data, read from the top; the first whose conditions hold decides and is named in the outcome.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from argosy.core.errors import FaultError
from argosy.core.estimate import Estimate

Where = Mapping[str, tuple[str, ...]]


class Ruling(StrEnum):
    """What an outcome says is to be done."""

    SHIP = "ship"
    ROLLBACK = "rollback"
    REVIEW = "review"


class Goal(StrEnum):
    """What the measured change of the metric, seen with its interval, amounts to."""

    WORTH_IT = "worth_it"  # the whole interval is above zero and its point reaches the smallest effect worth having
    HARMFUL = "harmful"  # the whole interval is below zero
    UNCLEAR = "unclear"
    ANY = "any"


class GuardrailState(StrEnum):
    """Whether every guardrail held."""

    HELD = "held"
    BROKEN = "broken"
    ANY = "any"


@dataclass(frozen=True)
class Guardrail:
    """A metric that must not suffer: its change from before to after stays within [`lowest_change`, `highest_change`].

    The change is in the metric's own unit (a rate of 0.02 is two percentage points; money is per year); None is no limit.

    >>> Guardrail("refund_rate", highest_change=0.02).holds(0.01)
    True
    """

    metric: str
    lowest_change: float | None = None
    highest_change: float | None = None

    def __post_init__(self) -> None:
        if self.lowest_change is None and self.highest_change is None:
            raise FaultError(
                "The guardrail {metric} has no limit; give a lowest or a highest change.", metric=self.metric
            )

    def holds(self, change: float) -> bool:
        """Whether a measured change stays within the limits."""
        above = self.lowest_change is None or change >= self.lowest_change
        below = self.highest_change is None or change <= self.highest_change
        return above and below

    def to_json(self) -> dict[str, object]:
        """The three fields as JSON types."""
        return {"metric": self.metric, "lowest_change": self.lowest_change, "highest_change": self.highest_change}

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Guardrail:
        """The inverse of `to_json`."""
        limits = [
            None if data.get(name) is None else float(str(data[name])) for name in ("lowest_change", "highest_change")
        ]
        return cls(str(data["metric"]), *limits)


@dataclass(frozen=True)
class Criterion:
    """One rule: when the goal and the guardrails look like this, rule so."""

    name: str
    goal: Goal
    guardrails: GuardrailState
    ruling: Ruling

    def to_json(self) -> dict[str, object]:
        """The four fields as text."""
        return {
            "name": self.name,
            "goal": self.goal.value,
            "guardrails": self.guardrails.value,
            "ruling": self.ruling.value,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Criterion:
        """The inverse of `to_json`."""
        return cls(
            str(data["name"]),
            Goal(str(data["goal"])),
            GuardrailState(str(data["guardrails"])),
            Ruling(str(data["ruling"])),
        )


CRITERIA: tuple[Criterion, ...] = (
    Criterion("a guardrail broke", Goal.ANY, GuardrailState.BROKEN, Ruling.ROLLBACK),
    Criterion("harm is shown", Goal.HARMFUL, GuardrailState.ANY, Ruling.ROLLBACK),
    Criterion("a worthwhile gain is shown", Goal.WORTH_IT, GuardrailState.HELD, Ruling.SHIP),
    Criterion("nothing is shown", Goal.ANY, GuardrailState.ANY, Ruling.REVIEW),
)
"""The rules used where a kind names none: safety first, then the gain, then a person looks."""


@dataclass(frozen=True)
class Evaluation:
    """Fixed before acting: which metric, over how many days before and after, how much is worth having, what must not suffer.

    `where` picks the subject's rows in a metric query, so that it can be measured again; `control` picks a comparison group left
    alone (a holdout), whose change, times `control_scale`, is taken off. `minimum_effect` is per year where the metric is a sum
    (money, orders), else in the metric's own unit. `expected` is the change of `metric` the decision predicts, on that scale; None:
    the chosen option's effect where it names the same metric.
    """

    metric: str
    window_days: int
    minimum_effect: float
    guardrails: tuple[Guardrail, ...] = ()
    criteria: tuple[Criterion, ...] = CRITERIA
    where: Where = field(default_factory=lambda: MappingProxyType({}))
    control: Where = field(default_factory=lambda: MappingProxyType({}))
    control_scale: float = 1.0
    expected: Estimate | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "where", frozen_where(self.where))
        object.__setattr__(self, "control", frozen_where(self.control))
        if self.window_days < 1:
            raise FaultError(
                "The evaluation by {metric} has a window of {days} days.", metric=self.metric, days=self.window_days
            )
        if (
            not self.criteria
            or self.criteria[-1].goal is not Goal.ANY
            or self.criteria[-1].guardrails is not GuardrailState.ANY
        ):
            raise FaultError(
                "The criteria of the evaluation by {metric} do not end with a rule for everything else.",
                metric=self.metric,
            )
        if self.expected is not None and self.expected.metric != self.metric:
            raise FaultError(
                "The evaluation by {metric} expects a change of {other}.",
                metric=self.metric,
                other=self.expected.metric,
            )

    def deciding(self, goal: Goal, guardrails: GuardrailState) -> Criterion:
        """The first rule whose conditions hold; the last one always does.

        >>> Evaluation("net_sales", 28, 0.0).deciding(Goal.WORTH_IT, GuardrailState.HELD).ruling
        <Ruling.SHIP: 'ship'>
        """
        for rule in self.criteria:
            if rule.goal in (goal, Goal.ANY) and rule.guardrails in (guardrails, GuardrailState.ANY):
                return rule
        raise FaultError("No criterion of the evaluation by {metric} applies.", metric=self.metric)

    def to_json(self) -> dict[str, object]:
        """Every field as JSON types."""
        return {
            "metric": self.metric,
            "window_days": self.window_days,
            "minimum_effect": self.minimum_effect,
            "guardrails": [guardrail.to_json() for guardrail in self.guardrails],
            "criteria": [rule.to_json() for rule in self.criteria],
            "where": {name: list(values) for name, values in self.where.items()},
            "control": {name: list(values) for name, values in self.control.items()},
            "control_scale": self.control_scale,
            "expected": None if self.expected is None else self.expected.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Evaluation:
        """The inverse of `to_json`."""
        expected = data.get("expected")
        return cls(
            metric=str(data["metric"]),
            window_days=int(str(data["window_days"])),
            minimum_effect=float(str(data["minimum_effect"])),
            guardrails=tuple(Guardrail.from_json(item) for item in mappings(data["guardrails"])),
            criteria=tuple(Criterion.from_json(item) for item in mappings(data["criteria"])),
            where=_where(data["where"]),
            control=_where(data["control"]),
            control_scale=float(str(data["control_scale"])),
            expected=Estimate.from_json(expected) if isinstance(expected, Mapping) else None,
        )


def frozen_where(where: Mapping[str, Sequence[str]]) -> Where:
    """A filter that cannot be changed any more: dimension to the values it may take."""
    return MappingProxyType({name: tuple(values) for name, values in where.items()})


def mappings(data: object) -> tuple[Mapping[str, object], ...]:
    """A JSON list of objects; `FaultError` for anything else."""
    if not isinstance(data, Sequence) or isinstance(data, str) or not all(isinstance(item, Mapping) for item in data):
        raise FaultError(
            "A stored decision cannot be read: a list of objects was expected, not {data}.", data=type(data).__name__
        )
    return tuple(data)


def _where(data: object) -> Where:
    if not isinstance(data, Mapping):
        raise FaultError(
            "A stored decision cannot be read: a filter was expected, not {data}.", data=type(data).__name__
        )
    return frozen_where({str(name): [str(value) for value in values] for name, values in data.items()})
