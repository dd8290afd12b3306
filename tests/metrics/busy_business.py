"""The small business with a month of traffic, stock, service and cash around it, so that every metric has something to measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from small_business import FIRST, SECOND, business

PLACE = {"store_id": "a", "channel": "amazon", "market": "DE"}
DAY = date(2026, 5, 10)


def at(day: int, hour: int) -> datetime:
    """An instant in May 2026, UTC."""
    return datetime(2026, 5, day, hour, tzinfo=UTC)


def _operations() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    visits = {**PLACE, "visited_on": DAY, "days": 1, "page_views": 300}
    stock = {"store_id": "a", "location_id": "fba_de", "country": "DE", "sku": "A"}
    return {
        "traffic": [
            {
                **visits,
                "level": "store",
                "sessions": 200,
                "bounces": 80,
                "add_to_carts": 20,
                "checkouts": 10,
                "orders": Decimal(8),
                "units": 9,
            },
            {
                **visits,
                "level": "listing",
                "sku": "A",
                "sessions": 150,
                "bounces": 0,
                "add_to_carts": 0,
                "featured_offer_share": 0.9,
            },
        ],
        "inventory_levels": [
            {
                **stock,
                "snapshot_on": DAY,
                "on_hand_quantity": 50,
                "available_quantity": 0,
                "aged_181_270_quantity": None,
            },
            {
                **stock,
                "snapshot_on": SECOND,
                "on_hand_quantity": 40,
                "available_quantity": 31,
                "aged_0_90_quantity": 30,
                "aged_181_270_quantity": 10,
            },
        ],
        "orders": [
            {
                **PLACE,
                "order_id": "o1",
                "ordered_on": FIRST,
                "status": "shipped",
                "currency": "EUR",
                "shipping_amount": Decimal("4.76"),
                "tax_amount": Decimal("21.66"),
                "tax_included": True,
                "shipped_at": at(6, 10),
                "handed_over_by_at": at(5, 20),
            },
            {**PLACE, "order_id": "o9", "ordered_on": FIRST, "status": "cancelled", "currency": "EUR"},
        ],
        "disputes": [
            {
                **PLACE,
                "dispute_id": "d1",
                "opened_on": DAY,
                "order_id": "o1",
                "kind": "guarantee_claim",
                "status": "lost",
                "currency": "EUR",
                "disputed_amount": Decimal(10),
            }
        ],
        "messages": [
            {
                **PLACE,
                "message_id": "m1",
                "conversation_id": "t",
                "sent_at": at(10, 8),
                "sent_on": DAY,
                "direction": "in",
                "kind": "question",
            },
            {
                **PLACE,
                "message_id": "m2",
                "conversation_id": "t",
                "sent_at": at(10, 14),
                "sent_on": DAY,
                "direction": "out",
                "kind": "answer",
            },
            {
                **PLACE,
                "message_id": "m3",
                "conversation_id": "u",
                "sent_at": at(11, 8),
                "sent_on": DAY,
                "direction": "in",
                "kind": "question",
            },
        ],
        "survey_responses": [
            {
                "store_id": "a",
                "market": "DE",
                "survey_id": "s",
                "response_id": str(score),
                "question_id": "q",
                "kind": "nps",
                "answered_on": DAY,
                "score": Decimal(score),
            }
            for score in (10, 9, 8, 3)
        ],
        "returns": [
            {
                **PLACE,
                "return_id": "r1",
                "order_id": "o1",
                "returned_on": SECOND,
                "sku": "A",
                "quantity": 1,
                "disposition": "sellable",
            }
        ],
        "payouts": [
            {
                **PLACE,
                "payout_id": "S1",
                "paid_on": SECOND,
                "status": "paid",
                "currency": "EUR",
                "payout_amount": Decimal("62.40"),
                "reserve_amount": Decimal(20),
                "fee_amount": Decimal(1),
            }
        ],
        "bank_lines": [
            {
                "account_id": "main",
                "line_no": "1",
                "booked_on": SECOND,
                "currency": "EUR",
                "amount": Decimal("62.40"),
                "category": "payout",
            },
            {
                "account_id": "main",
                "line_no": "2",
                "booked_on": SECOND,
                "currency": "EUR",
                "amount": Decimal("-30"),
                "category": "supplier",
            },
            {
                "account_id": "main",
                "line_no": "3",
                "booked_on": SECOND,
                "currency": "EUR",
                "amount": Decimal("500"),
                "category": "financing",
            },
        ],
    }


def busy_business() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Every table of it."""
    return {**business(), **_operations()}
