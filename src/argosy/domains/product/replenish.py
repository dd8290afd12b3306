"""`product.replenish`: what to order, how much of it, and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

import numpy as np

from argosy.core.text import Text
from argosy.decision.contract import Decision, Verdict
from argosy.decision.drafting import Draft
from argosy.decision.parameters import Parameters
from argosy.decision.wording import count, day
from argosy.domains.product.history import ProductFacts
from argosy.domains.product.model import MEASURED, Plan, leads_of, may_be_due, plans
from argosy.domains.product.purchase import decided

KIND = "product.replenish"
TITLE = Text("Order the right quantity at the right time")
MARGIN, SALES = "contribution_margin_3", "net_sales"


def propose(facts: ProductFacts, parameters: Parameters) -> Iterable[Decision]:
    """Order the right quantity at the right time.

    Question:
        Which products have to be ordered now, for which warehouses, how many units of each, and until when can the others wait?

    Why it pays:
        A product that is sold out earns nothing, loses its rank and its buyers; one ordered too early or too much ties up the cash that
        another needs and pays for storage. A fixed number of days of supply does both, since products differ in how much their sales
        vary and suppliers in how late they are.

    Evidence:
        Weekly demand with its quantiles; the method and what it lost in the backtest against the simple rule; stock, inbound and what
        suppliers owe; the lead time with its spread and the orders it was measured on; price, cost, minimum quantity; cash.

    Options:
        Order up to the service level. Order cautiously, for middling demand. Hold: order nothing until the next round.

    Holds when:
        What is there and on its way lasts beyond the next round at the service level; the product is being phased out; the order brings
        less than the capital it ties up costs; or the cash ceiling is used up by orders that bring more for it.

    Not enough data when:
        No orders, none newer than two weeks, fewer than eight weeks since the first sale, or no stock is known. The decision says what to
        export.

    Method:
        Demand is put together where the stock lies, week by week. Weeks in which a warehouse was empty are replaced by what the weeks
        around them say. Every line is forecast with quantiles by the methods of `argosy forecast`, weighted by rolling-origin backtest
        on the line itself, by demand class (Syntetos, Boylan and Croston 2005), stepping back to the simple rule where that won. Weeks are
        drawn together with the correlation their misses had in the past; lead times are drawn from received orders, late open ones
        counted with their age. The order-up-to level is the service quantile of demand over lead time and round; an order is due
        when waiting one more week would leave too little (periodic review; Silver, Pyke and Thomas 2017). The effect is what is sold
        because of the order, less the cost of the capital it ties up. Cash goes to the orders that bring most for it.

    Limits:
        Without purchase orders the lead time is an assumption, and the verdict is test: order cautiously. Without costs the effect is
        net sales, not margin; without settlements the selling costs are an assumed share (with them the product's own margin of the
        year is taken). A planned promotion, a price change or a product's end is not known unless its status says so. Bundles are
        looked at as they are sold, not by their parts.
    """
    missing = tuple(_missing(facts, parameters))
    if missing:
        reason = Text("Without orders and stock of these weeks nobody can say what runs out.")
        yield _draft(facts, parameters, SALES).unknown("sku:all", reason, missing)
        return
    lines = facts.lines
    leads = leads_of(lines, facts.leads, parameters)
    has_stock = ~np.isnan(lines.stock)
    weeks = (~np.isnan(lines.units)).sum(axis=1)
    known = has_stock & (weeks >= parameters.count("smallest_weeks"))
    close = [place for place in may_be_due(lines, leads, parameters) if known[place]]
    made = plans(facts, close, leads, parameters) if close else []
    due = [plan for plan in made if plan.due_weeks == 0 and plan.quantity > 0]
    yield from _orders(facts, due, parameters)
    if known.sum() > len(due):
        yield _enough(facts, made, int(known.sum()), len(due), parameters)
    if not known.all():
        yield _unsaid(facts, np.flatnonzero(~known), parameters)


def _draft(facts: ProductFacts, parameters: Parameters, metric: str) -> Draft:
    return Draft(
        kind=KIND,
        as_of=facts.as_of,
        snapshot=facts.snapshot,
        currency=facts.currency,
        source=facts.source,
        expires_after_days=parameters.count("expires_after_days"),
        metric=metric,
        reversible=False,
    )


def _missing(facts: ProductFacts, parameters: Parameters) -> Iterator[Text]:
    if facts.last_on is None or not len(facts.lines):
        yield Text(
            "Load an export of all orders with day, SKU, quantity and the buyer's country, at least half a year of it."
        )
    elif facts.as_of - facts.last_on > timedelta(days=parameters.count("stale_after_days")):
        yield Text("Load the orders since {day}: what sells now is not known.", {"day": day(facts.last_on)})
    if len(facts.lines) and np.isnan(facts.lines.stock).all():
        yield Text(
            "Load the stock: FBA inventory (planning or ledger), the warehouse's stock list, or your own sheet of SKU and units."
        )


def _orders(facts: ProductFacts, due: Sequence[Plan], parameters: Parameters) -> Iterator[Decision]:
    """The lines to order, those that bring most for their cash first, until the ceiling; no more than a buyer can place."""
    ceiling = None if facts.cash is None else max(facts.cash, 0.0) * parameters.number("cash_share")
    left = float("inf") if ceiling is None else ceiling
    for plan in sorted(due, key=lambda plan: -_return(facts, plan))[: parameters.count("most_orders")]:
        cost = float(facts.lines.cost[plan.line])
        amount = 0.0 if np.isnan(cost) else cost * plan.quantity
        verdict = _verdict(facts, plan, parameters)
        fits = amount <= left
        if verdict is Verdict.TEST:
            amount = amount * plan.cautious / plan.quantity
            fits = amount <= left
        left -= amount if fits and verdict is not Verdict.HOLD else 0.0
        metric = SALES if np.isnan(cost) else MARGIN
        draft = _draft(facts, parameters, metric)
        yield decided(draft, facts, plan, verdict if fits else Verdict.HOLD, None if fits else ceiling, parameters)


def _return(facts: ProductFacts, plan: Plan) -> float:
    """What an order brings for each unit of money it takes; by its effect alone where the cost is not known."""
    cost = float(facts.lines.cost[plan.line])
    return plan.effect[0] / (1.0 if np.isnan(cost) or cost <= 0 else cost * plan.quantity)


def _verdict(facts: ProductFacts, plan: Plan, parameters: Parameters) -> Verdict:
    """Act where the gain is sure, the lead time known and the history long; else order cautiously, if that is likely to pay."""
    point, low, _ = plan.effect
    weeks = int((~np.isnan(facts.lines.units[plan.line])).sum())
    is_known = plan.lead.basis == MEASURED and weeks >= parameters.count("surest_weeks")
    if is_known and low > 0:
        return Verdict.ACT
    return Verdict.TEST if point > 0 and plan.cautious > 0 and plan.cautious_effect[0] > 0 else Verdict.HOLD


def _enough(facts: ProductFacts, made: Sequence[Plan], known: int, due: int, parameters: Parameters) -> Decision:
    """One decision for all lines that can wait, with the next to fall due."""
    draft = _draft(facts, parameters, SALES)
    lines = facts.lines
    waiting = sorted((plan for plan in made if plan.due_weeks > 0), key=lambda plan: (plan.due_weeks, plan.line))
    soonest = [
        f"{lines.products[plan.line]}/{lines.pools[plan.line]} {day(facts.as_of + timedelta(weeks=plan.due_weeks))}"
        for plan in waiting[: parameters.count("listed")]
    ]
    values = {
        "lines": count(known - due),
        "next": soonest[0] if soonest else "-",
        "weeks": parameters.count("cover_weeks"),
    }
    reason = Text(
        "Lines that can wait: {lines}. What is there and on its way lasts beyond the next round of {weeks} weeks. The next to fall due:"
        " {next}.",
        values,
    )
    evidence = (
        *draft.evidence([("lines_that_can_wait", known - due), ("lines_due_now", due)]),
        *draft.evidence([("units_in_stock", float(np.nansum(lines.stock)))], facts.stock_source),
        *draft.evidence([("next_to_fall_due", ", ".join(soonest) or None)]),
    )
    stay = draft.hold(Text("Hold: order nothing of these now."))
    return draft.decided("sku:all/enough", Verdict.HOLD, (stay,), evidence, reason)


def _unsaid(facts: ProductFacts, places: Iterable[int], parameters: Parameters) -> Decision:
    """One decision for all lines nothing can be said of, with what is missing."""
    draft = _draft(facts, parameters, SALES)
    lines = facts.lines
    without = [int(place) for place in places if np.isnan(lines.stock[place])]
    young = [int(place) for place in places if not np.isnan(lines.stock[place])]
    needs = []
    if without:
        names = ", ".join(sorted({str(lines.products[place]) for place in without})[: parameters.count("listed")])
        needs.append(
            Text("Stock of {count} lines, among them {names}.", {"count": count(len(without)), "names": names})
        )
    if young:
        needs.append(
            Text(
                "Sales of {count} lines are younger than {weeks} weeks: order these by your own judgement until then.",
                {"count": count(len(young)), "weeks": parameters.count("smallest_weeks")},
            )
        )
    reason = Text("Lines nothing can be said of: {count}.", {"count": count(len(without) + len(young))})
    evidence = draft.evidence([("lines_without_stock", len(without)), ("lines_too_young", len(young))])
    return draft.unknown("sku:all/unknown", reason, needs, evidence)
