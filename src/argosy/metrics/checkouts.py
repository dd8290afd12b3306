"""Derived tables of payments: checkouts, put together from attempts, by where, how and through whom they were paid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from argosy.metrics.conversion import converted, rates_table
from argosy.metrics.fact import Fact

ATTEMPTS = Fact("payment_attempts", "payment_attempts", "attempted_on")
FAILED = ("declined", "blocked", "challenge_failed", "error")
BUYERS_OWN = (
    "insufficient_funds",
    "card_expired",
    "card_invalid",
    "card_lost_or_stolen",
    "limit_exceeded",
    "account_closed",
    "duplicate",
    "cancelled_by_buyer",
)
"""Refusals that no other route or method would have turned: the card or the buyer is the reason."""
BANDS = 4


def checkout_cells(engine: Any, currency: str, *, until: date, days: int) -> Any:
    """One row per store, market, provider, method, scheme, issuer country, issuer, authentication and quarter of the amounts.

    A checkout is every attempt to pay one order (or payment): `checkouts` were decided, `lost` failed though the buyer could have paid,
    `refused` failed for a reason of the buyer's own. `lost_to_authentication` is the part of `lost` whose issuer wanted 3-D Secure.
    Amounts are in the home currency; `band` 0 is the smallest quarter of the amounts, `band_from` its smallest amount.
    """
    import ibis

    paid = _decided(engine, currency, until - timedelta(days=days - 1), until)
    paid = paid.mutate(band=ibis.ntile(BANDS).over(order_by=[paid.amount_home, paid.checkout]))
    lowest = paid.group_by("band").aggregate(band_from=paid.amount_home.min().cast("float64"))
    keys = ("store_id", "market", "provider", "method", "scheme", "issuer_country", "issuer", "three_d_secure", "band")
    lost = ~paid.is_paid & ~paid.code.isin(BUYERS_OWN)
    cells = paid.group_by(*keys).aggregate(
        checkouts=paid.count(),
        lost=lost.cast("int64").sum(),
        refused=(~paid.is_paid & paid.code.isin(BUYERS_OWN)).cast("int64").sum(),
        lost_to_authentication=(lost & (paid.code == "authentication_required")).cast("int64").sum(),
        amount_home=paid.amount_home.sum().cast("float64"),
    )
    return engine.to_arrow(cells.join(lowest, "band").order_by(keys))


DATASETS: dict[str, Callable[..., Any]] = {"checkout_cells": checkout_cells}
"""Datasets by name."""


def _decided(engine: Any, currency: str, start: date, until: date) -> Any:
    """One row per checkout that ended paid or failed, as its last attempt has it."""
    tries = engine.table("payment_attempts")
    tries = tries.filter((tries.attempted_on >= start) & (tries.attempted_on <= until))
    tries = tries.mutate(
        checkout=tries.store_id + "\x1f" + tries.order_id.coalesce(tries.payment_id, tries.attempt_id),
        country=tries.issuer_country.coalesce(tries.buyer_ip_country, tries.market, ""),
        day=tries.attempted_on,
    )
    when = tries.attempted_at
    ended = tries.group_by("checkout").aggregate(
        store_id=tries.store_id.argmax(when),
        market=tries.market.argmax(when).coalesce(""),
        provider=tries.provider.argmax(when),
        method=tries.method.argmax(when).coalesce(""),
        scheme=tries.scheme.argmax(when).coalesce(""),
        issuer_country=tries.country.argmax(when),
        issuer=tries.issuer.argmax(when).coalesce(""),
        three_d_secure=tries.three_d_secure.argmax(when).coalesce(""),
        currency=tries.currency.argmax(when),
        day=tries.day.max(),
        amount_home=tries.attempt_amount.argmax(when).cast("decimal(38, 4)"),
        outcome=tries.outcome.argmax(when),
        code=tries.decline_code.argmax(when).coalesce("not_told"),
        is_paid=(tries.outcome == "approved").any(),
    )
    ended = ended.filter(ended.is_paid | ended.outcome.isin(FAILED))
    rated = converted(ended, rates_table(engine, ATTEMPTS, currency), ["amount_home"], currency)
    return rated.filter(rated.amount_home.notnull())
