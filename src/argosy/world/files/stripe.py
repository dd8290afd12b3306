"""Stripe's files of the own shop: every attempt to pay, refused ones too, and what moved the balance."""

from __future__ import annotations

from argosy.world.exports import Exports, cells, instant, money
from argosy.world.files.shopify import STRIPE
from argosy.world.planting import Ground
from argosy.world.sites import OWN_SHOP

STAMP = "%Y-%m-%d %H:%M:%S"
USUAL_FAILURE, USUAL_LOSS = 0.05, 0.025
"""Part of the paid orders whose first attempt was refused for lack of money; part of the checkouts lost to refusals of the issuer."""


def write_attempts(exports: Exports, ground: Ground, span: str) -> None:
    """The span's attempts: the paid orders, attempts before them that failed, and checkouts that were lost."""
    bank = ground.levers.get("bank", {"country": "-", "since": 0, "loss": 0.0})
    assert isinstance(bank, dict)
    share = f"CASE WHEN destination = '{bank['country']}' AND ordered >= {bank['since']} THEN {bank['loss']} ELSE {USUAL_LOSS} END"
    chance = "((order_luck * 7919) % 100003) / 100003.0"
    select = f"""
        SELECT 'ch_p' || order_no AS id, ordered + 60 AS moment, total, refunded, 'Paid' AS status, NULL AS reason, order_no, destination,
            card_fee AS fee FROM shop_orders WHERE method = '{STRIPE}' AND NOT cancelled
        UNION ALL SELECT 'ch_f' || order_no, ordered, total, 0, 'Failed', 'insufficient_funds', order_no, destination, 0
            FROM shop_orders WHERE method = '{STRIPE}' AND NOT cancelled AND {chance} < {USUAL_FAILURE}
        UNION ALL SELECT 'ch_l' || order_no, ordered + 7200, total, 0, 'Failed',
                CASE WHEN order_luck % 4 = 0 THEN 'generic_decline' ELSE 'do_not_honor' END, order_no + 500000000, destination, 0
            FROM shop_orders WHERE method = '{STRIPE}' AND 1 - {chance} < ({share}) / (1 - ({share}))
    """
    columns = {
        "id": "id",
        "Created date (UTC)": instant("moment", STAMP),
        "Amount": money("total"),
        "Amount Refunded": money("refunded"),
        "Currency": "'usd'",
        "Captured": "status = 'Paid'",
        "Status": "status",
        "Decline Reason": "reason",
        "Fee": money("fee"),
        "PaymentIntent ID": "'pi_' || order_no",
        "Card Brand": "CASE order_no % 3 WHEN 0 THEN 'Visa' WHEN 1 THEN 'MasterCard' ELSE 'American Express' END",
        "Card Funding": "CASE order_no % 4 WHEN 0 THEN 'debit' ELSE 'credit' END",
        "Card Issue Country": "destination",
        "Payment Source Type": "'card'",
        "order_id (metadata)": "CASE WHEN status = 'Paid' THEN '#' || (100000 + order_no) END",
    }
    exports.append(
        f"{OWN_SHOP}/stripe_payments_{span}.csv", f"SELECT {cells(columns)} FROM ({select}) ORDER BY moment, id"
    )


def write_balance(exports: Exports, span: str, first: int, last: int, end: int) -> None:
    """What moved the balance between two seconds; every day's transactions are paid out two days later."""
    day = f"(posted // {86_400})"
    rows = f"(SELECT *, {day} AS day FROM payments WHERE method = '{STRIPE}' AND posted >= {first} AND posted < {last})"
    moved = f"""
        SELECT 'txn_' || kind[1:1] || order_no || '_' || row_number() OVER (PARTITION BY kind, order_no ORDER BY posted) AS id,
            posted AS moment, day, amount AS gross, fee, amount - fee AS net, kind,
            CASE kind WHEN 'charge' THEN 'ch_p' ELSE 're_' END || order_no AS source, order_no
        FROM {rows}
        UNION ALL SELECT 'txn_po' || day, (day + 2) * 86400 + 43200, day, -sum(amount - fee), 0, -sum(amount - fee), 'payout',
            'po_' || day, NULL
        FROM {rows} WHERE (day + 2) * 86400 < {end} GROUP BY day HAVING sum(amount - fee) > 0
    """
    columns = {
        "balance_transaction_id": "id",
        "created_utc": instant("moment", STAMP),
        "available_on_utc": instant("moment + 172800", STAMP),
        "currency": "'usd'",
        "gross": money("gross"),
        "fee": money("fee"),
        "net": money("net"),
        "reporting_category": "kind",
        "source_id": "source",
        "description": "CASE WHEN kind = 'payout' THEN 'STRIPE PAYOUT' END",
        "automatic_payout_id": f"CASE WHEN (day + 2) * 86400 < {end} THEN 'po_' || day END",
        "automatic_payout_effective_at": f"CASE WHEN (day + 2) * 86400 < {end} THEN {instant('(day + 2) * 86400', STAMP)} END",
        "payment_metadata[order_id]": "'#' || (100000 + order_no)",
    }
    exports.append(
        f"{OWN_SHOP}/stripe_balance_{span}.csv", f"SELECT {cells(columns)} FROM ({moved}) ORDER BY moment, id"
    )
    exports.connection.execute(
        f"INSERT INTO arrivals SELECT day + 2 - (DATE '{exports.first_on}' - DATE '1970-01-01'), 'USD', sum(amount - fee)::BIGINT, 'STRIPE'"
        f" FROM {rows} WHERE (day + 2) * 86400 < {end} GROUP BY day HAVING sum(amount - fee) > 0"
    )
