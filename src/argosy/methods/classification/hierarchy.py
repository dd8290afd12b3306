"""The verdict on a text: the label where it is sure enough, else none; and how far down the hierarchy it is sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Candidate:
    """A label with its probability."""

    label: str
    confidence: float


@dataclass(frozen=True)
class Verdict:
    """What is known of a text: `label` is None where it abstains; `branch` is the longest prefix that is sure enough, "" for none."""

    label: str | None
    confidence: float
    branch: str
    candidates: tuple[Candidate, ...]


def decide(
    labels: Sequence[str],
    chances: NDArray[np.float64],
    *,
    levels: Sequence[int],
    least: float,
    count: int = 5,
) -> list[Verdict]:
    """A verdict per row of `chances` (texts x labels). `levels` are the lengths of prefixes, coarse to fine, the last the whole label."""
    prefixes = [_grouping(labels, level) for level in levels]
    return [_verdict(labels, row, prefixes, least, count) for row in chances]


Grouping = tuple[list[str], NDArray[np.intp]]


def _grouping(labels: Sequence[str], level: int) -> Grouping:
    names, place = np.unique([label[:level] for label in labels], return_inverse=True)
    return list(map(str, names)), place


def _verdict(
    labels: Sequence[str], chances: NDArray[np.float64], prefixes: Sequence[Grouping], least: float, count: int
) -> Verdict:
    best = np.argsort(-chances, kind="stable")[:count]
    candidates = tuple(Candidate(labels[at], float(chances[at])) for at in best if chances[at] > 0)
    if not candidates:
        return Verdict(None, 0.0, "", ())
    branch = ""
    for names, place in prefixes:
        sums = np.bincount(place, chances, len(names))
        at = int(sums.argmax())
        if sums[at] < least or not names[at].startswith(branch):
            break
        branch = names[at]
    top = candidates[0]
    return Verdict(top.label if top.confidence >= least else None, top.confidence, branch, candidates)
