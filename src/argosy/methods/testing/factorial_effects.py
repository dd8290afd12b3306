"""Main effects and interactions of a factorial test, from one sufficient statistic per cell.

Every effect is a contrast of the cells' means, so that its variance is the weighted sum of theirs: nothing is assumed equal across
cells. With equal variances it is the regression on effect-coded factors (an effect is twice its coefficient).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from argosy.core.errors import DataError, RequestError
from argosy.methods.testing.contrast import Contrast, satterthwaite
from argosy.methods.testing.correction import Correction, correct
from argosy.methods.testing.factorial_design import Cell, FractionalDesign, FullDesign
from argosy.methods.testing.fixed_horizon import Difference, interval
from argosy.methods.testing.statistics import Proportion, Statistic, require_units

Names = tuple[str, ...]
Term = tuple[Names, Names, NDArray[np.float64], tuple[Names, ...]]
"""Of one effect: its factors, their levels, one weight per cell, its aliases."""


@dataclass(frozen=True, slots=True)
class FactorialEffect:
    """What moving the factors of `term` from their base to `levels` does, on average over the other factors.

    For one factor: the mean at the level minus that at its base. For two: half the change of one factor's effect when the other moves
    (their interaction). `aliases` are effects the design cannot tell from it.
    """

    term: tuple[str, ...]
    levels: tuple[str, ...]
    difference: Difference
    p_adjusted: float
    aliases: tuple[tuple[str, ...], ...]


def factorial_effects(
    design: FullDesign | FractionalDesign,
    cells: Mapping[Cell, Statistic],
    *,
    order: int = 2,
    alpha: float = 0.05,
    correction: Correction = "holm",
) -> tuple[FactorialEffect, ...]:
    """All effects of up to `order` factors, corrected for their number. A fraction's aliased effects are given once, lowest order first.

    Raises `DataError` naming the first cell of the design that has no data.
    """
    if not 1 <= order <= len(design.factors):
        raise RequestError(
            "The order of interaction must lie between 1 and the number of factors, not at {order}.", order=order
        )
    means, variances, degrees, units = _summaries(design.cells, cells)
    found = []
    for term, levels, weights, aliases in _terms(design, order):
        parts = weights * weights * variances
        used = weights != 0.0
        freedom = (
            satterthwaite(tuple(parts[used].tolist()), tuple(degrees[used].tolist()))
            if np.isfinite(degrees).all()
            else math.inf
        )
        effect, variance = float(weights @ means), float(parts.sum())
        if variance <= 0.0:
            raise DataError(
                "The values do not vary within the cells, so chance cannot be told from effect; choose another metric."
            )
        found.append((term, levels, interval(Contrast(effect, 0.0, variance, 0.0, freedom, units), alpha), aliases))
    adjusted = correct([difference.p for _, _, difference, _ in found], correction)
    return tuple(
        FactorialEffect(term, levels, difference, p, aliases)
        for (term, levels, difference, aliases), p in zip(found, adjusted, strict=True)
    )


def _summaries(
    order: Sequence[Cell], cells: Mapping[Cell, Statistic]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], int]:
    for cell in order:
        if cell not in cells:
            raise DataError(
                "The cell {cell} of the design has no data; run it or take a smaller design.", cell=" / ".join(cell)
            )
        require_units(cells[cell].units)
    chosen = [cells[cell] for cell in order]
    smooth = [_squared_error(statistic) for statistic in chosen]
    degrees = [math.inf if isinstance(statistic, Proportion) else float(statistic.units - 1) for statistic in chosen]
    return (
        np.array([statistic.mean for statistic in chosen]),
        np.array(smooth),
        np.array(degrees),
        sum(statistic.units for statistic in chosen),
    )


def _squared_error(statistic: Statistic) -> float:
    if isinstance(statistic, Proportion):
        # Laplace's two added units: a cell where nobody did it is not certain
        rate = (statistic.successes + 1) / (statistic.units + 2)
        return rate * (1.0 - rate) / statistic.units
    return statistic.variance / statistic.units


def _terms(design: FullDesign | FractionalDesign, order: int) -> list[Term]:
    found: list[Term] = []
    seen: set[tuple[str, ...]] = set()
    for size in range(1, order + 1):
        for term in itertools.combinations(design.factors, size):
            if isinstance(design, FullDesign):
                found += [(term, levels, weights, ()) for levels, weights in _full_weights(design, term)]
            elif term not in seen:
                aliases = design.aliases(*term, up_to=order)
                seen.update(aliases)
                found.append((term, ("high",) * size, _signs(design, term), aliases))
    return found


def _signs(design: FractionalDesign, term: Sequence[str]) -> NDArray[np.float64]:
    places = [design.factors.index(name) for name in term]
    signs = [math.prod(1.0 if cell[place] == "high" else -1.0 for place in places) for cell in design.cells]
    return np.array(signs) * 2.0 / len(design.cells)


def _full_weights(design: FullDesign, term: Sequence[str]) -> list[tuple[tuple[str, ...], NDArray[np.float64]]]:
    """One contrast per combination of non-base levels: (level - base) for the term's factors, the plain average for the others."""
    choices = [
        levels[1:] if name in term else (None,) for name, levels in zip(design.factors, design.levels, strict=True)
    ]
    found = []
    for chosen in itertools.product(*choices):
        weights = np.ones(1)
        for pick, levels in zip(chosen, design.levels, strict=True):
            column = np.full(len(levels), 1.0 / len(levels))
            if pick is not None:
                column = np.array([(level == pick) * 1.0 - (place == 0) * 1.0 for place, level in enumerate(levels)])
            weights = np.kron(weights, column)
        named = tuple(pick for pick in chosen if pick is not None)
        found.append((named, weights / 2.0 ** (len(term) - 1)))
    return found
