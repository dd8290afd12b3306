"""Switchback: one subject, whose treatment changes by period. For where units cannot be split.

Periods are arranged in blocks that hold every arm equally often, in an order drawn by a hash. With a `cycle` (7 for days) a block joins
periods at the same place of consecutive cycles, so that Monday is compared with Monday. After each change of arm a washout is left out.
The analysis compares arms within blocks: the random order makes blocks' differences uncorrelated although the series is not (Bojinov,
Simchi-Levi, Zhao 2023, "Design and analysis of switchback experiments").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from argosy.core.errors import DataError, RequestError
from argosy.methods.testing.assign import position
from argosy.methods.testing.contrast import Contrast
from argosy.methods.testing.fixed_horizon import Difference, interval
from argosy.methods.testing.statistics import SampleMean


@dataclass(frozen=True, slots=True)
class Period:
    """From `starts_at` (inclusive) to `ends_at` (exclusive) one arm runs; it counts from `counts_from` on, after the washout."""

    starts_at: datetime
    ends_at: datetime
    counts_from: datetime
    arm: str
    block: int


def switchback(
    starts_at: datetime,
    periods: int,
    *,
    length: timedelta,
    arms: Sequence[str],
    salt: str,
    cycle: int = 1,
    washout: timedelta = timedelta(0),
) -> tuple[Period, ...]:
    """The schedule of a switchback test: `periods` of equal `length`, a whole number of blocks of len(arms) x cycle.

    >>> from datetime import UTC
    >>> days = switchback(datetime(2026, 1, 5, tzinfo=UTC), 14, length=timedelta(days=1), arms=("a", "b"), salt="s", cycle=7)
    >>> len(days), len({day.block for day in days}), days[0].arm != days[7].arm
    (14, 7, True)
    """
    _check_schedule(starts_at, periods, length, arms, cycle, washout)
    size = len(arms)
    order: list[tuple[str, int]] = []
    for index in range(periods):
        group, place = divmod(index, size * cycle)
        turn, column = divmod(place, cycle)
        block = group * cycle + column
        order.append((_shuffled(arms, f"{salt}/{block}")[turn], block))
    changed = [True, *(before[0] != after[0] for before, after in pairwise(order))]
    return tuple(
        Period(
            starts_at + index * length,
            starts_at + (index + 1) * length,
            starts_at + index * length + (washout if changed[index] else timedelta(0)),
            arm,
            block,
        )
        for index, (arm, block) in enumerate(order)
    )


def _check_schedule(
    starts_at: datetime, periods: int, length: timedelta, arms: Sequence[str], cycle: int, washout: timedelta
) -> None:
    if starts_at.tzinfo is None:
        raise RequestError("The start {start} has no time zone; give one, such as +00:00.", start=starts_at.isoformat())
    if len(set(arms)) < 2 or len(set(arms)) != len(arms):
        raise RequestError("A switchback needs at least two arms with different names.")
    if cycle < 1 or not timedelta(0) <= washout < length:
        raise RequestError("The cycle must be at least 1 period and the washout shorter than one period.")
    block = len(arms) * cycle
    if periods < 2 * len(arms) or periods % block:
        raise RequestError(
            "{periods} periods do not make whole blocks of {block}, at least two of them; take {advice} periods.",
            periods=periods,
            block=block,
            advice=max(2 * len(arms) // block + (2 * len(arms) % block > 0), -(-periods // block)) * block,
        )


def _shuffled(arms: Sequence[str], salt: str) -> list[str]:
    return sorted(arms, key=lambda arm: position(arm, salt))


def analyse_switchback(
    schedule: Sequence[Period], values: Mapping[datetime, float], *, arm: str, versus: str, alpha: float = 0.05
) -> Difference:
    """The effect of `arm` against `versus` from readings by instant (mean per period, washout left out).

    Student's t over blocks: the difference is taken within each block. Raises `DataError` with how many blocks are missing where fewer
    than two have readings of both arms.
    """
    readings: dict[tuple[int, str], list[float]] = defaultdict(list)
    by_start = sorted(schedule, key=lambda period: period.starts_at)
    for period, inside in _grouped(by_start, values):
        readings[period.block, period.arm].append(sum(inside) / len(inside))
    differences = [
        _mean(readings[block, arm]) - _mean(readings[block, versus])
        for block in sorted({period.block for period in schedule})
        if (block, arm) in readings and (block, versus) in readings
    ]
    if len(differences) < 2:
        raise DataError(
            "{found} blocks have readings of both {arm} and {versus}: two are the least, so {missing} are missing; run on.",
            found=len(differences),
            arm=arm,
            versus=versus,
            missing=2 - len(differences),
        )
    return of_pairs(differences, alpha)


def of_pairs(differences: Sequence[float], alpha: float = 0.05) -> Difference:
    """Student's interval and p-value of the mean of differences, one per block or pair.

    >>> found = of_pairs([1.0, 2.0, 3.0])
    >>> found.effect, round(found.p, 4)
    (2.0, 0.0742)
    """
    statistic = SampleMean.of(differences)
    if statistic.variance <= 0.0:
        raise DataError(
            "All differences are equal, so chance cannot be told from effect; check that the readings differ."
        )
    return interval(
        Contrast(statistic.mean, 0.0, statistic.variance / statistic.units, 0.0, statistic.units - 1, statistic.units),
        alpha,
    )


def _grouped(schedule: Sequence[Period], values: Mapping[datetime, float]) -> list[tuple[Period, list[float]]]:
    """The readings of each period that has any, in one walk over both in the order of time."""
    found: list[tuple[Period, list[float]]] = []
    instants = sorted(values)
    index = 0
    for period in schedule:
        inside = []
        while index < len(instants) and instants[index] < period.ends_at:
            if instants[index] >= period.counts_from:
                inside.append(values[instants[index]])
            index += 1
        if inside:
            found.append((period, inside))
    return found


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
