"""What channels and payment providers booked and paid, and what arrived at the bank."""

from __future__ import annotations

from argosy.canonical.fee_types import FEE_MEANINGS, FEE_TYPE_NAMES
from argosy.canonical.places import FULFILMENT, PLACE_COLUMNS
from argosy.canonical.schema import Table, boolean, date, instant, integer, money, rate, text

SETTLEMENT_STATES = {
    "deferred": "Booked, not yet free to be paid out; comes again as released, so the two are never added up.",
    "released": "Free to be paid out, or paid out.",
}

PAYOUT_STATUS = ("pending", "sent", "paid", "failed", "held", "returned")

BANK_CATEGORIES = {
    "payout": "From a channel or payment provider.",
    "supplier": "To a supplier.",
    "logistics": "To carriers, forwarders and warehouses.",
    "advertising": "To advertising platforms.",
    "tax": "To or from a tax authority.",
    "payroll": "Wages and social insurance.",
    "overhead": "Rent, software and other costs without an order.",
    "bank_fee": "Fees and interest of the bank.",
    "exchange": "One side of changing currencies.",
    "transfer": "Between accounts of the seller.",
    "financing": "Loans, capital and drawings.",
}

SETTLEMENT_LINES = Table(
    name="settlement_lines",
    subject="settlements",
    grain="One row per amount a channel or payment provider booked: every charge, fee and credit with its type.",
    key=("store_id", "settlement_id", "posted_on", "line_no"),
    replaces=("store_id", "settlement_id", "posted_on"),
    partition_on="posted_on",
    columns=(
        *PLACE_COLUMNS,
        text("marketplace", "The channel's site it was booked for, such as amazon.de."),
        text(
            "settlement_id",
            "The channel's number of the settlement; '*' (and the site, where a store has several) for money not yet in one.",
            required=True,
        ),
        text("line_no", "Place of the line among those of its settlement and day.", required=True),
        instant("posted_at", "When it was booked, UTC; empty where the file tells only the day."),
        date("posted_on", "Day it was booked, in the store's time zone.", required=True),
        text("order_id", "The order it belongs to; empty for money of no order."),
        text("order_line_no", "The order's line, where the file tells it."),
        text("refund_id", "The refund or adjustment it belongs to."),
        text("shipment_id", "The channel's number of the parcel."),
        text("payment_id", "The provider's number of the payment."),
        text("sku", "The seller's SKU; empty for money of no SKU."),
        text("listing_id", "The channel's id of the page."),
        integer("quantity", "Units the amount is for, positive; empty where the file does not say."),
        text("fee_type", "What the amount is, in canonical words.", required=True, values=FEE_TYPE_NAMES),
        text("currency", "ISO 4217 currency of the amount.", required=True),
        money(
            "amount", "Signed from the seller's side: positive to the seller, negative from the seller.", required=True
        ),
        text("state", "Whether it may be paid out.", values=tuple(SETTLEMENT_STATES)),
        instant("settled_at", "When it was or will be free to be paid out, UTC."),
        text("payout_id", "The payout it was paid with (see payouts)."),
        text("fulfilment", "Who fulfils: seller, platform, third_party.", values=FULFILMENT),
        text("promotion_id", "The channel's id of the promotion."),
        text("campaign_id", "Advertising campaign, for advertising settled here."),
        text("creator_id", "Creator or affiliate paid (see creators)."),
        text("vendor_type", "The channel's own type of the line, as it stands in the file."),
        text("vendor_description", "The channel's own description of the line, as it stands in the file."),
    ),
)

PAYOUTS = Table(
    name="payouts",
    subject="settlements",
    grain="One row per payment of a channel or payment provider to the seller.",
    key=("store_id", "payout_id"),
    partition_on="paid_on",
    columns=(
        *PLACE_COLUMNS,
        text(
            "payout_id", "The channel's number of the payout (or of the settlement where these are one).", required=True
        ),
        date("paid_on", "Day it was sent, in the store's time zone.", required=True),
        instant("paid_at", "When it was sent, UTC."),
        text("settlement_id", "Settlement it pays; empty where a payout pays several or a part."),
        date("from_on", "First day of the bookings it pays."),
        date("to_on", "Day after the last day of the bookings it pays."),
        text("status", "Where the money is.", required=True, values=PAYOUT_STATUS),
        text("currency", "ISO 4217 currency of the amounts, except received_amount.", required=True),
        money(
            "payout_amount", "Sent to the seller, positive; negative where the channel collects a debt.", required=True
        ),
        money("fee_amount", "Fee taken out of it on the way, positive."),
        money("opening_balance_amount", "Balance before the bookings."),
        money("closing_balance_amount", "Balance left after the payout."),
        money("reserve_amount", "Held back by the channel after the payout, positive."),
        text("received_currency", "ISO 4217 currency in which it arrives."),
        money("received_amount", "What arrives, in received_currency."),
        rate("fx_rate", "Units of received_currency for one unit of currency, as the payer applied it."),
        text("destination", "Where it goes: provider or bank, last four characters of the account."),
        text("reference", "Reference that the bank line will carry."),
    ),
)

BANK_LINES = Table(
    name="bank_lines",
    subject="settlements",
    grain="One row per line of a bank or wallet statement.",
    key=("account_id", "currency", "booked_on", "line_no"),
    replaces=("account_id", "currency", "booked_on"),
    partition_on="booked_on",
    columns=(
        text("account_id", "The seller's name of the account, as in argosy.toml; not its number.", required=True),
        text("line_no", "Place of the line among those of its account, currency and day.", required=True),
        date("booked_on", "Day the bank booked it.", required=True),
        date("value_on", "Day it counts from."),
        text("currency", "ISO 4217 currency of the amounts.", required=True),
        money("amount", "Positive into the account, negative out of it.", required=True),
        money("balance_amount", "Balance of the account after the line."),
        text("original_currency", "ISO 4217 currency before the bank changed it."),
        money("original_amount", "Amount in original_currency, same sign."),
        rate("fx_rate", "Units of currency for one unit of original_currency, as the bank applied it."),
        money("fee_amount", "Fee the bank took out of it, positive."),
        text("category", "What the money is for.", values=tuple(BANK_CATEGORIES)),
        text("counterparty", "Who paid or was paid.", personal=True),
        text("reference", "Reference of the payer."),
        text("description", "Text of the bank.", personal=True),
        text("payout_id", "Payout that arrived with it, once matched (see payouts)."),
        boolean("is_pending", "True while the bank may still change it."),
    ),
)

TABLES = (SETTLEMENT_LINES, PAYOUTS, BANK_LINES)

VOCABULARIES = {
    "settlement_lines.fee_type": FEE_MEANINGS,
    "settlement_lines.state": SETTLEMENT_STATES,
    "bank_lines.category": BANK_CATEGORIES,
}
