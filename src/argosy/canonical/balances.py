"""Where the books must agree across rows and tables: each balance is a query for the places where they do not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Balance:
    """An identity across rows or tables: `query` returns one row per place where it fails, with the two sides.

    `tables` are those it looks at. Rows whose other side is not loaded yet are no failure: a balance compares what is there.
    """

    name: str
    tables: tuple[str, ...]
    query: str
    sentence: str

    def violations_sql(self) -> str:
        """The query for the places that break it."""
        return self.query


BALANCES: tuple[Balance, ...] = (
    Balance(
        "orders_equal_their_lines",
        ("orders", "order_lines"),
        "SELECT o.store_id, o.order_id, o.goods_amount, sum(l.gross_amount) AS lines_amount"
        " FROM orders o JOIN order_lines l ON l.store_id = o.store_id AND l.order_id = o.order_id AND l.currency = o.currency"
        " WHERE o.goods_amount IS NOT NULL GROUP BY o.store_id, o.order_id, o.goods_amount"
        " HAVING abs(o.goods_amount - sum(l.gross_amount)) > 0.005 * (1 + count(*))",
        "The goods of an order are the sum of its lines, within half a cent per line.",
    ),
    Balance(
        "payouts_equal_settlement_lines",
        ("payouts", "settlement_lines"),
        "SELECT p.store_id, p.payout_id, p.payout_amount, sum(l.amount) AS lines_amount"
        " FROM payouts p JOIN settlement_lines l ON l.store_id = p.store_id AND l.payout_id = p.payout_id AND l.currency = p.currency"
        " WHERE l.fee_type NOT IN ('payout', 'payout_returned') GROUP BY p.store_id, p.payout_id, p.payout_amount"
        " HAVING abs(p.payout_amount - sum(l.amount)) > 0.005",
        "A payout is the sum of the settlement lines it pays, to the cent.",
    ),
    Balance(
        "payouts_equal_bank_lines",
        ("payouts", "bank_lines"),
        "SELECT p.store_id, p.payout_id, coalesce(p.received_amount, p.payout_amount - coalesce(p.fee_amount, 0)) AS sent_amount,"
        " sum(b.amount) AS arrived_amount FROM payouts p JOIN bank_lines b"
        " ON b.payout_id = p.payout_id AND b.currency = coalesce(p.received_currency, p.currency)"
        " GROUP BY p.store_id, p.payout_id, coalesce(p.received_amount, p.payout_amount - coalesce(p.fee_amount, 0))"
        " HAVING abs(coalesce(p.received_amount, p.payout_amount - coalesce(p.fee_amount, 0)) - sum(b.amount)) > 0.005",
        "What arrives at the bank is the payout less its fee, in the currency it arrives in.",
    ),
    Balance(
        "one_featured_offer",
        ("competitor_offers",),
        "SELECT channel, market, listing_id, condition, observed_at, count(*) AS featured FROM competitor_offers"
        " WHERE is_featured GROUP BY channel, market, listing_id, condition, observed_at HAVING count(*) > 1",
        "A listing has at most one featured offer at a time.",
    ),
    Balance(
        "rate_card_steps_do_not_overlap",
        ("rate_cards",),
        "SELECT a.rate_card_id, a.destination_country, a.zone, a.effective_on, a.weight_from_g, b.weight_from_g AS other_from_g"
        " FROM rate_cards a JOIN rate_cards b ON a.rate_card_id = b.rate_card_id AND a.destination_country = b.destination_country"
        " AND a.zone = b.zone AND a.effective_on = b.effective_on AND a.weight_from_g < b.weight_from_g"
        " WHERE a.weight_to_g IS NULL OR a.weight_to_g > b.weight_from_g",
        "Every weight falls into one step of a rate card.",
    ),
    Balance(
        "fx_has_every_day",
        ("fx_rates",),
        "SELECT source, base_currency, quote_currency, rate_on, next_on FROM ("
        "SELECT source, base_currency, quote_currency, rate_on, lead(rate_on) OVER"
        " (PARTITION BY source, base_currency, quote_currency ORDER BY rate_on NULLS LAST) AS next_on FROM fx_rates"
        ") AS days WHERE next_on <> rate_on + INTERVAL '1' DAY",
        "Between its first and its last day a pair of currencies has a rate for every calendar day.",
    ),
    Balance(
        "loads_count_what_they_kept_apart",
        ("loads", "kept_apart"),
        "SELECT l.load_id, l.rows_kept_apart, count(k.load_id) AS rows_found FROM loads l"
        " LEFT JOIN kept_apart k ON k.load_id = l.load_id GROUP BY l.load_id, l.rows_kept_apart"
        " HAVING l.rows_kept_apart <> count(k.load_id)",
        "Every row a load says it kept apart can be looked at.",
    ),
    Balance(
        "loads_explain_their_money",
        ("loads", "kept_apart"),
        "SELECT l.load_id, l.residual_amount, l.money_in_amount - l.money_out_amount - coalesce(sum(k.amount), 0) AS found_amount"
        " FROM loads l LEFT JOIN kept_apart k ON k.load_id = l.load_id AND k.currency = l.currency"
        " WHERE l.residual_amount IS NOT NULL GROUP BY l.load_id, l.residual_amount, l.money_in_amount, l.money_out_amount"
        " HAVING abs(l.residual_amount - (l.money_in_amount - l.money_out_amount - coalesce(sum(k.amount), 0))) > 0.005",
        "Money in is money out plus money kept apart plus the residual shown.",
    ),
)


def balances_of(table: str) -> tuple[Balance, ...]:
    """The balances that look at one table."""
    return tuple(balance for balance in BALANCES if table in balance.tables)
