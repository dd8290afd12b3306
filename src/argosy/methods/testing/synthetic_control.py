"""Synthetic control: one treated unit beside a weighted mean of untreated ones that moved as it did before.

Weights are not negative and add up to 1 (Abadie, Diamond, Hainmueller 2010, "Synthetic control methods for comparative case studies").
Inference by placebo: every donor is treated in thought, and the treated unit's effect, measured in its own error before the start, is
ranked among theirs. p-value and interval invert the same ranking, so they agree; with J donors no p-value is below 1 / (J + 1).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from argosy.core.errors import DataError, RequestError
from argosy.methods.testing.distributions import require_share

Floats = NDArray[np.float64]

_LEAST_BEFORE = 3


@dataclass(frozen=True, slots=True)
class SyntheticControl:
    """The donors' weights, the fit before (root mean square error), what would have been, and the mean effect after.

    `low` and `high` are infinite where there are too few donors for the level asked; `donors_missing` says how many more it takes.
    """

    weights: Mapping[str, float]
    fit_error: float
    expected: tuple[float, ...]
    gaps: tuple[float, ...]
    effect: float
    low: float
    high: float
    p: float
    donors_missing: int


def simplex_weights(donors: Floats, target: Floats, ridge: float = 0.0) -> Floats:
    """Weights >= 0 adding to 1 that bring donors (periods x donors) nearest to target (periods) in least squares.

    Exact through non-negative least squares: with C the donors minus the target, the minimum of |C w|^2 + (sum w - 1)^2 over w >= 0 is a
    multiple of the minimum of |C w|^2 on the simplex. `ridge` shrinks towards equal weights.

    >>> simplex_weights(np.array([[0.0, 2.0], [0.0, 4.0]]), np.array([0.5, 1.0])).round(6).tolist()
    [0.75, 0.25]
    """
    from scipy.optimize import nnls

    count = donors.shape[1]
    gaps = donors - target[:, None]
    scale = float(np.abs(gaps).max())
    if scale == 0.0:
        return np.full(count, 1.0 / count)
    rows = [gaps / scale, np.ones((1, count))]
    if ridge > 0.0:
        rows.insert(1, math.sqrt(ridge) * np.eye(count))
    matrix = np.vstack(rows)
    aim = np.zeros(len(matrix))
    aim[-1] = 1.0
    found, _ = nnls(matrix, aim, maxiter=50 * count + 500)
    return np.asarray(found / found.sum(), dtype=np.float64)


def synthetic_control(
    treated: str, series: Mapping[str, Sequence[float]], start: int, *, alpha: float = 0.05, ridge: float = 0.0
) -> SyntheticControl:
    """The effect on `treated` from period number `start` on, against a synthetic control of all other series.

    Series cover the same periods; `start` counts from 0. Donors must not be touched by the treatment. Raises `DataError` with what is
    missing for fewer than two donors or three periods before.
    """
    require_share("alpha", alpha)
    names, matrix = _checked(treated, series, start)
    own = names.index(treated)
    donors = [index for index in range(len(names)) if index != own]
    weights, expected = _fit(matrix, own, donors, start, ridge)
    gaps = matrix[:, own] - expected
    effect, error = _effect(gaps, start)
    floor = _error_floor(matrix, start)
    placebos = [
        _effect(matrix[:, donor] - _fit(matrix, donor, [d for d in donors if d != donor], start, ridge)[1], start)
        for donor in donors
    ]
    ratios = sorted(abs(placebo) / max(miss, floor) for placebo, miss in placebos)
    scale = max(error, floor)
    rank = 1 + sum(ratio >= abs(effect) / scale * (1.0 - 1e-12) for ratio in ratios)
    place = math.ceil((1.0 - alpha) * (len(donors) + 1) - 1e-9)
    half = ratios[place - 1] * scale if place <= len(ratios) else math.inf
    return SyntheticControl(
        {names[donor]: float(weight) for donor, weight in zip(donors, weights, strict=True) if weight > 1e-9},
        error,
        tuple(expected[start:].tolist()),
        tuple(gaps.tolist()),
        effect,
        effect - half,
        effect + half,
        rank / (len(donors) + 1),
        max(0, math.ceil(1.0 / alpha - 1e-9) - 1 - len(donors)),
    )


def _checked(treated: str, series: Mapping[str, Sequence[float]], start: int) -> tuple[list[str], Floats]:
    if treated not in series:
        raise RequestError("The treated unit {unit} has no series; give it with those of the donors.", unit=treated)
    names = sorted(series)
    if len(names) < 3:
        raise DataError("A synthetic control needs at least two donors, {missing} are missing.", missing=3 - len(names))
    lengths = {len(series[name]) for name in names}
    if len(lengths) != 1:
        raise DataError("The series must all cover the same periods; fill or cut them to the same length.")
    periods = lengths.pop()
    if start < _LEAST_BEFORE:
        raise DataError(
            "{before} periods before the start are too few, {missing} are missing; give a longer history.",
            before=start,
            missing=_LEAST_BEFORE - start,
        )
    if start >= periods:
        raise DataError("There is no period after the start; wait until at least one is in.")
    matrix = np.array([series[name] for name in names], dtype=np.float64).T
    if not np.isfinite(matrix).all():
        worst = names[int(np.argmax(~np.isfinite(matrix).all(axis=0)))]
        raise DataError("The series of {unit} has a missing value; fill it or leave the unit out.", unit=worst)
    return names, matrix


def _fit(matrix: Floats, own: int, donors: Sequence[int], start: int, ridge: float) -> tuple[Floats, Floats]:
    weights = simplex_weights(matrix[:start, donors], matrix[:start, own], ridge)
    return weights, matrix[:, donors] @ weights


def _effect(gaps: Floats, start: int) -> tuple[float, float]:
    """The mean gap after the start, and the root mean square gap before it."""
    return float(gaps[start:].mean()), float(np.sqrt(np.mean(gaps[:start] ** 2)))


def _error_floor(matrix: Floats, start: int) -> float:
    """A fit perfect to rounding must not make its ratio infinite."""
    return 1e-9 * max(float(np.abs(matrix[:start]).max()), 1e-300)
