"""One order: its options, what it rests on and how it is said."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import numpy as np

from argosy.core.evidence import Evidence
from argosy.core.text import Text, mark
from argosy.decision.contract import Decision, Option, Term, Verdict
from argosy.decision.drafting import Draft
from argosy.decision.evaluation import Evaluation
from argosy.decision.parameters import Parameters
from argosy.decision.wording import count, day, decimal, money, money_range, percent, place, significant
from argosy.domains.product.history import ProductFacts
from argosy.domains.product.model import ASSUMED, MEASURED, STATED, Plan
from argosy.domains.product.pools import EVERYWHERE

NAMES = (
    mark("Order full"),
    mark("Order cautiously"),
    mark("Lines that can wait"),
    mark("Lines due now"),
    mark("Lines without stock"),
    mark("Lines too young"),
    mark("Next to fall due"),
    mark("Units in stock"),
    mark("Stock and on the way"),
    mark("Weekly demand"),
    mark("Demand class"),
    mark("Weeks with empty warehouse"),
    mark("Forecast method"),
    mark("Backtest gain over the simple rule"),
    mark("Lead time"),
    mark("Needed until the next round"),
    mark("Chance to run out before arrival"),
    mark("Net price of a unit"),
    mark("Cost of a unit"),
    mark("Cash"),
    mark("Pool"),
    mark("Markets"),
    mark("Supplier"),
    mark("Quantity"),
    mark("Order by"),
    mark("Arrives on"),
    mark("Arrives late on"),
    mark("Unit cost"),
    mark("Order amount"),
    mark("In stock"),
    mark("Inbound"),
    mark("On order"),
    mark("Weekly demand low"),
    mark("Weekly demand high"),
    mark("Minimum quantity"),
    mark("Chance to run out"),
    mark("Method"),
)
"""Names of evidence, options and terms as they are shown: the name with blanks and a capital."""


def decided(
    draft: Draft, facts: ProductFacts, plan: Plan, verdict: Verdict, ceiling: float | None, parameters: Parameters
) -> Decision:
    """The decision on one line; `ceiling` is the cash for goods where it does not suffice for this order."""
    stay = draft.hold(Text("Hold: order nothing until the next round."))
    full = _option(draft, facts, plan, "order_full", plan.quantity, plan.effect)
    options = [full]
    if 0 < plan.cautious < plan.quantity or verdict is Verdict.TEST:
        options.append(_option(draft, facts, plan, "order_cautiously", plan.cautious, plan.cautious_effect))
    if verdict is Verdict.TEST:
        options.reverse()
    return draft.decided(
        f"sku:{facts.lines.products[plan.line]}/{facts.lines.pools[plan.line]}",
        verdict,
        (*options, stay),
        _evidence(draft, facts, plan, parameters),
        _rationale(facts, plan, verdict, ceiling, draft, options[0]),
        _evaluation(facts, plan, parameters),
        _needs(facts, plan),
    )


def _option(
    draft: Draft, facts: ProductFacts, plan: Plan, name: str, units: int, effect: tuple[float, float, float]
) -> Option:
    lines = facts.lines
    cost = float(lines.cost[plan.line])
    values = {"units": count(units), "product": lines.products[plan.line], "pool": _pool(facts, plan)}
    arrives = [facts.as_of + timedelta(days=float(np.quantile(plan.lead.days, level))) for level in (0.5, 0.9)]
    terms: dict[str, Term] = {
        "product": str(lines.products[plan.line]),
        "pool": str(lines.pools[plan.line]),
        "markets": ", ".join(lines.markets[plan.line]),
        "supplier": str(lines.suppliers[plan.line]) or None,
        "quantity": units,
        "order_by": day(facts.as_of + timedelta(weeks=plan.due_weeks)),
        "arrives_on": day(arrives[0]),
        "arrives_late_on": day(arrives[1]),
        "unit_cost": None if np.isnan(cost) else significant(cost),
        "order_amount": None if np.isnan(cost) else significant(cost * units),
        "currency": facts.currency,
        "in_stock": float(lines.stock[plan.line]),
        "inbound": float(lines.inbound[plan.line]),
        "on_order": float(lines.on_order[plan.line]),
        "weekly_demand_low": significant(plan.weekly[0], 3),
        "weekly_demand": significant(plan.weekly[1], 3),
        "weekly_demand_high": significant(plan.weekly[2], 3),
        "minimum_quantity": float(lines.minimum[plan.line]),
        "chance_to_run_out": significant(plan.runs_out, 3),
        "method": plan.outlook.model,
    }
    return Option(name, Text("Order {units} of {product} for {pool}.", values), draft.effect(*effect), terms)


def _pool(facts: ProductFacts, plan: Plan) -> Text:
    code = str(facts.lines.pools[plan.line])
    return Text("all markets") if code == EVERYWHERE else place(code)


def _evidence(draft: Draft, facts: ProductFacts, plan: Plan, parameters: Parameters) -> tuple[Evidence, ...]:
    lines, line = facts.lines, plan.line
    days = [round(float(np.quantile(plan.lead.days, level))) for level in (0.1, 0.5, 0.9)]
    measured = plan.lead.basis == MEASURED
    lead = f"{days[1]} ({days[0]} to {days[2]}) days, {plan.lead.basis}, {plan.lead.orders} own orders"
    week = "{:.3g} ({:.3g} to {:.3g})".format(*(plan.weekly[index] for index in (1, 0, 2)))
    cost = float(lines.cost[line])
    return (
        *draft.evidence(
            [
                ("weekly_demand", week),
                ("demand_class", plan.outlook.demand_class or None),
                ("forecast_method", plan.outlook.model),
                ("backtest_gain_over_the_simple_rule", plan.outlook.gain),
                ("weeks_with_empty_warehouse", int(lines.censored[line].sum())),
                ("needed_until_the_next_round", plan.needed),
                ("chance_to_run_out_before_arrival", plan.runs_out),
                ("net_price_of_a_unit", float(np.nan_to_num(lines.price[line]))),
            ]
        ),
        *draft.evidence([("stock_and_on_the_way", plan.position)], facts.stock_source),
        *draft.evidence([("lead_time", lead)], facts.purchase_source if measured else parameters.source),
        *draft.evidence([("cost_of_a_unit", None if np.isnan(cost) else cost)], facts.cost_source),
        *draft.evidence([("cash", None if facts.cash is None else Decimal(f"{facts.cash:.2f}"))], facts.cash_source),
    )


def _rationale(
    facts: ProductFacts, plan: Plan, verdict: Verdict, ceiling: float | None, draft: Draft, proposed: Option
) -> Text:
    lines, effect = facts.lines, proposed.effect
    values = {
        "product": lines.products[plan.line],
        "pool": _pool(facts, plan),
        "week": decimal(plan.weekly[1]),
        "low": decimal(plan.weekly[0]),
        "high": decimal(plan.weekly[2]),
        "position": count(plan.position),
        "lead": count(float(np.median(plan.lead.days))),
        "late": count(float(np.quantile(plan.lead.days, 0.9))),
        "chance": percent(plan.runs_out),
        "needed": count(plan.needed),
    }
    standing = Text(
        "{product} for {pool}: about {week} sell a week ({low} to {high}); {position} are there or on their way. New goods take about"
        " {lead} days, at worst {late}. Without an order it runs out before with a chance of {chance}; until the next round {needed} are"
        " needed.",
        values,
    )
    parts = {"standing": standing, "reason": _reason(facts, plan, verdict, ceiling)}
    if effect is None:
        return Text("{standing} {reason}", parts)
    worth = {"effect": money(effect.point, facts.currency), "range": money_range(effect)}
    template = (
        "The order brings about {effect} of margin ({range})."
        if draft.metric == "contribution_margin_3"
        else "The order brings about {effect} of net sales ({range}); the cost is not known."
    )
    return Text("{standing} {reason} {worth}", {**parts, "worth": Text(template, worth)})


TEMPLATES = (
    mark("The order brings about {effect} of margin ({range})."),
    mark("The order brings about {effect} of net sales ({range}); the cost is not known."),
)


def _reason(facts: ProductFacts, plan: Plan, verdict: Verdict, ceiling: float | None) -> Text:
    if ceiling is not None:
        return Text(
            "The cash for goods ({cash}) goes to orders that bring more for it: this one waits.",
            {"cash": money(ceiling, facts.currency)},
        )
    if verdict is Verdict.HOLD:
        return Text("An order would bring less than the capital it ties up costs: let it run out or order later.")
    if verdict is Verdict.ACT:
        return Text("Order now; each further week of waiting makes running out likelier.")
    basis = {
        ASSUMED: Text("How long goods take is only assumed, so order for middling demand and see."),
        STATED: Text("How long goods take is only what was agreed, so order for middling demand and see."),
        MEASURED: Text("The sales are too short or too uneven to be sure, so order for middling demand and see."),
    }
    return basis[plan.lead.basis]


def _evaluation(facts: ProductFacts, plan: Plan, parameters: Parameters) -> Evaluation:
    """Net sales of the product where it is sold, over the time the order is to last."""
    lines = facts.lines
    markets = tuple(market for market in lines.markets[plan.line] if market != EVERYWHERE)
    where = {"product": (str(lines.products[plan.line]),)}
    days = float(np.median(plan.lead.days)) + 7 * parameters.count("cover_weeks")
    return Evaluation(
        metric="net_sales",
        window_days=max(7, round(days)),
        minimum_effect=0.0,
        where={**where, "market": markets} if markets else where,
    )


def _needs(facts: ProductFacts, plan: Plan) -> list[Text]:
    needs = []
    if plan.lead.basis != MEASURED:
        needs.append(Text("Purchase orders with day ordered and day received, to know how long goods take."))
    if np.isnan(facts.lines.cost[plan.line]):
        needs.append(Text("The cost of a unit, to know the margin."))
    if facts.cash is None:
        needs.append(Text("Account balances, so that orders stay within the cash there is."))
    return needs
