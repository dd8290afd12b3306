"""Service and compliance: defects, lateness, answers, recommendation; what channels and authorities measure."""

from __future__ import annotations

from argosy.metrics.contract import Accumulates, Better, Unit
from argosy.metrics.definitions import count, quotient, subtotal

DOWN = Better.DOWN


METRICS = (
    count(
        "orders_with_defect",
        "Orders with a defect",
        "orders with a dispute, a claim or feedback of one or two stars",
        "bad_orders",
        lambda rows: rows.count(),
        better=DOWN,
    ),
    quotient("order_defect_rate", "Order defect rate", "orders_with_defect", "orders", better=DOWN),
    count(
        "orders_due",
        "Orders with a promised hand-over",
        "orders that were shipped and whose last hand-over is told",
        "orders",
        lambda rows: (rows.shipped_at.notnull() & rows.handed_over_by_at.notnull()).cast("int64").sum(),
    ),
    count(
        "orders_late",
        "Orders handed over late",
        "orders shipped after the last promised hand-over",
        "orders",
        lambda rows: (rows.shipped_at > rows.handed_over_by_at).cast("int64").sum(),
        better=DOWN,
    ),
    quotient("late_shipment_rate", "Late shipment rate", "orders_late", "orders_due", better=DOWN),
    count(
        "orders_cancelled",
        "Orders cancelled",
        "orders with status cancelled",
        "orders",
        lambda rows: (rows.status == "cancelled").cast("int64").sum(),
        better=DOWN,
    ),
    count("orders_placed", "Orders placed", "orders, cancelled ones too", "orders", lambda rows: rows.count()),
    quotient("cancellation_rate", "Cancellation rate", "orders_cancelled", "orders_placed", better=DOWN),
    count(
        "messages_received",
        "Messages received",
        "messages of buyers",
        "messages",
        lambda rows: rows.count(),
        better=DOWN,
    ),
    count(
        "messages_answered",
        "Messages answered",
        "messages of buyers with an answer of a person",
        "messages",
        lambda rows: rows.hours.count(),
    ),
    count(
        "answered_in_a_day",
        "Answered within 24 hours",
        "messages answered within 24 hours",
        "messages",
        lambda rows: (rows.hours <= 24).cast("int64").sum(),
    ),
    count(
        "hours_to_answer",
        "Hours to the answer, in sum",
        "hours from message to answer",
        "messages",
        lambda rows: rows.hours.sum(),
        better=DOWN,
    ),
    quotient("response_hours", "Hours to the answer", "hours_to_answer", "messages_answered", Unit.RATIO, better=DOWN),
    quotient("response_rate", "Answered within 24 hours, share", "answered_in_a_day", "messages_received"),
    count(
        "survey_answers",
        "Answers to the recommendation question",
        "answers",
        "survey_scores",
        lambda rows: rows.count(),
    ),
    count(
        "net_promoters",
        "Promoters less detractors",
        "answers 9 or 10 less answers 0 to 6",
        "survey_scores",
        lambda rows: ((rows.score >= 9).cast("int64") - (rows.score <= 6).cast("int64")).sum(),
    ),
    quotient("net_promoter_score", "Net promoter score (NPS), as a share", "net_promoters", "survey_answers"),
    count(
        "review_count",
        "Reviews",
        "product reviews of own products",
        "reviews",
        lambda rows: ((rows.kind == "product") & rows.is_own.coalesce(True)).cast("int64").sum(),
    ),
    count(
        "review_stars",
        "Stars, in sum",
        "stars of product reviews of own products",
        "reviews",
        lambda rows: rows.rating.sum(where=(rows.kind == "product") & rows.is_own.coalesce(True)),
    ),
    quotient("average_rating", "Average rating", "review_stars", "review_count", Unit.RATIO),
    count(
        "payment_tries",
        "Attempts to pay",
        "attempts decided",
        "payment_attempts",
        lambda rows: (rows.outcome != "pending").cast("int64").sum(),
    ),
    count(
        "payments_approved",
        "Payments approved",
        "attempts approved",
        "payment_attempts",
        lambda rows: (rows.outcome == "approved").cast("int64").sum(),
    ),
    quotient("payment_success_rate", "Payment success rate", "payments_approved", "payment_tries"),
    count(
        "health_cases",
        "Cases channels hold against stores",
        "case_count of measures of violations, at each report",
        "account_health",
        lambda rows: rows.case_count.sum(where=rows.metric.cast("string").endswith("violations")),
        accumulates=Accumulates.LAST,
        better=DOWN,
    ),
    count(
        "health_limits_broken",
        "Limits of channels broken",
        "measures beyond the channel's limit",
        "account_health",
        lambda rows: (
            ((rows.target_side == "below").ifelse(rows.value > rows.target_value, rows.value < rows.target_value))
            .cast("int64")
            .sum()
        ),
        better=DOWN,
    ),
    count(
        "health_measures",
        "Measures of channels",
        "measures with a limit",
        "account_health",
        lambda rows: rows.target_value.count(),
    ),
    quotient(
        "health_breach_rate", "Limits of channels broken, share", "health_limits_broken", "health_measures", better=DOWN
    ),
    count(
        "privacy_requests_late",
        "Privacy requests answered late",
        "requests closed after their last day",
        "privacy_requests",
        lambda rows: (rows.closed_at.cast("date") > rows.due_on).cast("int64").sum(),
        better=DOWN,
    ),
    subtotal(
        "units_and_stock",
        "Units sold and left",
        "units + stock_units",
        (("units", 1), ("stock_units", 1)),
        unit=Unit.COUNT,
        better=Better.NEITHER,
    ),
)
