"""Every method that may take part for a group of series, as quantiles at the judged origins and at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from argosy.methods.forecasting import counts, profiles, regression, rules, smoothing
from argosy.methods.forecasting.backtest import F64, I64, known_at, mean_over, outcomes
from argosy.methods.forecasting.calibration import offsets

MOST_GROWTH = 2.0  # on the logarithmic scale: no quantile above seven times the largest value seen
FARTHEST_EXPONENT = 700.0  # the largest number a float can be the exponential of
SIMPLE_RULES = ("last value", "seasonal naive", "weighted mean")


@dataclass(frozen=True)
class Setting:
    """What the methods need to know besides the values: horizon, seasons in periods, periods per day, quantile levels."""

    horizon: int
    season: int
    long_season: int | None
    waves: tuple[regression.Waves, ...]
    periods_per_day: float
    levels: F64


@dataclass(frozen=True)
class Space:
    """A scale to work on: its name, the values on it, and the way back."""

    name: str
    values: F64
    back: Callable[[F64], F64]


Points = Callable[[F64, I64], F64]


def spaces_of(values: F64) -> list[Space]:
    """The plain scale, and the logarithm for series that stay above zero (NaN for the others)."""
    plain = Space("", values, lambda quantiles: quantiles)
    positive = mean_over((values > 0).astype(np.float64) + np.where(np.isnan(values), np.nan, 0.0), 1) == 1.0
    if not positive.any():
        return [plain]
    logs = np.log(np.where(positive[:, None] & (values > 0), values, np.nan))
    return [plain, Space("log ", logs, lambda quantiles: np.asarray(np.exp(np.minimum(quantiles, FARTHEST_EXPONENT))))]


def point_methods(values: F64, setting: Setting) -> dict[str, Points]:
    """The methods that give points, by name; a seasonal one only where two seasons may have been seen."""
    horizon, season = setting.horizon, setting.season
    longest = int((~np.isnan(values)).sum(axis=1).max())
    methods: dict[str, Points] = {
        "last value": lambda y, o: rules.last_value(y, o, horizon),
        "weighted mean": lambda y, o: rules.weighted_mean(y, o, horizon, setting.periods_per_day),
        "level": lambda y, o: smoothing.smoothed(y, o, horizon, season, smoothing.LEVEL_ONLY),
    }
    if longest >= 8:
        methods["drift"] = lambda y, o: profiles.profiled(y, o, horizon, 1)
    if 1 < season < longest:
        methods["seasonal naive"] = lambda y, o: rules.seasonal_naive(y, o, horizon, season)
    if season > 1 and longest >= 2 * season + 2:
        methods["seasonal level"] = lambda y, o: smoothing.smoothed(y, o, horizon, season, smoothing.SEASONAL)
        methods["profile"] = lambda y, o: profiles.profiled(y, o, horizon, season)
        if season <= 24:
            methods["seasonal trend"] = lambda y, o: smoothing.smoothed(y, o, horizon, season, smoothing.SEASONAL_TREND)
    if longest >= max(2 * season, 8) + horizon + 8:
        methods["regression"] = lambda y, o: regression.regressed(y, o, horizon, season, setting.long_season, None)
        for waves in setting.waves:
            if longest >= 1.3 * waves.length:
                methods["regression with calendar"] = calendar_regression(setting, waves)
    if setting.long_season and longest >= 2 * setting.long_season and setting.long_season <= 20 * season:
        methods["long profile"] = lambda y, o: profiles.profiled(y, o, horizon, setting.long_season or season)
    return methods


def calendar_regression(setting: Setting, waves: regression.Waves) -> Points:
    """The regression with a long season as sine and cosine."""
    return lambda y, o: regression.regressed(y, o, setting.horizon, setting.season, setting.long_season, waves)


def calibrated(space: Space, points: F64, origins: I64, judged: I64, setting: Setting) -> F64:
    """Quantiles at each judged origin and at the end from points and their own past misses; N x (J + 1) x H x Q."""
    errors = outcomes(space.values, origins, setting.horizon) - points
    result = []
    for origin in [int(origin) for origin in (*judged, origins[-1])]:
        past = space.values[:, :origin]
        sizes = np.nan_to_num(mean_over(np.abs(past - mean_over(past, 1)[:, None]), 1))
        earlier = origins[origins < origin]
        spread = offsets(known_at(errors, origins, origin), earlier, origin, sizes, setting.season, setting.levels)
        quantiles = points[:, int(np.searchsorted(origins, origin)), :, None] + spread
        if space.name:  # an exponential must not run away from what has ever been seen
            highest = np.max(np.where(np.isnan(past), -np.inf, past), axis=1)[:, None, None]
            quantiles = np.minimum(quantiles, highest + MOST_GROWTH)
        result.append(quantiles)
    return space.back(np.stack(result, axis=1))


def candidates(values: F64, origins: I64, judged: I64, setting: Setting, zeros: bool) -> Iterator[tuple[str, F64]]:
    """Name and quantiles (N x (J + 1) x H x Q) of every method; NaN where a series has too little history for it.

    `zeros`: the series have many zeros; then distributions of counts take part and logarithms do not.
    """
    if zeros:
        yield from count_candidates(values, np.append(judged, origins[-1]), setting)
    for space in spaces_of(values)[: 1 if zeros else 2]:
        for name, method in point_methods(space.values, setting).items():
            yield space.name + name, calibrated(space, method(space.values, origins), origins, judged, setting)


def count_candidates(values: F64, at: I64, setting: Setting) -> Iterator[tuple[str, F64]]:
    """Distributions for series with many zeros, at the given origins; N x J x H x Q."""
    horizon, levels = setting.horizon, setting.levels

    def every_step(quantiles: F64) -> F64:
        return np.repeat(quantiles[:, :, None], horizon, axis=2)

    for half_life in counts.DISCOUNT_HALF_LIVES:
        yield f"own past {half_life:.0f}", every_step(counts.discounted_quantiles(values, at, half_life, levels))
    yield "negative binomial", every_step(counts.negative_binomial_quantiles(values, at, levels))
    yield "analogues", every_step(counts.analogue_quantiles(values, at, horizon, levels))
    for season in {setting.season, setting.long_season or 1} - {1}:
        if values.shape[1] >= 4 * season:
            yield (
                f"own past at phase of {season}",
                counts.phase_quantiles(values, at, horizon, season, 8.0, levels),
            )
