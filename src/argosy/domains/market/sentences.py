"""What `market.focus` tells a shop owner, in sentences that fill a template with numbers."""

from __future__ import annotations

from argosy.core.estimate import Estimate
from argosy.core.text import Text, mark
from argosy.decision.contract import HOLD, Option
from argosy.decision.wording import money, money_range, percent, percent_range
from argosy.domains.market.draws import Comparison
from argosy.domains.market.history import MarketFacts
from argosy.domains.market.model import MARGIN, Assessment

CRITERIA = {
    "size": Text("size"),
    "growth": Text("growth"),
    "repeat": Text("repeat purchases"),
    "spread": Text("spread over customers"),
    "refunds": Text("refunds"),
}
REASONS = {
    (False, "leave"): Text("More was refunded there than sold: leaving saves about {effect} a year ({range})."),
    (True, "leave"): Text("It costs more than it brings: leaving saves about {effect} a year ({range})."),
    (False, "extend_lead"): Text(
        "Keeping a part of that lead for another year would bring about {effect} net sales a year ({range})."
    ),
    (True, "extend_lead"): Text(
        "Keeping a part of that lead for another year would bring about {effect} of contribution a year ({range})."
    ),
    (False, "raise_repeat_purchases"): Text(
        "Closing a part of the gap in repeat purchases would bring about {effect} net sales a year ({range})."
    ),
    (True, "raise_repeat_purchases"): Text(
        "Closing a part of the gap in repeat purchases would bring about {effect} of contribution a year ({range})."
    ),
    (False, "win_back_ground"): Text(
        "It surely loses ground; a part of it won back would bring about {effect} net sales a year ({range})."
    ),
    (True, "win_back_ground"): Text(
        "It surely loses ground; a part of it won back would bring about {effect} of contribution a year ({range})."
    ),
}
"""Why an option is proposed, by whether its effect is contribution."""
NAMES = (
    mark("Share of net sales"),
    mark("Growth against other markets"),
    mark("Growth low"),
    mark("Growth high"),
    mark("Months compared"),
    mark("Repeat rate shrunk toward all markets"),
    mark("Effective customers"),
    mark("Share of the largest customer"),
    mark("Share of the largest sku"),
    mark("Score"),
    mark("Rank"),
    mark("Rank low"),
    mark("Rank high"),
    mark("Probability among the first"),
    mark("Weights"),
    mark("Order flips at"),
    mark("Extend lead"),
    mark("Raise repeat purchases"),
    mark("Leave"),
    mark("Win back ground"),
    mark("Margin after advertising"),
)
"""Names of evidence and options as they are shown: the name with blanks and a capital."""


def rationale(facts: MarketFacts, one: Assessment, chosen: Option, markets: int, compared: Comparison) -> Text:
    """Where the market stands, what follows, what would turn the order, and which months were compared."""
    parts = {
        "standing": _standing(facts, one, markets),
        "reason": _reason(one, chosen, markets, facts.currency),
        "turn": _turn(one),
        "season": _season(compared),
    }
    return Text("{standing} {reason} {turn} {season}", parts)


def _standing(facts: MarketFacts, one: Assessment, markets: int) -> Text:
    values = {
        "market": one.history.name,
        "sales": money(float(one.history.net_sales), facts.currency),
        "growth": percent(one.growth.point, signed=True),
        "growth_range": percent_range(one.growth, signed=True),
        "repeat": percent(_known(one.history.repeat_purchase_rate, one.repeat_rate)),
        "refunds": percent(_known(one.history.refund_rate, one.refund_rate)),
        "place": one.place,
        "markets": markets,
        "ranks": str(one.place) if one.rank.low == one.rank.high else f"{one.rank.low}–{one.rank.high}",
    }
    if markets == 1:
        return Text(
            "{market} is the only market with enough orders: {sales} net sales in twelve months, {repeat} of its buyers came back.",
            values,
        )
    return Text(
        "{market} brought {sales} net sales in twelve months. Against your other markets it grew by {growth} ({growth_range}); {repeat} of"
        " its buyers came back and {refunds} was refunded. By your weights it is number {place} of {markets} (80 % sure: {ranks}).",
        values,
    )


def _known(measured: float | None, drawn: Estimate) -> float:
    """What the metric says; where it says nothing, what the other markets let expect."""
    return drawn.point if measured is None else measured


def _reason(one: Assessment, chosen: Option, markets: int, currency: str) -> Text:
    if chosen.name == HOLD:
        if markets == 1:
            return Text("There is nothing to choose between; keep it, and see which country could be the second.")
        if one.rank.probability_among_first < 0.5:
            return Text("It is not among the first, so keep it as it is and put the work elsewhere.")
        return Text(
            "It is among the first, but neither its growth nor its repeat rate shows a gain worth a quarter's work: keep it as it is."
        )
    effect = chosen.effect or one.lead
    values = {"effect": money(effect.point, currency), "range": money_range(effect)}
    return Text(REASONS[effect.metric == MARGIN, chosen.name].template, values)


def _turn(one: Assessment) -> Text:
    if one.flip is None or one.flip_against is None:
        return Text("No single weight could turn this order.")
    return Text(
        "It would change places with {rival} if the weight of {criterion} were {at} instead of {now}.",
        {
            "rival": one.flip_against.name,
            "criterion": CRITERIA[one.flip.criterion],
            "at": percent(one.flip.flips_at),
            "now": percent(one.flip.weight),
        },
    )


def _season(compared: Comparison) -> Text:
    if compared.same_season:
        return Text(
            "Growth compares the last {months} months with the same months a year before.",
            {"months": len(compared.later)},
        )
    return Text(
        "For want of a longer history growth compares the last {months} months with the {months} before: a season this market does not"
        " share with the others is still in it.",
        {"months": len(compared.later)},
    )
