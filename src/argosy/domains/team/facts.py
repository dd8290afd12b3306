"""What is known of support: the only reader of this domain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from argosy.decision.exchange import home_rates
from argosy.decision.parameters import SHARED, Parameters, load_parameters
from argosy.decision.wording import cited
from argosy.domains.team.hours import hour_of_week, languages_of, week_of
from argosy.domains.team.support import Helper, Questions, TeamFacts
from argosy.methods.language import language_of
from argosy.metrics.contract import Measures
from argosy.metrics.earned import earned
from argosy.reference.countries import countries

PARAMETERS = Path(__file__).with_name("parameters.yaml")
MONTH_HOURS = 173.3  # 40 hours a week
YEAR_DAYS = 365
MESSAGE_COLUMNS = (
    "message_id",
    "conversation_id",
    "sent_at",
    "sent_on",
    "direction",
    "kind",
    "market",
    "language",
    "body",
    "subject_line",
    "answers_message_id",
)
PEOPLE_COLUMNS = (
    "person_id",
    "function",
    "employment",
    "time_zone",
    "languages",
    "working_hours",
    "currency",
    "hourly_cost_amount",
    "monthly_cost_amount",
    "started_on",
    "ended_on",
)
ASKED = (None, "question", "complaint")
Row = Mapping[str, Any]


def load(measures: Measures, as_of: date) -> TeamFacts:
    """Read the facts as they were known at the end of `as_of`."""
    choices = load_parameters(PARAMETERS, SHARED)
    since = as_of - timedelta(days=choices.count("window_days") - 1)
    rows = [
        _with_zone(row) for row in measures.table("messages", MESSAGE_COLUMNS).to_pylist() if row["sent_on"] <= as_of
    ]
    recent = [row for row in rows if row["sent_on"] >= since]
    first_on = min((row["sent_on"] for row in recent), default=as_of)
    questions, without = _questions(recent, as_of, choices)
    return TeamFacts(
        as_of=as_of,
        currency=measures.home_currency,
        snapshot=measures.snapshot_number,
        source=cited(measures.sources("messages"), "messages", measures.snapshot_number),
        people_source=cited(measures.sources("people"), "people", measures.snapshot_number),
        last_on=max((row["sent_on"] for row in rows), default=None),
        weeks=((as_of - first_on).days + 1) / 7,
        questions=questions,
        helpers=_helpers(measures, as_of),
        order_worth=_order_worth(measures, as_of),
        assumed_costs=_assumed_costs(measures, as_of, choices),
        without_language=without,
        earned=earned(measures, as_of),
    )


def _with_zone(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its instant labelled UTC, which it is."""
    row["sent_at"] = row["sent_at"].replace(tzinfo=UTC)
    return row


def _questions(rows: Sequence[Row], as_of: date, choices: Parameters) -> tuple[Questions, int]:
    """The first message of each run of a buyer's messages, with whether the next answer of a person came too late."""
    limit = timedelta(hours=choices.count("answer_hours"))
    end = datetime.combine(as_of + timedelta(days=1), time(0), UTC)
    spoken = {country.code: country.languages[0].partition("-")[0] for country in countries() if country.languages}
    languages, markets, hours, late = [], [], [], []
    without = 0
    for question, answered_at in _awaiting(rows):
        if answered_at is None and end - question["sent_at"] < limit:
            continue  # not answered yet, and not late yet
        language = (question["language"] or "").partition("-")[0].lower() or language_of(
            question["body"] or question["subject_line"] or ""
        )
        language = language or spoken.get(question["market"], "")
        if not language:
            without += 1
            continue
        languages.append(language)
        markets.append(question["market"] or "*")
        hours.append(hour_of_week(question["sent_at"]))
        late.append(answered_at is None or answered_at - question["sent_at"] > limit)
    arrays = (
        np.array(languages, dtype=object),
        np.array(markets, dtype=object),
        np.array(hours, dtype=np.intp),
        np.array(late, dtype=bool),
    )
    for array in arrays:
        array.setflags(write=False)
    return Questions(*arrays), without


def _awaiting(rows: Sequence[Row]) -> Iterator[tuple[Row, datetime | None]]:
    """Each question with the instant of its answer, None where there is none; automatic answers are none."""
    talks: dict[str, list[Row]] = defaultdict(list)
    answers: dict[str, datetime] = {}
    for row in sorted(rows, key=lambda row: (row["sent_at"], row["message_id"])):
        talks[row["conversation_id"] or f"message {row['message_id']}"].append(row)
        if row["direction"] == "out" and row["answers_message_id"] and row["kind"] != "automatic":
            answers.setdefault(row["answers_message_id"], row["sent_at"])
    for _, talk in sorted(talks.items()):
        open_question: Row | None = None
        for row in talk:
            if row["direction"] == "in" and row["kind"] in ASKED and open_question is None:
                open_question = row
            elif row["direction"] == "out" and row["kind"] not in ("automatic", "internal", "campaign"):
                if open_question is not None:
                    yield open_question, row["sent_at"]
                open_question = None
        if open_question is not None:
            yield open_question, answers.get(open_question["message_id"])


def _helpers(measures: Measures, as_of: date) -> tuple[Helper, ...]:
    rows = [row for row in measures.table("people", PEOPLE_COLUMNS).to_pylist() if row["function"] == "support"]
    rates = home_rates([row["currency"] for row in rows], measures.home_currency, as_of)
    found = []
    for row in sorted(rows, key=lambda row: str(row["person_id"])):
        if row["ended_on"] is not None and row["ended_on"] < as_of:
            continue
        has_begun = row["started_on"] is None or row["started_on"] <= as_of
        found.append(
            Helper(
                name=row["person_id"],
                employment=row["employment"],
                languages=languages_of(row["languages"]),
                hours=week_of(row["working_hours"], row["time_zone"], as_of),
                hour_cost=_hour_cost(row, rates),
                works_here=has_begun and row["employment"] != "candidate",
            )
        )
    return tuple(found)


def _hour_cost(row: Row, rates: Mapping[str, float]) -> float | None:
    if row["currency"] not in rates:
        return None
    if row["hourly_cost_amount"] is not None:
        return float(row["hourly_cost_amount"]) * rates[row["currency"]]
    if row["monthly_cost_amount"] is not None:
        return float(row["monthly_cost_amount"]) / MONTH_HOURS * rates[row["currency"]]
    return None


def _order_worth(measures: Measures, as_of: date) -> float:
    sold = measures.dataset("product_sales", until=as_of, days=YEAR_DAYS)
    units, amount = (sum(value or 0.0 for value in sold[name].to_pylist()) for name in ("units", "net_amount_home"))
    return amount / units if units > 0 else 0.0


def _assumed_costs(measures: Measures, as_of: date, choices: Parameters) -> Mapping[str, float]:
    """The assumed prices of an hour, which are in euros, in the home currency; empty where there is no rate."""
    rate = home_rates(["EUR"], measures.home_currency, as_of).get("EUR")
    prices = choices.numbers("hour_prices_eur")
    return MappingProxyType({} if rate is None else {name: price * rate for name, price in prices.items()})
