"""What each leaf should have been at the moment in question, from its own quiet past.

* *Quiet past*: the past may hold earlier breakages, so only its quieter half is used: the stamps nearest to the medoid stamp, after a
  variance-stabilising transform (the idea of least trimmed squares: Rousseeuw, "Least median of squares regression", JASA 79, 1984).
* *Shrinkage*: a leaf with little past leans on the whole table, as far as leaves are found to differ (empirical Bayes by moments).
* *Level*: an amount's total may drift from stamp to stamp; leaves keep their share of the quiet stamps' usual total.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from argosy.methods.slices.cube import Cube

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]
Model: TypeAlias = Literal["proportion", "count", "signed"]

TINY = 1e-9

FEW_EVENTS = 20.0
"""Events below which a leaf's own movement says little."""


@dataclass(frozen=True)
class Expectation:
    """Per leaf: `seen` and `expected` value and `weight` at the last stamp, and `certainty`: how many trials (of a proportion) or events
    (of an amount) the expectation rests on.

    `model` says how it scatters: a proportion (value is part of weight), a count (an amount at or above zero) or signed. `unit` is the
    size of one event (of one trial, in a proportion): an amount's variance over its mean where it is small. `quiet` are the stamps the
    expectation rests on. `drift` is by how much most of the volume moved alike at the last stamp, `drifts` at each stamp before; `strayed`
    is how far those stamps' totals were off beyond their drift, as a share. `calm` are the quiet stamps themselves: (leaf, stamp) of what
    was seen, of what this expectation makes of them, drift included, and of their weight.
    """

    model: Model
    seen: Floats
    expected: Floats
    certainty: Floats
    weight: Floats | None
    unit: float
    quiet: tuple[int, ...]
    drift: float
    drifts: Floats
    strayed: Floats
    calm: tuple[Floats, Floats, Floats | None]

    def at_leaves(self, chosen: NDArray[np.bool_]) -> Expectation:
        """The expectation of some of the leaves."""
        return replace(
            self,
            seen=self.seen[chosen],
            expected=self.expected[chosen],
            certainty=self.certainty[chosen],
            weight=None if self.weight is None else self.weight[chosen],
            calm=(self.calm[0][chosen], self.calm[1][chosen], None if self.calm[2] is None else self.calm[2][chosen]),
        )


def expect(cube: Cube) -> Expectation:
    """The expectation of the cube's last stamp from the stamps before it."""
    value, weight = cube.value, cube.weight
    if weight is not None and bool((value >= 0).all() and (value <= weight).all()):
        return _proportion(cube.leaves, value, weight)
    # Whatever the unit of an amount is, it is worked on as a share of the largest.
    size = float(np.abs(value).max()) or 1.0
    if weight is None:
        found = _amount(cube.leaves, value / size)
        calm = (found.calm[0] * size, found.calm[1] * size, None)
        return replace(found, seen=value[:, -1], expected=found.expected * size, unit=found.unit * size, calm=calm)
    load = float(weight.max()) or 1.0
    found = _ratio(cube.leaves, value / size, np.where(weight > TINY * load, weight / load, 0.0))
    return replace(
        found,
        seen=value[:, -1],
        expected=found.expected * size,
        unit=found.unit * size,
        weight=weight[:, -1],
        calm=(found.calm[0] * size, found.calm[1] * size, weight[:, list(found.quiet)]),
    )


def _proportion(leaves: Codes, value: Floats, weight: Floats) -> Expectation:
    """Value is a part of weight: successes out of trials, or, where they are no whole numbers, out of what makes one trial."""
    quiet = quiet_stamps(_stabilised_share(value[:, :-1], weight[:, :-1]), weight[:, :-1].mean(axis=1))
    unit = 1.0
    if not ((value == np.floor(value)).all() and (weight == np.floor(weight)).all()):
        pooled = value.sum(axis=1) / np.where(weight.sum(axis=1) > 0, weight.sum(axis=1), 1.0)
        unit = event_size(*_recent(value, weight * pooled[:, None], quiet))
    total, mass = value[:, quiet].sum(axis=1) / unit, weight[:, quiet].sum(axis=1) / unit
    overall = (total.sum() + 0.5) / (mass.sum() + 1.0)
    prior = _prior_trials(total, mass, overall)
    rate = (total + prior * overall) / (mass + prior)
    return _expectation("proportion", leaves, value, weight * rate[:, None], quiet, mass + prior, weight, unit)


def _ratio(leaves: Codes, value: Floats, weight: Floats) -> Expectation:
    """Value is not a part of weight: an amount per unit of weight."""
    quiet = quiet_stamps(_stabilised_rate(value[:, :-1], weight[:, :-1]), weight[:, :-1].mean(axis=1))
    total, mass = value[:, quiet].sum(axis=1), weight[:, quiet].sum(axis=1)
    has = mass > TINY
    overall = float(total.sum() / mass.sum()) if mass.sum() > TINY else 0.0
    rate = np.where(has, total / np.where(has, mass, 1.0), overall)
    unit = event_size(*_recent(value, weight * rate[:, None], quiet))
    prior = _prior_exposure(total[has], mass[has], overall, unit)
    rate = (total + prior * overall) / (mass + prior)
    certainty = np.abs(total + prior * overall) / unit
    model: Model = "signed" if (value < 0).any() else "count"
    return _expectation(model, leaves, value, weight * rate[:, None], quiet, certainty, weight, unit)


def _amount(leaves: Codes, value: Floats) -> Expectation:
    past, signed = value[:, :-1], bool((value < 0).any())
    totals = past.sum(axis=0)
    typical = float(np.median(totals))
    level = totals / typical if typical > 0 and (totals > 0).all() and not signed else np.ones_like(totals)
    levelled = past / level
    quiet = quiet_stamps(levelled if signed else np.sqrt(levelled), np.ones(len(past)))
    mean = levelled[:, quiet].mean(axis=1)
    beside = np.concatenate([levelled, value[:, -1:]], axis=1)
    unit = event_size(*_recent(beside, np.repeat(mean[:, None], beside.shape[1], axis=1), quiet))
    mean, prior = (mean, 0.0) if signed else _shrunk_mean(mean, unit, len(quiet))
    expected = np.repeat(mean[:, None] * float(np.median(level[quiet])), value.shape[1], axis=1)
    certainty = np.abs(mean) * (len(quiet) + prior) / unit
    return _expectation("signed" if signed else "count", leaves, value, expected, quiet, certainty, None, unit)


def _recent(value: Floats, expected: Floats, quiet: Codes) -> tuple[Floats, Floats]:
    """Values and expectations that tell the noise: of the quiet stamps; of a single one, with the last, around their mean."""
    if len(quiet) > 1:
        return value[:, quiet], expected[:, quiet]
    both = value[:, [int(quiet[0]), -1]]
    return both, np.repeat(both.mean(axis=1, keepdims=True), 2, axis=1)


def _expectation(
    model: Model,
    leaves: Codes,
    value: Floats,
    expected: Floats,
    quiet: Codes,
    certainty: Floats,
    weight: Floats | None,
    unit: float,
) -> Expectation:
    """The expectation of the last stamp, with the movements of the whole, from those of all stamps (leaf, stamp)."""
    drifts = common_drift(leaves, value, expected)
    return Expectation(
        model=model,
        seen=value[:, -1],
        expected=expected[:, -1],
        certainty=certainty,
        weight=None if weight is None else weight[:, -1],
        unit=unit,
        quiet=tuple(int(stamp) for stamp in quiet),
        drift=float(drifts[-1]),
        drifts=drifts[:-1],
        strayed=_strayed(value, expected, drifts)[:-1],
        calm=(value[:, quiet], expected[:, quiet] * drifts[quiet], None if weight is None else weight[:, quiet]),
    )


def common_drift(leaves: Codes, seen: Floats, expected: Floats) -> Floats:
    """By which factor most of the volume moved alike at each stamp: the median of seen over expected, over the members of all dimensions,
    weighted by expectation. `seen` and `expected` are (leaf, stamp).

    >>> common_drift(np.array([[0], [1], [2]]), np.array([[11.0], [22.0], [3.0]]), np.array([[10.0], [20.0], [10.0]])).tolist()
    [1.1]
    """
    margins = [(_by_member(code + 1, seen), _by_member(code + 1, expected)) for code in leaves.T]
    observed, usual = (np.concatenate(part) for part in zip(*margins, strict=True))
    drift = np.ones(seen.shape[1])
    for stamp in range(seen.shape[1]):
        known = np.flatnonzero(usual[:, stamp] > TINY * np.abs(usual[:, stamp]).max())
        if not len(known):
            continue
        ratio = observed[known, stamp] / usual[known, stamp]
        order = np.argsort(ratio, kind="stable")
        mass = np.cumsum(usual[known, stamp][order])
        drift[stamp] = ratio[order][np.searchsorted(mass, mass[-1] / 2.0)]
    return drift


def drift_of_leaves(expectation: Expectation) -> float:
    """The drift again, by leaves in place of members: nearer where a large slice of a single dimension broke, since every member of the
    others holds a part of it. The drift by members for ratios, and where half of the volume is in leaves of fewer than `FEW_EVENTS`.
    """
    expected = np.maximum(expectation.expected, 0.0)
    order = np.argsort(expected, kind="stable")
    if not len(order) or expected.sum() <= 0 or expectation.model == "signed" or expectation.weight is not None:
        return expectation.drift
    typical = expected[order][np.searchsorted(np.cumsum(expected[order]), expected.sum() / 2.0)]
    if typical < FEW_EVENTS * expectation.unit:
        return expectation.drift
    number = np.arange(len(order))[:, None]
    return float(common_drift(number, expectation.seen[:, None], expected[:, None])[0])


def drift_distance(expectation: Expectation, drift: float) -> float | None:
    """How many robust standard deviations of the past drifts a drift is from none; None where the past does not say."""
    stamps = len(expectation.drifts)
    if expectation.model == "signed" or stamps < 3 or drift <= 0:
        return None
    moves = np.log(np.maximum(expectation.drifts, 1e-6))
    scatter = 1.4826 * float(np.median(np.abs(moves - np.median(moves)))) * np.sqrt(1.0 + 1.0 / stamps)
    return float(np.log(drift) / scatter) if scatter > 0 else None


def _by_member(code: Codes, amount: Floats) -> Floats:
    return np.stack([np.bincount(code, column) for column in amount.T], axis=1)


def _strayed(seen: Floats, expected: Floats, drifts: Floats) -> Floats:
    """Per stamp, total minus drifted expectation as a share of it; both (leaf, stamp)."""
    usual = expected.sum(axis=0) * drifts
    strayed: Floats = (seen.sum(axis=0) - usual) / np.maximum(np.abs(usual), TINY)
    return strayed


def quiet_stamps(profile: Floats, weight: Floats) -> Codes:
    """The quieter half (and one more) of the stamps: those nearest to the stamp that is nearest to most.

    `profile` is (leaf, stamp); distances are squared differences weighted by leaf.

    >>> quiet_stamps(np.array([[1.0, 1.1, 9.0, 1.2, 8.0]]), np.ones(1)).tolist()
    [0, 1, 3]
    """
    stamps = profile.shape[1]
    if stamps <= 2:
        return np.arange(stamps)
    kept = stamps // 2 + 1
    scaled = np.sqrt(weight)[:, None] * (profile - profile.mean(axis=1, keepdims=True))
    length = (scaled * scaled).sum(axis=0)
    distance = length[:, None] + length[None, :] - 2.0 * scaled.T @ scaled
    np.fill_diagonal(distance, 0.0)
    medoid = int(np.argmin(np.sort(distance, axis=1)[:, kept - 1]))
    chosen: Codes = np.sort(np.argsort(distance[medoid], kind="stable")[:kept])
    return chosen


def _stabilised_share(value: Floats, weight: Floats) -> Floats:
    """Proportions on a scale where their scatter does not depend on their size; a leaf without weight takes its own mean."""
    share = np.arcsin(np.sqrt((value + 0.375) / (weight + 0.75)))
    usual = np.arcsin(np.sqrt((value.sum(axis=1) + 0.375) / (weight.sum(axis=1) + 0.75)))
    return np.where(weight > 0, share, usual[:, None])


def _stabilised_rate(value: Floats, weight: Floats) -> Floats:
    """The same for rates without a bound."""
    has, mass = weight > TINY, weight.sum(axis=1)
    rate = value / np.where(has, weight, 1.0)
    usual = value.sum(axis=1) / np.where(mass > TINY, mass, 1.0)
    rate = np.where(has, rate, usual[:, None])
    stabilised: Floats = np.sign(rate) * np.sqrt(np.abs(rate))
    return stabilised


def _prior_trials(total: Floats, mass: Floats, overall: float) -> float:
    """Trials the overall proportion is worth beside a leaf's own: from the intra-class correlation by moments (beta-binomial)."""
    has = mass > TINY
    total, mass = total[has], mass[has]
    excess = ((total - mass * overall) ** 2 / (mass * overall * (1.0 - overall)) - 1.0).sum()
    correlation = float(np.clip(excess / max(1.0, float((mass - 1.0).sum())), 1e-6, 0.5))
    return (1.0 - correlation) / correlation


def _prior_exposure(total: Floats, mass: Floats, overall: float, unit: float) -> float:
    """Exposure the overall rate is worth beside a leaf's own (gamma-Poisson by moments); without end where leaves do not differ."""
    most = 1e6 * max(float(mass.mean()), TINY) if len(mass) else 1.0
    between = float(((total - mass * overall) ** 2 / mass).sum()) - unit * abs(overall) * len(mass)
    return min(unit * abs(overall) * float(mass.sum()) / between, most) if between > 0 else most


def _shrunk_mean(mean: Floats, unit: float, stamps: int) -> tuple[Floats, float]:
    """Means of amounts drawn to their overall mean as far as they are noise (gamma-Poisson by moments), so that a sparse leaf expects a
    little, not nothing; with the stamps' worth of that overall mean."""
    overall = max(float(mean.mean()), TINY)
    variance = float(mean.var()) - unit * overall / stamps
    prior = unit * overall / variance if variance > 0 else 1e6
    return (mean * stamps + prior * overall) / (stamps + prior), prior


def event_size(value: Floats, expected: Floats) -> float:
    """Size of one event: the slope of variance on mean where means are small, beside a part that grows with the mean's square.

    Squared residuals from each leaf's mean (both (leaf, stamp), two stamps at least) are grouped by tenths of the expectation.

    >>> means = np.repeat(np.linspace(1, 50, 500)[:, None], 8, axis=1)
    >>> counts = np.random.default_rng(0).poisson(means).astype(float)
    >>> 0.8 < event_size(10 * counts, 10 * means) / 10 < 1.2
    True
    """
    active = (np.abs(expected) > TINY * np.abs(expected).max(initial=0.0)).sum(axis=1)
    has = active > 1
    mean = np.abs(expected).sum(axis=1)[has] / active[has]
    spread = ((value - expected) ** 2).sum(axis=1)[has] / (active[has] - 1)
    if not len(mean):
        return max(float(np.abs(value).max(initial=0.0)), TINY)  # nothing is known: all there was is one event
    floor = 1e-6 * float(mean.mean())
    if len(mean) < 3:
        return max(float((spread / mean).mean()), floor)
    groups = np.array_split(np.argsort(mean, kind="stable"), min(10, len(mean)))
    centre = np.array([mean[group].mean() for group in groups])
    # One degree of freedom has a median of 0.4549 of its mean; with more the mean of the past is safe, and efficient.
    robust = value.shape[1] <= 2
    scatter = np.array([np.median(spread[group]) / 0.4549 if robust else spread[group].mean() for group in groups])
    return max(_linear_part(centre, scatter, floor), floor)


def _linear_part(centre: Floats, scatter: Floats, floor: float) -> float:
    """The coefficient u >= 0 of scatter = u x centre + v x centre squared (v >= 0), least squares of relative errors."""
    weight = 1.0 / np.maximum(scatter, floor * centre)
    linear, square, aim = centre * weight, centre**2 * weight, scatter * weight
    determinant = float((linear @ linear) * (square @ square) - (linear @ square) ** 2)
    if determinant > TINY * float((linear @ linear) * (square @ square)):
        u = float((aim @ linear) * (square @ square) - (aim @ square) * (linear @ square)) / determinant
        v = float((aim @ square) * (linear @ linear) - (aim @ linear) * (linear @ square)) / determinant
        if v >= 0:
            return max(u, 0.0)
    return float(aim @ linear / (linear @ linear))
