"""What must be true of every row: declared once as SQL, checked by tests and after loads, never enforced by changing data.

Like an SQL CHECK, an invariant is broken only where it is false, not where a value is missing. Identities across rows and tables
are in `balances`. Both are plain SQL that DuckDB and Spark understand.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Invariant:
    """A condition every row of `table` fulfils: its SQL `predicate` over the table's columns, and the `sentence` that says it."""

    name: str
    table: str
    predicate: str
    sentence: str

    def violations_sql(self) -> str:
        """The query for the rows that break it.

        >>> Invariant("returns_have_units", "returns", "quantity > 0", "...").violations_sql()
        'SELECT * FROM returns WHERE NOT (quantity > 0)'
        """
        return f"SELECT * FROM {self.table} WHERE NOT ({self.predicate})"


def _not_negative(*names: str) -> str:
    return " AND ".join(f"coalesce({name}, 0) >= 0" for name in names)


def _share(*names: str) -> str:
    return " AND ".join(f"coalesce({name}, 0) BETWEEN 0 AND 1" for name in names)


INVARIANTS: tuple[Invariant, ...] = (
    Invariant(
        "order_amounts_not_negative",
        "orders",
        _not_negative("goods_amount", "discount_amount", "shipping_amount", "tax_amount", "total_amount"),
        "Amounts of an order are not negative; money given back is a refund.",
    ),
    Invariant(
        "order_delivered_after_shipped",
        "orders",
        "delivered_at >= shipped_at",
        "An order arrives after it left.",
    ),
    Invariant(
        "order_line_quantity_not_negative",
        "order_lines",
        _not_negative("quantity", "discount_amount"),
        "Units ordered and discounts are not negative; what was taken back is a refund.",
    ),
    Invariant(
        "order_line_gross_is_quantity_times_price",
        "order_lines",
        "abs(gross_amount - quantity * unit_price) <= 0.005 * abs(quantity)",
        "The gross amount of a line is its quantity times its unit price, within half a cent per unit.",
    ),
    Invariant(
        "refund_not_negative",
        "refunds",
        _not_negative("refund_amount", "tax_amount", "shipping_amount", "quantity"),
        "Money given back is written as a positive amount.",
    ),
    Invariant("returns_have_units", "returns", "quantity > 0", "A return holds at least one unit."),
    Invariant(
        "settlement_quantity_not_negative",
        "settlement_lines",
        "quantity >= 0",
        "Only the amount of a settlement line carries a sign, not its quantity.",
    ),
    Invariant(
        "reserve_signs",
        "settlement_lines",
        "NOT ((fee_type = 'reserve_held' AND amount > 0) OR (fee_type = 'reserve_released' AND amount < 0))",
        "A reserve held is taken from the seller, a reserve released is given to the seller.",
    ),
    Invariant(
        "payout_period_runs_forward", "payouts", "from_on < to_on", "A payout's period ends after its first day begins."
    ),
    Invariant(
        "payout_exchange_adds_up",
        "payouts",
        "received_currency IS NULL OR fx_rate IS NULL OR received_amount IS NULL"
        " OR abs(received_amount - (payout_amount - coalesce(fee_amount, 0)) * fx_rate) <= 0.01 + 0.001 * abs(received_amount)",
        "What arrives is the payout less its fee, at the stated rate.",
    ),
    Invariant(
        "attempt_captures_no_more_than_asked",
        "payment_attempts",
        "coalesce(captured_amount, 0) <= attempt_amount + 0.005 AND coalesce(refunded_amount, 0) <= captured_amount + 0.005",
        "Not more is collected than was asked, and not more is given back than was collected.",
    ),
    Invariant(
        "attempt_refused_collects_nothing",
        "payment_attempts",
        "outcome IN ('approved', 'pending') OR coalesce(captured_amount, 0) = 0",
        "A payment that was refused collects nothing.",
    ),
    Invariant(
        "no_card_number",
        "payment_attempts",
        "length(card_prefix) <= 6",
        "Of a card at most the first six digits are stored.",
    ),
    Invariant(
        "dispute_amounts_not_negative",
        "disputes",
        _not_negative("disputed_amount", "fee_amount", "recovered_amount"),
        "Amounts of a dispute are not negative.",
    ),
    Invariant(
        "inventory_not_negative",
        "inventory_levels",
        _not_negative(
            "on_hand_quantity",
            "available_quantity",
            "reserved_quantity",
            "unfulfillable_quantity",
            "inbound_quantity",
            "aged_0_90_quantity",
            "aged_91_180_quantity",
            "aged_181_270_quantity",
            "aged_271_365_quantity",
            "aged_over_365_quantity",
        ),
        "No warehouse holds less than nothing.",
    ),
    Invariant(
        "inventory_available_is_on_hand",
        "inventory_levels",
        "coalesce(available_quantity, 0) + coalesce(unfulfillable_quantity, 0) <= on_hand_quantity",
        "Units that can and units that cannot be sold are both in the building.",
    ),
    Invariant(
        "inventory_event_signs",
        "inventory_events",
        "CASE WHEN kind IN ('received', 'returned', 'transferred_in', 'found') THEN quantity >= 0"
        " WHEN kind IN ('sold', 'transferred_out', 'lost', 'disposed', 'removed', 'liquidated', 'sampled') THEN quantity <= 0"
        " WHEN kind = 'reimbursed' THEN quantity = 0 ELSE TRUE END",
        "What comes in is positive, what goes out is negative, a reimbursement moves nothing.",
    ),
    Invariant(
        "shipment_delivered_after_shipped",
        "shipments",
        "delivered_at >= shipped_at",
        "A parcel arrives after it left.",
    ),
    Invariant(
        "shipment_measures_positive",
        "shipments",
        "coalesce(weight_g, 1) > 0 AND coalesce(length_mm, 1) > 0 AND coalesce(width_mm, 1) > 0 AND coalesce(height_mm, 1) > 0",
        "Weights and sides are above zero; unknown is empty, not 0.",
    ),
    Invariant("shipment_line_units", "shipment_lines", "quantity > 0", "A line of a shipment holds at least one unit."),
    Invariant(
        "rate_card_step_runs_forward",
        "rate_cards",
        "coalesce(weight_to_g > weight_from_g, TRUE) AND coalesce(effective_to_on > effective_on, TRUE)",
        "A step of a rate card ends above the weight and after the day it begins.",
    ),
    Invariant(
        "carrier_credit_gives_back",
        "carrier_charges",
        "kind <> 'credit' OR charge_amount <= 0",
        "A carrier's credit lowers what is owed to it.",
    ),
    Invariant(
        "customs_amounts_not_negative",
        "customs_entries",
        _not_negative("customs_value_amount", "duty_amount", "extra_duty_amount", "import_vat_amount", "fee_amount"),
        "Values, duties and taxes of a declaration are not negative.",
    ),
    Invariant(
        "purchase_line_is_quantity_times_price",
        "purchase_orders",
        "abs(line_amount - quantity * unit_price) <= 0.005 * abs(quantity)",
        "The amount of a purchase line is its quantity times its unit price, within half a cent per unit.",
    ),
    Invariant(
        "purchase_dates_in_order",
        "purchase_orders",
        "coalesce(promised_on >= ordered_on, TRUE) AND coalesce(received_on >= ordered_on, TRUE)",
        "Goods are promised and received after they were ordered.",
    ),
    Invariant(
        "inspection_sample_within_lot",
        "inspections",
        "coalesce(sample_quantity <= lot_quantity, TRUE)"
        " AND coalesce(critical_defect_count <= sample_quantity, TRUE)"
        " AND coalesce(major_defect_count <= sample_quantity, TRUE)"
        " AND coalesce(minor_defect_count <= sample_quantity, TRUE)",
        "A sample is no larger than its lot, and no more units are defective than were looked at.",
    ),
    Invariant(
        "unit_cost_not_negative",
        "product_costs",
        "unit_cost_amount >= 0 OR component = 'export_rebate'",
        "A cost is positive; only tax given back on export is negative.",
    ),
    Invariant(
        "ad_figures_not_negative",
        "ad_performance",
        _not_negative("impressions", "clicks", "spend_amount", "attributed_orders", "attributed_sales_amount")
        + " AND days >= 1",
        "Advertising figures are not negative and cover at least one day.",
    ),
    Invariant(
        "ad_shares_are_fractions",
        "ad_performance",
        _share("impression_share", "top_of_search_share"),
        "Shares of impressions lie between 0 and 1; a percentage is divided by 100.",
    ),
    Invariant(
        "traffic_figures_not_negative",
        "traffic",
        _not_negative("sessions", "page_views", "bounces", "add_to_carts", "checkouts", "orders", "units")
        + " AND days >= 1",
        "Figures of traffic are not negative and cover at least one day.",
    ),
    Invariant(
        "traffic_bounces_within_sessions", "traffic", "bounces <= sessions", "No more visits bounce than there were."
    ),
    Invariant(
        "featured_offer_share_is_fraction",
        "traffic",
        _share("featured_offer_share"),
        "The featured-offer share lies between 0 and 1; a percentage is divided by 100.",
    ),
    Invariant(
        "search_term_shares_are_fractions",
        "search_terms",
        _share("click_share", "conversion_share") + " AND days >= 1",
        "Shares of clicks and purchases lie between 0 and 1.",
    ),
    Invariant("competitor_price_positive", "competitor_offers", "price_amount > 0", "An offer has a price above zero."),
    Invariant("review_stars", "reviews", "rating BETWEEN 0 AND 5", "A rating has 0 to 5 stars."),
    Invariant(
        "survey_score_on_scale",
        "survey_responses",
        "score BETWEEN scale_from AND scale_to",
        "A score lies on the scale of its question.",
    ),
    Invariant(
        "loyalty_signs",
        "loyalty_entries",
        "CASE WHEN kind IN ('earned', 'granted') THEN points >= 0"
        " WHEN kind IN ('redeemed', 'expired', 'cancelled') THEN points <= 0 ELSE TRUE END",
        "Points given are positive, points spent, lapsed or taken back are negative.",
    ),
    Invariant(
        "tax_gross_is_net_plus_tax",
        "tax_transactions",
        "abs(gross_amount - net_amount - tax_amount) <= 0.02",
        "Gross is net plus tax, within two cents of rounding.",
    ),
    Invariant(
        "certificate_expires_after_issue",
        "certificates",
        "expires_on >= issued_on",
        "A certificate expires after its issue.",
    ),
    Invariant(
        "privacy_request_due_after_receipt",
        "privacy_requests",
        "due_on >= received_on",
        "A request is due after it came.",
    ),
    Invariant(
        "experiment_interval_runs_up",
        "experiment_results",
        "effect_low_rate <= effect_high_rate",
        "The lower end of an interval lies below its upper end.",
    ),
    Invariant("budget_period_runs_forward", "budgets", "from_on < to_on", "A plan's period ends after it begins."),
    Invariant(
        "fx_rate_is_usable",
        "fx_rates",
        "fx_rate > 0 AND base_currency <> quote_currency AND published_on <= rate_on",
        "A rate is above zero, between two currencies, and not published after the day it is used for.",
    ),
    Invariant(
        "fx_carried_says_so",
        "fx_rates",
        "is_carried = (published_on < rate_on)",
        "A rate carried over from an earlier day says so.",
    ),
    Invariant(
        "load_rows_add_up",
        "loads",
        "rows_read = rows_loaded + rows_kept_apart + rows_ignored",
        "Every row read was loaded, kept apart or ignored on purpose.",
    ),
)


def invariants_of(table: str) -> tuple[Invariant, ...]:
    """The invariants of one table."""
    return tuple(invariant for invariant in INVARIANTS if invariant.table == table)
