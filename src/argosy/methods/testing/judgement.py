"""What a judged experiment says, as frozen values that turn into JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from argosy.core.text import Text
from argosy.methods.testing.sample_ratio import SampleRatio

Kind = Literal["mean", "proportion", "ratio", "quantile"]


@dataclass(frozen=True, slots=True)
class Result:
    """One metric of one arm against the control.

    `effect` is the absolute difference (arm minus versus; adjusted where there is a `covariate`, while `arm_mean` and `versus_mean` stay
    plain) with its interval and p-value; `p_adjusted` is corrected for all metrics and
    arms judged together. `relative*` is the effect as a share of the control's mean (None where that has no sense). `arm_units` and
    `versus_units` count units (not rows); `detectable` is the smallest effect these data would have seen with power 0.8.
    """

    metric: str
    arm: str
    versus: str
    effect: float
    low: float
    high: float
    p: float
    p_adjusted: float
    kind: Kind
    arm_mean: float
    versus_mean: float
    arm_units: int
    versus_units: int
    standard_error: float
    detectable: float
    relative: float | None = None
    relative_low: float | None = None
    relative_high: float | None = None
    clustered: bool = False
    covariate: str | None = None
    variance_reduction: float | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A metric of an arm that could not be judged, and why."""

    metric: str
    arm: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Judgement:
    """All results of an experiment, what could not be judged, and what the reader should know first (`notices`)."""

    sample_ratio: SampleRatio
    results: tuple[Result, ...]
    refused: tuple[Refusal, ...]
    notices: tuple[Text, ...]
    control: str
    units: dict[str, int]
    contaminated: int
    alpha: float
    sequential: bool

    def contract(self) -> dict[str, Any]:
        """The JSON of `argosy judge`, with nothing beyond its contract."""
        return {
            "sample_ratio": {"p": self.sample_ratio.p, "mismatch": self.sample_ratio.mismatch},
            "results": [
                {
                    "metric": result.metric,
                    "arm": result.arm,
                    "versus": result.versus,
                    "effect": result.effect,
                    "low": result.low,
                    "high": result.high,
                    "p": result.p,
                }
                for result in self.results
            ],
        }

    def to_json(self) -> dict[str, Any]:
        """Everything as JSON types: the contract's fields first, then what goes beyond it; sentences stay translatable."""
        return {
            "sample_ratio": asdict(self.sample_ratio),
            "results": [asdict(result) for result in self.results],
            "refused": [
                {"metric": refusal.metric, "arm": refusal.arm, "reason": refusal.reason.to_json()}
                for refusal in self.refused
            ],
            "notices": [notice.to_json() for notice in self.notices],
            "control": self.control,
            "units": self.units,
            "contaminated": self.contaminated,
            "alpha": self.alpha,
            "sequential": self.sequential,
        }

    def result(self, metric: str, arm: str) -> Result:
        """The result of one metric and arm; KeyError where there is none."""
        for found in self.results:
            if (found.metric, found.arm) == (metric, arm):
                return found
        raise KeyError((metric, arm))
