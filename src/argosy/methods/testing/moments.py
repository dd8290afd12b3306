"""Means and sums of products of deviations of several columns: everything second-order statistics need, and additive."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from argosy.core.errors import DataError


@dataclass(frozen=True, slots=True)
class Moments:
    """`units` observations of k columns: their `means`, and `products`, the sums of products of deviations from them.

    `products` holds the upper triangle of the k x k matrix, row by row. Two values of different observations add up to that of
    both (Chan, Golub, LeVeque 1983, "Algorithms for computing the sample variance"), without the cancellation raw sums suffer.

    >>> both = Moments.of([1.0, 2.0]) + Moments.of([3.0, 6.0])
    >>> both.units, both.means, both.products
    (4, (3.0,), (14.0,))
    """

    units: int
    means: tuple[float, ...]
    products: tuple[float, ...]

    def __post_init__(self) -> None:
        width = len(self.means)
        if len(self.products) != width * (width + 1) // 2:
            raise DataError(
                "{products} products do not belong to {means} means; give the upper triangle row by row.",
                products=len(self.products),
                means=width,
            )
        if not all(map(math.isfinite, (*self.means, *self.products))):
            raise DataError(
                "A mean or a product of deviations is not a number; leave missing values out before summing."
            )

    @classmethod
    def of(cls, *columns: ArrayLike) -> Moments:
        """The moments of columns of equal length."""
        data = np.asarray(columns, dtype=np.float64)
        if data.shape[1] == 0:
            return cls.nothing(len(columns))
        means = data.mean(axis=1)
        deviations = data - means[:, None]
        matrix = deviations @ deviations.T
        upper = matrix[np.triu_indices(len(columns))]
        return cls(data.shape[1], tuple(means.tolist()), tuple(upper.tolist()))

    @classmethod
    def nothing(cls, width: int) -> Moments:
        """No observation of `width` columns: the neutral element of addition."""
        return cls(0, (0.0,) * width, (0.0,) * (width * (width + 1) // 2))

    def product(self, row: int, column: int) -> float:
        """The sum of products of deviations of two columns (of squares where they are the same)."""
        low, high = min(row, column), max(row, column)
        width = len(self.means)
        return self.products[low * width - low * (low - 1) // 2 + high - low]

    def covariance(self, row: int, column: int) -> float:
        """The sample covariance (divisor n - 1) of two columns; needs two units."""
        return self.product(row, column) / (self.units - 1)

    def __add__(self, other: Moments) -> Moments:
        if not self.units or not other.units:
            return self if self.units else other
        units = self.units + other.units
        gaps = [theirs - ours for ours, theirs in zip(self.means, other.means, strict=True)]
        weight = self.units * other.units / units
        crossed = [gaps[i] * gaps[j] * weight for i in range(len(gaps)) for j in range(i, len(gaps))]
        return Moments(
            units,
            tuple(mean + gap * other.units / units for mean, gap in zip(self.means, gaps, strict=True)),
            tuple(a + b + c for a, b, c in zip(self.products, other.products, crossed, strict=True)),
        )
