"""What an action did: measured by the evaluation that was fixed before, ruled by its criteria, set against what was predicted."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np

from argosy.core.errors import FaultError
from argosy.core.estimate import Estimate
from argosy.decision.contract import Decision
from argosy.decision.evaluation import Evaluation, Goal, Guardrail, GuardrailState, Ruling

LEVEL = 0.8
DAYS_PER_YEAR = 365
BLOCK_DAYS = 7  # days within a week depend on one another, so that weeks are compared where there are enough
FEWEST_BLOCKS = 4


@dataclass(frozen=True)
class Outcome:
    """What was measured `days` after `started_on`, on the scale of the evaluation (a sum is per year), and what follows.

    `measured` is the change of the metric; None where too little happened to measure any. `guardrails` are the changes of the
    guardrails' metrics, None where one could not be measured. `rule` is the name of the criterion that decided `ruling`.
    """

    decision_id: str
    kind: str
    subject: str
    started_on: date
    days: int
    is_final: bool
    measured: Estimate | None
    expected: Estimate | None
    guardrails: Mapping[str, Estimate | None]
    rule: str
    ruling: Ruling
    snapshot: int | None

    def __post_init__(self) -> None:
        object.__setattr__(self, "guardrails", MappingProxyType(dict(self.guardrails)))

    @property
    def predicted_minus_measured(self) -> float | None:
        """Above zero where too much was promised; None where nothing was predicted or measured."""
        if self.measured is None or self.expected is None:
            return None
        return self.expected.point - self.measured.point

    @property
    def is_covered(self) -> bool | None:
        """Whether the interval predicted holds what was measured."""
        if self.measured is None or self.expected is None:
            return None
        return self.expected.low <= self.measured.point <= self.expected.high

    def to_json(self) -> dict[str, object]:
        """Every field as JSON types."""
        return {
            "decision_id": self.decision_id,
            "kind": self.kind,
            "subject": self.subject,
            "started_on": self.started_on.isoformat(),
            "days": self.days,
            "is_final": self.is_final,
            "measured": _estimate_json(self.measured),
            "expected": _estimate_json(self.expected),
            "predicted_minus_measured": self.predicted_minus_measured,
            "guardrails": {name: _estimate_json(change) for name, change in self.guardrails.items()},
            "rule": self.rule,
            "ruling": self.ruling.value,
            "snapshot": self.snapshot,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Outcome:
        """The inverse of `to_json`."""
        guardrails, snapshot = data["guardrails"], data["snapshot"]
        if not isinstance(guardrails, Mapping):
            raise FaultError(
                "A stored outcome cannot be read: its guardrails are {data}.", data=type(guardrails).__name__
            )
        return cls(
            decision_id=str(data["decision_id"]),
            kind=str(data["kind"]),
            subject=str(data["subject"]),
            started_on=date.fromisoformat(str(data["started_on"])),
            days=int(str(data["days"])),
            is_final=bool(data["is_final"]),
            measured=_estimate(data["measured"]),
            expected=_estimate(data["expected"]),
            guardrails={str(name): _estimate(change) for name, change in guardrails.items()},
            rule=str(data["rule"]),
            ruling=Ruling(str(data["ruling"])),
            snapshot=None if snapshot is None else int(str(snapshot)),
        )


def change_of_sum(before: Sequence[float], after: Sequence[float], metric: str, unit: str) -> Estimate | None:
    """The change of a sum, per year, from its daily values over two stretches of the same length; None for fewer than two days.

    Days are compared pairwise (the stretches being whole weeks, weekdays with the same weekdays), weeks where there are four or more;
    the interval is Student's.

    >>> change_of_sum([10.0, 12.0], [11.0, 13.0], "net_sales", "EUR/year")
    Estimate(metric='net_sales', point=365.0, low=365.0, high=365.0, unit='EUR/year', level=0.8)
    """
    difference = np.asarray(after, dtype=np.float64) - np.asarray(before, dtype=np.float64)
    blocks, rest = divmod(len(difference), BLOCK_DAYS)
    if rest == 0 and blocks >= FEWEST_BLOCKS:
        difference = difference.reshape(blocks, BLOCK_DAYS).mean(axis=1)
    return _student(difference, metric, unit, DAYS_PER_YEAR)


def change_of_level(
    before: Sequence[float], after: Sequence[float], whole: tuple[float, float], metric: str, unit: str
) -> Estimate | None:
    """The change of a rate or an average: `whole` is its value before and after, the daily values give the interval; None below two days.

    >>> change_of_level([0.1, 0.1], [0.3, 0.3], (0.1, 0.25), "refund_rate", "/1").point
    0.15
    """
    if len(before) < 2 or len(after) < 2:
        return None
    error = math.sqrt(float(np.var(before, ddof=1)) / len(before) + float(np.var(after, ddof=1)) / len(after))
    reach = _student_quantile(min(len(before), len(after)) - 1) * error
    point = round(whole[1] - whole[0], 12)
    return Estimate(metric, point, point - reach, point + reach, unit, LEVEL)


def judge(
    decision: Decision,
    decision_id: str,
    started_on: date,
    days: int,
    measured: Estimate | None,
    guardrails: Mapping[str, Estimate | None],
    snapshot: int | None,
) -> Outcome:
    """The outcome by the decision's own criteria; a guardrail is broken where its whole interval lies beyond its limit."""
    evaluation = decision.evaluation
    if evaluation is None:
        raise FaultError("The decision {id} has no evaluation to judge it by.", id=decision_id)
    rule = evaluation.deciding(_goal(evaluation, measured), _state(evaluation.guardrails, guardrails))
    return Outcome(
        decision_id=decision_id,
        kind=decision.kind,
        subject=decision.subject,
        started_on=started_on,
        days=days,
        is_final=days >= evaluation.window_days,
        measured=measured,
        expected=decision.expected,
        guardrails=guardrails,
        rule=rule.name,
        ruling=rule.ruling,
        snapshot=snapshot,
    )


def _goal(evaluation: Evaluation, measured: Estimate | None) -> Goal:
    if measured is None:
        return Goal.UNCLEAR
    if measured.is_below_zero:
        return Goal.HARMFUL
    return Goal.WORTH_IT if measured.is_above_zero and measured.point >= evaluation.minimum_effect else Goal.UNCLEAR


def _state(guardrails: Sequence[Guardrail], changes: Mapping[str, Estimate | None]) -> GuardrailState:
    """Broken where one surely is; held where all were measured and none is; else neither, and only a rule for any state applies."""
    measured = [(guardrail, changes.get(guardrail.metric)) for guardrail in guardrails]
    if any(
        change is not None and not guardrail.holds(change.low) and not guardrail.holds(change.high)
        for guardrail, change in measured
    ):
        return GuardrailState.BROKEN
    return GuardrailState.ANY if any(change is None for _, change in measured) else GuardrailState.HELD


def _student(differences: np.ndarray, metric: str, unit: str, scale: float) -> Estimate | None:
    count = len(differences)
    if count < 2:
        return None
    point = float(differences.mean()) * scale
    reach = _student_quantile(count - 1) * float(differences.std(ddof=1)) / math.sqrt(count) * scale
    return Estimate(metric, point, point - reach, point + reach, unit, LEVEL)


def _student_quantile(freedom: int) -> float:
    from scipy.stats import t

    return float(t.ppf((1 + LEVEL) / 2, freedom))


def _estimate_json(estimate: Estimate | None) -> dict[str, str | float] | None:
    return None if estimate is None else estimate.to_json()


def _estimate(data: object) -> Estimate | None:
    return Estimate.from_json(data) if isinstance(data, Mapping) else None
