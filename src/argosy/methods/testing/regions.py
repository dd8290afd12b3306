"""Regions held out: where people cannot be told apart but places can, some places go without, and the rest shows what it brought.

Assignment draws one region per stratum of alike size; the estimate is the regression of the value after on the value before and on
treatment, weighted by 1 / before (Vaver, Koehler 2011, "Measuring ad effectiveness using geo experiments").
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from argosy.core.errors import DataError, RequestError
from argosy.methods.testing.assign import position
from argosy.methods.testing.contrast import Contrast
from argosy.methods.testing.distributions import require_share
from argosy.methods.testing.fixed_horizon import Difference, interval
from argosy.methods.testing.power import detectable_by


@dataclass(frozen=True, slots=True)
class RegionEffect:
    """The effect per treated region and on all treated regions together (`total`, `total_low`, `total_high`)."""

    difference: Difference
    total: float
    total_low: float
    total_high: float
    treated: int
    held_out: int


def hold_out(before: Mapping[str, float], share: float, *, salt: str) -> tuple[str, ...]:
    """The regions to hold out: by size in strata of 1 / share regions, one drawn by a hash from each.

    >>> held = hold_out({f"r{i}": float(i) for i in range(10)}, 0.5, salt="test")
    >>> len(held)
    5
    """
    if not 0.0 < share <= 0.5:
        raise RequestError("The share held out must be above 0 and at most 0.5, not {share}.", share=share)
    stratum = round(1.0 / share)
    ordered = sorted(before, key=lambda region: (-before[region], region))
    if len(ordered) < 2 * stratum:
        raise DataError(
            "{regions} regions are too few to hold out {share}: {missing} are missing; hold out more or split the regions.",
            regions=len(ordered),
            share=share,
            missing=2 * stratum - len(ordered),
        )
    strata = (ordered[at : at + stratum] for at in range(0, len(ordered) - len(ordered) % stratum, stratum))
    return tuple(sorted(min(group, key=lambda region: position(region, salt)) for group in strata))


def region_effect(
    before: Mapping[str, float], after: Mapping[str, float], held_out: Collection[str], *, alpha: float = 0.05
) -> RegionEffect:
    """What treatment brought per treated region, against the regions held out. Values are totals of equally long spans.

    Raises `DataError` where a region lacks a value or sold nothing before (its weight would be infinite), and with how many regions
    are missing for fewer than two on a side or four in all.
    """
    require_share("alpha", alpha)
    names, start, end, treated = _checked(before, after, held_out)
    effect, error = _weighted_regression(start, end, treated)
    found = interval(Contrast(effect, 0.0, error * error, 0.0, float(len(names) - 3), len(names)), alpha)
    count = int(treated.sum())
    return RegionEffect(found, count * effect, count * found.low, count * found.high, count, len(names) - count)


def detectable_region_effect(
    earlier: Mapping[str, float],
    before: Mapping[str, float],
    held_out: Collection[str],
    *,
    alpha: float = 0.05,
    target: float = 0.8,
) -> float:
    """The smallest effect per region such a test would see, from two spans before it (a test of nothing)."""
    names, start, end, treated = _checked(earlier, before, held_out)
    _, error = _weighted_regression(start, end, treated)
    return detectable_by(error, len(names) - 3, alpha=alpha, target=target)


def _checked(
    before: Mapping[str, float], after: Mapping[str, float], held_out: Collection[str]
) -> tuple[list[str], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    names, held = sorted(before), set(held_out)
    odd = sorted(set(before) ^ set(after) | held - set(before))
    if odd:
        raise DataError("Region {region} lacks a value before or after; give both or leave it out.", region=odd[0])
    sides = (len(names) - len(held), len(held))
    missing = max(0, 2 - sides[0]) + max(0, 2 - sides[1])
    if missing:
        raise DataError(
            "{treated} treated and {held} held-out regions are too few: two of each are the least, {missing} missing.",
            treated=sides[0],
            held=sides[1],
            missing=missing,
        )
    for name in names:
        if not (before[name] > 0.0 and math.isfinite(before[name]) and math.isfinite(after[name])):
            raise DataError(
                "Region {region} has no positive value before; leave it out or join it to a neighbour.", region=name
            )
    start, end = (np.array([values[name] for name in names]) for values in (before, after))
    return names, start, end, np.array([0.0 if name in held else 1.0 for name in names])


def _weighted_regression(
    start: NDArray[np.float64], end: NDArray[np.float64], treated: NDArray[np.float64]
) -> tuple[float, float]:
    root = np.sqrt(1.0 / start)
    design = np.column_stack([np.ones_like(start), start, treated]) * root[:, None]
    coefficients, _, rank, _ = np.linalg.lstsq(design, end * root, rcond=None)
    left = end * root - design @ coefficients
    degrees = len(start) - 3
    if rank < 3 or degrees < 1:
        raise DataError(
            "The regions do not differ in size, so what is due to size stays unknown; compare their changes instead."
        )
    variance = float(left @ left) / degrees * float(np.linalg.inv(design.T @ design)[2, 2])
    if variance <= 0.0:
        raise DataError("The regions follow one line exactly, so chance cannot be told from effect; check the values.")
    return float(coefficients[2]), math.sqrt(variance)
