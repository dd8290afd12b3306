"""All slices of a cube: every conjunction of members that some leaf has, as one sparse matrix of slices by leaves."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from argosy.methods.slices.cube import REST
from argosy.methods.slices.screening import number_leaves

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]

CELL_LIMIT = 2_000_000
"""Memberships (leaf in slice) that are held at once; with many dimensions it bounds how many are combined."""


@dataclass(frozen=True)
class Lattice:
    """`holds` is a sparse (slice, leaf) matrix of ones. Slices come in blocks of the same dimensions, `blocks` with their member numbers
    (slice, condition), beginning at `starts`. Per slice: `sizes` (how many conditions), `prior` (log probability beforehand: each number of
    conditions equally likely, then each choice of dimensions, then each of their slices), `whole` (whether it holds every leaf). `depth`
    is the largest number of conditions searched."""

    holds: Any
    blocks: tuple[tuple[tuple[int, ...], Codes], ...]
    starts: Codes
    sizes: NDArray[np.int64]
    prior: Floats
    whole: NDArray[np.bool_]
    depth: int

    def conditions(self, row: int) -> tuple[tuple[int, int], ...]:
        """The slice's (dimension number, member number) pairs."""
        block = int(np.searchsorted(self.starts, row, side="right")) - 1
        chosen, members = self.blocks[block]
        return tuple(zip(chosen, (int(member) for member in members[row - self.starts[block]]), strict=True))


def build_lattice(leaves: Codes) -> Lattice:
    """The lattice over `leaves` (leaf, dimension); the first slice is the whole, with no condition; pooled members are in no slice."""
    from scipy.sparse import csr_matrix, vstack

    count, dimensions = leaves.shape
    depth = _depth(count, dimensions)
    held_by = [csr_matrix(np.ones((1, count)))]
    blocks: list[tuple[tuple[int, ...], Codes]] = [((), np.zeros((1, 0), dtype=np.int64))]
    prior = [np.array([-np.log(depth + 1.0)])]
    for size in range(1, depth + 1):
        for chosen in combinations(range(dimensions), size):
            held = np.flatnonzero((leaves[:, chosen] != REST).all(axis=1))
            if not len(held):
                continue
            number, first = number_leaves(
                [leaves[held, d] for d in chosen], [int(leaves[:, d].max()) + 1 for d in chosen]
            )
            held_by.append(csr_matrix((np.ones(len(held)), (number, held)), shape=(len(first), count)))
            blocks.append((chosen, leaves[held[first]][:, chosen]))
            choices = (depth + 1.0) * comb(dimensions, size) * len(first)
            prior.append(np.full(len(first), -np.log(choices)))
    holds = vstack(held_by, format="csr")
    lengths = [len(members) for _, members in blocks]
    return Lattice(
        holds=holds,
        blocks=tuple(blocks),
        starts=np.concatenate([[0], np.cumsum(lengths)[:-1]]),
        sizes=np.repeat([len(chosen) for chosen, _ in blocks], lengths),
        prior=np.concatenate(prior),
        whole=np.diff(holds.indptr) == count,
        depth=depth,
    )


def _depth(leaves: int, dimensions: int) -> int:
    """Conditions that can be combined within the limit; at least two.

    >>> _depth(1000, 6), _depth(4096, 14)
    (6, 3)
    """
    cells, depth = 0, 0
    for size in range(1, dimensions + 1):
        cells += comb(dimensions, size) * leaves
        if cells > CELL_LIMIT and size > 2:
            break
        depth = size
    return depth
