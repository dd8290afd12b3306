"""Tables with slices that broke on purpose, to score methods of localisation where the truth is known."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Conditions = frozenset[tuple[str, str]]

SIZES = {"a": 8, "b": 6, "c": 3, "d": 7}
PAST = 8


@dataclass(frozen=True)
class Planted:
    """A long table with columns a to d, `stamp`, `value`, `weight`; what broke at stamp `at`."""

    table: pa.Table
    at: int
    causes: frozenset[Conditions]


def plant(kind: str, causes: int, seed: int) -> Planted:
    """A ratio ("ratio"), counts ("count") or money of log-normal baskets ("money") of leaves of very different size, with leaf noise of
    5 % and a common drift of 3 %. `causes` disjoint slices of one to three conditions, each 1 to 50 % of the volume, go up or down by a
    quarter to seven tenths, leaves of a slice differing by a seventh of that."""
    random = np.random.default_rng(seed)
    leaves = np.array([leaf for leaf in product(*map(range, SIZES.values())) if random.random() < 0.8])
    size = np.exp(random.normal(3.0, 1.2, len(leaves)))
    for place, members in enumerate(SIZES.values()):
        size *= np.exp(random.normal(0.0, 0.6, members))[leaves[:, place]]
    effect, truth = _causes(random, leaves, size, causes)
    rate = 1.0 / (1.0 + np.exp(-random.normal(-2.5, 0.5, len(leaves))))
    values, weights = [], []
    for stamp in range(PAST + 1):
        moved = effect if stamp == PAST else np.zeros(len(leaves))
        noise = np.exp(random.normal(0.0, 0.05, len(leaves))) * np.exp(random.normal(0.0, 0.03))
        value, weight = _draw(random, kind, size, rate, noise, moved)
        values.append(value)
        weights.append(weight)
    columns: dict[str, object] = {
        name: [f"{name}{member}" for member in np.tile(leaves[:, place], PAST + 1)] for place, name in enumerate(SIZES)
    }
    columns |= {"stamp": np.repeat(np.arange(PAST + 1), len(leaves))}
    columns |= {"value": np.concatenate(values).astype(float), "weight": np.concatenate(weights).astype(float)}
    return Planted(pa.table(columns), PAST, truth)


def _causes(
    random: np.random.Generator, leaves: NDArray[np.int64], size: NDArray[np.float64], causes: int
) -> tuple[NDArray[np.float64], frozenset[Conditions]]:
    effect, truth = np.zeros(len(leaves)), set()
    names = list(SIZES)
    while len(truth) < causes:
        places = np.sort(random.choice(len(names), random.integers(1, 4), replace=False))
        members = [int(random.integers(list(SIZES.values())[place])) for place in places]
        held = (leaves[:, places] == members).all(axis=1)
        if not 0.01 < size[held].sum() / size.sum() < 0.5 or effect[held].any():
            continue
        truth.add(
            frozenset((names[place], f"{names[place]}{member}") for place, member in zip(places, members, strict=True))
        )
        depth = random.uniform(0.25, 0.7) * (1 + 0.15 * random.normal(size=held.sum()))
        effect[held] = np.clip(depth, 0.05, 0.95) * (1 if random.random() < 0.4 else -1)
    return effect, frozenset(truth)


def _draw(
    random: np.random.Generator,
    kind: str,
    size: NDArray[np.float64],
    rate: NDArray[np.float64],
    noise: NDArray[np.float64],
    moved: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if kind == "ratio":
        trials = random.poisson(3 * size)
        share = np.clip(rate * noise, 0.0, 1.0)
        share = np.where(moved > 0, share + moved * (1 - share), share * (1 + moved))
        return random.binomial(trials, share).astype(float), trials.astype(float)
    events = random.poisson(size * noise * (1 + moved))
    if kind == "count":
        return events.astype(float), np.ones(len(size))
    baskets = np.exp(random.normal(3.0, 0.6, int(events.sum())))
    return np.bincount(np.repeat(np.arange(len(size)), events), baskets, len(size)), np.ones(len(size))
