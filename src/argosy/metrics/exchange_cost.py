"""What changing money costs, all in, per provider: what was given less what came, both at the European Central Bank's rate of the day."""

from __future__ import annotations

from datetime import date
from typing import Any

from argosy.core.errors import RequestError
from argosy.metrics.contract import Accumulates, Better, Metric, Unit
from argosy.metrics.definitions import money, quotient, subtotal
from argosy.metrics.ledger.conversions import COME, GIVEN, changed_money

BASIS_POINTS = 10_000
SOURCE = "own statements; European Central Bank, euro reference rates"

METRICS = (
    money(
        "exchanged_amount",
        "Money exchanged",
        "what was given for another currency, at the European Central Bank's rate of the day",
        fact="conversions",
        amount=lambda rows: rows.amount,
        kinds=(GIVEN,),
        better=Better.NEITHER,
        source=SOURCE,
    ),
    money(
        "exchange_proceeds",
        "Money received for it",
        "what came, at the European Central Bank's rate of the day",
        fact="conversions",
        amount=lambda rows: rows.amount,
        kinds=(COME,),
        better=Better.NEITHER,
        source=SOURCE,
    ),
    subtotal(
        "exchange_cost",
        "Cost of exchanging money, all in",
        "exchanged_amount - exchange_proceeds: mark-up on the rate and fees",
        (("exchanged_amount", 1), ("exchange_proceeds", -1)),
        source=SOURCE,
    ),
    Metric(
        slug="exchanged_ten_thousands",
        title="Money exchanged, in ten thousands",
        unit=Unit.MONEY,
        grain="conversion",
        accumulates=Accumulates.SUM,
        better=Better.NEITHER,
        formula="exchanged_amount / 10,000: what one basis point of it is",
        source=SOURCE,
        fact="conversions",
        amount=lambda rows: rows.amount / BASIS_POINTS,
        kinds=(GIVEN,),
    ),
    quotient(
        "exchange_basis_points",
        "Cost of exchanging money, basis points",
        "exchange_cost",
        "exchanged_ten_thousands",
        Unit.RATIO,
        better=Better.DOWN,
        source=SOURCE,
        formula="exchange_cost / exchanged_amount x 10,000, against the European Central Bank's rate of the day",
    ),
)


def exchange_deals(engine: Any, _currency: str, *, until: date, since: date | None = None) -> Any:
    """Every change of money with the rate it had all in, the bank's rate of the day with date and source, and the basis points between.

    Rates are units of what came for one unit of what was given; the bank's is None where it has none for the day.
    """
    import pyarrow as pa

    rows = changed_money(engine)
    rows = rows.filter(rows.day <= until)
    rows = rows.filter(rows.day >= since) if since else rows
    deals = []
    for row in engine.to_arrow(rows.order_by("day", "provider", "given_currency", "source_line")).to_pylist():
        rate = float(row["come_amount"]) / float(row["given_amount"])
        official, rated_on, source = _official(row["given_currency"], row["come_currency"], row["day"])
        deals.append(
            {
                **{
                    name: row[name]
                    for name in ("provider", "store_id", "day", "given_currency", "come_currency", "load_id")
                },
                "given_amount": float(row["given_amount"]),
                "come_amount": float(row["come_amount"]),
                "rate": rate,
                "official_rate": official,
                "rated_on": rated_on,
                "source": source,
                "basis_points": (1 - rate / official) * BASIS_POINTS if official else None,
            }
        )
    texts, days = ("provider", "store_id", "given_currency", "come_currency", "load_id", "source"), ("day", "rated_on")
    figures = ("given_amount", "come_amount", "rate", "official_rate", "basis_points")
    kinds = dict.fromkeys(texts, pa.string()) | dict.fromkeys(days, pa.date32()) | dict.fromkeys(figures, pa.float64())
    return pa.Table.from_pylist(deals, schema=pa.schema(list(kinds.items())))


def _official(given: str, come: str, day: date) -> tuple[float | None, date | None, str | None]:
    from argosy.reference import fx

    if given == come:
        return 1.0, day, "one currency"
    try:
        found = fx.rate(given, come, day)
    except RequestError:
        return None, None, None
    return float(found.number), found.valid_from, str(found.source)


DATASETS = {"exchange_deals": exchange_deals}
"""Datasets by name."""
