"""Cash drawn week by week over half a year: what comes in, what goes out, and the same under three levers and with each step taken.

Pure: facts and choices in, draws out. D draws by W weeks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from argosy.decision.parameters import Parameters
from argosy.domains.risk.history import HISTORY_WEEKS, Array, CashFacts

WEEKS = 26
BLOCK_WEEKS = 4
SEASON_WEEKS = 52
HELD_WEEKS, OUT_WEEKS, PAYMENT_LAG_WEEKS = 2, 6, 2
FALL = 0.15
STEADY = ("payroll", "overhead", "bank_fee", "tax")
ALONE, HELD, OUT, FALLEN = "alone", "payouts_held", "supplier_out", "currency_down"


@dataclass(frozen=True, eq=False)
class Flows:
    """D x W: payouts by store (`payouts`), goods paid (`goods`), and everything else paid (`other`)."""

    payouts: Mapping[str, Array]
    goods: Array
    other: Array


@dataclass(frozen=True, eq=False)
class Outcome:
    """The lowest balance of each draw and the week it is first below zero (W where it never is)."""

    lowest: Array
    dry_week: Array

    @property
    def chance(self) -> float:
        """The share of draws that run dry."""
        return float((self.lowest < 0).mean())

    def reserve(self, limit: float) -> float:
        """What would have to be there more for at most `limit` of the draws to run dry."""
        return max(0.0, -float(np.quantile(self.lowest, limit)))


@dataclass(frozen=True, eq=False)
class Prospect:
    """The cash of the next half year alone and under each lever, by name; `fallen` is the currency of the third lever."""

    start: float
    outcomes: Mapping[str, Outcome]
    median_path: Array
    low_path: Array
    weekly_in: float
    weekly_out: float
    fallen: str
    held_store: str
    postponed: Outcome


def look_ahead(facts: CashFacts, chosen: Parameters) -> Prospect:
    """Draw the next 26 weeks."""
    flows = _flows(facts, chosen)
    stores = {store: float(paid.mean()) for store, paid in flows.payouts.items()}
    held_store = max(sorted(stores), key=lambda store: stores[store], default="")
    foreign = {name: share for name, share in facts.payout_currencies.items() if name != facts.currency}
    fallen = max(sorted(foreign), key=lambda name: foreign[name], default="")
    path = _path(facts.cash, flows)
    outcomes = {ALONE: _outcome(path)}
    if held_store:
        outcomes[HELD] = _outcome(_path(facts.cash, _held(flows, held_store)))
    if facts.supplier:
        outcomes[OUT] = _outcome(_path(facts.cash, _without_supplier(flows, facts)))
    if fallen:
        lost = facts.balances.get(fallen, 0.0) * FALL
        outcomes[FALLEN] = _outcome(_path(facts.cash - lost, _fallen(flows, foreign[fallen])))
    return Prospect(
        start=facts.cash,
        outcomes=outcomes,
        median_path=np.quantile(path, 0.5, axis=0),
        low_path=np.quantile(path, 0.1, axis=0),
        weekly_in=float(sum(paid.mean() for paid in flows.payouts.values())),
        weekly_out=float((flows.goods + flows.other).mean()),
        fallen=fallen,
        held_store=held_store,
        postponed=_outcome(_path(facts.cash, _postponed(flows, chosen))),
    )


def _path(start: float, flows: Flows) -> Array:
    paid = np.sum(list(flows.payouts.values()), axis=0) if flows.payouts else np.zeros_like(flows.goods)
    return np.asarray(start + np.cumsum(paid - flows.goods - flows.other, axis=1))


def _outcome(path: Array) -> Outcome:
    dry = path < 0
    first = np.where(dry.any(axis=1), np.argmax(dry, axis=1), path.shape[1]).astype(np.float64)
    return Outcome(path.min(axis=1), first)


def _flows(facts: CashFacts, chosen: Parameters) -> Flows:
    """Draws of what comes in and goes out: blocks of past weeks around the level of today, currencies moving, payouts late at times."""
    generator = np.random.default_rng(chosen.count("seed"))
    count = chosen.count("draws")
    total = np.sum(list(facts.payouts.values()), axis=0)
    known = min(facts.payout_weeks, HISTORY_WEEKS)
    blocks = _blocks(known, count, generator)
    shift = _level_shift(total, known, count, chosen, generator)
    moved = _currency_moves(facts, count, generator)
    season = _season(total, known)
    late = generator.random((count, WEEKS)) < chosen.number("late_payout_chance")
    payouts = {
        store: _delayed(_resampled(weekly, blocks, known) * season * shift * moved, late)
        for store, weekly in facts.payouts.items()
    }
    spent = _blocks(min(facts.outflow_weeks, HISTORY_WEEKS), count, generator) if facts.outflow_weeks else None
    other, goods = np.zeros((count, WEEKS)), np.zeros((count, WEEKS))
    for category, weekly in facts.outflows.items():
        if spent is None:
            break
        drawn = _resampled(weekly, spent, facts.outflow_weeks)
        if category == "supplier":
            goods = drawn * shift
        else:
            other += drawn if category in STEADY else drawn * shift
    return Flows(payouts, _known_first(facts, goods), other)


def _blocks(known: int, count: int, generator: np.random.Generator) -> npt.NDArray[np.int64]:
    """Places of past weeks, D x W, in blocks of four that stay together (circular block bootstrap; Politis and Romano 1992)."""
    span = min(known, SEASON_WEEKS)
    starts = generator.integers(0, span, (count, -(-WEEKS // BLOCK_WEEKS)))
    places = (starts[:, :, None] + np.arange(BLOCK_WEEKS)) % span
    return np.asarray(HISTORY_WEEKS - span + places.reshape(count, -1)[:, :WEEKS], dtype=np.int64)


def _resampled(weekly: Array, blocks: npt.NDArray[np.int64], known: int) -> Array:
    """Past weeks as drawn, moved to the level of the last quarter."""
    span = min(known, SEASON_WEEKS)
    recent = weekly[-min(13, span) :].mean()
    usual = weekly[-span:].mean()
    level = float(np.clip(recent / usual, 0.25, 4.0)) if usual > 0 and recent > 0 else 1.0
    return np.asarray(weekly[blocks] * level)


def _season(total: Array, known: int) -> Array:
    """How the next weeks stood last year against the last quarter of then; ones without a year and a quarter of history."""
    if known < SEASON_WEEKS + 13:
        return np.ones(WEEKS)
    now = HISTORY_WEEKS - SEASON_WEEKS
    before = total[now - 13 : now].mean()
    smooth = np.convolve(np.pad(total, 2, mode="edge"), np.ones(5) / 5, mode="valid")
    ahead = smooth[now : now + WEEKS]
    return np.clip(ahead / before, 0.5, 2.0) if before > 0 else np.ones(WEEKS)


def _level_shift(total: Array, known: int, count: int, chosen: Parameters, generator: np.random.Generator) -> Array:
    """How far business as a whole drifts, D x W: a random walk with the spread that quarters had against quarters."""
    quarters = [total[HISTORY_WEEKS - end : HISTORY_WEEKS - end + 13].mean() for end in range(13, known + 1, 13)]
    logs = np.log([max(quarter, 1e-9) for quarter in quarters]) if len(quarters) > 2 else np.zeros(0)
    spread = float(np.clip(np.diff(logs).std(), 0.05, 0.5)) if len(logs) > 2 else chosen.number("usual_drift")
    steps = generator.standard_normal((count, WEEKS)) * spread / np.sqrt(13)
    return np.asarray(np.exp(np.cumsum(steps, axis=1) - spread**2 * np.arange(1, WEEKS + 1) / 26))


def _currency_moves(facts: CashFacts, count: int, generator: np.random.Generator) -> Array:
    """What payouts are worth against today as the currencies they are earned in move, D x W."""
    moved = np.zeros((count, WEEKS))
    told = 0.0
    for name, share in facts.payout_currencies.items():
        swing = facts.currency_swing.get(name, 0.0)
        steps = generator.standard_normal((count, WEEKS)) * swing
        moved += share * np.exp(np.cumsum(steps, axis=1) - swing**2 * np.arange(1, WEEKS + 1) / 2)
        told += share
    return moved + (1 - told) if told < 1 else moved


def _delayed(paid: Array, late: npt.NDArray[np.bool_]) -> Array:
    """Payouts that are late come a week later."""
    on_time = np.where(late, 0.0, paid)
    on_time[:, 1:] += np.where(late, paid, 0.0)[:, :-1]
    return on_time


def _known_first(facts: CashFacts, goods: Array) -> Array:
    """Known payables where there are any, past habits after the last of them; what is overdue is paid at once."""
    known = np.flatnonzero(facts.dues)
    until = int(known[-1]) + 1 if len(known) else 0
    planned = goods.copy()
    planned[:, :until] = facts.dues[:until]
    planned[:, 0] += facts.overdue
    return planned


def _held(flows: Flows, store: str) -> Flows:
    """The largest store's payouts are held for two weeks and then paid in one."""
    paid = flows.payouts[store].copy()
    paid[:, HELD_WEEKS] += paid[:, :HELD_WEEKS].sum(axis=1)
    paid[:, :HELD_WEEKS] = 0.0
    return replace(flows, payouts={**flows.payouts, store: paid})


def _without_supplier(flows: Flows, facts: CashFacts) -> Flows:
    """The main supplier delivers nothing for six weeks: its sales stop once the stock is gone, its bills pause as long."""
    gone = float(np.clip(OUT_WEEKS - facts.supplier_weeks, 0.0, OUT_WEEKS))
    first = round(min(facts.supplier_weeks, OUT_WEEKS)) + PAYMENT_LAG_WEEKS
    factor = np.ones(WEEKS)
    factor[first : first + round(gone)] = 1 - facts.supplier_share
    paused = flows.goods.copy()
    paused[:, :OUT_WEEKS] *= 1 - facts.supplier_share
    return Flows({store: paid * factor for store, paid in flows.payouts.items()}, paused, flows.other)


def _fallen(flows: Flows, share: float) -> Flows:
    """The largest foreign currency is worth 15 % less from now on."""
    return replace(flows, payouts={store: paid * (1 - FALL * share) for store, paid in flows.payouts.items()})


def _postponed(flows: Flows, chosen: Parameters) -> Flows:
    """Goods of the next weeks are paid later by so many weeks."""
    weeks = chosen.count("postpone_weeks")
    later = np.zeros_like(flows.goods)
    later[:, weeks:] = flows.goods[:, :-weeks]
    return replace(flows, goods=later)
