"""What to order: demand drawn week by week until the goods arrive and the next order after them, against what is there.

Pure: facts and choices in, plans out. A line is one product in one pool of warehouses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from argosy.decision.parameters import Parameters
from argosy.domains.product.history import Array, Lines, ProductFacts
from argosy.domains.product.outlook import Outlook, look_ahead
from argosy.methods.uncertainty import summary

WEEK_DAYS = 7.0
MEASURED, STATED, ASSUMED = "measured", "stated", "assumed"


@dataclass(frozen=True, eq=False)
class Lead:
    """Draws of the days from order to receipt, and what they rest on."""

    days: Array
    basis: str
    orders: int


@dataclass(frozen=True, eq=False)
class Plan:
    """One line that was looked at closely. Quantities are units; effects are (point, low, high) in the home currency.

    `due_weeks` says in how many weeks the order has to be placed (0: now). `cautious` is the quantity for middling demand.
    `effect` and `cautious_effect` compare with placing no order until the next round; they are margin where the cost is known, else
    net sales.
    """

    line: int
    quantity: int
    cautious: int
    due_weeks: int
    runs_out: float
    position: float
    needed: float
    lead: Lead
    weekly: tuple[float, float, float]
    outlook: Outlook
    effect: tuple[float, float, float]
    cautious_effect: tuple[float, float, float]


def lead_of(supplier: str, stated: float, leads: Mapping[str, Array], chosen: Parameters) -> Lead:
    """Draws of the lead time: the supplier's own orders, leaning on those of all suppliers; else what was stated, else a wide guess."""
    generator = np.random.default_rng(chosen.count("seed"))
    count = chosen.count("draws")
    own = leads.get(supplier, np.zeros(0))
    everybody = np.concatenate([np.zeros(0), *leads.values()])
    prior = chosen.number("lead_prior_orders")
    if len(own) + len(everybody) >= chosen.count("smallest_leads"):
        is_own = generator.random(count) < len(own) / (len(own) + prior)
        mine = generator.choice(own, count) if len(own) else np.zeros(count)
        theirs = generator.choice(everybody, count)
        return Lead(np.where(is_own, mine, theirs), MEASURED, len(own))
    name = "stated_lead_factor" if np.isfinite(stated) else "unknown_lead_days"
    ends = chosen.numbers(name)
    low, high = np.log(ends["low"]), np.log(ends["high"])
    drawn = np.exp((low + high) / 2 + (high - low) / 2.563 * generator.standard_normal(count))  # 80 % between the ends
    is_stated = np.isfinite(stated)
    return Lead(drawn * stated if is_stated else drawn, STATED if is_stated else ASSUMED, 0)


def leads_of(lines: Lines, leads: Mapping[str, Array], chosen: Parameters) -> list[Lead]:
    """The lead time of every line; lines of one supplier and statement share the draws."""
    known: dict[tuple[str, float], Lead] = {}
    found = []
    for supplier, stated in zip(lines.suppliers.tolist(), lines.stated_lead_days.tolist(), strict=True):
        pair = (supplier, -1.0 if np.isnan(stated) else stated)
        if pair not in known:
            known[pair] = lead_of(supplier, stated, leads, chosen)
        found.append(known[pair])
    return found


def position_of(lines: Lines) -> Array:
    """Units there, on their way and owed by suppliers."""
    return lines.stock + lines.inbound + lines.on_order


def may_be_due(lines: Lines, leads: list[Lead], chosen: Parameters) -> list[int]:
    """Places of the lines whose stock may not last: fast at their fastest, they need more than there is. The others need no forecast."""
    spans = [slice(-weeks, None) for weeks in (4, 13, 52)]
    known = np.nan_to_num(lines.units)
    rates = np.max([known[:, span].sum(axis=1) / known[:, span].shape[1] for span in spans], axis=0)
    slowest = {id(lead): float(np.quantile(lead.days, 0.95)) for lead in {id(lead): lead for lead in leads}.values()}
    longest = np.array([slowest[id(lead)] for lead in leads]) / WEEK_DAYS
    weeks = longest + chosen.count("cover_weeks") + 1
    need = rates * weeks * chosen.number("screen_factor")
    return [int(place) for place in np.flatnonzero((position_of(lines) < need) & ~lines.is_ending)]


def plans(facts: ProductFacts, places: Sequence[int], leads: list[Lead], chosen: Parameters) -> list[Plan]:
    """Look closely at these lines; one plan each."""
    longest = max(float(np.quantile(leads[place].days, 0.98)) for place in places) / WEEK_DAYS
    horizon = min(int(np.ceil(longest)) + chosen.count("cover_weeks") + 1, chosen.count("longest_horizon_weeks"))
    outlooks = look_ahead(facts, places, horizon, chosen)
    return [
        _plan(facts.lines, place, leads[place], outlook, chosen)
        for place, outlook in zip(places, outlooks, strict=True)
        if outlook is not None
    ]


def at_week(sums: Array, weeks: Array) -> Array:
    """Units sold until a moment of each draw: `sums` is D x (H + 1) from nothing on, `weeks` D; weeks beyond the horizon are its end.

    >>> at_week(np.array([[0.0, 2.0, 6.0]]), np.array([1.5])).tolist()
    [4.0]
    """
    last = sums.shape[1] - 1
    bounded = np.clip(weeks, 0, last)
    low = np.minimum(bounded.astype(np.int64), last - 1)
    rows = np.arange(len(sums))
    before = sums[rows, low]
    return np.asarray(before + (sums[rows, low + 1] - before) * (bounded - low))


def rounded(units: float, minimum: float, multiple: float) -> int:
    """Units as a supplier takes them: nothing, or at least the minimum, in whole multiples.

    >>> rounded(130, 100, 50), rounded(20, 100, 50), rounded(0, 100, 50)
    (150, 100, 0)
    """
    if units <= 0:
        return 0
    return int(np.ceil(max(units, minimum) / max(multiple, 1.0)) * max(multiple, 1.0))


def _plan(lines: Lines, line: int, lead: Lead, outlook: Outlook, chosen: Parameters) -> Plan:
    cover, service = chosen.number("cover_weeks"), chosen.number("service_level")
    position = float(position_of(lines)[line])
    weeks = lead.days / WEEK_DAYS
    until_arrival = at_week(outlook.sums, weeks)
    until_next = at_week(outlook.sums, weeks + cover)
    needed = float(np.quantile(until_next, service))
    quantity = rounded(needed - position, lines.minimum[line], lines.multiple[line])
    middling = float(np.quantile(until_next, 0.5))
    cautious = min(quantity, rounded(middling - position, lines.minimum[line], lines.multiple[line]))

    def worth(units: int) -> tuple[float, float, float]:
        return _effect(lines, line, units, position, (until_arrival, until_next), chosen)

    return Plan(
        line=line,
        quantity=quantity,
        cautious=cautious,
        due_weeks=_due_weeks(outlook.sums, weeks, position, service),
        runs_out=float((until_arrival > position).mean()),
        position=position,
        needed=needed,
        lead=lead,
        weekly=outlook.weekly,
        outlook=outlook,
        effect=worth(quantity),
        cautious_effect=worth(cautious),
    )


def _due_weeks(sums: Array, weeks: Array, position: float, service: float) -> int:
    """In how many weeks an order comes just in time: the first week in which waiting one more would leave too little too often."""
    horizon = sums.shape[1] - 1
    for wait in range(horizon):
        if float(np.quantile(at_week(sums, weeks + wait + 1), service)) > position:
            return wait
    return int(horizon)


def _effect(
    lines: Lines, line: int, units: int, position: float, sold: tuple[Array, Array], chosen: Parameters
) -> tuple[float, float, float]:
    """Worth of an order in each draw: what is sold because of it, less the capital that the rest ties up until the next round."""
    until_arrival, until_next = sold
    without = np.minimum(until_next, position)
    left = np.maximum(position - until_arrival, 0.0) + units
    extra = np.minimum(until_arrival, position) + np.minimum(until_next - until_arrival, left) - without
    price, cost = float(np.nan_to_num(lines.price[line])), float(lines.cost[line])
    if np.isnan(cost):
        return summary(extra * price)
    measured = float(lines.margin[line]) if len(lines.margin) else np.nan
    margin = price * (1 - chosen.number("selling_cost_share")) - cost if np.isnan(measured) else price * measured
    tied = (units - extra) * cost * chosen.number("holding_rate") * chosen.number("cover_weeks") / 52
    return summary(extra * margin - tied)
