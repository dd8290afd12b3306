"""How much money the seller has, by account."""

from __future__ import annotations

from argosy.canonical.schema import Table, date, money, text

ACCOUNT_KINDS = {
    "bank": "A bank account.",
    "wallet": "A balance with a payment provider.",
    "platform": "A balance with a selling channel.",
    "credit_line": "A loan that can be drawn.",
    "cash": "Cash in hand.",
}

BANK_BALANCES = Table(
    name="bank_balances",
    subject="cash",
    grain="One row per account, currency and day: the balance at the end of the day.",
    key=("account_id", "currency", "balance_on"),
    partition_on="balance_on",
    columns=(
        text("account_id", "The seller's name of the account, as in argosy.toml; not its number.", required=True),
        text("kind", "What sort of account.", values=tuple(ACCOUNT_KINDS)),
        text("institution", "Bank or provider."),
        text("country", "Country of the account, ISO 3166-1 alpha-2."),
        date("balance_on", "Day of the balance.", required=True),
        text("currency", "ISO 4217 currency of the amounts.", required=True),
        money("balance_amount", "Balance, negative for a debt.", required=True),
        money("available_amount", "Of it, free to use now."),
        money("held_amount", "Of it, held back or pledged, positive."),
        money("limit_amount", "How far it may be overdrawn, positive."),
    ),
)

TABLES = (BANK_BALANCES,)

VOCABULARIES = {"bank_balances.kind": ACCOUNT_KINDS}
