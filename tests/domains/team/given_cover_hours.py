"""Makes the seller of a case of `team.cover_hours`: questions by hour and language with their answers, and people with hours."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from memory_measures import at, measures_of

from argosy.metrics.measures import WarehouseMeasures

Row = dict[str, object]


def measures(case: Mapping[str, Any]) -> WarehouseMeasures:
    """`questions`: language, market, hour (UTC), count and share late; `people`: languages, hours, zone, cost, employment."""
    last = case.get("last_on", case["as_of"])
    messages: list[Row] = []
    for block in case.get("questions", ()):
        messages += asked(block, last, len(messages))
    people = [
        {
            "person_id": name,
            "function": "support",
            "employment": person.get("employment", "employee"),
            "languages": json.dumps(person.get("languages", {})),
            "working_hours": json.dumps([{"days": [1, 2, 3, 4, 5, 6, 7], **person["hours"]}])
            if "hours" in person
            else None,
            "time_zone": person.get("zone", "UTC"),
            "currency": "EUR",
            "hourly_cost_amount": person.get("cost"),
        }
        for name, person in case.get("people", {}).items()
    ]
    lines = [
        {
            "order_id": f"o{number}",
            "sku": "lamp",
            "ordered_on": last - timedelta(days=number),
            "market": "DE",
            "currency": "EUR",
            "quantity": 1,
            "gross_amount": case.get("order", 80.0),
            "status": "shipped",
        }
        for number in range(20)
    ]
    return measures_of({"messages": messages, "people": people, "order_lines": lines})


def asked(block: Mapping[str, Any], last: Any, before: int) -> list[Row]:
    """One question a day at the hour, several where there are more than 80, each with its answer."""
    found: list[Row] = []
    for number in range(block["count"]):
        day = last - timedelta(days=3 + number % 80)
        sent = at(day, block["hour"])
        is_late = number < block["count"] * block.get("late", 0.0)
        talk = f"t{before}-{number}"
        place = {"store_id": "shop", "channel": "shopify", "market": block.get("market", "DE"), "conversation_id": talk}
        question = {"message_id": f"{talk}-q", "sent_at": sent, "sent_on": day, "direction": "in", "kind": "question"}
        found.append({**place, **question, "language": block.get("language")})
        answered = sent + timedelta(hours=40 if is_late else 3)
        answer = {"message_id": f"{talk}-a", "sent_at": answered, "sent_on": answered.date(), "direction": "out"}
        found.append({**place, **answer, "kind": "answer", "language": block.get("language")})
    return found
