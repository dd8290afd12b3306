"""Who has gone quiet against their own rhythm, and what winning them back may bring.

Pure: facts and choices in, estimates out. Every interval is the middle 80 % of the draws.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from argosy.core.ids import content_hash
from argosy.decision.parameters import Parameters
from argosy.domains.customer.history import Array, CustomerFacts, Histories
from argosy.methods.repeat_buying import Histories as DistinctHistories
from argosy.methods.repeat_buying import RepeatModel, WorthModel, fit_repeats, fit_worth
from argosy.methods.uncertainty import summary

TENTH_TO_MIDDLE = 1.2815515655446004  # standard deviations from the 10th percentile of a normal to its middle


@dataclass(frozen=True)
class Rhythm:
    """The fitted models, and how many orders of the last stretch they would have foretold (None where there is no earlier history)."""

    repeats: RepeatModel
    worth: WorthModel | None
    foretold_orders: float | None
    actual_orders: float | None

    @property
    def accuracy(self) -> float | None:
        """Actual orders over foretold ones; 1 is exact."""
        if not self.foretold_orders or self.actual_orders is None:
            return None
        return self.actual_orders / self.foretold_orders


@dataclass(frozen=True, eq=False)
class Quiet:
    """The quiet customers of a segment, the most valuable first. `value` is what one is worth a year if the letter brings them back."""

    places: npt.NDArray[np.intp]  # in the histories
    active: Array  # probability that one is still active
    silence: Array  # probability that one who is active would be silent for so long
    order_worth: Array
    value: Array
    returning: Array  # probability of an order within the window without a letter

    def __len__(self) -> int:
        return len(self.places)

    def chosen(self, keep: npt.NDArray[np.bool_] | npt.NDArray[np.intp] | slice) -> Quiet:
        """Some of them, in the same order."""
        return Quiet(
            *(
                getattr(self, name)[keep]
                for name in ("places", "active", "silence", "order_worth", "value", "returning")
            )
        )


@dataclass(frozen=True)
class Outlook:
    """What writing to a segment may bring: (point, low, high) in money a year, and the same at the pace of the window."""

    per_year: tuple[float, float, float]
    window_pace: tuple[float, float, float]
    smallest_visible_uplift: float


def learn_rhythm(facts: CustomerFacts) -> Rhythm:
    """Fit the models on all customers, and try them on the last stretch of the past."""
    histories = facts.histories
    foretold = actual = None
    if facts.earlier is not None and (facts.earlier.frequency > 0).any():
        before = facts.earlier
        model = _fitted(before)
        foretold = float(
            model.expected(facts.backtest_days, before.frequency, before.recency_days, before.age_days).sum()
        )
        known = np.isin(histories.customers, before.customers)
        actual = float((histories.frequency[known] + 1).sum() - (before.frequency + 1).sum())
    return Rhythm(_fitted(histories), _worth(histories), foretold, actual)


def quiet_customers(histories: Histories, rhythm: Rhythm, chosen: Parameters) -> Quiet:
    """Everybody whose own rhythm makes the present silence unlikely, the most valuable first."""
    model = rhythm.repeats
    x, last, age = histories.frequency, histories.recency_days, histories.age_days
    silence = model.silence_probability(x, last, age)
    is_quiet = (
        (x >= chosen.count("least_repeats"))
        & (silence <= chosen.number("silence_probability"))
        & (histories.silence_days <= chosen.count("longest_silence_days"))
        & (histories.amounts > 0)
    )
    places = np.flatnonzero(is_quiet)
    x, last, age, silence = x[places], last[places], age[places], silence[places]
    own = histories.amounts[places] / (x + 1)
    order_worth = own if rhythm.worth is None else rhythm.worth.expected(x + 1, own)
    active = model.probability_active(x, last, age)
    value = order_worth * _orders_won(model, chosen.count("horizon_days"), x, age, active)
    returning = active * -np.expm1(-model.expected_if_active(chosen.count("window_days"), x, age))
    order = np.lexsort((histories.customers[places], -value))
    return Quiet(places, active, silence, order_worth, value, returning).chosen(order)


def is_held_out(subject: str, customer: str, share: float) -> bool:
    """Whether a customer belongs to the holdout: by a hash, so that the same list is split the same way every time.

    >>> sum(is_held_out("segment:DE/gone_quiet", str(number), 0.2) for number in range(1000))
    189
    """
    return int(content_hash(subject, customer, length=8), 16) < share * 16**8


def outlook(histories: Histories, written: Quiet, held_out: int, rhythm: Rhythm, chosen: Parameters) -> Outlook:
    """What writing to these customers may bring, with all that is uncertain: the models, how well they foretold, the uplift."""
    generator = np.random.default_rng(chosen.count("seed"))
    count, horizon, window = chosen.count("draws"), chosen.count("horizon_days"), chosen.count("window_days")
    x, last, age = (
        values[written.places] for values in (histories.frequency, histories.recency_days, histories.age_days)
    )
    year, pace = [], []
    for model in rhythm.repeats.drawn(generator, chosen.count("model_draws")):
        active = model.probability_active(x, last, age)
        year.append(float((written.order_worth * _orders_won(model, horizon, x, age, active)).sum()))
        pace.append(float((written.order_worth * _orders_won(model, window, x, age, active)).sum()) * horizon / window)
    picked = generator.integers(0, len(year), count)
    accuracy = 1.0 if rhythm.accuracy is None else rhythm.accuracy
    factor = _uplift(chosen, count, generator) * generator.uniform(min(1.0, accuracy), max(1.0, accuracy), count)
    base = float(written.returning.mean())
    error = math.sqrt(max(base * (1 - base), 1e-9) * (1 / max(len(written), 1) + 1 / max(held_out, 1)))
    return Outlook(
        per_year=summary(np.array(year)[picked] * factor),
        window_pace=summary(np.array(pace)[picked] * factor),
        smallest_visible_uplift=chosen.number("visible_z") * error,
    )


def _orders_won(model: RepeatModel, horizon: float, x: Array, age: Array, active: Array) -> Array:
    """Orders that a letter which works wins: one now and, from who had been lost, those of the horizon besides."""
    return 1.0 + (1.0 - active) * model.expected_if_active(horizon, x, age)


def _uplift(chosen: Parameters, count: int, generator: np.random.Generator) -> Array:
    ends = chosen.numbers("uplift")
    low, high = math.log(ends["low"]), math.log(ends["high"])
    return generator.lognormal((low + high) / 2, (high - low) / (2 * TENTH_TO_MIDDLE), count)


def _fitted(histories: Histories) -> RepeatModel:
    return fit_repeats(DistinctHistories.of(histories.frequency, histories.recency_days, histories.age_days))


def _worth(histories: Histories) -> WorthModel | None:
    """The model of the worth of an order, from who bought repeatedly and kept something; None where too few did."""
    usable = (histories.frequency > 0) & (histories.amounts > 0)
    if usable.sum() < 2:
        return None
    orders = histories.frequency[usable] + 1
    return fit_worth(orders, histories.amounts[usable] / orders)
