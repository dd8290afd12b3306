"""Which combinations of several factors to run: all of them, or a fraction that still separates what matters.

A fraction of two-level factors confounds effects in a known way. `fractional_factorial` searches the generators of highest resolution and
least aberration (Fries, Hunter 1980) and names what is confounded with what (Box, Hunter 1961, "The 2^(k-p) fractional factorial designs").
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb

from argosy.core.errors import RequestError

Cell = tuple[str, ...]

_MOST_SEARCHED = 100_000


@dataclass(frozen=True, slots=True)
class FullDesign:
    """Every combination: `cells` hold one level per factor, in the order of `factors`; the first level of a factor is its base."""

    factors: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class FractionalDesign:
    """A fraction of the combinations of two-level factors.

    `cells` hold "low" or "high" per factor; `generators` say which factor copies which product of others; `defining` are the products
    that are constant (words of factors); `resolution` is the shortest word: 3 confounds main effects with pairs, 4 pairs with pairs,
    5 leaves main effects and pairs clear of one another.
    """

    factors: tuple[str, ...]
    cells: tuple[Cell, ...]
    generators: Mapping[str, tuple[str, ...]]
    defining: tuple[frozenset[str], ...]
    resolution: int

    def aliases(self, *term: str, up_to: int = 2) -> tuple[tuple[str, ...], ...]:
        """The other effects of at most `up_to` factors that cannot be told from `term`.

        >>> fractional_factorial(("a", "b", "c"), 4).aliases("a")
        (('b', 'c'),)
        """
        mixed = {tuple(sorted(frozenset(term) ^ word, key=self.factors.index)) for word in self.defining}
        return tuple(
            sorted((found for found in mixed if 1 <= len(found) <= up_to), key=lambda found: (len(found), found))
        )


def full_factorial(factors: Mapping[str, Sequence[str]]) -> FullDesign:
    """All combinations of the factors' levels.

    >>> full_factorial({"title": ["old", "new"], "picture": ["a", "b", "c"]}).cells[:2]
    (('old', 'a'), ('old', 'b'))
    """
    for name, given in factors.items():
        if len(set(given)) < 2 or len(set(given)) != len(given):
            raise RequestError("Factor {factor} needs at least two different levels.", factor=name)
    if not factors:
        raise RequestError("A factorial test needs at least one factor.")
    levels = tuple(tuple(values) for values in factors.values())
    return FullDesign(tuple(factors), levels, tuple(itertools.product(*levels)))


def fractional_factorial(factors: Sequence[str], runs: int) -> FractionalDesign:
    """The best design of `runs` cells (a power of two) for two-level factors: highest resolution, then least aberration.

    >>> design = fractional_factorial(("a", "b", "c", "d"), 8)
    >>> design.resolution, dict(design.generators)
    (4, {'d': ('a', 'b', 'c')})
    """
    names = tuple(factors)
    base = runs.bit_length() - 1
    if runs < 2 or runs != 1 << base:
        raise RequestError("{runs} runs are not a power of two; take 4, 8, 16 or 32.", runs=runs)
    if len(set(names)) != len(names) or not base <= len(names) < runs:
        raise RequestError(
            "{runs} runs separate {least} to {most} different factors, not {given}.",
            runs=runs,
            least=base,
            most=runs - 1,
            given=len(set(names)),
        )
    words = _best_words(len(names), base)
    generators = {
        names[base + extra]: tuple(names[bit] for bit in range(base) if word >> bit & 1)
        for extra, word in enumerate(words)
    }
    defining = _defining(words, base)
    return FractionalDesign(
        names,
        tuple(_cell(run, words, base) for run in range(runs)),
        generators,
        tuple(frozenset(names[bit] for bit in range(len(names)) if word >> bit & 1) for word in defining),
        min((word.bit_count() for word in defining), default=len(names) + 1),
    )


def _cell(run: int, words: Sequence[int], base: int) -> Cell:
    """The levels of one run: the base factors count in binary; a generated one is high where its factors' signs multiply to plus."""
    own = ["high" if run >> bit & 1 else "low" for bit in range(base)]
    lows = ((word & ~run).bit_count() for word in words)
    return (*own, *("low" if count % 2 else "high" for count in lows))


def _defining(words: Sequence[int], base: int) -> list[int]:
    """Every product of the generators' words, as bit sets of factors."""
    single = [word | 1 << (base + extra) for extra, word in enumerate(words)]
    found = [0]
    for word in single:
        found += [word ^ other for other in found]
    return found[1:]


def _best_words(factors: int, base: int) -> tuple[int, ...]:
    extra = factors - base
    if extra == 0:
        return ()
    pool = [word for word in range(1, 1 << base) if word.bit_count() >= 2]
    if comb(len(pool), extra) > _MOST_SEARCHED and factors <= 1 << (base - 1):
        # generators of odd length alone keep every defining word even, hence resolution 4 at least
        pool = [word for word in pool if word.bit_count() % 2]
    searched: Iterable[tuple[int, ...]] = itertools.combinations(
        sorted(pool, key=lambda word: (-word.bit_count(), word)), extra
    )
    if comb(len(pool), extra) > _MOST_SEARCHED:
        searched = itertools.islice(searched, _MOST_SEARCHED >> max(0, extra - 6))
    return min(searched, key=lambda words: (_aberration(words, base, factors), words))


def _aberration(words: Sequence[int], base: int, factors: int) -> tuple[int, ...]:
    """How many defining words have 1, 2, 3 ... factors: the smaller in this order, the less is confounded."""
    counts = [0] * (factors + 1)
    for word in _defining(words, base):
        counts[word.bit_count()] += 1
    return tuple(counts[1:])
