"""What is known of the customers: the only reader of this domain."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from argosy.decision.freezing import fixed
from argosy.decision.parameters import SHARED, load_parameters
from argosy.decision.wording import cited, place
from argosy.domains.customer.history import Array, CustomerFacts, Histories, Names
from argosy.metrics.contract import Measures

PARAMETERS = Path(__file__).with_name("parameters.yaml")
MARKETING_MEDIA = ("email", "any")


def load(measures: Measures, as_of: date) -> CustomerFacts:
    """Read the facts as they were known at the end of `as_of`."""
    span = measures.span("order_lines")
    is_known = span is not None and span[0] <= as_of
    backtest_days = load_parameters(PARAMETERS, SHARED).count("backtest_days")
    before = as_of - timedelta(days=backtest_days)
    histories = _histories(measures, as_of)
    return CustomerFacts(
        as_of=as_of,
        currency=measures.home_currency,
        snapshot=measures.snapshot_number,
        source=cited(measures.sources("order_lines"), "order_lines", measures.snapshot_number),
        consent_source=cited(measures.sources("consents"), "consents", measures.snapshot_number),
        first_on=span[0] if span and is_known else None,
        last_on=min(span[1], as_of) if span and is_known else None,
        histories=histories,
        earlier=_histories(measures, before) if span and span[0] < before else None,
        backtest_days=backtest_days,
        permissions=_permissions(measures, as_of),
        market_names={code: place(code) for code in np.unique(histories.markets).tolist() if code},
    )


def _histories(measures: Measures, until: date) -> Histories:
    table = measures.dataset("customer_histories", until=until)
    return Histories(
        customers=_names(table, "customer_id"),
        markets=_names(table, "market"),
        frequency=_numbers(table, "frequency"),
        recency_days=_numbers(table, "recency_days"),
        age_days=_numbers(table, "age_days"),
        amounts=_numbers(table, "net_amount_home"),
    )


def _permissions(measures: Measures, as_of: date) -> dict[str, bool]:
    """What each customer said last about e-mail for marketing; a no to any way counts over a yes to another on the same day.

    What was said after `as_of` counts too where it is a no, or the first that is known: exports without dates are dated by the day they
    were loaded, and nobody may be written to against their word because the books end earlier.
    """
    columns = ("customer_id", "purpose", "medium", "state", "changed_at", "changed_on", "expires_on")
    rows = measures.table("consents", columns, where={"purpose": ("marketing",)}).to_pylist()
    said: dict[str, tuple[Any, bool]] = {}
    for row in sorted(rows, key=lambda row: (row["changed_on"], row["changed_at"])):
        if row["medium"] not in MARKETING_MEDIA:
            continue
        has_lapsed = row["expires_on"] is not None and row["expires_on"] < as_of
        answer = (row["changed_at"], row["state"] == "granted" and not has_lapsed)
        known = said.get(row["customer_id"])
        if known is not None and row["changed_on"] > as_of and answer[1]:
            continue
        if known is None or answer[0] > known[0] or (answer[0] == known[0] and not answer[1]):
            said[row["customer_id"]] = answer
    return {customer: permission for customer, (_, permission) in said.items()}


def _names(table: Any, column: str) -> Names:
    return fixed(np.array([value or "" for value in table[column].to_pylist()], dtype=str))


def _numbers(table: Any, column: str) -> Array:
    found = np.array(table[column].to_numpy(zero_copy_only=False), dtype=np.float64)
    return fixed(np.nan_to_num(found))
