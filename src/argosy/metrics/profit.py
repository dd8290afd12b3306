"""Profit as ordered: every order's money on the day of the order, from gross sales to net profit in named steps."""

from __future__ import annotations

from typing import Any

from argosy.economics.statement import fees_of
from argosy.metrics.contract import Accumulates, Better, Metric, Unit
from argosy.metrics.ledger.costs import RETURNED, SOLD
from argosy.metrics.ledger.spend import ADVERTISING, CARRIAGE, PARCEL, PARCEL_BACK

LEDGER = "the ledger (economics.statement); fee types of docs/canonical.md"
TRADE = "trade usage"


def income(lines: Any) -> Any:
    """The amount with the seller's sign: what comes in is positive."""
    return lines.amount


def cost(lines: Any) -> Any:
    """The amount as a cost: what goes out is positive."""
    return -lines.amount


def money(slug: str, title: str, formula: str, **how: Any) -> Metric:
    """A metric of money that adds up over time; `better` is DOWN unless given, since most steps are costs."""
    given = {"grain": "ledger line", "better": Better.DOWN, "source": LEDGER, **how}
    return Metric(slug=slug, title=title, unit=Unit.MONEY, accumulates=Accumulates.SUM, formula=formula, **given)


def subtotal(slug: str, title: str, formula: str, parts: tuple[tuple[str, int], ...], **how: Any) -> Metric:
    """A step or subtotal made of others; any one of them loaded is enough."""
    return money(slug, title, formula, parts=parts, from_any_part=True, **how)


def profit(slug: str, title: str, formula: str, parts: tuple[tuple[str, int], ...], units: str, costs: str) -> Metric:
    """A profit: not known where units were sold and not one of them has a cost (`units` counts those without, `costs` is their cost)."""
    return subtotal(
        slug,
        title,
        formula,
        parts,
        better=Better.UP,
        beside=(units, costs),
        unknown=lambda table: (table[units] > 0) & table[costs].isnull(),
    )


def share(slug: str, title: str, numerator: str, denominator: str, better: Better = Better.UP) -> Metric:
    """One amount as a share of another."""
    return Metric(
        slug=slug,
        title=title,
        unit=Unit.SHARE,
        grain="ledger line",
        accumulates=Accumulates.RECOMPUTE,
        better=better,
        formula=f"{numerator} / {denominator}",
        source=TRADE,
        numerator=numerator,
        denominator=denominator,
    )


def charge(slug: str, title: str, place: str, fact: str = "charges", **how: Any) -> Metric:
    """What channels and providers charge at a place of the statement."""
    return money(
        slug,
        title,
        f"charges booked as: {', '.join(fees_of(place))}",
        fact=fact,
        amount=cost,
        kinds=fees_of(place),
        **how,
    )


METRICS = (
    money(
        "booked_sales",
        "Sales of orders known from settlements only",
        "product charges of orders that are in no order file",
        fact="charges",
        amount=income,
        kinds=fees_of("gross_sales"),
        better=Better.UP,
    ),
    subtotal(
        "sales_of_goods",
        "Sales of goods",
        "gross_sales + booked_sales",
        (("gross_sales", 1), ("booked_sales", 1)),
        better=Better.UP,
    ),
    money(
        "line_shipping",
        "Shipping told by order lines",
        "sum of shipping_amount of order lines",
        fact="order_lines",
        amount=lambda lines: lines.shipping_amount,
        better=Better.UP,
    ),
    money(
        "order_shipping",
        "Shipping told by orders only",
        "shipping_amount of orders less that of their lines",
        fact="order_rests",
        amount=income,
        kinds=("shipping",),
        better=Better.UP,
    ),
    money(
        "booked_shipping",
        "Shipping known from settlements only",
        "shipping and surcharges booked for orders in no order file",
        fact="charges",
        amount=income,
        kinds=fees_of("shipping_income"),
        better=Better.UP,
    ),
    subtotal(
        "shipping_income",
        "Shipping paid by buyers",
        "line_shipping + order_shipping + booked_shipping",
        (("line_shipping", 1), ("order_shipping", 1), ("booked_shipping", 1)),
        better=Better.UP,
    ),
    money(
        "order_discounts",
        "Discounts told by orders only",
        "discount_amount of orders less that of their lines",
        fact="order_rests",
        amount=cost,
        kinds=("discount",),
    ),
    charge("booked_discounts", "Discounts booked apart", "discounts"),
    subtotal(
        "price_reductions",
        "Price reductions",
        "discounts + order_discounts + booked_discounts",
        (("discounts", 1), ("order_discounts", 1), ("booked_discounts", 1)),
    ),
    money(
        "told_refunds",
        "Refunds of orders",
        "refund_amount + shipping_amount of refunds, on the day of their order, without orders cancelled whole",
        fact="order_refunds",
        amount=cost,
        kinds=("refund",),
    ),
    charge("booked_refunds", "Refunds known from settlements only", "refunds"),
    subtotal(
        "given_back",
        "Given back to buyers",
        "told_refunds + booked_refunds, on the day of the order",
        (("told_refunds", 1), ("booked_refunds", 1)),
    ),
    money(
        "line_tax",
        "Tax in order lines",
        "tax_amount of order lines whose amounts contain it",
        fact="order_lines",
        amount=lambda lines: lines.tax_included.coalesce(False).ifelse(lines.tax_amount, None),
    ),
    money(
        "order_tax",
        "Tax in orders",
        "contained tax told by orders only",
        fact="order_rests",
        amount=cost,
        kinds=("tax",),
    ),
    money(
        "told_refund_tax",
        "Tax in refunds told",
        "tax contained in told_refunds",
        fact="order_refunds",
        amount=income,
        kinds=("refund_tax",),
        better=Better.NEITHER,
    ),
    money(
        "booked_refund_tax",
        "Tax in refunds booked",
        "tax contained in booked_refunds and not shown apart",
        fact="refund_tax",
        amount=income,
        kinds=("refund_tax",),
        better=Better.NEITHER,
    ),
    subtotal(
        "tax_in_sales",
        "Tax in sales",
        "line_tax + order_tax - told_refund_tax - booked_refund_tax: tax contained in the prices, which the seller owes",
        (("line_tax", 1), ("order_tax", 1), ("told_refund_tax", -1), ("booked_refund_tax", -1)),
    ),
    subtotal(
        "net_revenue",
        "Net revenue",
        "sales_of_goods + shipping_income - price_reductions - given_back - tax_in_sales",
        (
            ("sales_of_goods", 1),
            ("shipping_income", 1),
            ("price_reductions", -1),
            ("given_back", -1),
            ("tax_in_sales", -1),
        ),
        better=Better.UP,
    ),
    money(
        "cost_of_units",
        "Cost of units sold",
        "landed cost of units ordered: batches first in first out, else the standard cost of the day",
        fact="costs",
        amount=cost,
        kinds=(SOLD,),
    ),
    money(
        "cost_put_back",
        "Cost of units put back",
        "cost of returned units fit for sale",
        fact="costs",
        amount=income,
        kinds=(RETURNED,),
        better=Better.NEITHER,
    ),
    Metric(
        slug="units_without_cost",
        title="Units without a cost",
        unit=Unit.COUNT,
        grain="order line",
        accumulates=Accumulates.SUM,
        better=Better.DOWN,
        formula="units sold for which no cost is known",
        source=LEDGER,
        fact="costs",
        count=lambda lines: lines.quantity.sum(where=~lines.is_costed).coalesce(0),
    ),
    Metric(
        slug="skus_without_cost",
        title="SKUs without a cost",
        unit=Unit.COUNT,
        grain="SKU",
        accumulates=Accumulates.RECOMPUTE,
        better=Better.DOWN,
        formula="number of distinct SKUs with units sold for which no cost is known",
        source=LEDGER,
        fact="costs",
        count=lambda lines: lines.sku.nunique(where=~lines.is_costed),
    ),
    subtotal(
        "product_cost",
        "Product cost",
        "cost_of_units - cost_put_back",
        (("cost_of_units", 1), ("cost_put_back", -1)),
    ),
    profit(
        "gross_profit",
        "Gross profit",
        "net_revenue - product_cost (contribution margin 1)",
        (("net_revenue", 1), ("product_cost", -1)),
        "units_without_cost",
        "cost_of_units",
    ),
    charge("selling_fees", "Selling fees", "selling_fees"),
    charge("channel_fulfilment", "Fulfilment by channels", "fulfilment_cost"),
    money("parcel_cost", "Parcels to buyers", "carriers' charges", fact="parcels", amount=cost, kinds=(PARCEL,)),
    money(
        "carriage_expenses",
        "Carriers and warehouses billed apart",
        "expenses of category logistics",
        fact="expenses",
        amount=cost,
        kinds=(CARRIAGE,),
    ),
    subtotal(
        "fulfilment_cost",
        "Fulfilment",
        "channel_fulfilment + parcel_cost + carriage_expenses",
        (("channel_fulfilment", 1), ("parcel_cost", 1), ("carriage_expenses", 1)),
    ),
    charge("payment_fees", "Payment fees", "payment_fees"),
    charge("return_charges", "Return charges", "return_cost"),
    money(
        "return_parcels",
        "Parcels back",
        "carriers' charges of returns",
        fact="parcels",
        amount=cost,
        kinds=(PARCEL_BACK,),
    ),
    subtotal(
        "return_cost",
        "Cost of returns",
        "return_charges (less fees given back) + return_parcels",
        (("return_charges", 1), ("return_parcels", 1)),
    ),
    money(
        "expected_fees",
        "Fees expected",
        "fees of orders without settlement, at the store's rate of the last 90 settled days",
        fact="expected_fees",
        amount=cost,
        kinds=("expected",),
    ),
    charge("storage_cost", "Storage, inbound and removal", "storage_cost"),
    profit(
        "contribution_margin_2",
        "Contribution margin 2",
        "gross_profit - selling_fees - fulfilment_cost - payment_fees - return_cost - expected_fees - storage_cost",
        (
            ("gross_profit", 1),
            ("selling_fees", -1),
            ("fulfilment_cost", -1),
            ("payment_fees", -1),
            ("return_cost", -1),
            ("expected_fees", -1),
            ("storage_cost", -1),
        ),
        "units_without_cost",
        "cost_of_units",
    ),
    charge("settled_advertising", "Advertising in settlements", "advertising_cost"),
    money(
        "ad_spend",
        "Advertising spend",
        "spend_amount of advertising accounts, each once",
        fact="advertising",
        amount=cost,
    ),
    money(
        "advertising_expenses",
        "Advertising billed apart",
        "expenses of category advertising",
        fact="expenses",
        amount=cost,
        kinds=(ADVERTISING,),
    ),
    subtotal(
        "advertising_cost",
        "Advertising",
        "ad_spend + settled_advertising + advertising_expenses",
        (("ad_spend", 1), ("settled_advertising", 1), ("advertising_expenses", 1)),
    ),
    profit(
        "contribution_margin_3",
        "Contribution margin 3",
        "contribution_margin_2 - advertising_cost",
        (("contribution_margin_2", 1), ("advertising_cost", -1)),
        "units_without_cost",
        "cost_of_units",
    ),
)
