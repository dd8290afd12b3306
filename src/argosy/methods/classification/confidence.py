"""From scores to probabilities that can be believed, with a part left for "none of these".

First `p_i = exp(slope * s_i) / (exp(slope * floor) + sum_j exp(slope * s_j))`, so that a text nothing is like leaves almost all to "none
of these"; then the probability of the best label is corrected by `logit(p') = shift + stretch * logit(p)` (Platt 1999), and the rest
shares what remains as before. All four numbers are fitted on texts that the examples were not written from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from argosy.core.errors import FaultError

Floats = NDArray[np.float64]
KNOWN = 20  # a true label that is not among the best so many could not have been found: it counts as "none of these"
_EDGE = 1e-9


@dataclass(frozen=True)
class Confidence:
    """`slope`: how fast a higher score makes surer; `floor`: the score at which a label weighs as much as "none of these".

    `shift` and `stretch` correct the best label's probability: 0 and 1 leave it as it is; `ceiling` is the most that was ever measured,
    for texts shorter and plainer than those it was measured on.
    """

    slope: float
    floor: float
    shift: float = 0.0
    stretch: float = 1.0
    ceiling: float = 1.0


def probabilities(scores: Floats, confidence: Confidence) -> Floats:
    """Probabilities of texts x labels; every row sums to at most 1, and the order within a row is that of the scores.

    >>> probabilities(np.array([[0.0, 0.0]]), Confidence(slope=10, floor=2)).round(3).tolist()
    [[0.0, 0.0]]
    >>> probabilities(np.array([[1.0, 0.0]]), Confidence(slope=10, floor=0, stretch=0.5)).round(3).tolist()
    [[0.991, 0.0]]
    """
    plain = _plain(scores, confidence)
    best = np.clip(plain.max(axis=1, keepdims=True), _EDGE, 1 - _EDGE)
    corrected = np.minimum(_corrected(best, confidence.shift, confidence.stretch), confidence.ceiling)
    rest = plain * (1 - corrected) / (1 - best)
    result: Floats = np.where(plain == plain.max(axis=1, keepdims=True), corrected, rest)
    result[scores <= 0] = 0.0
    return np.minimum(result, corrected)


def fit_confidence(scores: Floats, truth: Sequence[int | None]) -> Confidence:
    """The confidence under which the truth is likeliest; `truth` holds the place of the true label, None where it has none."""
    from scipy.optimize import minimize

    if len(scores) != len(truth) or not len(scores):
        raise FaultError("Confidence needs one true label per text, and at least one text.")
    first = minimize(
        lambda point: _loss(scores, truth, float(point[0]), float(point[1])),
        np.array([np.log(10.0), float(np.median(scores.max(axis=1)))]),
        method="Nelder-Mead",
    )
    slope, floor = float(np.exp(first.x[0])), float(first.x[1])
    best = np.clip(_plain(scores, Confidence(slope, floor)).max(axis=1), _EDGE, 1 - _EDGE)
    is_right = np.array(
        [place is not None and place == top for place, top in zip(truth, scores.argmax(axis=1), strict=True)]
    )

    def miss(point: Floats) -> float:
        chances = _corrected(best, float(point[0]), float(point[1]))
        return -float(np.log(np.where(is_right, chances, 1 - chances)).mean())

    second = minimize(miss, np.array([0.0, 1.0]), method="Nelder-Mead")
    return Confidence(slope, floor, float(second.x[0]), float(second.x[1]))


def _plain(scores: Floats, confidence: Confidence) -> Floats:
    raised = confidence.slope * (scores - confidence.floor)
    highest = np.maximum(raised.max(axis=1, keepdims=True), 0.0)
    weights = np.exp(raised - highest)
    result: Floats = weights / (np.exp(-highest) + weights.sum(axis=1, keepdims=True))
    return result


def _corrected(best: Floats, shift: float, stretch: float) -> Floats:
    logit = shift + stretch * np.log(best / (1 - best))
    result: Floats = np.clip(1 / (1 + np.exp(-logit)), _EDGE, 1 - _EDGE)
    return result


def _loss(scores: Floats, truth: Sequence[int | None], log_slope: float, floor: float) -> float:
    chances = _plain(scores, Confidence(float(np.exp(log_slope)), floor))
    none = 1 - chances.sum(axis=1)
    right = [
        chances[row, place] if place is not None and (scores[row] > scores[row, place]).sum() < KNOWN else none[row]
        for row, place in enumerate(truth)
    ]
    return -float(np.log(np.maximum(right, 1e-12)).mean())
