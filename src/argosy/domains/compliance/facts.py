"""What is known of products, markets and papers: the only reader of this domain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from argosy.decision.parameters import SHARED, load_parameters
from argosy.decision.wording import cited
from argosy.domains.compliance.categories import COLUMNS, categories
from argosy.domains.compliance.papers import ComplianceFacts, Offer, Paper
from argosy.metrics.contract import Measures
from argosy.metrics.earned import earned
from argosy.reference.market_access import rules

PARAMETERS = Path(__file__).with_name("parameters.yaml")
YEAR_DAYS = 365
PAPER_COLUMNS = ("certificate_id", "product_id", "market", "regime", "status", "issued_on", "expires_on")


def load(measures: Measures, as_of: date) -> ComplianceFacts:
    """Read the facts as they were known at the end of `as_of`."""
    span = measures.span("order_lines")
    lead = load_parameters(PARAMETERS, SHARED).count("lead_days")
    return ComplianceFacts(
        as_of=as_of,
        currency=measures.home_currency,
        snapshot=measures.snapshot_number,
        source=cited(measures.sources("order_lines"), "order_lines", measures.snapshot_number),
        paper_source=cited(measures.sources("certificates"), "certificates", measures.snapshot_number),
        last_on=min(span[1], as_of) if span and span[0] <= as_of else None,
        offers=_offers(measures, as_of),
        papers=_papers(measures, as_of),
        rules=rules(as_of + timedelta(days=lead)),
        earned=earned(measures, as_of),
    )


def _offers(measures: Measures, as_of: date) -> tuple[Offer, ...]:
    """Products sold in the last year by market, and those offered on a listing that buyers can see."""
    sold = measures.dataset("product_sales", until=as_of, days=YEAR_DAYS)
    amounts: dict[tuple[str, str], float] = defaultdict(float)
    for product, market, amount in zip(
        sold["product"].to_pylist(), sold["market"].to_pylist(), sold["net_amount_home"].to_pylist(), strict=True
    ):
        if product and market:
            amounts[product, market] += amount or 0.0
    for row in measures.table("listings", ("sku", "product_id", "market", "status")).to_pylist():
        if row["status"] == "active" and row["market"] not in (None, "*"):
            amounts[row["product_id"] or row["sku"], row["market"]] += 0.0
    known = _products(measures)
    found = []
    for (product, market), amount in sorted(amounts.items()):
        kinds, is_told = known.get(product, ((), False))
        found.append(Offer(product, market, kinds, is_told, amount))
    return tuple(found)


def _products(measures: Measures) -> dict[str, tuple[tuple[str, ...], bool]]:
    rows: list[Mapping[str, Any]] = measures.table("products", ("product_id", *COLUMNS)).to_pylist()
    return {str(row["product_id"]): categories(row) for row in rows}


def _papers(measures: Measures, as_of: date) -> tuple[Paper, ...]:
    rows = measures.table("certificates", PAPER_COLUMNS).to_pylist()
    return tuple(
        Paper(
            number=row["certificate_id"],
            product=row["product_id"],
            place=row["market"],
            regime=row["regime"],
            status=row["status"],
            expires_on=row["expires_on"],
        )
        for row in sorted(rows, key=lambda row: (row["certificate_id"], row["product_id"], row["market"]))
        if row["issued_on"] is None or row["issued_on"] <= as_of
    )
