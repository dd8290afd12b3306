"""Simulated coverage of the designs that do without a random split of many units: blocks, pairs, groups, regions, one treated unit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np

from argosy.methods.testing.coverage import Floats, Interval, Simulation, bulk_moments
from argosy.methods.testing.factorial_design import full_factorial
from argosy.methods.testing.factorial_effects import factorial_effects
from argosy.methods.testing.matched_difference import difference_in_differences, matched_difference
from argosy.methods.testing.matching import Pair
from argosy.methods.testing.regions import region_effect
from argosy.methods.testing.statistics import SampleMean
from argosy.methods.testing.switchback import analyse_switchback, switchback
from argosy.methods.testing.synthetic_control import synthetic_control


def _drift(random: np.random.Generator, shape: tuple[int, ...], keep: float) -> Floats:
    """Autoregressive noise along the last axis with standard deviation 1."""
    noise = random.normal(size=shape)
    noise[..., 1:] *= np.sqrt(1.0 - keep * keep)
    for step in range(1, shape[-1]):
        noise[..., step] += keep * noise[..., step - 1]
    return noise


def _switchbacks(random: np.random.Generator, repetitions: int) -> Iterator[Interval]:
    """Eight weeks of days with a weekly season and drifting noise; the schedule is drawn anew each time."""
    start, day = datetime(2026, 1, 5, tzinfo=UTC), timedelta(days=1)
    season = 3.0 * np.sin(np.arange(56) * 2.0 * np.pi / 7.0)
    noise = _drift(random, (repetitions, 56), 0.6)
    for test in range(repetitions):
        schedule = switchback(start, 56, length=day, arms=("new", "old"), salt=f"{test}", cycle=7)
        runs = np.array([period.arm == "new" for period in schedule])
        values = 10.0 + season + noise[test] + 0.7 * runs
        readings = {period.starts_at: float(value) for period, value in zip(schedule, values, strict=True)}
        found = analyse_switchback(schedule, readings, arm="new", versus="old")
        yield found.low, found.high, 0.7


def _pairs(random: np.random.Generator, repetitions: int) -> Iterator[Interval]:
    """Twelve pairs that share their drift; both have their own too."""
    pairs = [Pair(f"t{place}", f"c{place}", 0.0) for place in range(12)]
    shared = _drift(random, (repetitions, 12, 16), 0.8)
    own = _drift(random, (repetitions, 2, 12, 16), 0.5)
    for test in range(repetitions):
        before, after = {}, {}
        for place, pair in enumerate(pairs):
            for arm, name in enumerate((pair.treated, pair.control)):
                series = shared[test, place] + own[test, arm, place]
                before[name], after[name] = series[:10], series[10:] + 0.5 * (arm == 0)
        found = matched_difference(pairs, before, after).difference
        yield found.low, found.high, 0.5


def _groups(random: np.random.Generator, repetitions: int) -> Iterator[Interval]:
    """Fifteen treated units and twenty-five others, each with a level and a drift of its own."""
    names = [f"u{place}" for place in range(40)]
    series = random.normal(size=(repetitions, 40, 1)) * 5.0 + _drift(random, (repetitions, 40, 14), 0.7)
    series[:, :15, 8:] += 0.5
    for test in range(repetitions):
        before = dict(zip(names, series[test, :, :8], strict=True))
        after = dict(zip(names, series[test, :, 8:], strict=True))
        found = difference_in_differences(names[:15], before, after).difference
        yield found.low, found.high, 0.5


def _regions(random: np.random.Generator, repetitions: int) -> Iterator[Interval]:
    """Forty regions of very unlike size, ten held out; noise grows with the root of size, as the weights suppose."""
    names = [f"r{place}" for place in range(40)]
    before = np.exp(random.normal(4.0, 0.8, (repetitions, 40)))
    after = 2.0 + 1.1 * before + np.sqrt(before) * random.normal(size=before.shape)
    for test in range(repetitions):
        held = set(random.choice(names, 10, replace=False).tolist())
        lifted = after[test] + np.array([0.0 if name in held else 3.0 for name in names])
        early, late = (dict(zip(names, map(float, row), strict=True)) for row in (before[test], lifted))
        found = region_effect(early, late, held).difference
        yield found.low, found.high, 3.0


def _one_treated(random: np.random.Generator, repetitions: int) -> Iterator[Interval]:
    """Twenty units moved by two hidden factors, of which any one is treated: nineteen donors give the least p-value of 0.05."""
    names = [f"u{place}" for place in range(20)]
    loadings = random.random((repetitions, 20, 2))
    series = loadings @ _drift(random, (repetitions, 2, 30), 0.8) + 0.3 * random.normal(size=(repetitions, 20, 30))
    series[:, 0, 20:] += 1.0
    for test in range(repetitions):
        found = synthetic_control("u0", dict(zip(names, series[test], strict=True)), 20)
        yield found.low, found.high, 1.0


def _factorial(random: np.random.Generator, repetitions: int) -> Iterator[Interval]:
    """The interaction in a 2 x 2 test with unlike spreads."""
    design = full_factorial({"x": ("0", "1"), "y": ("0", "1")})
    means = dict(zip(design.cells, (0.0, 0.2, 0.3, 1.1), strict=True))
    cells = [
        [
            SampleMean.from_moments(found)
            for found in bulk_moments(random.normal(means[cell], 1.0 + place, (repetitions, 50)))
        ]
        for place, cell in enumerate(design.cells)
    ]
    for test in range(repetitions):
        effects = factorial_effects(design, {cell: cells[place][test] for place, cell in enumerate(design.cells)})
        found = effects[-1].difference
        yield found.low, found.high, 0.3


DESIGN_SIMULATIONS: dict[str, Simulation] = {
    "switchback": _switchbacks,
    "matched difference in differences": _pairs,
    "difference in differences": _groups,
    "regions held out": _regions,
    "synthetic control, 19 donors": _one_treated,
    "factorial interaction": _factorial,
}
