"""Stock: how much there is at the end of the period, how long it lasts, how old it is, how often it was missing."""

from __future__ import annotations

from argosy.metrics.contract import Accumulates, Better, Unit
from argosy.metrics.definitions import count, money, quotient

LAST = Accumulates.LAST
AGED = ("aged_181_270_quantity", "aged_271_365_quantity", "aged_over_365_quantity")
AGES = ("aged_0_90_quantity", "aged_91_180_quantity", *AGED)


METRICS = (
    count(
        "stock_units",
        "Units in stock",
        "on_hand_quantity (available where it is not told) at the last count of the period",
        "stock",
        lambda rows: rows.on_hand_quantity.coalesce(rows.available_quantity).sum(),
        accumulates=LAST,
        better=Better.NEITHER,
    ),
    count(
        "available_units",
        "Units available",
        "available_quantity at the last count",
        "stock",
        lambda rows: rows.available_quantity.sum(),
        accumulates=LAST,
    ),
    count(
        "inbound_units",
        "Units on the way",
        "inbound_quantity at the last count",
        "stock",
        lambda rows: rows.inbound_quantity.sum(),
        accumulates=LAST,
    ),
    count(
        "unfulfillable_units",
        "Units that cannot be sold",
        "unfulfillable_quantity at the last count",
        "stock",
        lambda rows: rows.unfulfillable_quantity.sum(),
        accumulates=LAST,
        better=Better.DOWN,
    ),
    count(
        "aged_units",
        "Units older than 180 days",
        " + ".join(AGED),
        "stock",
        lambda rows: sum(rows[name].coalesce(0) for name in AGED).sum(),
        accumulates=LAST,
        better=Better.DOWN,
    ),
    count(
        "units_with_age",
        "Units whose age is told",
        "sum of the age columns",
        "stock",
        lambda rows: sum(rows[name].coalesce(0) for name in AGES).sum(),
        accumulates=LAST,
        better=Better.NEITHER,
    ),
    count(
        "slow_units",
        "Units that do not move",
        "units in stock of SKUs without an order in the 60 days before the count",
        "stock",
        lambda rows: rows.on_hand_quantity.coalesce(rows.available_quantity).sum(where=rows.is_slow).coalesce(0),
        accumulates=LAST,
        better=Better.DOWN,
    ),
    money(
        "stock_value",
        "Stock at cost",
        "units in stock at their landed cost, at the last count",
        fact="stock_values",
        amount=lambda rows: rows.amount,
        better=Better.NEITHER,
    ),
    money(
        "expected_storage",
        "Storage fee expected",
        "next_storage_amount + next_aged_storage_amount at the last count",
        fact="stock",
        amount=lambda rows: rows.next_storage_amount.coalesce(0) + rows.next_aged_storage_amount.coalesce(0),
    ),
    count(
        "counted_sku_days",
        "SKU days counted",
        "counts of stock",
        "stock_days",
        lambda rows: rows.count(),
        better=Better.NEITHER,
    ),
    count(
        "empty_sku_days",
        "SKU days without stock",
        "counts of stock with no unit available",
        "stock_days",
        lambda rows: (rows.available_quantity <= 0).cast("int64").sum(),
        better=Better.DOWN,
    ),
    quotient("stock_out_rate", "Stock-out rate", "empty_sku_days", "counted_sku_days", better=Better.DOWN),
    quotient("aged_share", "Aged stock, share", "aged_units", "units_with_age", better=Better.DOWN),
    quotient("slow_moving_share", "Slow-moving stock, share", "slow_units", "stock_units", better=Better.DOWN),
    quotient(
        "days_of_supply",
        "Days of supply",
        "available_units",
        "units",
        Unit.DAYS,
        better=Better.NEITHER,
        times_days=True,
    ),
    quotient("stock_turnover", "Stock turnover", "product_cost", "stock_value", Unit.RATIO),
    quotient(
        "inventory_days",
        "Days money lies in stock",
        "stock_value",
        "product_cost",
        Unit.DAYS,
        better=Better.DOWN,
        times_days=True,
    ),
    quotient("sell_through_rate", "Sell-through rate", "units", "units_and_stock"),
    count(
        "units_returned",
        "Units returned",
        "quantity of returns",
        "returns",
        lambda rows: rows.quantity.sum(),
        better=Better.DOWN,
    ),
    quotient("return_rate", "Return rate", "units_returned", "units", better=Better.DOWN),
)
