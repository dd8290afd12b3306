"""The plan of a test: how many units each arm needs, for how many days, and what it will then be able to see.

The baseline and the unit say nothing of what is tested; the same plan serves people, items, regions or periods.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from argosy.core.errors import RequestError
from argosy.methods.testing.distributions import normal_quantile, require_share
from argosy.methods.testing.power import Baseline, detectable_effect, power, units_needed
from argosy.methods.testing.sequential import boundary, mixing_ratio


@dataclass(frozen=True, slots=True)
class Design:
    """How a test will be judged: `arms` with the control, two-sided `alpha` for the whole test, `power` for each comparison.

    With `correct` every arm is compared with the control at alpha / (arms - 1) (Bonferroni). `control_ratio` is the control's size over
    another arm's; None means 1 for two arms and the square root of the number of other arms for more, which is best (Dunnett 1955).
    """

    arms: int = 2
    alpha: float = 0.05
    power: float = 0.8
    correct: bool = True
    control_ratio: float | None = None
    sequential: bool = False

    def __post_init__(self) -> None:
        require_share("alpha", self.alpha)
        require_share("The power", self.power)
        if self.arms < 2:
            raise RequestError("A test has at least two arms, not {arms}; the control is one of them.", arms=self.arms)
        if self.control_ratio is not None and not self.control_ratio > 0.0:
            raise RequestError("The control's ratio must be above 0, not {ratio}.", ratio=self.control_ratio)

    @property
    def comparison_alpha(self) -> float:
        """The level of one comparison."""
        return self.alpha / (self.arms - 1) if self.correct else self.alpha

    @property
    def versus_ratio(self) -> float:
        """The control's units over those of one other arm."""
        return math.sqrt(self.arms - 1) if self.control_ratio is None else self.control_ratio


@dataclass(frozen=True, slots=True)
class Plan:
    """Units per arm, for the control and in all; days until they are in; the smallest effect (absolute) seen with the power asked."""

    arm_units: int
    control_units: int
    units: int
    days: int | None
    detectable_effect: float
    power: float


def sequential_inflation(alpha: float = 0.05, target: float = 0.8) -> float:
    """By how much an always-valid test needs more units than a fixed one to have the same power at its last look.

    An upper bound: crossing at an earlier look adds power, and most tests with a true effect stop well before the end.

    >>> round(sequential_inflation(), 2)
    1.91
    """
    reached = normal_quantile(target)
    fixed = normal_quantile(1.0 - alpha / 2.0)
    return ((boundary(mixing_ratio(alpha), alpha) + reached) / (fixed + reached)) ** 2


def duration_days(units: int, units_per_day: float, *, whole_weeks: bool = True) -> int:
    """Days until `units` have come in; rounded up to whole weeks, so that every weekday counts alike.

    >>> duration_days(1000, 100.0), duration_days(1000, 100.0, whole_weeks=False)
    (14, 10)
    """
    if not units_per_day > 0.0:
        raise RequestError("{rate} units a day never fill a test; name a rate above 0.", rate=units_per_day)
    days = math.ceil(units / units_per_day - 1e-9)
    return 7 * math.ceil(days / 7) if whole_weeks else days


def units_missing(baseline: Baseline, effect: float, units: int, design: Design | None = None) -> int:
    """How many units a running test with `units` in all still lacks to see `effect`; with `duration_days` also when they will be there.

    >>> from argosy.methods.testing.power import ProportionBaseline
    >>> units_missing(ProportionBaseline(0.10), 0.02, 5000)
    2682
    """
    return max(0, plan(baseline, effect, design).units - units)


def plan(
    baseline: Baseline, effect: float, design: Design | None = None, *, units_per_day: float | None = None
) -> Plan:
    """Units and days that a test of `effect` (the smallest that matters, absolute) needs.

    >>> from argosy.methods.testing.power import ProportionBaseline
    >>> found = plan(ProportionBaseline(0.10), 0.02, units_per_day=500)
    >>> found.arm_units, found.units, found.days
    (3841, 7682, 21)
    """
    chosen = design or Design()
    alpha, ratio = chosen.comparison_alpha, chosen.versus_ratio
    arm, control = units_needed(baseline, effect, alpha=alpha, target=chosen.power, versus_ratio=ratio)
    if chosen.sequential:
        inflation = sequential_inflation(alpha, chosen.power)
        arm, control = math.ceil(arm * inflation), math.ceil(control * inflation)
    return _sized(baseline, effect, chosen, arm, control, units_per_day)


def plan_of_size(
    baseline: Baseline,
    units: int,
    design: Design | None = None,
    *,
    units_per_day: float | None = None,
    effect: float | None = None,
) -> Plan:
    """What a test of `units` in all can see: split over the arms as `design` says.

    `power` is that of `effect` where one is named, else the design's.

    >>> from argosy.methods.testing.power import MeanBaseline
    >>> round(plan_of_size(MeanBaseline(10.0, 2.0), 400).detectable_effect, 3)
    0.562
    """
    chosen = design or Design()
    arm = math.floor(units / (chosen.arms - 1 + chosen.versus_ratio))
    control = units - arm * (chosen.arms - 1)
    return _sized(baseline, effect, chosen, arm, control, units_per_day)


def _sized(
    baseline: Baseline, effect: float | None, design: Design, arm: int, control: int, units_per_day: float | None
) -> Plan:
    shrink = sequential_inflation(design.comparison_alpha, design.power) if design.sequential else 1.0
    seen = [count / shrink for count in (arm, control)]
    alpha = design.comparison_alpha
    least = detectable_effect(baseline, seen[0], seen[1], alpha=alpha, target=design.power)
    reached = design.power if effect is None else power(baseline, effect, seen[0], seen[1], alpha=alpha)
    units = arm * (design.arms - 1) + control
    days = None if units_per_day is None else duration_days(units, units_per_day)
    return Plan(arm, control, units, days, least, reached)
