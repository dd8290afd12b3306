"""`market.focus`: deepen, keep or leave each market the seller already sells in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from argosy.core.estimate import Estimate
from argosy.core.evidence import Evidence, Value
from argosy.core.text import Text
from argosy.decision.contract import Decision, Option, Term, Verdict, hold
from argosy.decision.evaluation import Evaluation, Guardrail
from argosy.decision.parameters import Parameters
from argosy.decision.wording import count, day, money, significant
from argosy.domains.market.draws import Comparison, comparison
from argosy.domains.market.history import MarketFacts, MarketHistory
from argosy.domains.market.model import SALES, Assessment, assess, focus_size
from argosy.domains.market.sentences import rationale

KIND = "market.focus"
TITLE = Text("Deepen, keep or leave each market")


def propose(facts: MarketFacts, parameters: Parameters) -> Iterable[Decision]:
    """Deepen, keep or leave each market the seller already sells in.

    Question:
        In which one or two of the markets you already sell in should the next quarter's work go, which are to be kept as they are, and
        is there one to leave?

    Why it pays:
        Translation, local support, stock abroad and advertising are paid per market. The same work brings more where buyers come back
        and sales outgrow those elsewhere; spread over ten markets it moves none.

    Evidence:
        Net sales, orders and customers of the last twelve months; growth against the other markets over the same months (so that a
        season all share falls out); repeat rate; refund rate; how few customers and products the sales hang on; score, rank and the
        interval of the rank.

    Options:
        Extend the lead: keep a part of the growth lead over the other markets for another year. Raise repeat purchases: close a part of
        the gap to the repeat rate of the other markets. Win back ground: where it surely grows slower than the others, find out why and
        regain a part. Hold: keep the market as it is. Leave it: where it surely costs more than it brings.

    Holds when:
        The market is not among the first by your weights; or it is, but neither lever shows a gain worth the work; or it is the only one.

    Not enough data when:
        Fewer than 20 orders in twelve months, fewer than four complete months of history, or no orders newer than 45 days. The decision
        says what to export.

    Method:
        Five criteria on fixed scales (`scale_low`, `scale_high`), weighted (`weights`). Months are resampled for growth, size and
        refunds, customers for concentration (bootstrap; Efron 1979, Annals of Statistics 7, 1-26). Growth is shrunk by the between-market
        variance of DerSimonian and Laird (1986), repeat rates by an empirical-Bayes beta prior (Kleinman 1973). The scores of the draws
        give the 80 % interval of the rank. For each market the single weight is found that must move least for it to change sides at the
        border of the focus, the others keeping their proportions.

    Limits:
        Effects are contribution after every cost up to advertising where costs of products and settlements are loaded, else net
        sales; of a market's margin only the sales behind it are drawn. That a lead can be kept, or a gap closed, in part is our own
        assumption (`closing_share`), shown in the interval and replaced by what the outcomes say. With less than thirteen months of
        history halves of a year are compared, and a season the markets do not share stays in the growth.
    """
    yield from _everywhere(facts, parameters)
    compared = comparison(len(facts.months), parameters.count("longest_half"))
    if compared is None or not facts.markets or _is_stale(facts, parameters):
        return
    known = [market for market in facts.markets if _missing_orders(facts, market, parameters) <= 0]
    if len(facts.months) < parameters.count("smallest_months"):
        known = []
    for market in facts.markets:
        if market not in known:
            yield _too_little(facts, market, parameters)
    if known:
        assessments = assess(known, facts.markets, facts.months, compared, parameters, facts.currency)
        for assessment in assessments:
            yield _judged(facts, assessment, assessments, compared, parameters)


def _is_stale(facts: MarketFacts, parameters: Parameters) -> bool:
    limit = timedelta(days=parameters.count("stale_after_days"))
    return facts.last_on is None or facts.as_of - facts.last_on > limit


def _missing_orders(facts: MarketFacts, market: MarketHistory, parameters: Parameters) -> int:
    """Orders until the market is one that is sold in (until then it is a question of entering), and can be judged."""
    return max(parameters.count("smallest_orders"), facts.sold_from) - market.orders


def _everywhere(facts: MarketFacts, parameters: Parameters) -> Iterator[Decision]:
    """What keeps every market from being judged: no orders, old orders, no complete months, or no market in the orders."""
    if facts.last_on is None:
        reason = Text(
            "There are no orders up to {day}, so nothing can be said of any market.", {"day": day(facts.as_of)}
        )
        need = Text(
            "Load an export of all orders with day, buyer's country, amount and customer, at least {months} months of it."
        )
    elif _is_stale(facts, parameters):
        reason = Text("The newest order is of {day}: the time since is missing, not bad.", {"day": day(facts.last_on)})
        need = Text("Load the orders from {day} on.", {"day": day(facts.last_on)})
    elif not facts.markets:
        reason = Text("No order of the last twelve months says which country the buyer is in.")
        need = Text("Export the orders with the country of delivery, or set it in the mapping of that file.")
    elif len(facts.months) < 2:
        reason = Text("There is less than two complete months of orders, so no growth can be seen.")
        need = Text("Load older orders: at least {months} complete months.")
    else:
        return
    needs = (Text(need.template, {"months": parameters.count("smallest_months"), **need.values}),)
    yield _unknown(facts, "market:all", reason, (), needs, parameters)


def _too_little(facts: MarketFacts, market: MarketHistory, parameters: Parameters) -> Decision:
    missing = _missing_orders(facts, market, parameters)
    months = parameters.count("smallest_months")
    needs = []
    if len(facts.months) < months:
        needs.append(Text("Load older orders: at least {months} complete months.", {"months": months}))
    if missing > 0:
        needs.append(
            Text(
                "Orders from {market} still missing for an answer: {missing}. If other stores or channels sell there, load their"
                " orders too.",
                {"missing": count(missing), "market": market.name},
            )
        )
    reason = Text(
        "Orders from {market} in twelve months: {orders}, worth {sales} net; complete months of history: {months}. That is too little to"
        " tell a trend from chance.",
        {
            "market": market.name,
            "orders": count(market.orders),
            "sales": money(float(market.net_sales), facts.currency),
            "months": count(len(facts.months)),
        },
    )
    return _unknown(facts, f"market:{market.code}", reason, _sales_evidence(facts, market), tuple(needs), parameters)


def _unknown(
    facts: MarketFacts,
    subject: str,
    reason: Text,
    evidence: tuple[Evidence, ...],
    needs: tuple[Text, ...],
    parameters: Parameters,
) -> Decision:
    return Decision(
        kind=KIND,
        subject=subject,
        as_of=facts.as_of,
        verdict=Verdict.NOT_ENOUGH_DATA,
        options=(hold(Text("Hold: change nothing until there is more data."), None),),
        evidence=evidence,
        rationale=reason,
        evaluation=None,
        reversible=True,
        expires_on=facts.as_of + timedelta(days=parameters.count("expires_after_days")),
        needs=needs,
        snapshot=facts.snapshot,
    )


def _judged(
    facts: MarketFacts,
    one: Assessment,
    all_of_them: tuple[Assessment, ...],
    compared: Comparison,
    parameters: Parameters,
) -> Decision:
    levers = _levers(one, parameters)
    stay = hold(Text("Hold: keep {market} as it is.", {"market": one.history.name}), _nothing(facts, one))
    leave = _leave(one)
    verdict, options = _chosen(one, levers, (stay, leave), len(all_of_them), compared, parameters)
    return Decision(
        kind=KIND,
        subject=f"market:{one.history.code}",
        as_of=facts.as_of,
        verdict=verdict,
        options=options,
        evidence=(*_sales_evidence(facts, one.history), *_evidence(facts, one, compared, parameters)),
        rationale=rationale(facts, one, options[0], len(all_of_them), compared),
        evaluation=None if verdict is Verdict.HOLD else _evaluation(facts, one, options[0], parameters),
        reversible=True,
        expires_on=facts.as_of + timedelta(days=parameters.count("expires_after_days")),
        needs=() if leave.effect is not None else (_need_of_costs(one),),
        snapshot=facts.snapshot,
    )


def _chosen(
    one: Assessment,
    levers: tuple[Option, Option],
    others: tuple[Option, Option],
    markets: int,
    compared: Comparison,
    parameters: Parameters,
) -> tuple[Verdict, tuple[Option, ...]]:
    """The verdict with the options, the proposed one first: leave what surely loses, deepen the first, look after what surely loses
    ground."""
    stay, leave = others
    if one.leaving.is_above_zero:
        return Verdict.ACT, (leave, stay, *levers)
    verdict = _verdict(one, levers[0], markets, parameters)
    if verdict in (Verdict.ACT, Verdict.TEST):
        return verdict, (*levers, stay, leave)
    worth = _worth(one, parameters)
    if markets > 1 and _falls(one, compared, parameters) and one.mend.low >= worth:
        return Verdict.TEST, (_mend(one, parameters), stay, *levers, leave)
    return verdict, (stay, *levers, leave)


def _falls(one: Assessment, compared: Comparison, parameters: Parameters) -> bool:
    """Whether a market surely falls behind the others, and sells less than it did: beside one that booms, a steady one loses nothing."""
    least, sold = parameters.number("lost_ground"), one.history.monthly_net
    later, earlier = float(sold[list(compared.later)].sum()), float(sold[list(compared.earlier)].sum())
    return one.growth.high < -least and later < (1 - least) * earlier


def _worth(one: Assessment, parameters: Parameters) -> float:
    """The least a gain must be, in the terms of the effects."""
    sales = float(one.history.net_sales) * parameters.number("minimum_effect_share")
    return sales / one.in_sales if one.in_sales > 0 else sales


def _mend(one: Assessment, parameters: Parameters) -> Option:
    closing = parameters.numbers("closing_share")
    return Option(
        "win_back_ground",
        Text(
            "Find out why {market} falls behind your other markets and mend it: pages, prices, stock, advertising, in that order.",
            {"market": one.history.name},
        ),
        one.mend,
        {
            "market": one.history.code,
            "closing_share_low": closing["low"],
            "closing_share_high": closing["high"],
            "growth_lead": significant(one.growth.point),
        },
    )


def _nothing(facts: MarketFacts, one: Assessment) -> Estimate:
    return Estimate.exact(one.lead.metric, 0.0, f"{facts.currency}/year")


def _need_of_costs(one: Assessment) -> Text:
    return Text(
        "To say whether leaving {market} would save money: product costs and the fees of its channels.",
        {"market": one.history.name},
    )


def _levers(one: Assessment, parameters: Parameters) -> tuple[Option, Option]:
    """The two ways to deepen, the better one first."""
    closing = parameters.numbers("closing_share")
    terms: dict[str, Term] = {
        "market": one.history.code,
        "closing_share_low": closing["low"],
        "closing_share_high": closing["high"],
    }
    name = {"market": one.history.name}
    lead = Option(
        "extend_lead",
        Text(
            "Deepen {market}: put the next quarter's work there, so that it keeps growing faster than your other markets.",
            name,
        ),
        one.lead,
        {**terms, "growth_lead": significant(one.growth.point)},
    )
    loyalty = Option(
        "raise_repeat_purchases",
        Text("Deepen {market}: win second orders there, up to what your other markets reach.", name),
        one.loyalty,
        {**terms, "repeat_rate": significant(one.repeat_rate.point)},
    )
    return (lead, loyalty) if _sure_then_likely(one.lead) >= _sure_then_likely(one.loyalty) else (loyalty, lead)


def _sure_then_likely(effect: Estimate) -> tuple[bool, float]:
    """What is surely a gain before what is only likely one, each by size."""
    return effect.is_above_zero, effect.low if effect.is_above_zero else effect.point


def _leave(one: Assessment) -> Option:
    known = one.leaving if one.leaving.is_above_zero else None
    return Option(
        "leave",
        Text("Leave {market}: stop selling there.", {"market": one.history.name}),
        known,
        {"market": one.history.code},
    )


def _verdict(one: Assessment, lever: Option, markets: int, parameters: Parameters) -> Verdict:
    """Act where rank, gain and weights are all sure; test where the market is rather among the first and a gain is to be expected."""
    effect = lever.effect
    worth = _worth(one, parameters)
    if (
        markets < 2
        or effect is None
        or effect.point < worth
        or effect.high <= 0
        or one.rank.probability_among_first < 0.5
    ):
        return Verdict.HOLD
    is_first = one.rank.high <= focus_size(markets, parameters)
    is_robust = one.flip is None or one.flip.distance >= parameters.number("surest_flip")
    return Verdict.ACT if is_first and is_robust and effect.is_above_zero else Verdict.TEST


def _evaluation(facts: MarketFacts, one: Assessment, option: Option, parameters: Parameters) -> Evaluation:
    """Net sales of the market against those of the others, before and after, so that a season all share falls out."""
    others = [market for market in facts.markets if market.code != one.history.code]
    rest = sum(float(market.net_sales) for market in others)
    own = float(one.history.net_sales)
    return Evaluation(
        metric="net_sales",
        window_days=parameters.count("window_days"),
        minimum_effect=significant(abs(own) * parameters.number("minimum_effect_share")),
        guardrails=(Guardrail("refund_rate", highest_change=parameters.number("refund_guardrail")),),
        where={"market": (one.history.code,)},
        control={"market": tuple(market.code for market in others)} if rest > 0 else {},
        control_scale=significant(max(own, 0.0) / rest) if rest > 0 else 1.0,
        expected=_in_sales(one, option.effect),
    )


def _in_sales(one: Assessment, effect: Estimate | None) -> Estimate | None:
    """An effect in contribution as the net sales it predicts, which is what is measured; None where it is net sales, or they would fall."""
    if effect is None or effect.metric == SALES or one.in_sales <= 0:
        return None
    point, low, high = (significant(value * one.in_sales) for value in (effect.point, effect.low, effect.high))
    return Estimate(SALES, point, low, high, effect.unit)


def _sales_evidence(facts: MarketFacts, market: MarketHistory) -> tuple[Evidence, ...]:
    """The year of the market, exactly as the metrics say it."""
    values: dict[str, Value] = {
        "net_sales": market.net_sales,
        "orders": market.orders,
        "customers": market.customers,
        "repeat_purchase_rate": market.repeat_purchase_rate,
        "refund_rate": market.refund_rate,
        "margin_after_advertising": None if market.margin is None else significant(market.margin),
    }
    return tuple(
        Evidence(name, value, facts.as_of, facts.source) for name, value in values.items() if value is not None
    )


def _evidence(facts: MarketFacts, one: Assessment, compared: Comparison, parameters: Parameters) -> Iterator[Evidence]:
    months = facts.months
    measured: dict[str, float | str | None] = {
        "share_of_net_sales": one.share.point,
        "growth_against_other_markets": one.growth.point,
        "growth_low": one.growth.low,
        "growth_high": one.growth.high,
        "months_compared": f"{months[compared.later[0]]:%Y-%m} to {months[compared.later[-1]]:%Y-%m} with"
        f" {months[compared.earlier[0]]:%Y-%m} to {months[compared.earlier[-1]]:%Y-%m}",
        "repeat_rate_shrunk_toward_all_markets": one.repeat_rate.point,
        "effective_customers": one.effective_customers,
        "share_of_the_largest_customer": one.top_customer_share,
        "share_of_the_largest_sku": one.top_sku_share,
        "score": one.score.point,
        "rank": one.place,
        "rank_low": one.rank.low,
        "rank_high": one.rank.high,
        "probability_among_the_first": one.rank.probability_among_first,
    }
    for name, value in measured.items():
        if value is not None:
            yield Evidence(name, significant(value) if isinstance(value, float) else value, facts.as_of, facts.source)
    weights = ", ".join(f"{name} {weight:g}" for name, weight in parameters.numbers("weights").items())
    yield Evidence("weights", weights, parameters["weights"].dated, parameters.source)
    if one.flip is not None and one.flip_against is not None:
        flips = f"{one.flip.criterion} from {one.flip.weight:.2f} to {one.flip.flips_at:.2f} against {one.flip_against.code}"
        yield Evidence("order_flips_at", flips, facts.as_of, parameters.source)
