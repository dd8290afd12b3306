"""What carriers' invoices have in common: weights in several units, and charges that must add up to what the parcel costs."""

from __future__ import annotations

from argosy.connectors.tabular import Into

UNITS = {"k": 1000, "kg": 1000, "kgs": 1000, "l": 453.59237, "lb": 453.59237, "lbs": 453.59237, "o": 28.349523125}
UNITS |= {"oz": 28.349523125, "g": 1}
"""Grams of a carrier's unit of weight, in small letters (the pound of 1959)."""

KIND_OF = """CASE WHEN {amount} < 0 AND regexp_matches(lower({text}), 'credit|refund|guarantee') THEN 'credit'
    WHEN regexp_matches(lower({text}), 'fuel|燃油') THEN 'fuel'
    WHEN regexp_matches(lower({text}), 'clearance|brokerage|disbursement|advanc') THEN 'brokerage'
    WHEN regexp_matches(lower({text}), 'dut(y|ies)|customs? tax|import|关税') THEN 'duty'
    WHEN regexp_matches(lower({text}), 'declared value|insur|value protection|保险|保价') THEN 'insurance'
    WHEN regexp_matches(lower({text}), 'discount|pricing') THEN 'freight'
    WHEN regexp_matches(lower({text}), 'correction|audit|weight adj') THEN 'correction' ELSE 'surcharge' END"""
"""SQL of what is charged, by the carrier's words `text` and the signed `amount`."""


def grams_of(amount: str, unit: str, otherwise: int | None = None) -> str:
    """SQL of a weight and its unit as grams; `otherwise` for a unit not told."""
    cases = " ".join(f"WHEN '{name}' THEN {factor}" for name, factor in UNITS.items())
    rest = "" if otherwise is None else f" ELSE {otherwise}"
    return f"CAST(nullif(round({amount} * CASE lower({unit}) {cases}{rest} END), 0) AS BIGINT)"


def charges(carrier: str, values: dict[str, str], *, amount: str, kind: str, where: str = "") -> Into:
    """`carrier_charges` of one amount per row: `kind` is SQL of what is charged; money given back is a credit where it is nothing else."""
    own = {"carrier": f"'{carrier}'", "kind": kind, "charge_amount": amount}
    return Into("carrier_charges", own | values, where=where, money_in=amount)
