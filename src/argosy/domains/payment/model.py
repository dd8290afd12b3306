"""Where payments fail that should not: the slices that explain the failures, shrunk, and what turning them is worth.

Pure: facts and choices in, findings out. Failures of a slice are compared with those outside it at the same method.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from argosy.decision.parameters import Parameters
from argosy.domains.payment.history import Array, Cells, PaymentFacts
from argosy.methods.uncertainty import beta_prior, summary

Mask = npt.NDArray[np.bool_]
Values = tuple[tuple[str, str], ...]
YEAR_DAYS = 365.0
SLICES = (
    ("issuer",),
    ("issuer_country",),
    ("provider",),
    ("method",),
    ("scheme",),
    ("three_d_secure",),
    ("band",),
    ("provider", "issuer_country"),
    ("provider", "method"),
    ("provider", "issuer"),
    ("method", "issuer_country"),
    ("scheme", "issuer_country"),
    ("issuer_country", "three_d_secure"),
    ("issuer_country", "band"),
)
"""By what failures are looked for, the plainer first."""
ROUTE, AUTHENTICATE, OFFER, RETRY = "route_elsewhere", "ask_authentication", "offer_another_method", "retry_refused"


@dataclass(frozen=True)
class Remedy:
    """One way to turn failures: what it would save a year (point, low, high in the home currency), measured here or assumed."""

    name: str
    target: str
    saved: tuple[float, float, float]
    is_measured: bool
    rate: float | None
    checkouts: int


@dataclass(frozen=True, eq=False)
class Finding:
    """A slice with more failures than chance: its values by dimension, its own rate, that of the others, and the remedies, best first."""

    values: Values
    checkouts: int
    lost: int
    rate: float
    elsewhere: float
    excess: tuple[float, float, float]
    basket: float
    authentication: int
    remedies: tuple[Remedy, ...]


def findings(facts: PaymentFacts, chosen: Parameters) -> list[Finding]:
    """The slices that explain the failures, the surest first; each one's failures are taken out before the next is looked for."""
    cells = facts.cells
    left = np.ones(len(cells), dtype=bool)
    generator = np.random.default_rng(chosen.count("seed"))
    found = []
    for _ in range(chosen.count("most_slices")):
        best = _surest(cells, left, chosen)
        if best is None:
            break
        values, inside = best
        found.append(_finding(facts, values, inside, left, chosen, generator))
        left &= ~inside
    return found


def _surest(cells: Cells, left: Mask, chosen: Parameters) -> tuple[Values, Mask] | None:
    """The slice whose failures are least likely chance (scan statistic of Kulldorff 1997), beyond all the slices looked at."""
    from scipy.stats import chi2

    expected_all = _expected(cells, left)
    best: tuple[float, Values, Mask] | None = None
    looked_at = 0
    for names in SLICES:
        codes, groups = _groups(cells, names)
        size = len(groups)
        n = np.bincount(codes[left], cells.checkouts[left], size)
        x = np.bincount(codes[left], cells.lost[left], size)
        e = np.bincount(codes[left], expected_all[left], size)
        looked_at += int((n > 0).sum())
        usable = (n >= chosen.count("smallest_slice")) & (x > e) & (n < n.sum())
        score = np.where(
            usable, _likelihood_ratio(np.asarray(x, float), np.asarray(e, float), float(cells.lost[left].sum())), 0.0
        )
        top = int(np.argmax(score))
        if score[top] > (best[0] if best else 0.0) and all(groups[top]):
            best = (float(score[top]), tuple(zip(names, groups[top], strict=True)), (codes == top) & left)
    if best is None or 2 * best[0] < chi2.isf(chosen.number("chance_of_a_false_slice") / max(looked_at, 1), 1):
        return None
    return best[1], best[2]


def _groups(cells: Cells, names: tuple[str, ...]) -> tuple[npt.NDArray[np.int64], list[tuple[str, ...]]]:
    """A number per cell for its values of these dimensions, and the values of each number."""
    if not len(cells):
        return np.zeros(0, dtype=np.int64), [tuple("" for _ in names)]
    joined = cells.values[names[0]].astype(object)
    for name in names[1:]:
        joined = joined + "\x1f" + cells.values[name].astype(object)
    found, codes = np.unique(joined.astype(str), return_inverse=True)
    return codes.astype(np.int64), [tuple(value.split("\x1f")) for value in found.tolist()]


def _expected(cells: Cells, left: Mask) -> Array:
    """Failures each cell would have if its method failed as often everywhere."""
    if not left.any():
        return np.zeros(len(cells))
    _, method = np.unique(cells.values["method"], return_inverse=True)
    n = np.bincount(method[left], cells.checkouts[left], method.max() + 1)
    x = np.bincount(method[left], cells.lost[left], method.max() + 1)
    return np.asarray(cells.checkouts * (x / np.maximum(n, 1))[method])


def _likelihood_ratio(x: Array, expected: Array, total: float) -> Array:
    """Logarithm of how much likelier the failures are with a rate of its own inside the slice than without."""
    outside, expected_outside = total - x, np.maximum(total - expected, 1e-9)
    inside = x * np.log(np.maximum(x, 1e-9) / np.maximum(expected, 1e-9))
    return np.asarray(inside + outside * np.log(np.maximum(outside, 1e-9) / expected_outside))


def _finding(
    facts: PaymentFacts,
    values: Values,
    inside: Mask,
    left: Mask,
    chosen: Parameters,
    generator: np.random.Generator,
) -> Finding:
    cells, draws = facts.cells, chosen.count("draws")
    names = tuple(name for name, _ in values)
    codes, groups = _groups(cells, names)
    size = len(groups)
    prior = beta_prior(
        np.bincount(codes[left], cells.lost[left], size), np.bincount(codes[left], cells.checkouts[left], size)
    )
    n, x = float(cells.checkouts[inside].sum()), float(cells.lost[inside].sum())
    rate = prior.draws(x, n, draws, generator)
    elsewhere = _rate_elsewhere(cells, inside, left)
    basket = float(cells.amount[inside].sum() / max(n, 1.0))
    yearly = YEAR_DAYS / max(facts.days, 1)
    excess = np.maximum(rate - elsewhere, 0.0) * n
    remedies = list(_remedies(facts, values, inside, rate, elsewhere, chosen, generator, basket * yearly))
    remedies.sort(key=lambda remedy: (-remedy.saved[1], -remedy.saved[0], remedy.name))
    return Finding(
        values=values,
        checkouts=int(n),
        lost=int(x),
        rate=float(rate.mean()),
        elsewhere=elsewhere,
        excess=summary(excess * yearly),
        basket=basket,
        authentication=int(cells.authentication[inside].sum()),
        remedies=tuple(remedies),
    )


def _rate_elsewhere(cells: Cells, inside: Mask, left: Mask) -> float:
    """The share lost outside the slice, at the slice's own mix of methods; of everything outside where a method is only inside."""
    outside = left & ~inside
    n, x = float(cells.checkouts[outside].sum()), float(cells.lost[outside].sum())
    overall = x / n if n else 0.0
    _, method = np.unique(cells.values["method"], return_inverse=True)
    size = int(method.max()) + 1
    n_out = np.bincount(method[outside], cells.checkouts[outside], size)
    x_out = np.bincount(method[outside], cells.lost[outside], size)
    rates = np.where(n_out > 0, x_out / np.maximum(n_out, 1), overall)
    mix = np.bincount(method[inside], cells.checkouts[inside], size)
    return float((rates * mix).sum() / max(mix.sum(), 1))


def _remedies(
    facts: PaymentFacts,
    values: Values,
    inside: Mask,
    rate: Array,
    elsewhere: float,
    chosen: Parameters,
    generator: np.random.Generator,
    worth: float,
) -> Iterator[Remedy]:
    """What could be done; `worth` is the money a year of one checkout saved in the window."""
    cells, draws = facts.cells, len(rate)
    lasting = generator.uniform(*_ends(chosen, "stays_lost_share"), draws)
    n = float(cells.checkouts[inside].sum())
    excess = np.maximum(rate - elsewhere, 0.0) * n
    for provider, alike in _other_routes(cells, values, inside):
        tried = float(cells.checkouts[alike].sum())
        if tried < chosen.count("smallest_slice"):
            continue
        other = generator.beta(0.5 + cells.lost[alike].sum(), 0.5 + tried - cells.lost[alike].sum(), draws)
        saved = summary((rate - other) * n * lasting * worth)
        yield Remedy(ROUTE, provider, saved, True, float(other.mean()), int(tried))
    asked = float(cells.authentication[inside].sum())
    if asked:
        turned = generator.uniform(*_ends(chosen, "authentication_turns_share"), draws)
        yield Remedy(AUTHENTICATE, "", summary(asked * turned * lasting * worth), False, None, int(asked))
    countries = np.unique(cells.values["issuer_country"][inside]).tolist()
    local = facts.local_methods.get(countries[0], ()) if len(countries) == 1 else ()
    if local:
        turned = generator.uniform(*_ends(chosen, "another_method_turns_share"), draws)
        names = ", ".join(local[: chosen.count("methods_named")])
        yield Remedy(OFFER, names, summary(excess * turned * lasting * worth), False, None, int(n))
    turned = generator.uniform(*_ends(chosen, "retry_turns_share"), draws)
    yield Remedy(RETRY, "", summary(excess * turned * lasting * worth), False, None, int(n))


def _other_routes(cells: Cells, values: Values, inside: Mask) -> Iterator[tuple[str, Mask]]:
    """Other providers that took the same methods from the same slice, with the cells they did it in."""
    own = np.unique(cells.values["provider"][inside])
    same = np.isin(cells.values["method"], np.unique(cells.values["method"][inside]))
    for name, value in values:
        if name != "provider":
            same = same & (cells.values[name] == value)
    if len(own) == 1:
        for provider in np.unique(cells.values["provider"][same]).tolist():
            if provider not in ("", own[0]):
                yield provider, same & (cells.values["provider"] == provider)


def _ends(chosen: Parameters, name: str) -> tuple[float, float]:
    ends = chosen.numbers(name)
    return ends["low"], ends["high"]
