"""`channel.fix_or_leave`: which store earns less than nothing after every cost, and what one step would mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from argosy.core.evidence import Evidence
from argosy.core.text import Text, mark
from argosy.decision.contract import Decision, Option, Term, Verdict
from argosy.decision.drafting import Draft
from argosy.decision.evaluation import Evaluation
from argosy.decision.parameters import Parameters
from argosy.decision.wording import count, day, money, percent, significant
from argosy.domains.channel.history import ChannelFacts, StoreResult
from argosy.domains.channel.model import ADVERTISING, PRICE, Judgement, Step, judge

KIND = "channel.fix_or_leave"
TITLE = Text("Mend or leave a channel that loses money")
NAMES = (
    mark("Raise price"),
    mark("Stop advertising"),
    mark("Net sales a year"),
    mark("Kept by the channel a year"),
    mark("Goods a year"),
    mark("Advertising a year"),
    mark("Contribution a year"),
    mark("Contribution low"),
    mark("Contribution high"),
    mark("Chance to lose"),
    mark("Months below zero"),
    mark("Share of all profit"),
    mark("Units without cost"),
    mark("Elasticity"),
    mark("Sales caused by advertising"),
    mark("Fixed share left behind"),
    mark("Price rise"),
    mark("Spend a year"),
    mark("Months known"),
)
"""Names of evidence, options and terms as they are shown: the name with blanks and a capital."""
ASSUMED = {
    "raise_price": "elasticity",
    "stop_advertising": "sales_caused_by_advertising",
    "leave": "fixed_share_left_behind",
}


def propose(facts: ChannelFacts, parameters: Parameters) -> Iterable[Decision]:
    """Mend or leave a channel that loses money.

    Question:
        Which store or channel earns less than nothing after every cost, since when, and would a higher price, no advertising, or leaving
        mend it? How much of the profit hangs on one platform?

    Why it pays:
        Sales of a store are on every screen, what it leaves after commission, fulfilment, storage, refunds, advertising and goods is on
        none. A store that loses is carried by the others until somebody adds it up.

    Evidence:
        A year's net sales, what the channel kept, goods, advertising, contribution with its interval; how likely it loses; months below
        zero; its share of all profit; units without a known cost.

    Options:
        Raise the price by five percent. Stop advertising there. Leave. Hold: go on.

    Holds when:
        The store rather earns than loses, or no step is likely to improve it by more than half a hundredth of its sales.

    Not enough data when:
        No settlements of the store, fewer than four complete months, none newer than two months, or no cost for more than a fifth of the
        units. The decision says what to export.

    Method:
        Contribution by month is the ledger's contribution margin 3: net revenue less goods, fees, fulfilment, payment, returns, storage
        and advertising, on the day of the order; orders not settled yet carry the fees the store usually pays. Months are resampled with
        weights that halve every six months, and their mean's own error is added. A price changes sales by an elasticity drawn from a
        range; advertising takes with it the part of its credited sales that it caused; leaving saves the loss less what stays behind.

    Limits:
        Costs of people and rent are not
        spread over stores. What steps bring is drawn from assumed ranges until a test measures it, so a step other than leaving is
        at most a test. A store may be worth a loss for what it teaches; that is not counted.
    """
    draft = _draft(facts, parameters)
    missing = tuple(_missing(facts, parameters))
    if missing:
        reason = Text("Without settlements of some months nobody can say what a store leaves after every cost.")
        yield draft.unknown("store:all", reason, missing)
        return
    unclear = [store for store in facts.stores if _unclear(store, parameters)]
    for store in unclear:
        yield _unknown(draft, store)
    known = [store for store in facts.stores if store not in unclear]
    for judgement in judge(known, parameters):
        yield _judged(draft, facts, judgement, parameters)


def _draft(facts: ChannelFacts, parameters: Parameters) -> Draft:
    return Draft(
        kind=KIND,
        as_of=facts.as_of,
        snapshot=facts.snapshot,
        currency=facts.currency,
        source=facts.source,
        expires_after_days=parameters.count("expires_after_days"),
        metric="contribution_margin_3",
    )


def _missing(facts: ChannelFacts, parameters: Parameters) -> Iterator[Text]:
    if facts.last_on is None:
        yield Text(
            "Load the settlements of every store: Amazon settlement V2, Shopify payouts, the platform's own statements."
        )
    elif facts.as_of - facts.last_on > timedelta(days=parameters.count("stale_after_days")):
        yield Text("Load the settlements since {day}.", {"day": day(facts.last_on)})
    elif len(facts.months) < parameters.count("smallest_months"):
        values = {"known": len(facts.months), "needed": parameters.count("smallest_months")}
        yield Text("Settlements of {needed} complete months (now {known}): load older ones.", values)


def _unclear(store: StoreResult, parameters: Parameters) -> bool:
    return not store.has_settlements or store.units_without_cost > parameters.number("most_without_cost")


def _unknown(draft: Draft, store: StoreResult) -> Decision:
    name = {"store": store.store}
    if not store.has_settlements:
        needs = [Text("The settlements of {store}: fees and payouts, not only orders.", name)]
    else:
        values = {**name, "share": percent(store.units_without_cost)}
        needs = [Text("The cost of the products of {store}: it is missing for {share} of the units sold.", values)]
    reason = Text("{store}: what is left after every cost cannot be said yet.", name)
    known = draft.evidence([("units_without_cost", store.units_without_cost)])
    return draft.unknown(f"store:{store.store}", reason, needs, known)


def _judged(draft: Draft, facts: ChannelFacts, one: Judgement, parameters: Parameters) -> Decision:
    verdict = _verdict(one, parameters)
    options = [_option(draft, one, step) for step in one.steps]
    if verdict is Verdict.ACT:
        options.sort(key=lambda option: option.name != "leave")
    return draft.decided(
        f"store:{one.result.store}",
        verdict,
        (*options, draft.hold(Text("Hold: go on with {store} as it is.", {"store": one.result.store}))),
        (*_evidence(draft, facts, one), *_assumptions(one, parameters)),
        _rationale(draft, one, verdict),
        _evaluation(one, parameters),
        _needs(one),
    )


def _verdict(one: Judgement, parameters: Parameters) -> Verdict:
    """Act (leave) where it surely loses and no step is likely to mend it; test the best step where it rather loses; else hold."""
    worth = one.sales * parameters.number("smallest_worth_share")
    best = one.steps[0]
    mends = [step for step in one.steps if step.name != "leave" and one.contribution[0] + step.change[0] >= 0]
    leaving = next(step for step in one.steps if step.name == "leave")
    if one.loses >= parameters.number("surest_loss") and not mends and leaving.change[1] > 0:
        return Verdict.ACT
    if one.loses >= parameters.number("likely_loss") and best.change[0] > worth:
        return Verdict.TEST
    return Verdict.HOLD


def _option(draft: Draft, one: Judgement, step: Step) -> Option:
    store = one.result.store
    terms: dict[str, Term] = {"store": store, "channel": one.result.channel}
    if step.name == PRICE:
        action = Text("Raise prices in {store} by {rise}.", {"store": store, "rise": percent(step.rise)})
        return Option(step.name, action, draft.effect(*step.change), {**terms, "price_rise": step.rise})
    if step.name == ADVERTISING:
        action = Text("Stop advertising in {store}.", {"store": store})
        spend = significant(dict(one.breakdown)["advertising_a_year"])
        return Option(step.name, action, draft.effect(*step.change), {**terms, "spend_a_year": spend})
    return Option(
        step.name,
        Text("Leave {store}: sell off its stock and close it.", {"store": store}),
        draft.effect(*step.change),
        terms,
    )


def _evidence(draft: Draft, facts: ChannelFacts, one: Judgement) -> Iterator[Evidence]:
    sources = {
        "net_sales_a_year": facts.order_source,
        "goods_a_year": facts.cost_source,
        "advertising_a_year": facts.advertising_source if one.result.attributed.any() else facts.source,
    }
    for name, value in one.breakdown:
        yield from draft.evidence([(name, value)], sources.get(name, facts.source))
    yield from draft.evidence(
        [
            ("contribution_a_year", one.contribution[0]),
            ("contribution_low", one.contribution[1]),
            ("contribution_high", one.contribution[2]),
            ("chance_to_lose", one.loses),
            ("months_below_zero", one.months_below),
            ("months_known", len(facts.months)),
            ("share_of_all_profit", one.share_of_profit),
            ("units_without_cost", one.result.units_without_cost),
        ]
    )


def _assumptions(one: Judgement, parameters: Parameters) -> Iterator[Evidence]:
    for name in sorted({ASSUMED[step.name] for step in one.steps}):
        ends = parameters.numbers(name)
        yield Evidence(name, f"{ends['low']:g} to {ends['high']:g}", parameters[name].dated, parameters.source)


def _rationale(draft: Draft, one: Judgement, verdict: Verdict) -> Text:
    parts = dict(one.breakdown)
    values = {
        "store": one.result.store,
        "sales": money(parts["net_sales_a_year"], draft.currency),
        "kept": money(parts["kept_by_the_channel_a_year"], draft.currency),
        "goods": money(parts["goods_a_year"], draft.currency),
        "ads": money(parts["advertising_a_year"], draft.currency),
        "left": money(one.contribution[0], draft.currency),
        "low": money(one.contribution[1], draft.currency),
        "high": money(one.contribution[2], draft.currency),
    }
    standing = Text(
        "{store} sells {sales} a year; channel and carriers keep {kept}, goods cost {goods}, advertising {ads}. That leaves {left}"
        " ({low} to {high}).",
        values,
    )
    return Text("{standing} {reason}", {"standing": standing, "reason": _reason(draft, one, verdict)})


def _reason(draft: Draft, one: Judgement, verdict: Verdict) -> Text:
    step = next(step for step in one.steps if step.name == "leave") if verdict is Verdict.ACT else one.steps[0]
    values = {
        "months": count(one.months_below),
        "chance": percent(one.loses),
        "share": percent(one.share_of_profit),
        "change": money(step.change[0], draft.currency),
        "low": money(step.change[1], draft.currency),
        "high": money(step.change[2], draft.currency),
    }
    if verdict is Verdict.ACT:
        return Text(
            "It loses with a chance of {chance}, for {months} months in a row, and neither a higher price nor less advertising would mend"
            " it: leaving saves {change} a year ({low} to {high}).",
            values,
        )
    if verdict is Verdict.TEST:
        template = {PRICE: DEARER, ADVERTISING: QUIETER}.get(step.name, LEAVING)
        return Text(template, values)
    if one.loses < 0.5:
        return Text("It earns, and brings {share} of the profit of all stores: go on.", values)
    return Text(
        "It rather loses (chance {chance}), but no step is likely to improve it by enough to be seen: go on and watch.",
        values,
    )


DEARER = mark(
    "It loses with a chance of {chance}: try a higher price, which may bring {change} a year ({low} to {high})."
)
QUIETER = mark(
    "It loses with a chance of {chance}: try without advertising, which may bring {change} a year ({low} to {high})."
)
LEAVING = mark(
    "It loses with a chance of {chance}: prepare to leave, which may save {change} a year ({low} to {high})."
)


def _evaluation(one: Judgement, parameters: Parameters) -> Evaluation:
    """What the store leaves after every cost, before and after the step."""
    worth = one.sales * parameters.number("smallest_worth_share")
    return Evaluation(
        metric="contribution_margin_3",
        window_days=parameters.count("window_after_days"),
        minimum_effect=round(max(worth, 0.0), 2),
        where={"store": (one.result.store,)},
    )


def _needs(one: Judgement) -> list[Text]:
    if not one.result.advertising.any():
        return [
            Text(
                "Advertising reports of {store}, if there are any: none of its cost is known.",
                {"store": one.result.store},
            )
        ]
    return []
