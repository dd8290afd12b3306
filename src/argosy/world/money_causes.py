"""Causes about money and the state: refused cards, too little cash, a currency kept, a threshold of tax crossed."""

from __future__ import annotations

from datetime import date, timedelta

from argosy.world.lines import midnight
from argosy.world.planting import Cause, Ground

DISTANCE_SALES_EUR = 10_000
"""Sales a year to buyers of other member states from which a shop owes the tax of each of them."""
THERE = ("DE", "FR", "NL")


def bank_declines(ground: Ground) -> list[Cause]:
    """The banks of one country refuse a part of all cards since some day; those buyers are lost. Another way to pay would keep a part of
    them: net sales."""
    day, country, loss = ground.end - 150, "DE", 0.30
    ground.levers["bank"] = {
        "country": country,
        "since": midnight(ground.demand.seller.first_on, "UTC", day),
        "loss": loss,
    }
    entries = ground.shop_streams(country)
    shift = ground.move("conversion", entries, day, ground.end, 1 - loss * 0.8)
    a_year, so_far = ground.money_lost([shift], day, "revenue")
    turned = ground.number("turned", 0.15, 0.35)
    facts: dict[str, object] = {
        "issuer_country": country,
        "provider": "stripe",
        "loss_rate": loss,
        "another_way_turns": round(turned, 3),
        "measured_in": "net_sales",
        "option": "offer_another_method",
    }
    subjects = (f"issuer_country:{country}",)
    effect = a_year * turned
    return [Cause("banks decline", "payment.reduce_declines", 5, subjects, ground.on(day), None, effect, so_far, facts)]


def cash_runs_dry(ground: Ground) -> list[Cause]:
    """The seller keeps too little in hand for what it owes in the coming weeks."""
    ground.levers["cover_weeks"] = 2.5
    ground.levers["great_order"] = 14.0
    on, facts = ground.on(ground.end - 60), {"cover_weeks": 2.5}
    return [Cause("cash runs dry", "risk.hold_cash", 13, ("cash:all",), on, None, 0.0, 0.0, dict(facts))]


def currency_kept(ground: Ground) -> list[Cause]:
    """Yen are no longer changed into yuan, while suppliers are paid in yuan: what they lose in value is the seller's. No kind of its
    own asks for it yet."""
    day = ground.end - 120
    ground.levers["kept_currency"] = {"currency": "JPY", "since": day}
    facts: dict[str, object] = {"currency": "JPY"}
    return [Cause("currency kept", "", 13, ("currency:JPY",), ground.on(day), None, 0.0, 0.0, facts)]


def tax_threshold_crossed(ground: Ground) -> list[Cause]:
    """Visitors from the single market come to the own shop in numbers, and its sales there pass the threshold of distance sales. No kind
    asks for it yet."""
    day = ground.end - 270
    for code in THERE:
        ground.move("sessions", ground.shop_streams(code), day, ground.end, 1.5)
    sold, year = 0.0, ground.on(ground.end - 1).year
    for first in range(ground.demand.seller.day(date(year, 1, 1)), ground.end, 7):
        sold += ground.shop_sales(THERE, first, min(first + 7, ground.end), "EUR")
        if sold > DISTANCE_SALES_EUR:
            on = ground.on(0) + timedelta(days=first)
            facts: dict[str, object] = {"threshold_eur": DISTANCE_SALES_EUR, "countries": list(THERE)}
            return [Cause("tax threshold crossed", "", 9, ("market:EU",), on, None, 0.0, 0.0, facts)]
    return []
