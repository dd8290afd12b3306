"""The one list: decisions of all domains by how sure they are and what they are surely worth.

First by verdict: what can be done now (act), what is to be tried (test), what is to be left (hold), what cannot be said yet. Within a
verdict by *sure worth*: the lower end of the chosen option's interval per year, shrunk by what the kind's past outcomes say about its
claims (see `argosy.loop.calibration`), less what doing it costs. A claim that is large but may be nothing stands below one that is
smaller but sure. Ties go to the larger point, then to the kind and subject, so that the list is the same every time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from argosy.decision.contract import PER_YEAR, Decision, Verdict

_ORDER = {verdict: place for place, verdict in enumerate(Verdict)}


@dataclass(frozen=True)
class Ranked:
    """A decision and its place: `sure_worth` per year in the home currency; None where no money can be named."""

    position: int
    decision: Decision
    sure_worth: float | None


def ranked(decisions: Iterable[Decision], shrink: Mapping[str, float] | None = None) -> tuple[Ranked, ...]:
    """The decisions in the order of the one list; `shrink` is the factor (0 to 1) on the claims of each kind, 1 where it has none."""
    factors = shrink or {}
    judged = [(decision, sure_worth(decision, factors.get(decision.kind, 1.0))) for decision in decisions]
    judged.sort(key=lambda pair: _key(*pair))
    return tuple(Ranked(place, decision, worth) for place, (decision, worth) in enumerate(judged, start=1))


def sure_worth(decision: Decision, shrink: float = 1.0) -> float | None:
    """What the chosen option brings a year at the lower end of its interval, less its cost; None where it is not in money or not known.

    Only a gain is shrunk: a possible loss is believed in full. The cost counts in whole though it is paid once.
    """
    chosen = decision.chosen
    if chosen.effect is None or not chosen.effect.unit.endswith(PER_YEAR):
        return None
    low = chosen.effect.low * shrink if chosen.effect.low > 0 else chosen.effect.low
    currency = chosen.effect.unit.removesuffix(PER_YEAR)
    same = chosen.cost is not None and chosen.cost.currency == currency
    return low - (float(chosen.cost.amount) if same and chosen.cost is not None else 0.0)


def _key(decision: Decision, worth: float | None) -> tuple[object, ...]:
    point = decision.chosen.effect.point if decision.chosen.effect is not None else 0.0
    known = worth is not None
    return (_ORDER[decision.verdict], not known, -(worth or 0.0), -point, decision.kind, decision.subject, decision.id)
