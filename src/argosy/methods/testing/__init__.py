"""Experiments: plan them, assign units to arms, judge the outcome, rule on it.

Arms, units, metrics and covariates are all this package knows. Everything works on sufficient statistics, small frozen values that add
up (`SampleMean`, `Proportion`, `Ratio`, and with a covariate `AdjustedMean`, `AdjustedRatio`); `judge` makes them from a table of rows.

| step | functions |
|---|---|
| plan | `plan`, `plan_of_size`, `power`, `units_needed`, `detectable_effect`, `sequential_inflation` |
| assign | `assign`, `switchback`, `matched_pairs`, `hold_out`, `full_factorial`, `fractional_factorial` |
| compare two arms | `compare`, `compare_always_valid`, `compare_quantiles`, `credible_difference`, `beliefs`, `lift` |
| analyse a design | `analyse_switchback`, `matched_difference`, `difference_in_differences`, `synthetic_control`, ... |
| judge and rule | `judge`, `judge_statistics`, `sample_ratio`, `correct`, `rule_on` |
"""

from argosy.methods.testing.assign import assign, assign_all, position
from argosy.methods.testing.bayes import (
    Belief,
    BetaPosterior,
    BetaPrior,
    CredibleDifference,
    NormalPosterior,
    NormalPrior,
    Posterior,
    beliefs,
    credible_difference,
    posterior,
)
from argosy.methods.testing.contrast import Contrast, contrast, slope
from argosy.methods.testing.control_arm import control_arm
from argosy.methods.testing.correction import Correction, benjamini_hochberg, correct, holm
from argosy.methods.testing.criteria import (
    CLEAR_SIGNALS,
    NO_HARM,
    Condition,
    Criteria,
    Goal,
    Guardrail,
    Rule,
    Ruling,
    criteria_from,
    rule_on,
)
from argosy.methods.testing.factorial_design import FractionalDesign, FullDesign, fractional_factorial, full_factorial
from argosy.methods.testing.factorial_effects import FactorialEffect, factorial_effects
from argosy.methods.testing.fixed_horizon import Difference, Lift, compare, lift
from argosy.methods.testing.judge import judge, judge_statistics
from argosy.methods.testing.judgement import Judgement, Refusal, Result
from argosy.methods.testing.matched_difference import (
    GroupEffect,
    PairedEffect,
    difference_in_differences,
    matched_difference,
)
from argosy.methods.testing.matching import Pair, matched_pairs
from argosy.methods.testing.metric import Metric, parse_metric
from argosy.methods.testing.moments import Moments
from argosy.methods.testing.plan import (
    Design,
    Plan,
    duration_days,
    plan,
    plan_of_size,
    sequential_inflation,
    units_missing,
)
from argosy.methods.testing.power import (
    Baseline,
    ClusterBaseline,
    MeanBaseline,
    ProportionBaseline,
    baseline_of,
    detectable_effect,
    power,
    units_needed,
)
from argosy.methods.testing.quantiles import QuantileSample, compare_quantiles, compare_quantiles_always_valid
from argosy.methods.testing.regions import RegionEffect, detectable_region_effect, hold_out, region_effect
from argosy.methods.testing.sample_ratio import SampleRatio, sample_ratio, sample_ratio_always_valid
from argosy.methods.testing.sequential import compare_always_valid
from argosy.methods.testing.statistics import AdjustedMean, AdjustedRatio, Proportion, Ratio, SampleMean, Statistic
from argosy.methods.testing.switchback import Period, analyse_switchback, switchback
from argosy.methods.testing.synthetic_control import SyntheticControl, synthetic_control

__all__ = [
    "CLEAR_SIGNALS",
    "NO_HARM",
    "AdjustedMean",
    "AdjustedRatio",
    "Baseline",
    "Belief",
    "BetaPosterior",
    "BetaPrior",
    "ClusterBaseline",
    "Condition",
    "Contrast",
    "Correction",
    "CredibleDifference",
    "Criteria",
    "Design",
    "Difference",
    "FactorialEffect",
    "FractionalDesign",
    "FullDesign",
    "Goal",
    "GroupEffect",
    "Guardrail",
    "Judgement",
    "Lift",
    "MeanBaseline",
    "Metric",
    "Moments",
    "NormalPosterior",
    "NormalPrior",
    "Pair",
    "PairedEffect",
    "Period",
    "Plan",
    "Posterior",
    "Proportion",
    "ProportionBaseline",
    "QuantileSample",
    "Ratio",
    "Refusal",
    "RegionEffect",
    "Result",
    "Rule",
    "Ruling",
    "SampleMean",
    "SampleRatio",
    "Statistic",
    "SyntheticControl",
    "analyse_switchback",
    "assign",
    "assign_all",
    "baseline_of",
    "beliefs",
    "benjamini_hochberg",
    "compare",
    "compare_always_valid",
    "compare_quantiles",
    "compare_quantiles_always_valid",
    "contrast",
    "control_arm",
    "correct",
    "credible_difference",
    "criteria_from",
    "detectable_effect",
    "detectable_region_effect",
    "difference_in_differences",
    "duration_days",
    "factorial_effects",
    "fractional_factorial",
    "full_factorial",
    "hold_out",
    "holm",
    "judge",
    "judge_statistics",
    "lift",
    "matched_difference",
    "matched_pairs",
    "parse_metric",
    "plan",
    "plan_of_size",
    "position",
    "posterior",
    "power",
    "region_effect",
    "rule_on",
    "sample_ratio",
    "sample_ratio_always_valid",
    "sequential_inflation",
    "slope",
    "switchback",
    "synthetic_control",
    "units_missing",
    "units_needed",
]
