"""Rows as sellers' files hold them: empty, contradictory, of things nobody knows. Each kind answers, and claims nothing from them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from memory_measures import at, measures_of

from argosy.decision.contract import Verdict
from argosy.decision.domain import kinds

AS_OF = date(2026, 10, 31)
AD = {
    "platform": "amazon_ads",
    "account_id": "a",
    "campaign_id": "c",
    "ad_group_id": "g",
    "market": "DE",
    "level": "search_term",
    "days": 1,
    "currency": "EUR",
    "match_type": "broad",
    "impressions": 10,
}
REVIEW = {"store_id": "s", "channel": "x", "market": "DE", "kind": "product", "is_own": True, "status": "published"}
PAGE = {"store_id": "s", "channel": "x", "listing_id": "B", "sku": "lamp", "status": "active"}
TALK = {"store_id": "s", "channel": "x", "market": "DE", "kind": "question", "direction": "in", "sent_on": AS_OF}
PERSON = {"person_id": "a", "function": "support", "employment": "employee"}
PAPER = {
    "certificate_id": "1",
    "product_id": "lamp",
    "market": "EU",
    "regime": "GPSR",
    "kind": "label",
    "status": "valid",
}


def sold(**changed: Any) -> dict[str, Any]:
    row = {"order_id": "o", "sku": "lamp", "ordered_on": AS_OF, "market": "DE", "currency": "EUR", "status": "shipped"}
    return {**row, "quantity": 1, "gross_amount": 20.0, **changed}


def ads(count: int, **changed: Any) -> list[dict[str, Any]]:
    row = {**AD, "clicks": 5, "spend_amount": 2.0, "attributed_orders": 1, "attributed_sales_amount": 20.0, **changed}
    return [
        {**row, "search_term": f"term {number}", "performed_on": AS_OF - timedelta(days=4 + number)}
        for number in range(count)
    ]


ODD: dict[str, tuple[str, dict[str, list[dict[str, Any]]]]] = {
    "one search term": ("marketing.add_negative", {"ad_performance": ads(1)}),
    "more orders than clicks": ("marketing.add_negative", {"ad_performance": ads(40, clicks=1, attributed_orders=3)}),
    "clicks that cost nothing": ("marketing.add_negative", {"ad_performance": ads(40, spend_amount=0.0)}),
    "terms nobody clicked": ("marketing.harvest_keyword", {"ad_performance": ads(40, clicks=0, spend_amount=0.0)}),
    "spend in a currency without a rate": ("marketing.harvest_keyword", {"ad_performance": ads(40, currency="XAU")}),
    "sales without amounts": ("marketing.harvest_keyword", {"ad_performance": ads(40, attributed_sales_amount=None)}),
    "a paper of a product nobody sells": ("compliance.certify", {"certificates": [PAPER]}),
    "a product without a word": ("compliance.certify", {"products": [{"product_id": "lamp"}], "order_lines": [sold()]}),
    "a market that is no country": (
        "compliance.certify",
        {
            "products": [{"product_id": "lamp", "is_electric": True}],
            "order_lines": [sold(market="ZZ")],
            "certificates": [PAPER],
        },
    ),
    "reviews without text, stars or product": (
        "brand.answer_review",
        {"reviews": [{**REVIEW, "review_id": str(n), "written_on": AS_OF, "rating": None} for n in range(9)]},
    ),
    "five stars everywhere": (
        "brand.answer_review",
        {"reviews": [{**REVIEW, "review_id": str(n), "written_on": AS_OF, "rating": 5.0} for n in range(9)]},
    ),
    "reviews of the future": (
        "brand.answer_review",
        {
            "reviews": [
                {**REVIEW, "review_id": str(n), "written_on": AS_OF + timedelta(days=3), "rating": 1.0}
                for n in range(9)
            ]
        },
    ),
    "bullets that are no list and a market nobody knows": (
        "localization.fix_listing",
        {"listings": [{**PAGE, "market": "ZZ", "title": "Desk lamp with a dimmer", "bullets": "{broken"}]},
    ),
    "a listing without a market": (
        "localization.fix_listing",
        {"listings": [{**PAGE, "market": "*", "title": "Lamp"}]},
    ),
    "hours and languages nobody can read": (
        "team.cover_hours",
        {
            "people": [{**PERSON, "languages": "{broken", "working_hours": "9 to 5", "time_zone": "Mars/Olympus"}],
            "messages": [{**TALK, "message_id": str(n), "sent_at": at(AS_OF, n % 24)} for n in range(60)],
        },
    ),
    "answers before their questions": (
        "team.cover_hours",
        {
            "people": [
                {
                    **PERSON,
                    "languages": '{"de": "native"}',
                    "working_hours": '[{"days": [1], "from": "22:00", "to": "06:00"}]',
                }
            ],
            "messages": [
                {
                    **TALK,
                    "message_id": str(n),
                    "conversation_id": str(n // 2),
                    "direction": "in" if n % 2 else "out",
                    "sent_at": at(AS_OF - timedelta(days=5), n % 24),
                    "sent_on": AS_OF - timedelta(days=5),
                }
                for n in range(80)
            ],
        },
    ),
}


@pytest.mark.parametrize("name", list(ODD))
def test_odd_rows_are_answered_and_never_acted_on(name: str) -> None:
    slug, tables = ODD[name]
    kind = kinds()[slug]
    found = kind.decide(kind.load(measures_of(tables), AS_OF))
    assert found
    for decision in found:
        assert decision.verdict is not Verdict.ACT, str(decision.rationale)
        assert str(decision.rationale)
        assert decision.verdict is not Verdict.NOT_ENOUGH_DATA or decision.needs


def test_a_negative_of_three_clicks_never_comes_however_dear_they_were() -> None:
    kind = kinds()["marketing.add_negative"]
    rows = ads(30, clicks=40, attributed_orders=4, attributed_sales_amount=120.0)
    rows += [{**rows[0], "search_term": "dear", "clicks": 3, "spend_amount": 90.0, "attributed_orders": 0}]
    for decision in kind.decide(kind.load(measures_of({"ad_performance": rows}), AS_OF)):
        listed = decision.chosen.terms.get("terms", ())
        assert isinstance(listed, tuple)
        assert "dear" not in [term["search_term"] for term in listed]
