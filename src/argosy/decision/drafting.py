"""What every decision of one run of a kind has in common, said once: kind, day, snapshot, how long it is good for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from argosy.core.estimate import Estimate
from argosy.core.evidence import Evidence, Value
from argosy.core.text import Text
from argosy.decision.contract import HOLD, PER_YEAR, Decision, Option, Verdict, hold
from argosy.decision.evaluation import Evaluation
from argosy.decision.wording import significant


@dataclass(frozen=True)
class Draft:
    """Makes the decisions of one kind on one day.

    `metric` is what its effects are counted in, per year in `currency`; `source` is cited by evidence that names no other.
    """

    kind: str
    as_of: date
    snapshot: int
    currency: str
    source: str
    expires_after_days: int
    metric: str
    reversible: bool = True
    shared: tuple[Evidence, ...] = field(default=())

    @property
    def unit(self) -> str:
        """The unit of effects."""
        return self.currency + PER_YEAR

    def effect(self, point: float, low: float, high: float) -> Estimate:
        """An effect per year, its numbers as evidence keeps them."""
        ends = sorted((significant(low), significant(high)))
        middle = min(max(significant(point), ends[0]), ends[1])
        return Estimate(self.metric, middle, ends[0], ends[1], self.unit)

    def hold(self, action: Text) -> Option:
        """The option to change nothing, which all effects are measured against."""
        return hold(action, Estimate.exact(self.metric, 0.0, self.unit))

    def evidence(self, values: Iterable[tuple[str, Value]], source: str = "") -> tuple[Evidence, ...]:
        """Facts of the day, floats to six digits; what is None is left out."""
        return tuple(
            Evidence(name, significant(value) if isinstance(value, float) else value, self.as_of, source or self.source)
            for name, value in values
            if value is not None
        )

    def unknown(
        self, subject: str, rationale: Text, needs: Sequence[Text], evidence: Sequence[Evidence] = ()
    ) -> Decision:
        """Not enough data, and what to export to change that."""
        waiting = hold(Text("Hold: change nothing until there is more data."), None)
        return self._decision(
            subject, Verdict.NOT_ENOUGH_DATA, (waiting,), tuple(evidence), rationale, None, tuple(needs)
        )

    def decided(
        self,
        subject: str,
        verdict: Verdict,
        options: Sequence[Option],
        evidence: Sequence[Evidence],
        rationale: Text,
        evaluation: Evaluation | None = None,
        needs: Sequence[Text] = (),
    ) -> Decision:
        """Act, test or hold. `options` may stand in any order of merit: holding puts `hold` first, proposing the first other one."""
        chosen = HOLD if verdict is Verdict.HOLD else next(option.name for option in options if option.name != HOLD)
        ordered = tuple(sorted(options, key=lambda option: option.name != chosen))
        judged_by = None if verdict is Verdict.HOLD else evaluation
        return self._decision(subject, verdict, ordered, (*self.shared, *evidence), rationale, judged_by, tuple(needs))

    def _decision(
        self,
        subject: str,
        verdict: Verdict,
        options: tuple[Option, ...],
        evidence: tuple[Evidence, ...],
        rationale: Text,
        evaluation: Evaluation | None,
        needs: tuple[Text, ...],
    ) -> Decision:
        return Decision(
            kind=self.kind,
            subject=subject,
            as_of=self.as_of,
            verdict=verdict,
            options=options,
            evidence=evidence,
            rationale=rationale,
            evaluation=evaluation,
            reversible=self.reversible,
            expires_on=self.as_of + timedelta(days=self.expires_after_days),
            needs=needs,
            snapshot=self.snapshot,
        )
