"""Causes about people: customers who fall silent, complaints alike, questions nobody answers."""

from __future__ import annotations

from functools import partial

import numpy as np

from argosy.world.catalogue import countries
from argosy.world.files.support import ASKED, LANGUAGES
from argosy.world.goods_causes import is_on
from argosy.world.planting import Cause, Ground
from argosy.world.sites import SITES

MENDED = 0.7
"""Part of the lost buyers that come back in the year after a defect is mended, while its old reviews still stand."""
SPEAKER_A_YEAR = 84_000.0
"""What whoever spoke a language cost a year, CNY."""


def best_customers_gone_quiet(ground: Ground) -> list[Cause]:
    """The best customers of the own shop in two countries stopped ordering. What a letter would bring no world can know: no money."""
    made = []
    for country, factor in (("GB", 0.8), ("US", 0.88)):
        day = ground.end - 150
        ground.buyers.lost[countries().index(country)] = day
        shift = ground.move("sessions", ground.shop_streams(country), day, ground.end, factor)
        facts: dict[str, object] = {"country": country, "channel": "shopify"}
        _, so_far = ground.money_lost([shift], day, "revenue")
        subjects = (f"segment:{country}/gone_quiet", "segment:*/gone_quiet")
        name = "best customers gone quiet"
        made.append(Cause(name, "customer.win_back", 8, subjects, ground.on(day), None, 0.0, so_far, facts))
    return made


def complaints_alike(ground: Ground) -> list[Cause]:
    """A batch of one product stops working after a while, another product is smaller than its page says: buyers say so, nobody answers,
    more send it back, fewer buy."""
    made, complaints = [], []
    for site, theme, days in (("amazon_us", "broke", 120), ("amazon_de", "size", 140)):
        listing = ground.pick(partial(is_on, ground, site))
        product, day = int(ground.demand.listings.product[listing]), ground.end - days
        alike = np.flatnonzero(ground.demand.listings.product == product).tolist()
        complaints.append({"product": product, "day": day, "share": 0.12, "theme": theme})
        ground.shift("return_rate", alike, day, ground.end, 2.2)
        shift = ground.shift("conversion", alike, day + 30, ground.end, 0.8)
        a_year, so_far = ground.money_lost([shift], day)
        facts = ground.name(listing) | {"mending_wins_back": MENDED, "option": "answer_and_mend"}
        subjects, on = (f"sku:{facts['sku']}/{theme}",), ground.on(day)
        effect = a_year * MENDED
        made.append(Cause("complaints alike", "brand.answer_review", 11, subjects, on, None, effect, so_far, facts))
    ground.levers["complaints"] = complaints
    return made


def nobody_at_night(ground: Ground) -> list[Cause]:
    """Who answers in English now works by day in China, when its buyers sleep: answers come a day late, and some buy elsewhere. Another
    beginning of the same day would reach most of them."""
    day, lost = ground.end - 120, ground.number("late answer", 0.04, 0.12)
    ground.levers["day_shift"] = {"language": "en", "day": day}
    speaking = [n for n, site in enumerate(SITES) if LANGUAGES.get(site.market, "en") == "en"]
    listings = np.flatnonzero(np.isin(ground.demand.listings.site, speaking)).tolist()
    shift = ground.shift("conversion", listings, day, ground.end, 1 - ASKED * lost)
    a_year, so_far = ground.money_lost([shift], day)
    facts: dict[str, object] = {"language": "en", "orders_lost_per_late_answer": round(lost, 3), "reached": 0.73}
    subjects, on = ("language:en",), ground.on(day)
    effect = a_year * 0.73  # eight of the eleven hours in which they ask
    return [Cause("nobody at night", "team.cover_hours", 12, subjects, on, None, effect, so_far, facts)]


def nobody_answers(ground: Ground) -> list[Cause]:
    """Whoever spoke the language of one market has left; its buyers wait for days, and some buy elsewhere. It is a cause to act on only
    where they are worth more than who left cost."""
    day, language = ground.end - 110, "ja"
    ground.levers["mute"] = {"language": language, "day": day}
    listings = [n for n in range(len(ground.demand.listings)) if ground.is_on(n, "amazon_jp")]
    shift = ground.shift("conversion", listings, day + 10, ground.end, 0.97)
    a_year, so_far = ground.money_lost([shift], day)
    facts: dict[str, object] = {"language": language, "market": "JP"}
    kind = "team.cover_hours" if a_year > SPEAKER_A_YEAR else ""
    subjects, on = (f"language:{language}",), ground.on(day)
    return [Cause("nobody answers", kind, 12, subjects, on, None, a_year, so_far, facts)]
